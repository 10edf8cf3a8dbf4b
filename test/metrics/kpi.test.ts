import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {kpi} from "../../src/metrics/kpi.ts";
import {judgedKpis} from "../../src/metrics/kpi-verdicts.ts";
import type {Result} from "../../src/metrics/metric.ts";
import {day, openShop} from "./shop.ts";
import type {Shop} from "./shop.ts";

// As of 2025-04-15: the last closed month is March 2025, the one before February 2025, a year before March 2024. Margin is half the revenue.
const KS = Array.from({length: 11}, (_, i) => `k${i + 1}`);
const ORDERS = [
  "('old', '2023-10-03', 10)",
  ...KS.map((k) => `('${k}', '2023-12-01', 20)`),
  "('m', '2024-03-31', 100), ('m', '2024-09-27', 30)",
  ...KS.slice(0, 9).map((k) => `('${k}', '2024-12-31', 30)`),
  "('n1', '2025-02-01', 50), ('k1', '2025-02-10', -5), ('r', '2025-02-11', -2)",
  "('n2', '2025-03-01', 40), ('n3', '2025-03-05', 0), ('n4', '2025-03-20', -1), ('n1', '2025-03-31 23:00', 10)",
  "('n4', '2025-04-15', 70)"
].join();

let shop: Shop;
beforeAll(async () => void (shop = await openShop("2025-04-15", {orders: ORDERS})), 60_000);
afterAll(() => shop.close());

interface Row {
  readonly name: string;
  readonly value: number | null;
  readonly previous: number | null;
  readonly within_noise: boolean | null;
  readonly change: number | null;
  readonly last_year: number | null;
  readonly target: number | null;
  readonly n: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly time: string;
  readonly at: Date | null;
  readonly previous_at: Date | null;
}

const rows = ({table}: Result) => table.objects() as Row[];

/** The only figure of a kpi cell. */
async function figure(name: string, options: object = {period: "month"}, of: Shop = shop): Promise<Row> {
  return rows(await of.compute(kpi, {show: [name], ...options}))[0]!;
}

/** Value, previous, change, a year before. */
async function four(name: string): Promise<(number | null)[]> {
  const {value, previous, change, last_year} = await figure(name);
  return [value, previous, change, last_year];
}

describe("flows are those of the last closed period", () => {
  it("orders: March 3 (refunds are none), February 1, March 2024 1", async () => {
    expect(await four("orders")).toEqual([3, 1, 2, 1]);
  });
  it("new_customers: n2 and n3, before them n1, a year before m", async () => {
    expect(await four("new_customers")).toEqual([2, 1, 1, 1]);
  });
  it("revenue: 40 + 0 − 1 + 10, before 50 − 5 − 2; refunds without an order before them count", async () => {
    expect(await four("revenue")).toEqual([49, 43, 49 / 43 - 1, 100]);
  });
  it("margin", async () => {
    expect(await four("margin")).toEqual([24.5, 21.5, 24.5 / 21.5 - 1, 50]);
  });
  it("average_order_value is the ratio of the sums", async () => {
    expect(await four("average_order_value")).toEqual([49 / 3, 43, 49 / 3 / 43 - 1, 100]);
  });
  it("at is the period's first day", async () => {
    const {time, at, previous_at} = await figure("orders");
    expect([time, day(at), day(previous_at)]).toEqual(["flow", "2025-03-01", "2025-02-01"]);
  });
  it("of whole years: 2024 has m's 2 and the 9 of 31 December, 2023 old's 1 and 11", async () => {
    const {value, previous, last_year, change} = await figure("orders", {period: "year"});
    expect([value, previous, last_year, change]).toEqual([11, 12, 12, 11 / 12 - 1]);
  });
  it("without a period are of the whole history, and compared with nothing", async () => {
    // 1 + 11 + 2 + 9 + 1 + 3 + 1 orders.
    expect(await figure("orders", {})).toMatchObject({
      value: 28,
      previous: null,
      change: null,
      last_year: null,
      at: null,
      previous_at: null
    });
    // 10 + 220 + 130 + 270 + 43 + 49 + 70
    expect((await figure("revenue", {})).value).toBe(792);
  });
  it("before the log are unknown, not zero; a gap in it is zero", async () => {
    const young = await openShop("2025-04-30", {orders: "('a', '2025-02-10', 1), ('a', '2025-04-02', 1)"});
    expect(await figure("orders", {period: "month"}, young)).toMatchObject({
      value: 1,
      previous: 0,
      change: null,
      last_year: null
    });
    expect(await figure("average_order_value", {period: "month"}, young)).toMatchObject({value: 1, previous: null});
    expect(await figure("orders", {period: "quarter"}, young)).toMatchObject({
      value: 1,
      previous: null,
      previous_at: null
    });
    await young.close();
  });
});

