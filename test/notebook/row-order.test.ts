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

describe("orders within a query are completed", () => {
  // b and a have two rows each: of the first of them, a comes by its name; c has one.
  const top = "select s, count(*)::int as n from t group by s order by n desc limit 1";
  it.each([
    ["of a name", `with top as (${top}) from top`, ["a"]],
    ["of a name that is kept", `with top as materialized (${top}) select s from top`, ["a"]],
    ["of a query in from", `select * from (${top})`, ["a"]],
    ["of a query that reads a name", `with u as (select s from t), top as (${top.replace("from t", "from u")}) from top`, ["a"]], // prettier-ignore
    ["in a condition", `select s from t where s in (select s from (${top}))`, ["a", "a"]],
    ["of parts of a union", `(${top}) union all (select 'x', 0 limit 1)`, ["a", "x"]],
    ["of first rows without an order", "select * from (select s, count(*) from t group by s limit 2)", ["a", "b"]]
  ])("%s", async (_, query, rows) => {
    expect(await ordered(query)).toMatch(/order by/i);
    expect(await ordered(query)).not.toBe(query);
    for (let i = 0; i < 3; ++i) expect(await firsts(query)).toEqual(rows);
  });

  it("with values of a statement, which may stand outside", async () => {
    const query = `select s from (${top.replace("group by", "where r < $1 group by")}) where s <> $2`;
    const text = await inRowOrder(query, [9, "x"], engine);
    expect((await engine.query({text, values: [9, "x"]})).columns["s"]).toEqual(["a"]);
  });

  it("but for one that reads the query around it", async () => {
    const around = "select r, (select b.r from t b where b.g = a.g order by b.s limit 1) as first from t a order by r";
    expect(await ordered(around)).toContain(around);
  });

  // a has the rows 1 and 4.
  it.each([
    ["a whole double", `select n / 1e6 as x from (${top})`, 2e-6],
    ["a fraction", `select n * 1e-3 as x from (${top})`, 2e-3],
    ["a whole number that JavaScript does not hold", `select n as x from (${top}) where 9007199254740993 % 10 = 3`, 2],
    ["a sample", `select n as x from (${top}) where exists (select * from t using sample 100%)`, 2]
  ])("beside %s, which keeps its type and its name", async (_, query, first) => {
    const nameless = query.replace(" as x", "");
    expect(await ordered(query)).not.toBe(query);
    expect(await firsts(query)).toEqual([first]);
    const typeOf = async (text: string) => (await engine.query(`describe ${text}`)).columns;
    expect(await typeOf(await ordered(nameless))).toEqual(await typeOf(nameless));
  });

  it("of the whole query alone, where the text of the others would not be the same", async () => {
    const query = `select v.x, s from (values (2), (1)) v(x), (${top}) order by s`;
    expect(await ordered(query)).toBe(`${query}\n, 1, 2`);
  });
});

it("a query in parentheses has its order completed", async () => {
  const {columns} = await engine.query(await ordered("(select g, s from t order by g)"));
  expect(columns["s"]).toEqual(["a", "b", "c", "a", "b"]);
});

it("a pivot comes by its columns, also where it says an order, or takes the first rows", async () => {
  const pivot = "pivot t on g using count(*) group by s";
  const letters = async (query: string) => (await engine.query(await ordered(query))).columns["s"];
  expect(await ordered(pivot)).toBe(`${pivot}\norder by 1, 2, 3`);
  expect(await letters(`${pivot} -- by s`)).toEqual(["a", "b", "c"]);
  expect(await letters(`from (${pivot}) where s <> 'c'`)).toEqual(["a", "b"]);
  // Of 2 c has none, a and b one each.
  expect(await letters(`${pivot} order by "2" desc limit 2`)).toEqual(["a", "b"]);
  expect(await letters(`${pivot} order by all desc`)).toEqual(["c", "b", "a"]);
});

it("what is no select stays", async () => {
  expect(await ordered("summarize t")).toBe("summarize t");
});
