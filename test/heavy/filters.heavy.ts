import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {Engine, Table} from "../../src/engine/engine.ts";
import {openNative} from "../../src/engine/native.ts";
import type {LiveSql} from "../../src/site/live/live-page.ts";
import type {Selection} from "../../src/site/live/selection.ts";
import {evaluateWorkspace} from "../../src/site/site.ts";
import {answerQueries, loadTables} from "../../src/site/live/sql-tables.ts";
import {openWorkspace} from "../../src/site/workspace.ts";
import {METRICS} from "../../src/metrics/registry.ts";
import {summaryUnit} from "../../src/metrics/summary-units.ts";
import {PERIOD_SHOP} from "../browser/period-shop.ts";
import {openWasm} from "../engine/open-wasm.ts";
import {everyMetric} from "../every-metric.ts";
import {compare, openBoth, selections} from "../site/both.ts";
import type {Both} from "../site/both.ts";
import {temporaryWorkspace} from "../workspace.ts";
import type {TemporaryWorkspace} from "../workspace.ts";

const cell = (kind: string, name: string, body = "") => `\`\`\`${kind} ${name}\n${body}\n\`\`\`\n\n`;

describe("the demo in 200 selections, windows among them", () => {
  let both: Both;
  beforeAll(async () => {
    both = await openBoth(
      join(import.meta.dirname, "../.."),
      "---\nfilters: [segment, channel, region, joined, period]\n---\n\n" +
        cell(
          "kpi",
          "kpis",
          "show: [customers, new_customers, orders, revenue, repeat_rate, ltv, nps, csat, answers]\nperiod: month"
        ) + // prettier-ignore
        cell("retention", "by_quarter", "period: quarter") +
        cell("nps", "trend") +
        cell("csat", "satisfied", "by: plan\nperiod: half") +
        cell("retention-rate", "crr", "period: quarter\nactive: 60 days\nby: channel") +
        cell("lifecycle", "phases", "period: quarter")
    );
  });
  afterAll(() => both?.close());

  it("the cube finished in the browser is the database over the selected customers", async () => {
    expect(await compare(both, selections(both.page, 200))).toEqual([]);
  });
});

describe("the demo's contacts and measures, filtered", () => {
  let both: Both;
  beforeAll(async () => {
    both = await openBoth(
      join(import.meta.dirname, "../.."),
      "---\nfilters: [segment, channel, plan, joined]\n---\n\n" +
        cell("engagement", "signals", "chart: trend") +
        cell("engagement", "signals_by", "by: plan\nperiod: quarter\nactive: 2") +
        cell("engagement", "by_segment", "by: segment") +
        cell("actions", "measures") +
        cell("actions", "measures_by", "by: channel\nbefore: 18") +
        cell("actions", "by_week", "period: week")
    );
  });
  afterAll(() => both?.close());

  it("the cubes finished in the browser are, in 40 selections, the database over the selected customers, some over tables that hold nobody else", async () => {
    expect(await compare(both, [{values: {}, joined: null}, ...selections(both.page, 40)], 20)).toEqual([]);
  });
});

describe("every metric on one page, filtered by everything", () => {
  let both: Both;
  beforeAll(async () => {
    both = await openBoth(
      join(import.meta.dirname, "../.."),
      everyMetric(["segment", "channel", "region", "plan", "joined", "period"])
    );
  });
  afterAll(() => both?.close());

  it("has a figure of each metric that there is", () => {
    expect(both.page.cells.map(({metric}) => metric).sort()).toEqual([...METRICS.keys()].sort());
  });

  it("has a unit for each number of a summary that prose would else write bare", () => {
    const bare = both.page.cells.flatMap((cell) => {
      const {summary = {}, units} = both.live(cell, {values: {}, joined: null});
      return Object.entries(summary)
        .filter(
          ([name, value]) =>
            typeof value === "number" && !Number.isInteger(value) && summaryUnit(cell.metric, name, units) === null
        ) // prettier-ignore
        .map(([name]) => `${cell.metric}: ${name}`);
    });
    // A row of KPIs has no summary that prose can read.
    expect(bare.filter((line) => !line.startsWith("kpi: "))).toEqual([]);
  });

  it("gives in 25 selections what the database makes of the selected customers alone, of what each figure follows", async () => {
    expect(await compare(both, selections(both.page, 25), 0)).toEqual([]);
  });
});

describe("a shop's queries in 200 selections, windows among them", () => {
  let workspace: TemporaryWorkspace;
  let native: Engine;
  let wasm: Engine;
  let sql: LiveSql;
  let chosen: readonly Selection[];

  beforeAll(async () => {
    workspace = temporaryWorkspace(PERIOD_SHOP);
    native = await openNative();
    const {site, files, errors} = await evaluateWorkspace(openWorkspace(workspace.root, workspace.cache), native, {allowUnknown: false}); // prettier-ignore
    expect(errors).toEqual([]);
    const page = site.pages.find(({path}) => path === "")!.live!;
    sql = page.sql!;
    chosen = selections(page, 200);
    wasm = await openWasm();
    await loadTables(sql, wasm, (path) => Promise.resolve(files.find((file) => file.path === path)!.bytes));
    await native.query("create schema if not exists chosen");
  });
  afterAll(async () => {
    await native?.close();
    await wasm?.close();
    workspace?.[Symbol.dispose]();
  });

  /** What native DuckDB gives over the source: customers by plan and first order, orders by their month, nothing of the page's files. */
  async function expected({values, joined, period}: Selection): Promise<{months: Table; plans: Table}> {
    const first = `date_diff('month', date '1970-01-01', cast(f.first as date))`;
    const tests = [
      ...(values["plan"] ? [`c.plan in (${values["plan"].map((value) => `'${value}'`).join(", ")})`] : []),
      ...(joined ? [`${first} between ${joined[0]} and ${joined[1]}`] : [])
    ];
    const where = tests.length === 0 ? "" : `where ${tests.join(" and ")}`;
    const at = period ? `and date_diff('month', date '1970-01-01', cast("at" as date)) between ${period[0]} and ${period[1]}` : ""; // prettier-ignore
    await native.query(
      `create or replace table chosen.people as select c.* from "all".customers c left join (select customer, min("at") as first from "all".orders group by customer) f using (customer) ${where}`
    );
    return {
      months: await native.query(
        `select date_trunc('month', "at") as month, count(*) as orders, sum(revenue) as revenue from "all".orders where customer in (select customer from chosen.people) ${at} group by month order by month`
      ),
      plans: await native.query(`select plan, count(*) as customers from chosen.people group by plan order by plan`)
    };
  }

  const rows = ({columns, fields, length}: Table) =>
    Array.from({length}, (_, i) => fields.map(({name}) => Number(columns[name]![i]) || columns[name]![i]));

  it("DuckDB-WASM over the published rows is native DuckDB over the source", async () => {
    for (const selection of chosen) {
      const answers = await answerQueries(sql, wasm, {
        selection,
        given: new Map(),
        parametersOf: () => [],
        stateOf: () => "",
        isStale: () => false
      });
      const {months, plans} = await expected(selection);
      expect(rows(answers!.get("by_month") as Table), JSON.stringify(selection)).toEqual(rows(months));
      expect(rows(answers!.get("of_plans") as Table), JSON.stringify(selection)).toEqual(rows(plans));
    }
  });
});