describe("states are those of the as-of date, and of the day one period earlier", () => {
  it("customers: 18 with r, who has no order; 16 on 15 March; 13 on 15 April 2024", async () => {
    // old, eleven k, m, n1 to n4, r. By 15 March n4 and r are not known.
    expect(await four("customers")).toEqual([18, 16, 18 / 16 - 1, 13]);
    const {time, at, previous_at} = await figure("customers");
    expect([time, day(at), day(previous_at)]).toEqual(["state", "2025-04-15", "2025-03-15"]);
  });
  it("active_customers: an order in the last 90 days", async () => {
    // Since 16 January: n1 to n4. On 15 March, since 16 December: nine k, n1, n2, n3. On 15 April 2024, since 17 January: m.
    expect(await four("active_customers")).toEqual([4, 12, 4 / 12 - 1, 1]);
  });
  it("repeat_rate: two orders or more, of those with one", async () => {
    // m, nine k and n1 of 17; before n1's second order 10 of 16; a year before 0 of 13.
    expect(await four("repeat_rate")).toEqual([11 / 17, 10 / 16, 11 / 17 - 10 / 16, 0]);
  });
  it("repeat_rate has the censoring-safe rate beside it", async () => {
    // 13 first orders by 17 October 2024, 180 days ago: m's second came after 180 days, the k's after 396.
    expect((await shop.compute(kpi, {show: ["repeat_rate"]})).summary).toEqual({
      second_order_180_days: 1 / 13,
      second_order_180_days_n: 13
    });
    expect((await shop.compute(kpi, {show: ["orders"]})).summary).toBeUndefined();
  });
  it("orders_per_year: 28 orders in 6,627 customer-days", async () => {
    // First order to 15 April 2025, both counted: old 561, each k 502, m 381, n1 74, n2 46, n3 42, n4 1.
    expect((await figure("orders_per_year")).value).toBeCloseTo(
      (28 * 365.25) / (561 + 11 * 502 + 381 + 74 + 46 + 42 + 1),
      12
    );
  });
  it("ltv: margin up to age 12, each age over the cohorts that have completed it", async () => {
    // Age 0: 5 + 110 + 50 + 25 + 20 of 16; age 1: n1's 5 of 14; age 6: m's 15 of 13; age 12: 135 of 13. n4's refund came before her first order.
    const {value, previous, last_year} = await figure("ltv");
    expect(value).toBeCloseTo(210 / 16 + 5 / 14 + 15 / 13 + 135 / 13, 12);
    // To February: without March's cohort, n1 at age 1, and March 2024's cohort at age 12.
    expect(previous).toBeCloseTo(190 / 14 + 15 / 13 + 135 / 12, 12);
    expect(last_year).toBeNull();
  });
  it("without a period are compared with the year before", async () => {
    const {previous, last_year, previous_at} = await figure("active_customers", {});
    expect([previous, last_year, day(previous_at)]).toEqual([1, 1, "2024-04-15"]);
  });
});

describe("crr is the retained share over the last closed year", () => {
  it("9 of the 12 active at the end of 2023 were at the end of 2024; churn is the rest", async () => {
    const [crr, churn] = [await figure("crr"), await figure("churn")];
    expect([crr.value, crr.n, churn.value, churn.n]).toEqual([9 / 12, 12, 3 / 12, 12]);
    expect(crr.low! + churn.high!).toBeCloseTo(1, 12);
    expect([crr.time, day(crr.at), day(crr.previous_at), crr.previous]).toEqual(["year", "2024-01-01", null, null]);
  });
  it("is blank while the log is younger than 90 days at the year's start", async () => {
    // 3 October to 31 December 2023 are 90 days.
    const late = await openShop("2025-04-15", {orders: ORDERS.replace("2023-10-03", "2023-10-04")});
    expect(await figure("crr", {}, late)).toMatchObject({value: null, n: null});
    await late.close();
  });
});

it("fewer than 10 customers have a number, no rate", async () => {
  const nine = Array.from({length: 9}, (_, i) => `('c${i}', '2025-01-01', 1)`);
  const few = await openShop("2025-04-15", {orders: nine.join()});
  expect(await figure("repeat_rate", {}, few)).toMatchObject({value: null, n: 9, low: null, high: null});
  await few.close();
  const ten = await openShop("2025-04-15", {orders: [...nine, "('c9', '2025-01-01', 1)"].join()});
  // Wilson, 0 of 10: z² / (10 + z²) = 3.841459 / 13.841459.
  expect(await figure("repeat_rate", {}, ten)).toMatchObject({
    value: 0,
    n: 10,
    low: 0,
    high: expect.closeTo(0.2775328, 6)
  });
  await ten.close();
});

