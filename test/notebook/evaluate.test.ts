import {queryError} from "../../src/engine/query-error.ts";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {Metric, MetricOptions, Workbench} from "../../src/metrics/metric.ts";
import {METRICS} from "../../src/metrics/registry.ts";
import {evaluateReport} from "../../src/notebook/evaluate.ts";
import type {QueryFigure} from "../../src/notebook/query-figure.ts";
import {readReport} from "../../src/notebook/report.ts";
import {sql} from "../../src/sql/sql.ts";
import {CATALOG, cell, done, openShop, rows} from "./shop.ts";
import type {Shop} from "./shop.ts";

let shop: Shop;
beforeAll(async () => void (shop = await openShop()), 60_000);
afterAll(() => shop.close());

const QUERY = cell("sql q", "select segment, count(*) as n from customers group by segment order by segment");

describe("chart and table cells", () => {
  it("show another cell's table, a query's or a metric's", async () => {
    const report = await shop.run(
      cell("table t", "data: q", "columns: {n: Customers}", "units: {n: days}") +
        cell("chart c", "data: triangle", "mark: line", "x: age", "y: rate") +
        cell("retention triangle") +
        QUERY
    );
    expect(report.errors).toEqual([]);
    expect(rows(report, "t")).toEqual([
      {segment: "Gold", n: 2},
      {segment: "Silver", n: 1}
    ]);
    expect(done(report, "t").content.dataset!.columns.map(({unit}) => unit)).toEqual(["text", "days"]);
    expect(done(report, "t").tables).toEqual(["customers"]);
    expect(done(report, "c").tables).toEqual(["orders"]);
  });
  it("point at an unknown key", async () => {
    expect(await shop.errors(QUERY + cell("table t", "data: q", "colums: [n]"))).toEqual([
      'reports/r.md:6: unknown key "colums"; did you mean "columns"?'
    ]);
    expect(await shop.errors(QUERY + cell("chart t", "data: q", "mark: pie", "x: n"))).toEqual([
      expect.stringMatching(/^reports\/r\.md:6: mark cannot be "pie"; /)
    ]);
    expect(await shop.errors(cell("table t", "title: A"))).toEqual(['reports/r.md:2: missing key "data"']);
    expect((await shop.errors(cell("table t", "data: q", "  - x")))[0]).toMatch(/^reports\/r\.md:[23]: /);
  });
  it("point at an unknown column, in a list or mapping at its own line", async () => {
    expect(await shop.errors(QUERY + cell("table t", "data: q", "columns:", "  - n", "  - segmnet"))).toEqual([
      'reports/r.md:8: cell "q" has no column "segmnet"; did you mean "segment"?'
    ]);
    expect(await shop.errors(QUERY + cell("table t", "data: q", "sort: -m"))).toEqual([
      'reports/r.md:6: cell "q" has no column "m"; did you mean "n"?'
    ]);
    const chart = ["data: q", "mark: bar", "x: segment", "y:", "  n: m", "  m: n"];
    expect(await shop.errors(QUERY + cell("chart c", ...chart))).toEqual([
      'reports/r.md:10: cell "q" has no column "m"; did you mean "n"?'
    ]);
    expect(await shop.errors(QUERY + cell("chart c", "data: q", "mark: bar", "x: n", "color: sgment"))).toEqual([
      'reports/r.md:8: cell "q" has no column "sgment"; did you mean "segment"?'
    ]);
  });
  it("point at data that no cell is, or that has no table of its own", async () => {
    expect(await shop.errors(cell("sql monthly", "select 1") + cell("table t", "title: A", "data: montly"))).toEqual([
      'reports/r.md:6: the table cell "t" needs "montly", which no cell is named; did you mean "monthly"?'
    ]);
    for (const other of [cell("chart c", "data: q", "mark: bar", "x: n"), cell("table c", "data: q")])
      expect(await shop.errors(QUERY + cell("table t", "data: c") + other)).toEqual([
        'reports/r.md:5: cell "c" has no table of its own; name an sql or a metric cell'
      ]);
    expect(await shop.errors(cell("table t", "data: t"))).toEqual([
      expect.stringMatching(/^reports\/r\.md:2: the cell "t" \(line 1\) needs itself; /)
    ]);
  });
});

