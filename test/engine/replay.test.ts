import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, it} from "vitest";
import type {Engine, Statement} from "../../src/engine/engine.ts";
import {openNative} from "../../src/engine/native.ts";
import {openReplay} from "../../src/engine/replay.ts";
import type {ReplayEngine} from "../../src/engine/replay.ts";
import {isVolatile} from "../../src/engine/volatile.ts";

let folder: string;
let ran: string[];
let entries: Map<string, unknown>;
const open: ReplayEngine[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kizuna-replay-"));
  entries = new Map();
});
afterEach(async () => {
  for (const engine of open.splice(0)) await engine.close();
  rmSync(folder, {recursive: true, force: true});
});

/** A new run of the program; `ran` has what its database is really asked. */
function run(origin = "1"): ReplayEngine {
  ran = [];
  const memory = {
    recall: (key: string) => Promise.resolve(entries.get(key)),
    keep: (key: string, value: unknown) => Promise.resolve(void entries.set(key, value))
  };
  const engine = openReplay(async () => watched(await openNative({threads: 1})), {memory, origin});
  open.push(engine);
  return engine;
}

function watched(engine: Engine): Engine {
  const note = (statement: Statement | string) => ran.push(typeof statement === "string" ? statement : statement.text);
  return {
    ...engine,
    query: (statement) => (note(statement), engine.query(statement)),
    register: (name, source) => (note(`register ${name}`), engine.register(name, source))
  };
}

async function sums(engine: ReplayEngine, least: number): Promise<unknown> {
  await engine.register("orders", {format: "csv", paths: [join(folder, "orders.csv")]});
  await engine.query({text: "create table kept as select * from orders where x >= $1", values: [least]});
  return (await engine.query("select sum(x)::int as s from kept")).columns["s"];
}

it("the second run answers from memory; nothing runs", async () => {
  writeFileSync(join(folder, "orders.csv"), "x\n1\n2\n4\n");
  expect(await sums(run(), 2)).toEqual([6]);
  expect(ran).toHaveLength(3);
  expect(await sums(run(), 2)).toEqual([6]);
  expect(ran).toEqual([]);
});

it("another value, file, or version is asked anew, over everything before it, in its order", async () => {
  writeFileSync(join(folder, "orders.csv"), "x\n1\n2\n4\n");
  await sums(run(), 2);
  expect(await sums(run(), 3)).toEqual([4]);
  expect(ran).toEqual([
    "register orders",
    "create table kept as select * from orders where x >= $1",
    "select sum(x)::int as s from kept"
  ]);
  writeFileSync(join(folder, "orders.csv"), "x\n1\n2\n5\n");
  expect(await sums(run(), 2)).toEqual([7]);
  expect(await sums(run("2"), 2)).toEqual([7]);
  expect(ran).toHaveLength(3);
});

it("what waits runs before a new question, once", async () => {
  writeFileSync(join(folder, "orders.csv"), "x\n1\n2\n4\n");
  await sums(run(), 2);
  const engine = run();
  await sums(engine, 2);
  expect((await engine.query("select max(x)::int as m from kept")).columns["m"]).toEqual([4]);
  expect((await engine.query("select min(x)::int as m from kept")).columns["m"]).toEqual([2]);
  expect(ran.filter((text) => text.startsWith("create"))).toHaveLength(1);
});

it("a mistake is one each time, and changes nothing", async () => {
  for (let i = 0; i < 2; ++i) {
    const engine = run();
    await expect(engine.query("create table t as select * from nowhere")).rejects.toThrow("nowhere");
    expect((await engine.query("select 1 as n")).columns["n"]).toEqual([1]);
  }
});

it("chance, clocks and files outside the catalog are asked each time, and so is what comes after them", async () => {
  for (let i = 0; i < 2; ++i) {
    const engine = run();
    await engine.query("create table t as select random() as r");
    await engine.query("select count(*) as n from t");
    expect(engine.isVolatile).toBe(true);
    expect(ran).toHaveLength(2);
  }
});

it.each([
  ["by its name", (file: string) => `select * from '${file}'`],
  ["as a quoted name", (file: string) => `from "${file}"`],
  ["after a comma", (file: string) => `select a from (values (0)) v, '${file}' f`],
  ["in a subquery", (file: string) => `select (select max(a) from '${file}') as a`],
  ["in SQL in a text", (file: string) => `from query('from ''${file}''')`]
])("a file that SQL reads %s is read each time", async (_, sql) => {
  const file = join(folder, "prices.csv");
  for (const price of [1, 2]) {
    writeFileSync(file, `a\n${price}\n`);
    const engine = run();
    await engine.query(`create table t as ${sql(file)}`);
    expect((await engine.query("select max(a)::int as a from t")).columns["a"]).toEqual([price]);
  }
});

it.each([
  ["select age(at) from orders", true],
  ["select age(at, joined) from orders", false],
  ["select age(greatest(at, joined)) from orders", true],
  ["select age, query from customers", false],
  ["select current_localtimestamp()", true],
  ["select * from prices.csv", true],
  ['select * from "all"."orders", orders o', false],
  ["select 'a', 'b' from orders where x is distinct from 'c' order by 'd'", false],
  ["from orders select 'a', 'b'", false],
  ["summarize 'orders.parquet'", true]
])("%s: asked each time is %s", (sql, expected) => expect(isVolatile(sql)).toBe(expected));

it("after begin, what was done since settle does not matter", async () => {
  const engine = run();
  await engine.query("create table base as select 1 as n");
  engine.settle();
  const {state} = engine;
  await engine.query("create or replace table cell as select random() as n");
  expect(engine.state).not.toBe(state);
  engine.begin();
  expect([engine.state, engine.isVolatile]).toEqual([state, false]);
});

it("what a volatile load made is never known again", async () => {
  for (let i = 0; i < 2; ++i) {
    const engine = run();
    await engine.query("create table base as select random() as n");
    engine.settle();
    engine.begin();
    await engine.query("select count(*) as n from base");
    expect(ran).toHaveLength(2);
  }
});

it("direct work runs over everything told so far", async () => {
  const tell = async (engine: ReplayEngine) => {
    await engine.query("create table base as select 3 as n");
    return engine.direct.query("select n from base");
  };
  await tell(run());
  expect((await tell(run())).columns["n"]).toEqual([3]);
});
