import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {CATALOG, cell, done, openShop, rows} from "./shop.ts";
import type {Shop} from "./shop.ts";

let shop: Shop;
beforeAll(async () => void (shop = await openShop()), 60_000);
afterAll(() => shop.close());

/** The rows of the query, as the cell `a`. */
const ask = async (...source: string[]) => rows(await shop.run(cell("sql a", ...source)), "a");

describe("tables", () => {
  it("are the catalog's, filtered or all of them, and those of earlier and later cells", async () => {
    const report = await shop.run(
      cell("sql last", "select sum(n) as n from middle") +
        cell("sql middle", "select n from first union all select n from first") +
        cell("sql first", "select count(*) as n from all.orders")
    );
    // Six orders, twice.
    expect(rows(report, "last")).toEqual([{n: 12}]);
    expect(done(report, "last").tables).toEqual(["orders"]);
    expect(report.errors).toEqual([]);
  });
  it("have names in any case", async () => {
    const report = await shop.run(cell("sql Sums", "from ORDERS select count(*) as n") + cell("sql b", "from SUMS"));
    expect(report.errors).toEqual([]);
    expect(rows(report, "b")).toEqual([{n: 6}]);
  });
  it("are not what a common table expression or an alias is named", async () => {
    expect(await ask("with odrers as (select 1 as x) select o.x from odrers as o")).toEqual([{x: 1}]);
    expect(await ask("with orders as (select count(*) as n from orders) from orders")).toEqual([{n: 6}]);
  });
  it("that nothing has are mistakes on the line that reads them", async () => {
    const errors = await shop.errors(
      "# A\n\n" +
        cell("sql a", "-- from oders", "select 'oders', oders.revenue", "from customers", "join oders using (customer)")
    );
    expect(errors).toEqual(['reports/r.md:7: unknown table "oders"; did you mean "orders"?']);
    expect(await shop.errors(cell("sql a", "select 1", "from all.oders"))).toEqual([
      'reports/r.md:3: unknown table "all.oders"; did you mean "orders"?'
    ]);
    expect(await shop.errors(cell("kpi figures", "show: [orders]") + cell("sql a", "from figures"))).toHaveLength(1);
    expect(await shop.errors(cell("sql a", "from 'orders.csv'"))).toHaveLength(1);
  });
  it("of another report's cells are gone", async () => {
    await shop.run(cell("sql here", "select 1 as x"));
    expect((await shop.errors(cell("sql a", "from here")))[0]).toMatch(/unknown table "here"/);
  });
});

it("`at` is a column; `at time zone` stays what it is", async () => {
  expect(await ask("select max(at)::date::varchar as day, count(orders.at) as n", "from orders;")).toEqual([
    {day: "2025-03-02", n: 6}
  ]);
});

describe("a mistake in the SQL", () => {
  it("stands on its own line of the report", async () => {
    const source = ["select", "  count(*) as n,", "  sum(revenu) as revenue", "from orders"];
    const [error] = await shop.errors("\n\n" + cell("sql a", ...source));
    expect(error).toMatch(/^reports\/r\.md:6: .*revenu.*not found/);
    expect(error).not.toContain("\n");
  });
  it("in its grammar too", async () => {
    expect((await shop.errors(cell("sql a", "select 1", "form orders x y")))[0]).toMatch(
      /^reports\/r\.md:3: syntax error/
    );
    expect((await shop.errors(cell("sql a")))[0]).toMatch(/^reports\/r\.md:2: /);
    expect((await shop.errors(cell("sql a", "select 1;", "select 2")))[0]).toMatch(
      /^reports\/r\.md:2: more than one statement/
    );
    expect((await shop.errors(cell("sql a", "drop table all.orders")))[0]).toMatch(/^reports\/r\.md:2: /);
    expect(await ask("select count(*) as n from all.orders")).toEqual([{n: 6}]);
  });
  it("that comes up when it runs keeps its line, also where a query within has its order completed", async () => {
    const source = ["select", "  customer,", "  cast(customer as integer) as n"];
    const orders = ["from orders", "from (select * from orders order by at limit 5)"];
    for (const from of orders)
      expect((await shop.errors("\n\n" + cell("sql a", ...source, from)))[0]).toMatch(
        /^reports\/r\.md:6: could not convert/
      );
  });
  it("after an expression of several lines keeps its line", async () => {
    const [error] = await shop.errors(cell("sql a", "select ${1 +", "  1} as two,", "  nothing", "from orders"));
    expect(error).toMatch(/^reports\/r\.md:4: .*nothing/);
  });
});