describe("kpi cells", () => {
  it("over metrics are figures by name, each with its unit", async () => {
    const report = await shop.run(
      cell("kpi k", "show: [orders, revenue, crr]") +
        "${k.orders} ${k.revenue} ${k.crr} ${k.revenue / 2} ${`${k.orders}`}"
    );
    // Five orders and a refund: 30 + 20 + 10 + 40 + 0 − 5 = 95 euros; no year is closed.
    expect(report.inlines).toEqual(["5", "€95.00", "–", "47.5", "5"]);
  });
  it("over metrics point at an unknown figure and at one without data", async () => {
    expect(await shop.errors(cell("kpi k", "title: revenu", "show:", "  - orders", "  - revenu"))).toEqual([
      'reports/r.md:5: unknown figure "revenu"; did you mean "revenue"?'
    ]);
    expect(await shop.errors(cell("kpi k", "show: [toString]"))).toHaveLength(1);
    expect(await shop.errors(cell("kpi k", "show: [nps]"))).toEqual([
      'reports/r.md:1: kpi needs surveys.nps, which the catalog does not have; add a table "surveys" to data/catalog.yaml'
    ]);
    expect(await shop.errors(cell("kpi k", "period: month"))).toEqual(['reports/r.md:2: missing key "show"']);
    expect(await shop.errors(cell("kpi k"))).toEqual([expect.stringContaining('missing key "show"')]);
    expect(await shop.errors(cell("kpi k", "show: [orders]", "by: segment"))).toEqual([
      expect.stringMatching(/^reports\/r\.md:3: unknown key "by"/)
    ]);
  });
  it("over a query take its last row, the row before, a target and a line", async () => {
    const values = cell("sql v", "select * from (values (1, 10.0), (2, 12.5), (3, null)) t(n, revenue) order by n");
    const report = await shop.run(
      values +
        cell("kpi a", "data: v", "value: n", "target: revenue", "label: Number") +
        cell("kpi b", "data: v", "value: revenue", "compare: n", "target: 4") +
        "${a.value} ${a.previous} ${a.target} ${b.value} ${b.previous} ${b.target}"
    );
    expect(report.errors).toEqual([]);
    const figure = (name: string) => done(report, name).content.options["figure"] as QueryFigure;
    expect(figure("a")).toEqual({
      label: "Number",
      value: 3,
      previous: 2,
      target: null,
      unit: "count",
      series: [1, 2, 3]
    });
    expect(figure("b")).toEqual({
      label: "revenue",
      value: null,
      previous: 3,
      target: 4,
      unit: "money",
      series: [10, 12.5, null]
    });
    expect(report.inlines).toEqual(["3", "2", "–", "–", "€3.00", "€4.00"]);
  });
  it("over a query without rows are empty", async () => {
    const report = await shop.run(cell("sql v", "select 1 as n where false") + cell("kpi a", "data: v", "value: n"));
    expect(done(report, "a").content.options["figure"]).toMatchObject({value: null, previous: null, series: []});
  });
  it("over a query point at their mistakes", async () => {
    expect(await shop.errors(QUERY + cell("kpi k", "data: q", "value: m"))).toEqual([
      'reports/r.md:6: cell "q" has no column "m"; did you mean "n"?'
    ]);
    expect(await shop.errors(QUERY + cell("kpi k", "data: q", "value: n", "compare: segment"))).toEqual([
      'reports/r.md:7: column "segment" of cell "q" holds no numbers; name one that does'
    ]);
    expect(await shop.errors(QUERY + cell("kpi k", "data: q", "value: n", "sparks: n"))).toEqual([
      'reports/r.md:7: unknown key "sparks"; did you mean "spark"?'
    ]);
    expect(await shop.errors(cell("kpi k", "value: n"))).toEqual(['reports/r.md:2: missing key "data"']);
  });
});

