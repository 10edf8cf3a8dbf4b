import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {gzipSync, zstdCompressSync} from "node:zlib";
import {int32, tableFromArrays, tableToIPC} from "@uwdata/flechette";
import {afterAll, beforeAll, expect, it} from "vitest";
import type {Engine, Format} from "../../src/engine/engine.ts";
import {openNative} from "../../src/engine/native.ts";
import {InputError, QueryError} from "../../src/errors.ts";

let engine: Engine;
let folder: string;
beforeAll(async () => {
  engine = await openNative({threads: 2, memoryLimit: "1GB"});
  folder = mkdtempSync(join(tmpdir(), "kizuna-test-"));
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, {recursive: true});
});

const at = (name: string) => join(folder, name);
const write = (name: string, content: string | Uint8Array) => {
  writeFileSync(at(name), content);
  return at(name);
};
const register = (format: Format, ...paths: string[]) => engine.register("t", {format, paths});
const columns = async (sql = "from t") => (await engine.query(sql)).columns;

const JSON_ROWS = '[{"a":1,"at":"2024-01-01T10:00:00Z","tags":["x"]},{"a":null,"at":"2024-01-02T00:00:00Z","tags":[]}]';
const COPIES: [string, (text: string) => string | Uint8Array][] = [
  ["", (text) => text],
  [".gz", gzipSync],
  [".zst", zstdCompressSync]
];

it.each(COPIES)("reads CSV, JSON and JSONL%s by the name's ending", async (ending, pack) => {
  await register("csv", write(`c.csv${ending}`, pack("a;b\n1;x\n")));
  expect(await columns()).toEqual({a: [1], b: ["x"]});
  await register("json", write(`j.json${ending}`, pack(JSON_ROWS)));
  const days = [new Date("2024-01-01T10:00:00Z"), new Date("2024-01-02T00:00:00Z")];
  expect(await columns()).toEqual({a: [1, null], at: days, tags: [["x"], []]});
  await register("jsonl", write(`l.jsonl${ending}`, pack('{"a":1}\n{"b":"x"}\n')));
  expect(await columns()).toEqual({a: [1, null], b: [null, "x"]});
});

it("reads Arrow files, compressed ones too, several as one", async () => {
  const part = (values: number[]) => tableToIPC(tableFromArrays({a: values}, {types: {a: int32()}}), {format: "file"})!;
  await register("arrow", write("1.arrow", part([1, 2])), write("2.arrow.zst", zstdCompressSync(part([3]))));
  expect(await columns()).toEqual({a: [1, 2, 3]});
});

it("reads Parquet as a view over all files, by column name", async () => {
  await engine.query(`copy (select 1 as a, 'x' as b) to '${at("1.parquet")}'`);
  await engine.query(`copy (select 'y' as b, 2.5 as c) to '${at("2.parquet")}'`);
  await register("parquet", at("1.parquet"), at("2.parquet"));
  expect(await columns()).toEqual({a: [1, null], b: ["x", "y"], c: [null, 2.5]});
  expect(await columns("select count(*) as n from duckdb_views() where view_name = 't'")).toEqual({n: [1]});
  await register("csv", write("c.csv", "a\n1\n")); // a table in the view's place
  expect(await columns()).toEqual({a: [1]});
});

it("reads Parquet bytes", async () => {
  await engine.query(`copy (select 7 as a) to '${at("b.parquet")}'`);
  const {readFileSync} = await import("node:fs");
  await engine.register("t", {format: "parquet", bytes: readFileSync(at("b.parquet"))});
  expect(await columns()).toEqual({a: [7]});
});

it("matches the columns of several CSV files by name, each with its own delimiter, types and unreadable rows", async () => {
  const files = [
    write("1.csv", "a,b\n1,2\n"),
    write("2.csv", "b;a\nx;3\n9\n"),
    write("3.csv", 'a,c\n"4\n5,2024-01-01\n')
  ];
  // b is 2 in one file and x in another: text. Line 3 of 2.csv has one column of two; line 2 of 3.csv never closes its quote.
  expect(await register("csv", ...files)).toEqual([
    {file: files[1], line: 3, reason: "too few columns: 1 instead of 2", text: "9"},
    {file: files[2], line: 2, reason: "quote never closes", text: '"4'}
  ]);
  expect(await columns()).toEqual({
    a: [1, 3, 5],
    b: ["2", "x", null],
    c: [null, null, new Date("2024-01-01T00:00:00Z")]
  });
});

it("takes the glob marks of a path literally", async () => {
  write("g1.csv", "a\n1\n");
  await register("csv", write("g[1]*.csv", "a\n2\n"));
  expect(await columns()).toEqual({a: [2]});
});

it("a line longer than DuckDB reads costs itself only", async () => {
  const path = write("long.csv", `a,b\n1,${"x".repeat(2_200_000)}\n2,y\n`);
  expect(await register("csv", path)).toMatchObject([{line: 2, reason: "line too long"}]);
  expect(await columns()).toEqual({a: [2], b: ["y"]});
});

it.each<[string, Format, () => string, RegExp]>([
  ["missing", "csv", () => at("none.csv"), /^cannot read .*none\.csv; no such file$/],
  ["a folder", "parquet", () => folder, /^cannot read .*; it is a folder$/],
  ["no Parquet", "parquet", () => write("no.parquet", "not a Parquet file at all"), /no\.parquet/],
  ["no JSON", "json", () => write("no.json", '{"a":'), /no\.json/],
  ["broken JSONL", "jsonl", () => write("no.jsonl", '{"a":1}\n{oops\n'), /no\.jsonl/],
  ["no Arrow", "arrow", () => write("no.arrow", "nonsense"), /no\.arrow/],
  ["no gzip", "csv", () => write("no.csv.gz", new Uint8Array([0x1f, 0x8b, 1])), /no\.csv\.gz/]
])("a file that cannot be read is a QueryError that names it: %s", async (_, format, path, message) => {
  const error: unknown = await register(format, path()).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(QueryError);
  expect((error as QueryError).message).toMatch(message);
  expect((error as QueryError).message).not.toContain("\n");
});

it("nothing to register is an InputError", async () => {
  await expect(engine.register("t", {format: "csv", paths: []})).rejects.toThrow(InputError);
});

it("registers at once are done one by one, and queries may run beside them", async () => {
  const path = write("many.csv", "a\n1\n");
  await Promise.all([1, 2, 3].map((i) => engine.register(`many${i}`, {format: "csv", paths: [path]})));
  const sums = await Promise.all([1, 2, 3].map((i) => columns(`select sum(a) as s from many${i}`)));
  expect(sums).toEqual([{s: [1]}, {s: [1]}, {s: [1]}]);
});

it("keeps a database in a file", async () => {
  const first = await openNative({path: at("k.duckdb")});
  await first.query("create table kept as select 1 as a");
  await first.close();
  const second = await openNative({path: at("k.duckdb")});
  expect((await second.query("from kept")).columns).toEqual({a: [1]});
  await second.close();
});

it("a statement runs with one thread, whatever runs beside it, unless it says that all may", async () => {
  const text = "select current_setting('threads')::integer as threads";
  const asked = [text, {text, isParallel: true}, text, {text, isParallel: true}, {text, isParallel: true}, text];
  const answers = await Promise.all(asked.map((statement) => engine.query(statement)));
  expect(answers.map(({columns: {threads}}) => threads![0])).toEqual([1, 2, 1, 2, 2, 1]);
});