describe("targets, notes and the finding", () => {
  const targets = new Map([
    ["orders", 3],
    ["churn", 0.2],
    ["repeat_rate", 0.9]
  ]);
  it("targets stand beside the figures they are named for", async () => {
    const result = await shop.compute(kpi, {show: ["orders", "churn", "revenue"], period: "month"}, {targets});
    expect(rows(result).map(({target}) => target)).toEqual([3, 0.2, null]);
  });
  it("the finding counts what was tested against its noise, and targets reached", async () => {
    const result = await shop.compute(
      kpi,
      {show: ["orders", "active_customers", "repeat_rate", "churn", "crr"], period: "month"},
      {targets}
    );
    // Sums are not tested here, the repeat rate moved within its noise, churn has nothing before. Reached: orders; not churn (0.25), not the repeat rate.
    expect(result.finding).toEqual({
      key: "kpi",
      values: {improved: 0, worsened: 0, unchanged: 1, targets: 3, reached: 1}
    });
    expect((await shop.compute(kpi, {show: ["orders"]})).finding).toBeNull();
  });
  it("a test made elsewhere is heard: of orders that rose and new customers that fell beyond the noise", async () => {
    const show = ["orders", "new_customers", "active_customers", "repeat_rate"];
    const alone = await shop.compute(kpi, {show, period: "month"});
    expect(rows(alone).map(({within_noise: noise}) => noise)).toEqual([null, null, null, true]);
    const moved = new Map([["orders", true], ["new_customers", false]]); // prettier-ignore
    const judged = judgedKpis(alone, moved);
    expect(rows(judged).map(({within_noise: noise}) => noise)).toEqual([false, true, null, true]);
    expect(judged.finding!.values).toMatchObject({improved: 1, worsened: 0, unchanged: 2});
    expect(judgedKpis(alone, new Map([["nps", true]]))).toBe(alone);
  });
  it("revenue that stands for margin is noted", async () => {
    const facts = {marginIs: "revenue"} as const;
    expect((await shop.compute(kpi, {show: ["ltv"]}, facts)).notes).toEqual(["revenue-for-margin"]);
    expect((await shop.compute(kpi, {show: ["orders"]}, facts)).notes).toEqual([]);
    expect((await shop.compute(kpi, {show: ["margin"]})).notes).toEqual([]);
  });
});

it("the series has every closed month since the first order, at most 24, a gap as zero", async () => {
  const {tables} = await shop.compute(kpi, {show: ["orders", "customers", "average_order_value"]});
  const found = tables!["series"]!.objects() as {name: string; period: Date; value: number | null}[];
  const of = (name: string) => found.filter((row) => row.name === name);
  expect(of("orders").map(({value}) => value)).toEqual([1, 0, 11, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 9, 0, 1, 3]);
  expect([day(of("orders")[0]!.period), day(of("orders").at(-1)!.period)]).toEqual(["2023-10-01", "2025-03-01"]);
  expect(
    of("average_order_value")
      .slice(0, 3)
      .map(({value}) => value)
  ).toEqual([10, null, 20]);
  expect(of("customers")).toEqual([]);
  const weeks = await shop.compute(kpi, {show: ["orders"], period: "week"});
  expect(weeks.tables!["series"]!.numRows()).toBe(24);
});

