import {existsSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {ColumnTable} from "arquero";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {gunzipSync} from "node:zlib";
import {cubeOf, rollup} from "../../src/cube/cube.ts";
import type {Rolled} from "../../src/cube/cube.ts";
import {decodeCube} from "../../src/cube/ipc.ts";
import type {Engine} from "../../src/engine/engine.ts";
import {openNative} from "../../src/engine/native.ts";
import type {Reduction, Result} from "../../src/metrics/metric.ts";
import {dimensionColumn, joinedMonths, reduceQuery} from "../../src/metrics/reduce.ts";
import {METRICS} from "../../src/metrics/registry.ts";
import type {Computed} from "../../src/notebook/environment.ts";
import {readReport} from "../../src/notebook/report.ts";
import {Query, identifier, joined, literal, raw, sql} from "../../src/sql/sql.ts";
import {assemblePage, loadWorkspace} from "../../src/site/assemble.ts";
import type {Loaded} from "../../src/site/assemble.ts";
import {ResultCache, loadKinds} from "../../src/site/live.ts";
import {factsFromJson} from "../../src/site/live-page.ts";
import type {LiveCell, LivePage} from "../../src/site/live-page.ts";
import {queryOf, selectionOf} from "../../src/site/selection.ts";
import type {Selection} from "../../src/site/selection.ts";
import {openWorkspace} from "../../src/site/workspace.ts";
import {words} from "../../src/site/languages.ts";
import {METRIC_CHARTS} from "../../src/site/metric-charts.ts";
import {metricFigure} from "../../src/site/metric-figure.ts";
import {DOCUMENT} from "../../src/site/svg.ts";
import {createFormat} from "../../src/charts/format.ts";
import {temporaryWorkspace} from "../workspace.ts";
import type {TemporaryWorkspace} from "../workspace.ts";

const PROJECT = join(import.meta.dirname, "../..");
const TELCO = join(import.meta.dirname, "../../../shared/workspaces/telco");
const CDNOW = join(PROJECT, "../shared/workspaces/cdnow");

/** A report with filters, and both ways to answer them. */
interface Both {
  readonly page: LivePage;
  readonly loaded: Loaded;
  /** What the page's script makes of its published cubes. */
  live(cell: LiveCell, selection: Selection): Result;
  /** What the database makes of the rows of the selection's customers alone; with `deep` the other customers are out of the tables themselves. */
  native(cell: LiveCell, selection: Selection, deep: boolean): Promise<Result>;
  close(): Promise<void>;
}

async function openBoth(root: string, report: string): Promise<Both> {
  const engine = await openNative();
  const loaded = await loadWorkspace(openWorkspace(root, join(tmpdir(), "kizuna-live-test")), engine);
  const {
    page: assembled,
    evaluated,
    files
  } = await assemblePage(readReport(report, "reports/index.md"), loaded, {
    allowUnknown: false
  });
  expect(evaluated.errors.map(({message}) => message)).toEqual([]);
  const page = JSON.parse(JSON.stringify(assembled.live)) as LivePage;
  const cubes = page.cubes.map((path) => decodeCube(gunzipSync(files.find((file) => file.path === path)!.bytes)));
  const results = new ResultCache(cubes, await loadKinds(page.cells), factsFromJson(page.facts));
  const computed = new Map(
    evaluated.outputs.flatMap((output) =>
      output.state === "done" && output.content.computed ? [[output.cell.name, output.content.computed] as const] : []
    )
  );
  const database = await openNarrowed(engine, loaded);
  return {
    page,
    loaded,
    live: (cell, selection) => results.of(cell, selection),
    native: (cell, selection, deep) => database.result(cell, computed.get(cell.name)!, {selection, deep}),
    close: () => engine.close()
  };
}

/** The database's own answers over some customers: nothing of cubes or of the page's script is in them. */
async function openNarrowed(engine: Engine, {facts}: Loaded) {
  await engine.query("create schema if not exists narrowed");
  await engine.query("create schema if not exists levels");
  const levels = new Map<string, Query>();
  let shown: Selection | null = null;
  const months = joinedMonths(facts);
  if (months) await engine.query(sql`create or replace table levels.months as ${months}`);

  async function choose(selection: Selection): Promise<void> {
    if (shown === selection) return;
    shown = selection;
    const tests = Object.entries(selection.values).map(
      ([name, kept]) => sql`c.${identifier(name)} in (${kept.map((value) => sql`${value}`)})`
    );
    if (selection.joined)
      tests.push(
        sql`c.customer in (select customer from levels.months where month between ${literal(selection.joined[0])} and ${literal(selection.joined[1])})`
      );
    const where = tests.length === 0 ? raw("") : sql` where ${joined(tests, " and ")}`;
    await engine.query(sql`create or replace table narrowed.chosen as select customer from "all".customers c${where}`);
    for (const [name, columns] of facts.tables)
      await engine.query(
        columns.has("customer")
          ? sql`create or replace view narrowed.${identifier(name)} as select * from "all".${identifier(name)} where customer in (select customer from narrowed.chosen)`
          : sql`create or replace view narrowed.${identifier(name)} as select * from "all".${identifier(name)}`
      );
  }

  async function rolled(reduction: Reduction, by: string | null, deep: boolean): Promise<Rolled> {
    const level1 = deep ? raw("levels.deep") : await levelOf(reduction.level1);
    if (deep) await engine.query(sql`create or replace table levels.deep as ${narrowed(reduction.level1)}`);
    const own = sql`(select * from ${level1} where customer in (select customer from narrowed.chosen))`;
    const dimensions = by === null ? [] : [by];
    const rows = await engine.query(reduceQuery(reduction, own, {dimensions}));
    const columns = dimensions.map(dimensionColumn);
    const cube = cubeOf(rows, {
      dimensions: columns,
      keys: reduction.keys,
      statistics: Object.keys(reduction.statistics)
    });
    return rollup(cube, columns[0] ?? null);
  }

  async function levelOf(query: Query): Promise<Query> {
    const key = JSON.stringify([query.text, query.values]);
    const known = levels.get(key) ?? identifier("levels", `level_${levels.size}`);
    if (!levels.has(key)) await engine.query(sql`create table ${known} as ${query}`);
    levels.set(key, known);
    return known;
  }

  return {
    async result(
      cell: LiveCell,
      {metric, frozen, reductions}: Computed,
      {selection, deep}: {selection: Selection; deep: boolean}
    ): Promise<Result> {
      await choose(selection);
      const by = typeof cell.options["by"] === "string" ? cell.options["by"] : null;
      const sums: Record<string, Rolled> = {};
      for (const [name, reduction] of Object.entries(reductions)) sums[name] = await rolled(reduction, by, deep);
      return METRICS.get(metric)!.finish(sums, cell.options as never, facts, frozen);
    }
  };
}

/** The query over the narrowed tables: reductions name the catalog's as "all".NAME. */
function narrowed({strings, values}: Query): Query {
  return new Query(
    strings.map((text) => text.replaceAll('"all".', "narrowed.")),
    values
  );
}

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Selections as readers make them: some values of some dimensions, sometimes a range of months. */
function selections({dimensions, joined: months}: LivePage, count: number): Selection[] {
  const random = randomOf(7);
  const below = (n: number) => Math.floor(random() * n);
  return Array.from({length: count}, () => {
    const values = Object.fromEntries(
      dimensions.flatMap(({name, values: all}) => {
        const kept = all.map(({value}) => value).filter(() => random() < 0.4);
        return random() < 0.5 || kept.length === 0 || kept.length === all.length ? [] : [[name, kept]];
      })
    );
    const from = months ? months[0] + below(months[1] - months[0] + 1) : 0;
    const range = months && random() < 0.5 ? ([from, from + below(months[1] - from + 1)] as const) : null;
    return {values, joined: range};
  });
}

/** Everything that a result says, tables as lists of rows. */
function said({table, tables = {}, summary, n, of, finding, notes}: Result): unknown {
  return {
    table: rowsOf(table),
    tables: Object.fromEntries(Object.entries(tables).map(([name, one]) => [name, rowsOf(one)])),
    summary: summary ?? null,
    n,
    of,
    finding,
    notes
  };
}

function rowsOf(table: ColumnTable): unknown[][] {
  const names = table.columnNames();
  const columns = names.map((name) => [...(table.array(name) as Iterable<unknown>)]);
  return [names, ...Array.from({length: table.numRows()}, (_, i) => columns.map((column) => column[i]))];
}

/** Paths at which the two differ, numbers by more than 1e-9 of them; a NaN is a difference from everything. */
function differences(a: unknown, b: unknown, path = ""): string[] {
  if (typeof a === "number" && typeof b === "number")
    return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b)) || a === b ? [] : [`${path}: ${a} ≠ ${b}`];
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime() ? [] : [`${path}: ${+a} ≠ ${+b}`];
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object")
    return a === b ? [] : [`${path}: ${String(a)} ≠ ${String(b)}`];
  const [left, right] = [Object.entries(a), Object.entries(b)];
  if (left.length !== right.length) return [`${path}: ${left.length} ≠ ${right.length} entries`];
  return left.flatMap(([key, value]) => differences(value, (b as Record<string, unknown>)[key], `${path}/${key}`));
}

