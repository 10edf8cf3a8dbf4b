import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {Engine} from "../../src/engine/engine.ts";
import {openNative} from "../../src/engine/native.ts";
import {inRowOrder} from "../../src/notebook/row-order.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await openNative({threads: 2});
  await engine.query("create table t (r integer, g integer, s varchar)");
  // First met: c, a, b; and no two rows alike.
  await engine.query("insert into t values (3, 1, 'c'), (1, 1, 'a'), (2, 2, 'b'), (4, 2, 'a'), (5, 1, 'b')");
}, 60_000);
afterAll(() => engine.close());

const ordered = (query: string) => inRowOrder(query, [], engine);

/** The values of the first column. */
async function firsts(query: string): Promise<unknown> {
  const {fields, columns} = await engine.query(await ordered(query));
  return columns[fields[0]!.name];
}

describe("rows whose order SQL leaves open come by their columns", () => {
  it.each([
    ["groups", "select s, sum(r)::int from t group by s", ["a", "b", "c"]],
    ["groups by all", "select s, count(*)::int from t group by all", ["a", "b", "c"]],
    ["distinct rows", "select distinct s from t", ["a", "b", "c"]],
    ["unions", "select s from t where s <> 'a' union select s from t", ["a", "b", "c"]],
    ["joins", "select b.r from t a join t b using (s) where a.r = 4", [1, 4]],
    ["windows", "select r, sum(r) over (partition by s)::int from t", [1, 2, 3, 4, 5]],
    ["rows that another query filters", "select r from t where s in (select s from t where g = 2)", [1, 2, 4, 5]],
    ["queries over them", "with n as (select s from t group by s) select * from (from n) where s > 'a'", ["b", "c"]],
    ["the first rows of them", "select s, count(*)::int from t group by s limit 2 -- limit 1", ["a", "b"]]
  ])("%s", async (_, query, rows) => expect(await firsts(query)).toEqual(rows));
});

describe("rows that have an order keep it", () => {
  it.each([
    ["those of a table", "select s, r from t where r < 5", ["c", "a", "b", "a"]],
    ["those of values", "from (values (2), (1)) v(x)", [2, 1]],
    ["numbered ones", "select r, row_number() over () from t", [3, 1, 2, 4, 5]],
    [
      "one row after the other",
      "select max(r) from t union all select count(*)::int from t a join t b using (s)",
      [5, 9]
    ],
    ["those of an ordered query", "select * from (select r from t group by r order by r desc limit 2)", [5, 4]],
    ["those of an ordered name", "with n as (select s from t group by s order by s desc) from n", ["c", "b", "a"]]
  ])("%s", async (_, query, rows) => {
    expect(await ordered(query)).toBe(query);
    expect(await firsts(query)).toEqual(rows);
  });
});

it("an order that leaves rows equal is completed, before a limit; one that decides all stays", async () => {
  // b and a have two rows each.
  expect(await firsts("select s, count(*) as n from t group by s order by n desc limit 1")).toEqual(["a"]);
  expect(await ordered("select s as limit from t order by t.s -- the end")).toBe(
    "select s as limit from t order by t.s -- the end\n, 1"
  );
  expect(await ordered("select s from t order by all")).toBe("select s from t order by all");
});

it("what has its end elsewhere, or is no select, stays", async () => {
  for (const query of ["(select s from t order by s)", "pivot t on g using count(*) group by s", "summarize t"])
    expect(await ordered(query)).toBe(query);
});