describe("${…} in SQL", () => {
  it("is bound, whatever it holds", async () => {
    for (const product of ["O'Neill", "100% tea", "緑茶"])
      expect(await ask(`select count(*) as n from orders where product = \${${JSON.stringify(product)}}`)).toEqual([
        {n: 1}
      ]);
    expect(await ask('select ${"\'; drop table orders; --"} as x, ${null} as y, ${true} as z, ${0.5} as w')).toEqual([
      {x: "'; drop table orders; --", y: null, z: true, w: 0.5}
    ]);
    // March has the orders of the 1st and the 2nd.
    expect(await ask("select count(*) as n from orders where at >= ${new Date(Date.UTC(2025, 2, 1))}")).toEqual([
      {n: 2}
    ]);
    expect(await shop.errors(cell("sql a", "select ${1}0"))).toEqual(['reports/r.md:2: syntax error at or near "0"']);
  });
  it("takes a kpi as its number, an unknown one as null, and waits for its cell", async () => {
    const report = await shop.run(
      cell("sql a", "select ${kpis.orders} + 1 as n, ${kpis.crr} as crr") + cell("kpi kpis", "show: [orders, crr]")
    );
    // Five orders and a refund.
    expect(rows(report, "a")).toEqual([{n: 6, crr: null}]);
  });
  it("reads another query's rows, and JavaScript's own names", async () => {
    const report = await shop.run(
      cell("sql a", "select ${Math.max(...b.array('n'))} as n") + cell("sql b", "select unnest([1, 3, 2]) as n")
    );
    expect(report.errors).toEqual([]);
    expect(rows(report, "a")).toEqual([{n: 3}]);
  });
  it("is refused within quotes, and left alone in comments", async () => {
    const hint = "leave out the quotes: the value is bound, not pasted";
    expect(await shop.errors(cell("sql a", "select 1", "where product = '", "${1}'"))).toEqual([
      `reports/r.md:4: \${…} stands in quotes; ${hint}`
    ]);
    expect(await shop.errors(cell("sql a", 'select "${1}"'))).toEqual([
      `reports/r.md:2: \${…} stands in quotes; ${hint}`
    ]);
    expect(await shop.errors(cell("sql a", "select $$ it's ${1} $$"))).toEqual([
      `reports/r.md:2: \${…} stands in quotes; ${hint}`
    ]);
    expect(await ask("select 1 as x -- ${nothing}", "/* it's ${ */")).toEqual([{x: 1}]);
  });
  it("points at its mistakes", async () => {
    expect(await shop.errors(cell("sql a", "select 1,", "${b.x} as y") + cell("sql bb", "select 1"))).toEqual([
      'reports/r.md:3: the sql cell "a" needs "b", which no cell is named; did you mean "bb"?'
    ]);
    expect(await shop.errors(cell("sql a", "select 1,", "${b} as y") + cell("sql b", "select 1"))).toEqual([
      "reports/r.md:3: ${b} gives no single value; choose a number, text or date of it"
    ]);
    expect(await shop.errors(cell("sql a", "select", "${null.x}"))).toEqual([
      "reports/r.md:3: ${null.x} fails: Cannot read properties of null (reading 'x')"
    ]);
    expect((await shop.errors(cell("sql a", "select", "${1 + ")))[0]).toMatch(
      /^reports\/r\.md:3: expression cannot be read: /
    );
  });
});

describe("circles", () => {
  it("are one mistake that names every cell and its line", async () => {
    const report = await shop.run(
      cell("sql a", "select 1,", "x from b") +
        cell("sql b", "from a") +
        cell("sql c", "from b") +
        cell("sql d", "select 4 as x")
    );
    expect(report.errors.map(({message}) => message)).toEqual([
      'reports/r.md:6: cells need each other: "a" (line 1) → "b" (line 5) → "a" (line 1); let one of them read a table of the catalog'
    ]);
    expect(report.outputs.map(({state}) => state)).toEqual(["failed", "failed", "failed", "done"]);
  });
  it("may be of one cell", async () => {
    expect(await shop.errors(cell("sql a", "select 1", "from a"))).toEqual([
      'reports/r.md:3: the cell "a" (line 1) needs itself; let one of them read a table of the catalog'
    ]);
  });
});