/** Compares every cell under each selection; every `deep`th time the tables themselves are narrowed, never for 0: ranks and cut-offs are those of all customers. */
async function compare(both: Both, chosen: readonly Selection[], deep = 25): Promise<string[]> {
  const broken: string[] = [];
  for (const [i, selection] of chosen.entries())
    for (const cell of both.page.cells) {
      const live = said(both.live(cell, selection));
      const native = said(await both.native(cell, selection, deep > 0 && i % deep === 0));
      const first = differences(live, native)[0];
      if (first !== undefined) broken.push(`${cell.name} ${queryOf(selection, both.page)} ${first}`);
    }
  return broken;
}

/** All text of a cell's figure, drawn. */
function textOf(both: Both, cell: LiveCell, selection: Selection): string {
  const {lang, currency, asOf} = both.page;
  const style = {document: DOCUMENT, format: createFormat({lang, currency}), words: words(lang), asOf};
  const draw = METRIC_CHARTS.get(cell.metric)!;
  const figure = metricFigure({...cell, result: both.live(cell, selection), draw}, style);
  const parts = [figure.chart("wide"), figure.chart("narrow"), figure.body(), figure.table()];
  return [figure.subtitle, figure.finding, ...parts.map((part) => part?.outerHTML)].join("\n");
}

