import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {cell, done, openShop} from "./shop.ts";
import type {Shop} from "./shop.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const value = async (text: string, name: string) => done(await shop.run(text), name).content.value;
const displayed = async (text: string, name: string) => done(await shop.run(text), name).content.js!.displayed;

/** Revenue by customer: a 30 + 10 = 40, b 20 + 0 − 5 = 15, c 40. */
const TOTALS = cell(
  "sql totals",
  "select customer as who, sum(revenue) as revenue from orders group by customer order by who"
);

describe("js cells", () => {
  it("an expression gives its value, and shows it", async () => {
    expect(await value(cell("js double", "2 * 21"), "double")).toBe(42);
    expect(await displayed(cell("js double", "2 * 21 // twice"), "double")).toEqual({wide: [42], narrow: null});
    expect(await value(cell("js pair", "{a: 1, b: [2]};"), "pair")).toEqual({a: 1, b: [2]});
  });

  it("a program shows what it displays, and a named one gives its variable of that name, else what it displayed last", async () => {
    const text =
      cell("js loud", "const loud = 1;", "display(2);", "display(3);") + cell("js last", "display(4);", "display(5);");
    expect(await displayed(text, "loud")).toEqual({wide: [2, 3], narrow: null});
    expect(await value(text, "loud")).toBe(1);
    expect(await value(text, "last")).toBe(5);
  });

  it("a cell without a name defines what it declares, wherever it stands; promises are waited for", async () => {
    const text =
      cell("js sum", "a + b + c() + rest.length") +
      cell(
        "js",
        "const {a, ...rest} = {a: 1, length: 7};",
        "let b = Promise.resolve(20);",
        "function c() { return 300; }"
      );
    // 1 + 20 + 300 + 7
    expect(await value(text, "sum")).toBe(328);
    expect((await shop.run(`${text}\n\n\${a + b}`)).inlines).toEqual(["21"]);
  });

  it("await stands at the top; of generators the first value counts", async () => {
    expect(await value(cell("js late", "await new Promise((done) => setTimeout(() => done(5), 5))"), "late")).toBe(5);
    const steps = cell("js steps", "(function* () { yield 1; yield 2; })()");
    expect(await value(steps, "steps")).toBe(1);
    expect(done(await shop.run(steps), "steps").content.js!.isLasting).toBe(true);
    expect(
      await value(cell("js ticks", "(async function* () { yield 7; })()") + cell("js after", "ticks + 1"), "after")
    ).toBe(8);
  });

  it("sees queries as tables, metrics by their parts, kpis as numbers with units, inputs as values, other js cells", async () => {
    const text =
      TOTALS.replace("customer as who", "segment as who, count(*) as orders")
        .replace("from orders", "from orders join customers using (customer)")
        .replace("by customer", "by who") +
      cell("kpi kpis", "show: [customers, revenue]") +
      cell("retention ret", "period: month") +
      cell("input least", "type: slider", "value: 3") +
      cell("js rows", "totals.derive({each: (d) => d.revenue / d.orders}).orderby(aq.desc('each')).objects()") +
      cell(
        "js facts",
        "({n: kpis.customers + least, first: rows[0].who, parts: Object.keys(ret), sum: op.sum ? totals.rollup({s: (d) => op.sum(d.revenue)}).get('s') : 0})"
      );
    // Gold: a and c with 2 + 1 orders of 80 together, 26.67 each; Silver: b with 3 orders of 15, 5 each. 3 customers + 3.
    expect(await value(text, "facts")).toEqual({
      n: 6,
      first: "Gold",
      parts: ["table", "tables", "summary", "model", "finding", "n"],
      sum: 95
    });
  });

  it("charts, tables and SQL's parameters take what js cells give", async () => {
    const text =
      cell("js top", "aq.table({name: ['x', 'y'], rate: [0.5, 0.25]})") +
      cell("table shown", "data: top", "columns: [name, rate]") +
      cell("js least", "20") +
      cell("sql big", "select count(*)::int as n from orders where revenue >= ${least}");
    const run = await shop.run(text);
    expect(run.errors).toEqual([]);
    expect(done(run, "shown").content.dataset!.columns.map(({name, type, unit}) => [name, type, unit])).toEqual([
      ["name", "string", "text"],
      ["rate", "number", "ratio"]
    ]);
    // 30, 20 and 40.
    expect(done(run, "big").content.dataset!.table.get("n")).toBe(3);
  });

  it("runs once for each width only where it reads the width, or a cell that does", async () => {
    const text = cell("js half", "width / 2") + cell("js twice", "half * 4") + cell("js same", "1");
    expect(await displayed(text, "twice")).toEqual({wide: [1440], narrow: [686]});
    expect((await displayed(text, "same")).narrow).toBeNull();
  });
});

describe("mistakes of js cells", () => {
  it.each([
    [cell("js x", "1 +", "  +"), "reports/r.md:3: JavaScript cannot be read: unexpected token"],
    [
      cell("js x", "const a = 1;", "return a;"),
      "reports/r.md:3: JavaScript cannot be read: 'return' outside of function; give the value to display(…)"
    ],
    [
      cell("js x", "", "totls.numRows()") + TOTALS,
      'reports/r.md:3: the js cell "x" needs "totls", which no cell is named; did you mean "totals"?'
    ],
    [
      cell("js x", "const a = 1;", "process.env"),
      'reports/r.md:3: the js cell "x" needs "process", which no cell is named'
    ],
    [
      cell("js x", "const a = 1;", "display(a.b.c);"),
      "reports/r.md:3: the js cell \"x\" fails: Cannot read properties of undefined (reading 'c')"
    ],
    [cell("js x", "(() => {", "  throw new Error('so it', )", "})()"), 'reports/r.md:3: the js cell "x" fails: so it'],
    [
      cell("js x", 'import a from "b";'),
      "reports/r.md:2: a js cell imports nothing; Plot, aq, op and the other cells are in scope"
    ],
    [
      cell("js x", "1") + cell("js y", "", "x = 2"),
      'reports/r.md:6: "x" is assigned to, but this cell does not declare it; write const x = …; the values of other cells are read only'
    ],
    [
      cell("js x", "1") + cell("js", "let own;\n[own, x] = [1, 2];"),
      'reports/r.md:6: "x" is assigned to, but this cell does not declare it; write const x = …; the values of other cells are read only'
    ],
    [
      cell("js", "const a = 1;") + cell("js", "const a = 2;"),
      'reports/r.md:4: "a" is defined twice: by this js cell and by the js cell on line 1; rename one of them'
    ],
    [
      cell("js a", "b") + cell("js b", "a"),
      'reports/r.md:5: cells need each other: "a" (line 1) → "b" (line 4) → "a" (line 1); let one of them read a table of the catalog'
    ]
  ])("%s", async (text, message) => {
    expect((await shop.errors(text))[0]).toContain(message);
  });
});
