import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {gzipSync} from "node:zlib";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {Engine, Format} from "../src/engine/engine.ts";
import {openNative} from "../src/engine/native.ts";
import {QueryError} from "../src/errors.ts";
import {decodeCube} from "../src/cube/ipc.ts";
import {readReport} from "../src/notebook/report.ts";
import {answerQueries} from "../src/site/live/sql-tables.ts";
import {evaluateWorkspace} from "../src/site/site.ts";
import {openWorkspace} from "../src/site/workspace.ts";
import {SMALL, temporaryWorkspace} from "./workspace.ts";
import type {WorkspaceFiles} from "./workspace.ts";

// What the README's section "Security" lists. Markup, links and scripts: test/site/build.test.ts; formulas in CSV: test/site/tools/csv-text.test.ts.

let engine: Engine;
let folder: string;
beforeAll(async () => {
  engine = await openNative({threads: 1, memoryLimit: "1GB"});
  folder = mkdtempSync(join(tmpdir(), "kizuna-security-"));
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, {recursive: true, force: true});
});

describe("SQL in the values of filters and inputs", () => {
  const hostile = [
    "x') or 1=1 --",
    '\'; drop table "all".orders; --',
    "x' union select * from secret --",
    "\\'); --",
    "$1",
    "x\u0000y"
  ];

  it("stays a value", async () => {
    for (const schema of ["typed", "rows", "cells"]) await engine.query(`create schema if not exists "${schema}"`);
    await engine.query(
      `create or replace table rows.customers as select 1 as customer, 'A' as plan union all select 2, $$x') or 1=1 --$$`
    );
    await engine.query(`create or replace table typed.customers as select customer, plan from rows.customers`);
    await engine.query(
      `create or replace table typed.orders as select 1 as customer, 5 as revenue union all select 2, 7`
    );
    const sql = {
      tables: ["customers", "orders"].map((name) => ({
        name,
        file: "",
        columns: ["customer", name === "orders" ? "revenue" : "plan"].map((column) => ({name: column, as: column})),
        isFiltered: true,
        isWindowed: false
      })),
      queries: [
        {
          name: "one",
          text: "select sum(revenue)::int as s, $1::varchar as word from orders",
          parameters: [],
          isShown: true,
          isWindowed: false
        }
      ],
      figures: [],
      bytes: 0,
      database: null
    };
    for (const value of hostile) {
      const selection = {values: {plan: [value]}, joined: null};
      const asking = {
        selection,
        given: new Map(),
        parametersOf: () => [value],
        stateOf: () => "",
        isStale: () => false
      };
      const answer = (await answerQueries(sql, engine, asking))!.get("one")!;
      if (answer instanceof QueryError) throw answer;
      // Only the second customer's plan is, letter by letter, one of these.
      expect(answer.columns["s"]).toEqual([value === hostile[0] ? 7 : null]);
      expect(answer.columns["word"]).toEqual([value]);
    }
    expect((await engine.query(`select count(*)::int as n from typed.orders`)).columns["n"]).toEqual([2]);
  });
});

describe("sources that mean harm", () => {
  const read = async (name: string, format: Format, bytes: Uint8Array) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return engine.register("hostile", {format, paths: [path]});
  };
  const liar = Buffer.alloc(64, 255);
  liar.write("PAR1", 0);
  liar.writeUInt32LE(0x7fffffff, 56);
  liar.write("PAR1", 60);
  const arrow = Buffer.alloc(32, 255);
  arrow.writeInt32LE(0x7ffffff0, 4);

  it.each([
    ["Parquet that is none", "a.parquet", "parquet", Buffer.from("PAR1 no parquet, but says so PAR1")],
    ["Parquet whose footer claims 2 GB", "b.parquet", "parquet", liar],
    ["Arrow that is none", "c.arrow", "arrow", Buffer.from("ARROW1\0\0 garbage")],
    ["Arrow that claims 2 GB of metadata", "d.arrow", "arrow", arrow],
    ["JSON that unpacks to one field of 40 MB", "e.jsonl.gz", "jsonl", gzipSync(`{"a":"${"0".repeat(40_000_000)}"}\n`)]
  ] as const)("%s is a mistake in one line", async (_, name, format, bytes) => {
    await expect(read(name, format, bytes)).rejects.toThrow(QueryError);
    await expect(read(name, format, bytes)).rejects.toThrow(/^[^\n]+$/);
  });

  it("a field of 8 MB, also one that packs into 8 kB, is set aside; the other rows stay", async () => {
    const text = `a,b\n1,${"x".repeat(8_000_000)}\n2,y\n`;
    for (const [name, bytes] of [
      ["huge.csv", Buffer.from(text)],
      ["bomb.csv.gz", gzipSync(text)]
    ] as const) {
      expect((await read(name, "csv", bytes)).map(({line, reason}) => [line, reason])).toEqual([[2, "line too long"]]);
      expect((await engine.query("select a::int as a from hostile")).columns["a"]).toEqual([2]);
    }
  });

  it("a cube that is none, or claims what it does not have, is an error", () => {
    expect(() => decodeCube(Buffer.from("ARROW1\0\0 garbage"))).toThrow();
    expect(() => decodeCube(arrow)).toThrow();
  });
});

describe("paths", () => {
  const mistakes = async (files: WorkspaceFiles) => {
    using workspace = temporaryWorkspace(files);
    try {
      const {errors} = await evaluateWorkspace(openWorkspace(workspace.root, workspace.cache), engine, {
        allowUnknown: false
      });
      return errors.map(({message}) => message);
    } catch (error) {
      return [(error as Error).message];
    }
  };

  it.each([["reports/_data/x.md"], ["reports/a\\b.md"], ["reports/404.md"], ["reports/a?b.md"], ["reports/a#b.md"]])(
    "a report called %s has no address in the site",
    async (file) => {
      expect(await mistakes({[file]: "# X\n"})).toEqual([
        expect.stringMatching(/^reports\/.*:1: a report cannot have this name; use letters, digits, - and _/)
      ]);
    }
  );

  it("hidden files, and names that lead out, are no reports", async () => {
    const files = {"reports/...md": "# X\n\n${nothing}\n", "reports/a/...md": "# X\n\n${nothing}\n"};
    expect(await mistakes(files)).toEqual([]);
    expect(() => readReport("# X\n", "reports/...md")).toThrow("a report cannot have this name");
    expect(() => readReport("# X\n", "reports/../x.md")).toThrow("a report cannot have this name");
  });

  it("a table cannot be called like a path", async () => {
    const catalog = SMALL["data/catalog.yaml"]!.replace("tables:\n", "tables:\n  ../../x: {from: orders.csv}\n");
    expect((await mistakes({"data/catalog.yaml": catalog}))[0]).toContain("is no table name");
  });

  it("other names are fine, in any script", async () => {
    expect(await mistakes({"reports/2026 年/維持率.md": "# X\n"})).toEqual([]);
  });
});
