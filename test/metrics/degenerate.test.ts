import {describe, expect, it} from "vitest";
import {createFormat} from "../../src/charts/format.ts";
import type {MetricOptions, Result} from "../../src/metrics/metric.ts";
import {METRICS} from "../../src/metrics/registry.ts";
import {METRIC_CHARTS} from "../../src/site/metric-charts.ts";
import {metricFigure} from "../../src/site/metric-figure.ts";
import {words} from "../../src/site/words/languages.ts";
import {DOCUMENT} from "../../src/site/svg.ts";
import {seededRandom} from "../../src/models/random.ts";
import {openContracts} from "./contracts.ts";
import type {ContractRow} from "./contracts.ts";
import {measure, openShop, rowsOf} from "./measure.ts";
import type {OrderRow, Shop, ShopData} from "./measure.ts";

/** Every cell over orders, and its options. */
const CELLS: readonly (readonly [kind: string, options: Readonly<Record<string, unknown>>])[] = [
  ["retention", {by: "plan"}],
  ["retention", {kind: "revenue"}],
  ["retention-rate", {by: "plan"}],
  ["retention-rate", {active: "period", period: "quarter"}],
  ["churn", {after: "30 days", by: "plan"}],
  ["repeat", {by: "plan"}],
  ["ltv", {method: "cohort", by: "plan"}],
  ["ltv", {method: "formula", by: "plan"}],
  ["ltv", {method: "predictive", by: "plan"}],
  ["ltv", {method: "predictive", model: "paretonbd"}],
  ["payback", {channel: "plan"}],
  ["forecast", {by: "plan", holdout: 3}],
  ["at-risk", {by: "plan"}],
  ["lifecycle", {}],
  ["concentration", {by: "plan"}],
  ["rfm", {}],
  ["rfm", {ties: "ntile"}],
  ["what-if", {by: "plan"}],
  [
    "kpi",
    {
      show: ["customers", "orders", "margin", "average_order_value", "orders_per_year", "repeat_rate", "crr", "churn"],
      period: "month"
    }
  ],
  ["kpi", {show: ["ltv", "payback", "revenue", "new_customers", "active_customers"]}]
];

const days = (n: number, from = "2024-01-05"): string[] =>
  Array.from({length: n}, (_, i) => new Date(Date.parse(from) + i * 86_400_000).toISOString().slice(0, 10));
const of = (n: number, orders: (customer: string, i: number) => readonly OrderRow[]): OrderRow[] =>
  Array.from({length: n}, (_, i) => orders(`c${String(i).padStart(3, "0")}`, i)).flat();
const random = seededRandom(7);
/** Sixty customers over a year and a half; those with more orders spend more on each. */
const correlated = of(60, (customer, i) =>
  Array.from({length: 1 + (i % 8)}, (_, k): OrderRow => [
    customer,
    days(1, `2024-0${1 + (i % 6)}-1${i % 9}`)[0]!,
    10 * (1 + (i % 8)) + k
  ]).map(([name, at, amount], k): OrderRow => [
    name,
    new Date(Date.parse(at) + (k * 40 + random() * 20) * 86_400_000).toISOString().slice(0, 10),
    amount
  ])
);