/** A selection of nobody, and one of somebody, one month each. */
function nobody({dimensions, joined: months}: LivePage, customers: (selection: Selection) => number): Selection {
  const [last] = [months![1]];
  for (const combination of dimensions.reduce<Record<string, string[]>[]>(
    (all, {name, values}) => all.flatMap((one) => values.map(({value}) => ({...one, [name]: [value]}))),
    [{}]
  )) {
    const selection = {values: combination, joined: [last, last] as const};
    if (customers(selection) === 0) return selection;
  }
  throw new Error("every combination has customers");
}

const cell = (kind: string, name: string, body = "") => `\`\`\`${kind} ${name}\n${body}\n\`\`\`\n\n`;
const FIGURES =
  "customers, new_customers, active_customers, orders, revenue, margin, average_order_value, orders_per_year, repeat_rate, crr, churn, ltv";

describe("the demo, filtered", () => {
  let both: Both;
  beforeAll(async () => {
    both = await openBoth(
      PROJECT,
      "---\nfilters: [segment, channel, region, joined]\n---\n\n" +
        cell("kpi", "kpis", `show: [${FIGURES}, nps, csat, dwb, answers]\nperiod: month`) +
        cell("kpi", "kpis_all", `show: [${FIGURES}, answers]`) +
        cell("retention", "by_quarter", "period: quarter") +
        cell("retention", "by_channel", "by: channel\nages: 24") +
        cell("retention", "by_plan", "by: plan\nkind: rolling") +
        cell("retention", "revenue", "kind: revenue\nchart: curve")
    );
  }, 120_000);
  afterAll(() => both?.close());

  it("gives in 200 selections what the database makes of the selected customers alone", async () => {
    expect(await compare(both, selections(both.page, 200))).toEqual([]);
  }, 240_000);

  it("everybody is nobody left out; of nobody there are words and no numbers", async () => {
    const none = nobody(both.page, (selection) => both.live(both.page.cells[0]!, selection).n);
    expect(await compare(both, [{values: {}, joined: null}, none], 1)).toEqual([]);
    for (const one of both.page.cells) {
      expect([one.name, both.live(one, none).n, both.live(one, none).finding]).toEqual([one.name, 0, null]);
      expect(textOf(both, one, none)).not.toMatch(/NaN|Infinity|undefined|null/);
    }
  });
});

