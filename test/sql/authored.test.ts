import {afterAll, beforeAll, expect, it} from "vitest";
import type {Engine} from "../../src/engine/engine.ts";
import {openNative} from "../../src/engine/native.ts";
import {authored, replaceNames} from "../../src/sql/authored.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await openNative({threads: 1});
  await engine.query(`create schema "all"`);
  await engine.query(
    `create table "all".orders as select 'c' as customer, timestamp '2025-01-31 10:00:00' as "at", 5 as revenue`
  );
  await engine.query(`create view orders as select * from "all".orders`);
});
afterAll(() => engine.close());

// prettier-ignore
it.each([
  ["select min(at) from orders", 'select min("at") from orders'],
  ["select o.at, AT from orders o where o.at>now", 'select o."at", "at" from orders o where o."at">now'],
  ['select "at" from t', 'select "at" from t'],
  ["select at at time zone 'UTC' from t", "select \"at\" at time zone 'UTC' from t"],
  ["select at\nAT  TIME\nZONE 'UTC'", "select \"at\"\nAT  TIME\nZONE 'UTC'"],
  ["select 'at', 'it''s at', E'at\\'at', $$at$$, $a$at$a$ -- at\n/* at */ from t", "select 'at', 'it''s at', E'at\\'at', $$at$$, $a$at$a$ -- at\n/* at */ from t"],
  ["select cat, at_, _at, at1, 地at, $at from t", "select cat, at_, _at, at1, 地at, $at from t"],
  ["select {at: 1}, x as at", 'select {"at": 1}, x as "at"'],
  ["select at, $1 + $2, at", 'select "at", $1 + $2, "at"'],
  ["from all.orders", 'from "all".orders'],
  ['from ALL . "orders"', 'from "all" . "orders"'],
  ["from all.注文", 'from "all".注文'],
  ["select 1 union all select 2 union all from all.orders", 'select 1 union all select 2 union all from "all".orders'],
  ["where x > all (select 1)", "where x > all (select 1)"],
  ["from overall.orders", "from overall.orders"]
])("%s", (text, expected) => {
  expect(authored(text)).toBe(expected);
});

it("a final semicolon goes, comments after it or not; one in text or between statements stays", () => {
  expect(authored("select 1;")).toBe("select 1");
  expect(authored("select 1 ; ;\n")).toBe("select 1  \n");
  expect(authored("select 1; -- done;\n/* ; */")).toBe("select 1 -- done;\n/* ; */");
  expect(authored("select ';--'")).toBe("select ';--'");
  expect(authored("select 1; select 2;")).toBe("select 1; select 2");
});

it.each([
  ["select min(at) as v from orders", "2025-01-31T10:00:00.000Z"],
  [
    "select o.at as v from all.orders o union all select at from orders where revenue < all (select 6) limit 1",
    "2025-01-31T10:00:00.000Z"
  ],
  [
    "select at at time zone 'Asia/Tokyo' at time zone 'UTC' as v from orders; -- Tokyo is nine hours ahead",
    "2025-01-31T01:00:00.000Z"
  ],
  ["select v from (select at as v from orders order by at) -- no semicolon", "2025-01-31T10:00:00.000Z"]
])("DuckDB takes %s", async (text, expected) => {
  const {columns} = await engine.query(`select * from (${authored(text)}\n)`);
  expect(columns["v"]).toEqual([new Date(expected)]);
});

it("replaceNames replaces :name outside quotes and comments, and no cast", () => {
  const text = `select x::date, ':as_of', ":as_of" from t -- :as_of\nwhere at > :as_of and a[1:n] = :B`;
  expect(replaceNames(text, (name) => `<${name}>`)).toBe(
    `select x::date, ':as_of', ":as_of" from t -- :as_of\nwhere at > <as_of> and a[1:n] = <B>`
  );
});