const SHOPS: Readonly<Record<string, ShopData>> = {
  "no orders": {orders: [], asOf: "2025-06-30"},
  "no repeaters": {
    orders: of(40, (customer, i) => [[customer, days(40)[i]!, 10 + i]]),
    asOf: "2025-06-30"
  },
  "one customer": {
    orders: [
      ["a", "2024-01-05", 10],
      ["a", "2024-03-05", 12]
    ],
    asOf: "2025-06-30"
  },
  "one order": {orders: [["a", "2025-06-30", 10]], asOf: "2025-06-30"},
  "one day of data": {
    orders: of(30, (customer, i) => [
      [customer, "2025-06-30", 10 + i],
      [customer, "2025-06-30", 5]
    ]),
    asOf: "2025-06-30"
  },
  "all churned": {
    orders: of(40, (customer, i) => [
      [customer, days(40, "2020-01-05")[i]!, 10],
      [customer, days(40, "2020-02-05")[i]!, 10]
    ]),
    asOf: "2025-06-30"
  },
  "none churned": {
    orders: of(30, (customer) =>
      Array.from({length: 18}, (_, k): OrderRow => [
        customer,
        new Date(Date.UTC(2024, k, 10)).toISOString().slice(0, 10),
        10
      ])
    ),
    asOf: "2025-06-30"
  },
  "negative margins": {
    orders: correlated.map(([customer, at, amount]): OrderRow => [customer, at, amount, -amount / 2]),
    asOf: "2025-12-31"
  },
  "nothing but zeros": {
    orders: correlated.map(([customer, at]): OrderRow => [customer, at, 0, 0]),
    asOf: "2025-12-31"
  },
  "refunds before, after and beyond what was bought": {
    orders: [
      ...correlated,
      ...correlated
        .filter((_, i) => i % 3 === 0)
        .map(([customer], i): OrderRow => [customer, days(99, "2025-01-01")[i]!, -5000]),
      ["early", "2023-01-01", -10],
      ["early", "2024-01-01", 10],
      ["only", "2024-01-01", -10]
    ],
    asOf: "2025-12-31"
  },
  "only refunds": {orders: of(20, (customer) => [[customer, "2025-01-01", -10]]), asOf: "2025-06-30"},
  "amounts of a thousand million": {
    orders: correlated.map(([customer, at, amount]): OrderRow => [customer, at, amount * 1e9, amount * 1e8]),
    asOf: "2025-12-31",
    digits: 0
  },
  "spend that goes with frequency": {orders: correlated, asOf: "2025-12-31"},
  "a log that ends long before the as-of date": {orders: correlated, asOf: "2035-12-31"}
};

function shopOf(data: ShopData): Promise<Shop> {
  const names = [...new Set(data.orders.map(([customer]) => customer))];
  return openShop({
    ...data,
    groups: Object.fromEntries(names.map((name, i) => [name, ["A", "B", "(other)", "(none)"][i % 4]!])),
    spend: [
      ["2024-01-01", "A", 100],
      ["2024-03-01", "B", 1000, "retention"],
      ["2025-06-01", null, 0]
    ],
    targets: new Map([["repeat_rate", 0.4]])
  });
}

/** All numbers of a result, by where they stand. */
function numbersOf({finding, model, summary = {}, table, tables = {}}: Result): [string, unknown][] {
  const inTable = (name: string, of: Result["table"]) =>
    rowsOf(of).flatMap((row, i) =>
      Object.entries(row).map(([column, value]): [string, unknown] => [`${name}[${i}].${column}`, value])
    );
  return [
    ...inTable("table", table),
    ...Object.entries(tables).flatMap(([name, one]) => inTable(name, one)),
    ...Object.entries(summary),
    ...Object.entries(model?.parameters ?? {}),
    ...Object.entries(finding?.values ?? {})
  ];
}

const isBroken = (value: unknown) =>
  value === undefined || (typeof value === "number" && !Number.isFinite(value)) || String(value) === "Invalid Date";