describe("metric cells", () => {
  it("are objects of their table, finding and number of customers", async () => {
    const report = await shop.run(cell("retention r") + "${r.n} ${r.finding} ${r.table.numRows()}");
    // Cohorts of January (ages 0–2) and February (0–1), and three pooled rows.
    expect(report.inlines).toEqual(["3", "finding of retention", "8"]);
    expect((await shop.run(cell("retention r", "finding: false") + "${r.finding}")).inlines).toEqual(["–"]);
  });
  it("by a dimension have its missing values as (none), last", async () => {
    // b and c were referred by a; a by nobody.
    const referred = await openShop(CATALOG.replace("[segment]", "[referrer]"));
    const groups = rows(await referred.run(cell("retention r", "by: referrer")), "r").map(
      (row) => Object.values(row)[0]
    );
    expect([...new Set(groups)]).toEqual([null, "a", "(none)"]);
    await referred.close();
  });
  it("point at their options' mistakes", async () => {
    for (const [source, error] of [
      ["perod: month", '2: unknown key "perod"; did you mean "period"?'],
      ["kind: rollign", '2: kind cannot be "rollign"; did you mean "rolling"?'],
      ["by: segmnt", '2: unknown dimension "segmnt"; did you mean "segment"?'],
      ["period: month\nby: plan", '3: unknown dimension "plan"; known: segment'],
      ["interval: 0%", '2: interval "0%" is no confidence level such as 95%'],
      ["interval: 95", "2: interval is 95, which is more than 1"]
    ] as const)
      expect(await shop.errors(cell("retention r", ...source.split("\n")))).toEqual([`reports/r.md:${error}`]);
    for (const source of ["ages: 0", "cohorts: 1.5", "ages: many"])
      expect(await shop.errors(cell("retention r", source))).toEqual([expect.stringMatching(/^reports\/r\.md:2: /)]);
  });
  it("of a kind that is not there are mistakes, or passed over with all that read them", async () => {
    const text =
      cell("nps rate") +
      cell("sql a", "select ${rate} as x") +
      cell("sql b", "from a") +
      cell("sql c", "select 1 as x") +
      "${rate} ${a.numRows()} ${c.numRows()}";
    const run = (options: {allowUnknown: boolean}) =>
      evaluateReport(readReport(text, "reports/r.md"), {...shop.env, metrics: new Map()}, options);
    const report = await run({allowUnknown: true});
    expect(report.outputs.map(({state}) => state)).toEqual(["unavailable", "unavailable", "unavailable", "done"]);
    expect([report.inlines, report.errors]).toEqual([["–", "–", "1"], []]);
    expect((await run({allowUnknown: false})).errors.map(({message}) => message)).toEqual([
      expect.stringMatching(
        /^reports\/r\.md:1: cells of kind "nps" are not yet available; there are sql, .*--allow-unknown-cells/
      )
    ]);
  });
});

describe("a cell that fails", () => {
  it("leaves the rest, and is named by those that need it", async () => {
    const report = await shop.run(
      cell("table t", "title: T", "data: b") +
        cell("sql b", "select 1 as x,", "(select x from a) as y") +
        cell("sql a", "select nothing as x") +
        cell("sql c", "select 2 as x") +
        "${a.numRows()} ${t.numRows()} ${c.get('x', 0)}"
    );
    expect(report.errors).toHaveLength(1);
    expect(report.errors[0]!.message).toMatch(/^reports\/r\.md:10: .*nothing/);
    expect(
      report.outputs.map((output) => (output.state === "failed" ? output.error.message : output.state)).slice(0, 2)
    ).toEqual([
      'reports/r.md:3: the table cell "t" needs the cell "b", which failed',
      'reports/r.md:7: the sql cell "b" needs the cell "a", which failed'
    ]);
    expect(report.inlines).toEqual(["–", "–", "2"]);
  });
});

