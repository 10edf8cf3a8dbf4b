import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {Loading} from "../../src/catalog/loading.ts";
import {requireOwnIds} from "../../src/catalog/other-ids.ts";
import type {Engine} from "../../src/engine/engine.ts";
import {openNative} from "../../src/engine/native.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await openNative({threads: 2, memoryLimit: "1GB"});
  await engine.query(`create schema "all"`);
  await engine.query(`create schema "whole"`);
});
afterAll(() => engine.close());

const IDS = "which has ids of other customers";

/** What is said of the column of a table of these values, where of the customers the first alone is the audience's; null for nothing. */
async function said(
  {customers, column = "x", values}: {customers: string; column?: string; values: string},
  {from = "t.csv", engine: asked = engine}: {from?: string; engine?: Engine} = {}
): Promise<string | null> {
  await engine.query(`create or replace table "whole".customers as select unnest(${customers})::varchar as customer`);
  await engine.query(`create or replace table "all".customers as from "whole".customers limit 1`);
  await engine.query(`create or replace table "all".t as select unnest(${values}) as "${column}"`);
  const loading = {
    engine: asked,
    spec: {tables: {t: {from, shared: false, columns: {}}}},
    reading: {timeZone: "UTC", digits: 2},
    place: () => ({file: "catalog.yaml", line: 1})
  } as unknown as Loading;
  const table = {name: "t", from, files: [], rows: 1, rejected: [], columns: [{name: column, role: false}]};
  try {
    await requireOwnIds(table, "gold", loading);
    return null;
  } catch (error) {
    return /of table "t", (.*?);/.exec((error as Error).message)![1]!;
  }
}

describe("an id of another customer is found", () => {
  it.each([
    ["as it is", "'K-3'"],
    ["of another case", "'k-3'"],
    ["within a text", "'asked for (K-3).'"],
    ["within Japanese", "'顧客K-3様'"],
    ["joined", "'K-1;K-3'"],
    ["in a list", "['K-1', 'K-3']"],
    ["in a list of texts", "['K-1, K-3']"],
    ["in a struct", "{'asked': 'K-1', 'by': {'id': 'K-3'}}"],
    ["as a map's key", "map{'K-3': 1}"],
    ["in JSON", `'{"by": ["K-1", "K-3"]}'::json`],
    ["as one of a few values", "'K-3'::enum('K-1', 'K-3')"]
  ])("%s", async (_, value) => {
    const customers = "['K-1', 'K-2', 'K-3', 'K-4']";
    expect(await said({customers, values: `[${value}]`})).toBe(IDS);
    expect(await said({customers, values: `[${value.replace(/'K-3'::enum/, "'K-1'::enum").replace(/(?<!enum.*)k-3/gi, "K-1")}]`})).toBe(null); // prettier-ignore
  });

  it("where one of a thousand ids has the sign that parts others", async () => {
    const customers = "list_concat(list_transform(range(1000), i -> 'K' || i), ['a;b'])";
    expect(await said({customers, values: "['K0;K7']"})).toBe(IDS);
  });

  it("is not looked for in what cannot be opened", async () => {
    expect(await said({customers: "['a', 'b']", values: "['b'::blob]"})).toBe(
      "whose type BLOB cannot be looked into for ids of other customers"
    );
  });
});

it("patterns are part of the SQL: a bound one is compiled again for each row", async () => {
  const texts: string[] = [];
  const watched: Engine = {
    ...engine,
    query: (statement) => {
      texts.push(typeof statement === "string" ? statement : statement.text);
      return engine.query(statement);
    }
  };
  // The sign that ids have is a quote.
  expect(await said({customers: "['a''b', 'c''d']", values: "['of c''d']"}, {engine: watched})).toBe(IDS);
  expect(texts.filter((text) => /\bregexp_/.test(text))).not.toEqual([]);
  expect(texts.filter((text) => /\bregexp_[a-z_]+\([^()]*\$\d/.test(text))).toEqual([]);
});

describe("chance is no id", () => {
  it("of words in prose: half of them have to be ids", async () => {
    const customers = "['a', 'b', 'it', 'c']";
    expect(await said({customers, values: "['such a thing', 'so be it with us']"})).toBe(null);
    // Of so, it, b, c three are.
    expect(await said({customers, values: "['so it', 'b c']"})).toBe(IDS);
  });

  const customers = "range(1, 201)";
  it.each([
    ["fewer numbers than customers", "sku", "range(1, 61)", null],
    ["a few counts", "clicks", "[120, 130]", null],
    ["a measure named after customers", "member_points", "range(1, 61)", null],
    ["yes and no", "is_guest", "[0, 1]", null],
    ["a third of what is named after customers", "who", "[2, 300, 400]", null],
    ["half of it", "who", "[2, 3, 300, 400]", IDS],
    ["texts of digits", "who", "['2', '3']", IDS],
    ["200 of 222 numbers", "x", "range(1, 223)", IDS],
    ["200 of 223 numbers", "x", "range(1, 224)", null]
  ])("of numbers: %s", async (_, column, values, problem) => {
    expect(await said({customers, column, values})).toBe(problem);
  });

  it("of numbers that count the audience's own rows in a .sql table", async () => {
    expect(await said({customers, column: "client", values: "[7]"}, {from: "t.sql"})).toBe(null);
  });

  // 10,000 ids, each 9,000th number, and 100,000 numbers, each 899th: 12 of them are ids (each 9,000th), of 11.1 expected. Poisson: 23 or more once in 843 times, 24 or more once in 1,877.
  it.each([
    ["as many as chance gives", 0, null],
    ["11 more", 11, null],
    ["12 more", 12, IDS]
  ])("of many numbers where ids stand far apart: %s", async (_, more, problem) => {
    const customers = "list_transform(range(10000), i -> 10000000 + 9000 * i)";
    // Of the first ids none but the very first is among the others.
    const values = `list_concat(list_transform(range(100000), j -> 10000000 + 899 * j), list_transform(range(1, ${more} + 1), i -> 10000000 + 9000 * i))`;
    expect(await said({customers, column: "invoice_no", values})).toBe(problem);
  });

  it("of many small numbers beside ids that stand far apart: one that is an id is one still", async () => {
    const customers = "[52011, 73345, 90871]";
    expect(await said({customers, values: "list_append(range(50000), 73345)"})).toBe(IDS);
  });

  it("but one number is enough where ids stand far apart", async () => {
    expect(await said({customers: "[52011, 73345, 90871]", values: "[73345, 10, 20, 30]"})).toBe(IDS);
  });
});
