import {existsSync} from "node:fs";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, inject, it} from "vitest";
import type {LiveCell, LivePage} from "../../../src/site/live/live-page.ts";
import {queryOf, queryWith, selectionOf} from "../../../src/site/live/selection.ts";
import type {Selection} from "../../../src/site/live/selection.ts";
import {words} from "../../../src/site/words/languages.ts";
import {METRIC_CHARTS} from "../../../src/site/metric-charts.ts";
import {metricFigure} from "../../../src/site/metric-figure.ts";
import {DOCUMENT} from "../../../src/site/svg.ts";
import {createFormat} from "../../../src/charts/format.ts";
import {temporaryWorkspace} from "../../workspace.ts";
import type {TemporaryWorkspace} from "../../workspace.ts";
import {compare, openBoth, selections} from "../both.ts";
import type {Both} from "../both.ts";

const PROJECT = join(import.meta.dirname, "../../..");
const TELCO = join(import.meta.dirname, "../../../../shared/workspaces/telco");
const CDNOW = join(PROJECT, "../shared/workspaces/cdnow");

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
      "---\nfilters: [segment, channel, region, joined, period]\n---\n\n" +
        cell("kpi", "kpis", `show: [${FIGURES}, nps, csat, dwb, answers]\nperiod: month`) +
        cell("kpi", "kpis_all", `show: [${FIGURES}, answers]`) +
        cell("retention", "by_quarter", "period: quarter") +
        cell("retention", "by_channel", "by: channel\nages: 24") +
        cell("retention", "by_plan", "by: plan\nkind: rolling") +
        cell("retention", "revenue", "kind: revenue\nchart: curve") +
        cell("nps", "trend") +
        cell("nps", "by_region", "by: region\nperiod: quarter\nanswers: all") +
        cell("csat", "satisfied", "by: plan\nperiod: half") +
        cell("retention-rate", "crr", "period: quarter\nactive: 60 days\nby: channel") +
        cell("lifecycle", "phases", "period: quarter") +
        cell("kpi", "kpis_quarter", `show: [new_customers, orders, revenue, answers, nps]\nperiod: quarter`)
    );
  }, 120_000);
  afterAll(() => both?.close());

  it("gives in selections at random, windows among them, what the database makes of the selected customers alone", async () => {
    // 200 of them, and DuckDB-WASM beside them: test/heavy/filters.heavy.ts.
    expect(await compare(both, selections(both.page, inject("thorough") ? 60 : 12))).toEqual([]);
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
        cell("nps", "at_touchpoints", "by: touchpoint") +
        cell("dwb", "again_at_touchpoints", "by: touchpoint\nperiod: year") +
        cell("drivers", "satisfied", "measure: csat\nby: plan\nperiod: half") +
        cell("voice", "words") +
        cell("voice", "words_by", "by: plan\nperiod: half") +
        cell("referral", "friends") +
        cell("referral", "friends_by", "by: region") +
        cell("claims", "rules", "discount: 8%")
    );
  }, 240_000);
  afterAll(() => both?.close());

  it("gives in selections at random what the database makes of the selected customers alone", async () => {
    // Pairs, ranks and cut-offs are those of all customers, so that the tables themselves are never narrowed.
    expect(
      await compare(both, [{values: {}, joined: null}, ...selections(both.page, inject("thorough") ? 200 : 12)], 0)
    ).toEqual([]);
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
    for (const selection of selections(both.page, inject("thorough") ? 60 : 10))
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

  it("gives in selections at random what the database makes of the selected customers alone", async () => {
    expect(await compare(both, selections(both.page, inject("thorough") ? 200 : 20), 0)).toEqual([]);
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

it("queryWith replaces a value under its name in any spelling, and leaves the others", () => {
  const name = "売上.points";
  const once = queryWith("?plan=Gold", {[name]: "3"});
  expect(once).toBe("?plan=Gold&%E5%A3%B2%E4%B8%8A.points=3");
  expect(queryWith(once, {[name]: "4"})).toBe("?plan=Gold&%E5%A3%B2%E4%B8%8A.points=4");
  expect(queryWith("?売上.points=1&plan=Gold", {[name]: null})).toBe("?plan=Gold");
  expect(queryWith("?lever.points=2", {"lever.points": null, "lever.base": null})).toBe("");
});