describe("names", () => {
  it("are taken once, in whatever case", async () => {
    const report = await shop.run(
      cell("sql a", "select 1 as x") + cell("sql A", "select 2 as x") + cell("table t", "data: a")
    );
    expect(report.errors.map(({message}) => message)).toEqual([
      'reports/r.md:4: two cells are named "A": this sql and the sql on line 1; rename one of them'
    ]);
    expect(rows(report, "t")).toEqual([{x: 1}]);
  });
  it("shared by two cells mean the first", async () => {
    const report = await shop.run(
      cell("sql a", "select 1 as x") + cell("kpi a", "show: [orders]") + cell("table t", "data: a") + "${a.numRows()}"
    );
    expect(report.errors).toHaveLength(1);
    expect(rows(report, "t")).toEqual([{x: 1}]);
    expect(report.inlines).toEqual(["1"]);
  });
  it("of the catalog's tables are taken", async () => {
    expect(await shop.errors(cell("sql Orders", "select 1"))).toEqual([
      'reports/r.md:1: the sql cell "Orders" is named like a table of the catalog; rename it'
    ]);
  });
  it("may be Japanese, or those of an object's members", async () => {
    const report = await shop.run(
      cell("sql 売上", "select 3 as 数") +
        cell("sql constructor", 'select 数 from "売上"') +
        "${売上.get('数', 0)} ${constructor.numRows()}"
    );
    expect(report.inlines).toEqual(["3", "1"]);
  });
});

describe("personal columns", () => {
  it("are refused where they would be shown", async () => {
    for (const column of ["customer", "referrer", "joined as Comment"]) {
      const [error] = await shop.errors("\n" + cell("sql a", `select ${column} from customers`));
      expect(error).toBe(
        `reports/r.md:2: column "${column.replace("joined as ", "")}" is personal, and the catalog publishes no rows; leave it out or count it, or set publish: {rows: all}`
      );
    }
    const shown = cell("sql a", "select customer from customers");
    for (const reader of [
      "${a.numRows()}",
      cell("table t", "data: a"),
      cell("sql b", "select ${a.numRows()} as n from a")
    ])
      expect((await shop.run(shown + reader)).outputs[0]!.state).toBe("failed");
  });
  it("are allowed where other queries alone read them", async () => {
    const report = await shop.run(
      cell("sql a", "select customer, referrer from customers") + cell("sql b", "select count(referrer) as n from a")
    );
    expect(rows(report, "b")).toEqual([{n: 2}]);
    expect(done(report, "a").content).toMatchObject({dataset: null, value: null});
  });
  it("are allowed where the catalog publishes all rows", async () => {
    const open = await openShop(CATALOG.replace("rows: none", "rows: all"));
    expect(rows(await open.run(cell("sql a", "select customer from customers order by customer")), "a")).toEqual([
      {customer: "a"},
      {customer: "b"},
      {customer: "c"}
    ]);
    await open.close();
  });
});

it("more than 100,000 rows are too many to show, but not for another query", async () => {
  const many = cell("sql a", "select range as x from range(100001)");
  expect(await shop.errors(many)).toEqual([
    "reports/r.md:1: 100001 rows are too many for a page; group them, or add limit 100000"
  ]);
  const report = await shop.run(many + cell("sql b", "select max(x) as x from a"));
  expect(rows(report, "b")).toEqual([{x: 100_000}]);
  expect(await ask("select range as x from range(100000)")).toHaveLength(100_000);
});

it("units are told by types, names and dates", async () => {
  const report = await shop.run(
    cell(
      "sql a",
      "select count(*) as orders, sum(revenue) as revenue, 0.5::double as share, 2.5::double as repeat_rate, date '2025-01-01' as month,",
      "  date '2025-01-02' as day, null::date as never, timestamp '2025-01-01 10:00' as at, 'x' as label, true as yes from orders"
    )
  );
  expect(done(report, "a").content.dataset!.columns.map(({name, unit}) => `${name} ${unit}`)).toEqual([
    "orders count",
    "revenue money",
    "share ratio",
    "repeat_rate number",
    "month month",
    "day date",
    "never date",
    "at timestamp",
    "label text",
    "yes boolean"
  ]);
});