describe("surveys", () => {
  // March: p1 to p6 promote, p7 to p9 are passive, p10 to p12 detract. p1 first said 0, p2 said 9 and 2 at one moment. Deliveries were scored 0.
  const nps = [10, 9, 10, 9, 10, 9, 8, 7, 8, 6, 0, 3];
  const ROWS = [
    "('p1', '2025-03-01', 0, null, null, null), ('p2', '2025-03-20', 2, null, null, null)",
    ...nps.map((score, i) => `('p${i + 1}', '2025-03-20', ${score}, null, ${i < 3 ? 5 : i < 10 ? 4 : "null"}, null)`),
    // Satisfaction is asked after deliveries alone: 6 of 10 say 4.
    ...Array.from({length: 10}, (_, i) => `('p${i + 3}', '2025-03-25', 0, ${i < 6 ? 4 : 3}, null, 'delivery')`),
    // February: nine answers.
    ...Array.from({length: 9}, (_, i) => `('p${i + 1}', '2025-02-01', 10, null, null, null)`),
    // March 2024: ten promoters.
    ...Array.from({length: 10}, (_, i) => `('p${i + 1}', '2024-03-01', 10, null, null, null)`)
  ];
  let surveyed: Shop;
  const options = {columns: "nps, csat, dwb, touchpoint", rows: ROWS.join()};
  beforeAll(
    async () =>
      void (surveyed = await openShop("2025-03-31", {
        customers: "('p1', null, 'x'), ('p2', null, 'x')",
        surveys: options
      })),
    60_000
  );
  afterAll(() => surveyed.close());

  it("nps: (6 − 3) / 12 of the latest relational answers, with its adjusted-Wald interval", async () => {
    const row = await figure("nps", {period: "month"}, surveyed);
    // Nine answers in February are too few for a score; in March 2024 all promoted.
    expect(row).toMatchObject({value: 25, n: 12, previous: null, change: null, last_year: 100});
    // With ¾, 1½ and ¾ added: mean 3/15, variance 10.5/15 − 0.04 = 0.66, half 1.959964 × 100 √(0.66/15) = 41.1126.
    expect(row.low).toBeCloseTo(20 - 41.1126, 3);
    expect(row.high).toBeCloseTo(20 + 41.1126, 3);
  });
  it("csat: 6 of 10, from the transactional answers where there are no others", async () => {
    expect(await figure("csat", {period: "month"}, surveyed)).toMatchObject({value: 0.6, n: 10, previous: null});
  });
  it("dwb: 3 of 10 would definitely", async () => {
    expect(await figure("dwb", {period: "month"}, surveyed)).toMatchObject({value: 0.3, n: 10});
  });
  it("answers: customers that answered the question answered most", async () => {
    expect(await figure("answers", {period: "month"}, surveyed)).toMatchObject({
      value: 12,
      previous: 9,
      change: 12 / 9 - 1,
      last_year: 10
    });
  });
  it("without a period: the latest answer of each customer", async () => {
    expect(await figure("nps", {}, surveyed)).toMatchObject({value: 25, n: 12, previous: null});
  });
  it("before the first answer are unknown, in a gap none", async () => {
    const asOf = (date: string) =>
      surveyed.compute(kpi, {show: ["answers", "nps"], period: "month"}, {asOf: new Date(date)});
    expect(rows(await asOf("2024-03-31")).map(({value, previous}) => [value, previous])).toEqual([
      [10, null],
      [100, null]
    ]);
    expect(rows(await asOf("2024-04-30")).map(({value, previous}) => [value, previous])).toEqual([
      [0, 10],
      [null, 100]
    ]);
  });
  it("the series begins with the first answer", async () => {
    const {tables} = await surveyed.compute(kpi, {show: ["answers"]});
    expect(tables!["series"]!.array("value")).toEqual([10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 12]);
  });
});

describe("a workspace with less", () => {
  it("without orders has its customers, and nothing to compare them with", async () => {
    const small = await openShop("2025-03-31", {customers: "('a', '2025-01-01', 'x'), ('b', null, 'x')"});
    const result = await small.compute(kpi, {show: ["customers"], period: "month"});
    expect(rows(result)[0]).toMatchObject({value: 2, previous: null, change: null});
    expect([result.n, result.tables!["series"]!.numRows(), result.finding]).toEqual([2, 0, null]);
    await small.close();
  });
  it("with empty orders has no figures, and no zeros in their place", async () => {
    const empty = await openShop("2025-03-31", {orders: "", customers: "('a', null, 'x')"});
    const show = ["customers", "orders", "revenue", "active_customers", "repeat_rate", "orders_per_year", "crr", "ltv"];
    expect(rows(await empty.compute(kpi, {show, period: "month"})).map(({value}) => value)).toEqual([
      1,
      null,
      null,
      null,
      null,
      null,
      null,
      null
    ]);
    await empty.close();
  });
  it("with surveys that hold no score has no answers", async () => {
    const surveys = {columns: "effort", rows: "('a', '2025-03-01', 7)"};
    const vague = await openShop("2025-03-31", {customers: "('a', null, 'x')", surveys});
    expect(await figure("answers", {period: "month"}, vague)).toMatchObject({value: null, previous: null});
    await vague.close();
  });
});

it("columns are those of the contract, in its order", async () => {
  const {table, units} = await shop.compute(kpi, {show: ["orders"]});
  expect(table.columnNames().slice(0, 6)).toEqual(["name", "value", "previous", "change", "target", "unit"]);
  expect(table.columnNames().filter((name) => !(name in units))).toEqual([]);
});