describe("inline expressions", () => {
  const inlines = async (text: string) => (await shop.run(text)).inlines;

  it("write values by what they are", async () => {
    expect(
      await inlines(
        "${1234} ${0.25} ${'a|b'} ${true} ${null} ${undefined} ${NaN} ${new Date(0)} ${new Date(60000)} ${[1, 2].length}"
      )
    ).toEqual([
      "1,234",
      "0.25",
      "a|b",
      "yes",
      "–",
      "–",
      "–",
      "Jan 1, 1970",
      expect.stringMatching(/^Jan 1, 1970.*00:01|12:01/),
      "2"
    ]);
  });
  it("see queries as Arquero tables, and its verbs", async () => {
    expect(
      await inlines(
        QUERY + "${q.rollup({n: (d) => op.sum(d.n)}).get('n', 0)} ${aq.table({a: [1]}).numRows()} ${await 4}"
      )
    ).toEqual(["3", "1", "4"]);
  });
  it("that fail show a dash, and say so on their line", async () => {
    const {inlines, errors} = await shop.run(
      `${cell("sql scores", "select 1")}\n\${scors}\n\${(() => { throw new Error("a\\nb"); })()}\n\${{a: 1}}\n\${() => 1}\n\${[\n1\n]}\n\${Symbol.iterator}`
    );
    expect(inlines).toEqual(["–", "–", "–", "–", "–", "–"]);
    expect(errors.map(({message}) => message)).toEqual([
      'reports/r.md:5: ${scors} needs "scors", which no cell is named; did you mean "scores"?',
      'reports/r.md:6: ${(() => { throw new Error("a\\nb"); })()} fails: a b',
      "reports/r.md:7: ${{a: 1}} gives no single value; choose a number, text or date of it",
      "reports/r.md:8: ${() => 1} gives no single value; choose a number, text or date of it",
      "reports/r.md:9: ${[ 1 ]} gives no single value; choose a number, text or date of it",
      "reports/r.md:12: ${Symbol.iterator} gives no single value; choose a number, text or date of it"
    ]);
  });
  it("declare names of their own that cells have too", async () => {
    expect(await inlines(QUERY + "${[1, 2].map((q) => q * 2).join('+')} ${((q) => q)(5) + q.numRows()}")).toEqual([
      "2+4",
      "7"
    ]);
  });
});

it("an unknown filter is a mistake on its line", async () => {
  expect(await shop.errors("---\ntitle: A\nfilters:\n  - segment\n  - chanel\n  - joined\n---\n")).toEqual([
    'reports/r.md:5: unknown filter "chanel"; known: segment, joined, period'
  ]);
});

it("a report without cells has no outputs", async () => {
  expect(await shop.run("")).toMatchObject({outputs: [], inlines: [], errors: []});
});

it("what the database refuses to a metric is the cell's mistake, and the rest of the page stands; what it fails at is its own", async () => {
  const asking = async (ask: (workbench: Workbench) => Promise<never>) => {
    const retention = {...METRICS.get("retention")!, freeze: (_: unknown, __: unknown, on: Workbench) => ask(on)};
    const metrics = new Map([...METRICS, ["retention", retention as unknown as Metric<MetricOptions>]]);
    return evaluateReport(readReport(QUERY + cell("retention w"), "reports/r.md"), {...shop.env, metrics});
  };
  const refusal = await asking(async ({ask}) => (await ask(sql`select weight from customers`)) as never);
  expect(refusal.errors.map(({message}) => message)).toEqual([
    expect.stringMatching(/^reports\/r\.md:4: the retention cell "w": .*"weight"/)
  ]);
  expect(refusal.errors[0]!.cause).toMatchObject({sql: "select weight from customers", kind: "Binder"});
  expect(rows(refusal, "q")).toHaveLength(2);
  const failure = await asking(() => {
    throw queryError(new Error("Out of Memory Error: failed to allocate data of size 1 GiB\n\nPossible solutions"), "");
  });
  expect(failure.errors.map(({message}) => message)).toEqual([
    'reports/r.md:4: the retention cell "w": the database itself failed: failed to allocate data of size 1 GiB; try again with more memory, or fewer rows'
  ]);
});