const WRONG = /NaN|Infinity|∞|undefined|\[object|Invalid Date/;

/** What is wrong with a result, as it stands and as both languages show it. */
function flawsOf(kind: string, options: MetricOptions, result: Result): string[] {
  const flaws = numbersOf(result)
    .filter(([, value]) => isBroken(value))
    .map(([where, value]) => `${where} is ${String(value)}`);
  for (const lang of ["en", "ja"]) {
    const text = words(lang);
    const figure = metricFigure(
      {name: "x", metric: kind, options: {...options}, result, draw: METRIC_CHARTS.get(kind) ?? null},
      {document: DOCUMENT, format: createFormat({lang, currency: "JPY"}), words: text, asOf: "2025-06-30"}
    );
    const parts: Readonly<Record<string, string | null>> = {
      finding: figure.finding,
      note: figure.note,
      methods: figure.methods.join(),
      wide: figure.chart("wide")?.outerHTML ?? null,
      narrow: figure.chart("narrow")?.outerHTML ?? null,
      body: figure.body()?.outerHTML ?? null,
      table: figure.table()?.outerHTML ?? null
    };
    for (const [part, html] of Object.entries(parts)) {
      const found = html === null ? null : WRONG.exec(html);
      if (found) flaws.push(`${lang} ${part}: …${html!.slice(Math.max(0, found.index - 60), found.index + 20)}…`);
    }
    flaws.push(...result.notes.filter((key) => !text.notes[key]).map((key) => `${lang}: no words for note ${key}`));
  }
  return flaws;
}

/** Whether a reader is told something: a sentence, a note, or numbers. */
function says({finding, notes, table}: Result): boolean {
  return finding !== null || notes.length > 0 || table.numRows() > 0;
}

describe("data without much in it gives words, not NaN", () => {
  it.each(Object.entries(SHOPS))("%s", async (_, data) => {
    const shop = await shopOf(data);
    const flaws: string[] = [];
    for (const [kind, options] of CELLS) {
      const metric = METRICS.get(kind)!;
      const read = metric.schema.parse(options);
      const result = await measure(metric, shop, options);
      const found = flawsOf(kind, read, result);
      flaws.push(...found.slice(0, 4).map((flaw) => `${kind} ${JSON.stringify(options)}: ${flaw}`));
      if (data.orders.length > 0 && !says(result)) flaws.push(`${kind} ${JSON.stringify(options)}: says nothing`);
    }
    await shop.engine.close();
    expect(flaws).toEqual([]);
  });
});

const CONTRACTS: Readonly<Record<string, readonly ContractRow[]>> = {
  "no contracts": [],
  "one contract": [["a", "2025-01-10", null, "A", 10]],
  "contracts that nobody left": Array.from({length: 30}, (_, i): ContractRow => [`c${i}`, "2024-01-10", null, "A", 10]),
  "contracts that everybody left": Array.from({length: 30}, (_, i): ContractRow => [
    `c${i}`,
    "2024-01-10",
    days(30, "2024-03-01")[i]!,
    i % 2 ? "A" : "(none)",
    10
  ]),
  "contracts that all end in their first month": Array.from({length: 30}, (_, i): ContractRow => [
    `c${i}`,
    "2024-01-10",
    "2024-01-20",
    "A",
    10
  ]),
  "contracts without or with negative amounts": Array.from({length: 30}, (_, i): ContractRow => [
    `c${i}`,
    "2024-01-10",
    i % 3 ? null : "2024-09-09",
    "A",
    i % 2 ? null : -10
  ]),
  "contracts that begin after the as-of date": Array.from({length: 30}, (_, i): ContractRow => [
    `c${i}`,
    "2026-01-10",
    null,
    "A",
    10
  ])
};

describe("contracts likewise", () => {
  const cells = [
    ["retention-rate", {active: "contract", by: "plan"}],
    ["churn", {by: "plan"}],
    ["churn", {chart: "hazard"}],
    ["ltv", {method: "contract", amount: "fee", by: "plan"}],
    ["ltv", {method: "contract", amount: "fee", survival: "sbg", horizon: "60 months"}],
    ["ltv", {method: "contract", amount: "fee", survival: "bdw", horizon: "60 months", discount: "10%"}]
  ] as const;
  it.each(Object.entries(CONTRACTS))("%s", async (_, rows) => {
    const shop = await openContracts("2025-06-30", rows);
    const flaws: string[] = [];
    for (const [kind, options] of cells) {
      const metric = METRICS.get(kind)!;
      const result = await measure(metric, shop, options);
      flaws.push(
        ...flawsOf(kind, metric.schema.parse(options), result).map(
          (flaw) => `${kind} ${JSON.stringify(options)}: ${flaw}`
        )
      );
      if (!says(result)) flaws.push(`${kind} ${JSON.stringify(options)}: says nothing`);
    }
    await shop.engine.close();
    expect(flaws).toEqual([]);
  });
});