describe("the demo's loyalty, programme, referrals and claims, filtered", () => {
  let both: Both;
  beforeAll(async () => {
    both = await openBoth(
      PROJECT,
      "---\nfilters: [channel, region, joined]\n---\n\n" +
        cell("loyalty-matrix", "matrix") +
        cell("loyalty-matrix", "matrix_by", "by: plan\nbehaviour: rfm\nattitude: csat\nanswered: 12 months") +
        cell("loyalty-value", "after") +
        cell("loyalty-value", "after_by", "by: channel\nmeasure: csat") +
        cell("programme", "members") +
        cell("programme", "members_by", "by: region") +
        cell("drivers", "scores") +
        cell("gap", "expected", "by: channel") +
        cell("nps", "weighted", "weight: plan\nby: channel") +
        cell("drivers", "satisfied", "measure: csat\nby: plan\nperiod: half") +
        cell("voice", "words") +
        cell("voice", "words_by", "by: plan\nperiod: half") +
        cell("referral", "friends") +
        cell("referral", "friends_by", "by: region") +
        cell("claims", "rules", "discount: 8%")
    );
  }, 240_000);
  afterAll(() => both?.close());

  it("gives in 100 selections what the database makes of the selected customers alone", async () => {
    // Pairs, ranks and cut-offs are those of all customers, so that the tables themselves are never narrowed.
    expect(await compare(both, [{values: {}, joined: null}, ...selections(both.page, 100)], 0)).toEqual([]);
  }, 240_000);

  it("of nobody there are words and no numbers", () => {
    const buyers = both.page.cells.find(({name}) => name === "friends")!;
    const none = nobody(both.page, (selection) => both.live(buyers, selection).n);
    for (const one of both.page.cells) {
      expect([one.name, both.live(one, none).finding]).toEqual([one.name, null]);
      expect(textOf(both, one, none)).not.toMatch(/NaN|Infinity|undefined|null/);
    }
  });

  it("of what customers say nothing is counted that fewer than five say", () => {
    const counts = new Set(["customers", "customers_for", "customers_against"]);
    const small = selections(both.page, 60).flatMap((selection) =>
      both.page.cells
        .filter(({metric}) => metric === "voice")
        .flatMap((one) => {
          const {table, tables} = both.live(one, selection);
          return [table, tables!["themes"]!, tables!["trend"]!].flatMap((shown) =>
            shown
              .columnNames()
              .filter((name) => counts.has(name))
              .flatMap((name) => [...(shown.array(name) as Iterable<number | null>)])
              .filter((n) => n !== null && n > 0 && n < 5)
          );
        })
    );
    expect(small).toEqual([]);
  });

  it("of few there are no numbers that are none", () => {
    for (const selection of selections(both.page, 40))
      for (const one of both.page.cells)
        expect(textOf(both, one, selection), `${one.name} ${queryOf(selection, both.page)}`).not.toMatch(
          /NaN|Infinity|undefined|null/
        );
  });
});

describe.skipIf(!existsSync(CDNOW))("cdnow, filtered (skipped where ../shared is missing)", () => {
  let both: Both;
  beforeAll(async () => {
    both = await openBoth(
      CDNOW,
      "---\nfilters: [first_basket, joined]\n---\n\n" +
        cell("kpi", "kpis", `show: [${FIGURES}]`) +
        cell("retention", "triangle", "period: month") +
        cell("retention", "by_basket", "by: first_basket\nchart: curve") +
        cell("retention-rate", "crr", "active: 90 days") +
        cell("churn", "lapse", "after: 90 days") +
        cell("repeat", "habit") +
        cell("repeat", "habit_by", "by: first_basket") +
        cell("ltv", "value", "method: cohort") +
        cell("ltv", "formula", "method: formula") +
        cell("concentration", "pareto") +
        cell("rfm", "segments") +
        cell("at-risk", "lost") +
        cell("forecast", "ahead", "holdout: 9") +
        cell(
          "ltv",
          "prediction",
          "method: predictive\nmodel: bgnbd\nhorizon: 12 months\ndiscount: 12%\nby: first_basket"
        )
    );
  }, 240_000);
  afterAll(() => both?.close());

  it("gives in 200 selections what the database makes of the selected customers alone", async () => {
    expect(await compare(both, selections(both.page, 200), 0)).toEqual([]);
  }, 240_000);
});

describe.skipIf(!existsSync(TELCO))("telco's contracts, filtered (skipped where ../shared is missing)", () => {
  let both: Both;
  beforeAll(async () => {
    both = await openBoth(
      TELCO,
      "---\nfilters: [contract, internet, payment, joined]\n---\n\n" +
        cell("churn", "survival", "by: contract") +
        cell("ltv", "observed", "method: contract\namount: monthly\nhorizon: 36 months") +
        cell("ltv", "modelled", "method: contract\namount: monthly\nsurvival: sbg\nhorizon: 96 months") +
        cell("what-if", "lever", "amount: monthly\ndiscount: 15%\nby: internet")
    );
  }, 240_000);
  afterAll(() => both?.close());

  it("gives in 100 selections what the database makes of the selected customers alone", async () => {
    // Fits and shifts are those of all contracts, so that the tables themselves are never narrowed.
    expect(await compare(both, selections(both.page, 100), 0)).toEqual([]);
  }, 240_000);
});

describe("a shop of strange names, filtered", () => {
  const NAMES = ["O'Brien", "100%", "a,b", "東京", "x&y=z#?", '"quoted"', "<b>bold</b>", "a+b", "..", "%41"];
  let both: Both;
  let workspace: TemporaryWorkspace;
  beforeAll(async () => {
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    // Two customers of each name; the alone one, of a name of its own, is folded with the other alone one; two have none.
    const people = [...NAMES, ...NAMES, "alone", "lonely", "", ""];
    workspace = temporaryWorkspace({
      "data/catalog.yaml":
        "title: Strange\ncurrency: EUR\nasOf: 2025-06-30\ntables:\n  customers: {from: customers.csv, columns: {customer: id}}\n  orders: {from: orders.csv, columns: {customer: id, at: ordered, revenue: amount}}\ndimensions: [plan]\npublish: {minimumCell: 2}\n",
      "data/customers.csv": ["id,plan", ...people.map((name, i) => `c${i},${name === "" ? "" : quoted(name)}`)].join(
        "\n"
      ),
      "data/orders.csv": [
        "id,ordered,amount",
        ...people.flatMap((_, i) =>
          Array.from(
            {length: (i % 3) + 1},
            (_order, n) => `c${i},2025-0${1 + ((i + n) % 5)}-1${n},${(i + 1) * 1.25 + n}`
          )
        )
      ].join("\n")
    });
    both = await openBoth(
      workspace.root,
      `---\nfilters: [plan, joined]\n---\n\n${cell("kpi", "kpis", `show: [${FIGURES}]`)}${cell("retention", "by_plan", "by: plan")}`
    );
  });
  afterAll(async () => {
    await both?.close();
    workspace?.[Symbol.dispose]();
  });

  it("has them all as values, what is folded and what is none last", () => {
    const values = both.page.dimensions[0]!.values.map(({value}) => value);
    expect(new Set(values.slice(0, -2))).toEqual(new Set(NAMES));
    expect(values.slice(-2)).toEqual(["(other)", "(none)"]);
  });

  it("gives in 100 selections, and in one of each name, what the database makes of them", async () => {
    const each = both.page.dimensions[0]!.values.map(({value}) => ({values: {plan: [value]}, joined: null}));
    expect(await compare(both, [...each, ...selections(both.page, 100)])).toEqual([]);
    expect(each.map((selection) => both.live(both.page.cells[0]!, selection).n)).toEqual(each.map(() => 2));
  });

  it("every selection comes back from its query", () => {
    for (const selection of selections(both.page, 300)) {
      const query = queryOf(selection, both.page, "?utm=1");
      const read = selectionOf(query, both.page);
      const order = new Map(both.page.dimensions[0]!.values.map(({value}, i) => [value, i]));
      const plan = selection.values["plan"]?.toSorted((a, b) => order.get(a)! - order.get(b)!);
      expect(read.values).toEqual(plan ? {plan} : {});
      const [from, to] = both.page.joined!;
      const isAll = selection.joined?.[0] === from && selection.joined[1] === to;
      expect(read.joined).toEqual(isAll ? null : selection.joined);
      expect(query).toContain("utm=1");
    }
  });

  it.each([
    ["?", {}],
    ["?plan", {}],
    ["?plan=", {}],
    ["?plan=nobody", {}],
    ["?plan=%", {}],
    ["?plan=%E6%9D", {}],
    ["?plan=100%", {plan: ["100%"]}],
    ["?plan=%2541", {plan: ["%41"]}],
    ["?plan=a%2Cb,100%25", {plan: ["100%", "a,b"]}],
    ["?plan=a%2Bb", {plan: ["a+b"]}],
    ["?__proto__=x&constructor=y&toString=z&plan=..", {plan: [".."]}],
    ["?joined=2025-13..2025-00", {}],
    ["?joined=2025-05..2025-01", {}],
    ["?joined=9999-01..", {}],
    ["?joined=....", {}],
    ["?&&==&=&plan=<b>bold</b>&", {plan: ["<b>bold</b>"]}]
  ])("the query %s chooses what it can", (query, values) => {
    const read = selectionOf(query, both.page);
    expect(new Set(read.values["plan"] ?? [])).toEqual(new Set((values as {plan?: string[]}).plan ?? []));
    expect(read.joined).toBeNull();
    expect(() => queryOf(read, both.page, query)).not.toThrow();
  });
});
