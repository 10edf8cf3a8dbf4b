import {afterAll, describe, expect, it} from "vitest";
import {csat} from "../../src/metrics/csat.ts";
import {kpi} from "../../src/metrics/kpi.ts";
import {lifecycle} from "../../src/metrics/lifecycle.ts";
import type {Facts, Metric, Months, Result} from "../../src/metrics/metric.ts";
import {nps} from "../../src/metrics/nps.ts";
import {periodOf} from "../../src/metrics/period.ts";
import {retention} from "../../src/metrics/retention.ts";
import {retentionRate} from "../../src/metrics/retention-rate.ts";
import {isInWindow} from "../../src/metrics/window.ts";
import {rowsOf} from "./measure.ts";
import {day, openShop} from "./shop.ts";
import type {Shop} from "./shop.ts";

const open: Shop[] = [];
afterAll(() => Promise.all(open.map((shop) => shop.close())));

/** A month of 2025, counted since 1970-01: January is (2025 − 1970) × 12 = 660. */
const month = (n: number): number => 659 + n;
const months = (from: number, to: number): Months => [month(from), month(to)];

// a: January 10, February 20, March 40; b: February 30, and a refund of 5 in March; c: April 50.
const ORDERS =
  "('a', '2025-01-10', 10), ('a', '2025-02-10', 20), ('b', '2025-02-15', 30), ('a', '2025-03-05', 40), ('b', '2025-03-20', -5), ('c', '2025-04-02', 50)";
// a: 10 in January, then 3 and later 0 in March; b: 8 in February; c was asked in February and said nothing.
const SURVEYS = {
  columns: "nps, csat",
  rows: "('a', '2025-01-05', 10, 5), ('b', '2025-02-05', 8, 4), ('c', '2025-02-07', null, null), ('a', '2025-03-01', 3, 1), ('a', '2025-03-09', 0, 1)"
};

async function shop(asOf = "2025-04-30"): Promise<Shop> {
  const one = await openShop(asOf, {orders: ORDERS, surveys: SURVEYS});
  open.push(one);
  return one;
}

describe("isInWindow", () => {
  const facts = (window: Months | undefined, asOf = "2025-12-31"): Facts =>
    ({
      asOf: new Date(asOf),
      calendar: {weekStart: "monday", fiscalYearStart: 4},
      ...(window ? {window} : {})
    }) as Facts;
  const at = (date: string, period: Parameters<typeof periodOf>[1], one: Facts): boolean =>
    isInWindow(periodOf(new Date(date), period, one.calendar), period, one);

  it("a period counts if all of it lies in the window; without a window every one does", () => {
    const window = facts(months(2, 6));
    expect(["2025-01-31", "2025-02-01", "2025-06-30", "2025-07-01"].map((date) => at(date, "month", window))).toEqual([false, true, true, false]); // prettier-ignore
    // The first quarter begins in January; the second one is April to June.
    expect(["2025-02-01", "2025-05-01"].map((date) => at(date, "quarter", window))).toEqual([false, true]);
    // The week of Monday 27 January has five days of January, that of 30 June six of July.
    expect(["2025-02-01", "2025-02-03", "2025-06-30"].map((date) => at(date, "week", window))).toEqual([false, true, false]); // prettier-ignore
    expect(at("1999-01-01", "year", facts(undefined))).toBe(true);
  });

  it("of a period that is not over, what the as-of date has reached counts", () => {
    // 2025 runs to December, the data to 15 May: a window from January to May holds all that there is of it.
    expect(at("2025-05-01", "year", facts(months(1, 5), "2025-05-15"))).toBe(true);
    expect(at("2025-05-01", "year", facts(months(1, 4), "2025-05-15"))).toBe(false);
  });
});

describe("kpi in a reporting window", () => {
  const SHOW = {show: ["new_customers", "orders", "revenue", "average_order_value", "customers", "nps", "answers"]};
  const figures = async (window: Months, options: object = {}, asOf?: string): Promise<Result> =>
    (await shop(asOf)).compute(kpi as unknown as Metric<never>, {...SHOW, ...options}, {window});
  const row = (result: Result, name: string) => rowsOf(result.table).find((one) => one["name"] === name)!;

  it.each([{}, {period: "month"}, {period: "quarter"}])("adds up the flows of its months, with %o", async (options) => {
    // February and March: b is new; a, b and a ordered; 20 + 30 + 40 − 5 = 85.
    const result = await figures(months(2, 3), options);
    expect(row(result, "new_customers")["value"]).toBe(1);
    expect(row(result, "orders")["value"]).toBe(3);
    expect(row(result, "revenue")["value"]).toBe(85);
    expect(row(result, "average_order_value")["value"]).toBeCloseTo(85 / 3, 12);
    expect(row(result, "customers")["value"]).toBe(3);
    expect(result.notes).toContain("kpi-window-states");
  });

  it("compares with as many months before, if they are known, and with nothing where the last month is open", async () => {
    // March and April: a and c ordered, 40 − 5 + 50 = 85; January and February: three orders, 60.
    const spring = await figures(months(3, 4));
    expect(row(spring, "orders")).toMatchObject({value: 2, previous: 3});
    expect(row(spring, "orders")["change"]).toBeCloseTo(2 / 3 - 1, 12);
    expect(row(spring, "revenue")).toMatchObject({value: 85, previous: 60});
    expect(["at", "until", "previous_at", "previous_until"].map((name) => day(row(spring, "orders")[name]))).toEqual(["2025-03-01", "2025-04-01", "2025-01-01", "2025-02-01"]); // prettier-ignore
    // December 2024 is before the first order.
    expect(row(await figures(months(2, 3)), "orders")["previous"]).toBeNull();
    const early = await figures(months(3, 4), {}, "2025-04-15");
    expect(row(early, "orders")).toMatchObject({value: 2, previous: null});
    expect(early.notes).toContain("kpi-window-open");
  });

  it("counts of each customer the latest answer in it", async () => {
    // January to March: a (0) and b; January and February: a (10) and b.
    expect(row(await figures(months(1, 3)), "answers")["value"]).toBe(2);
    expect(row(await figures(months(3, 4)), "answers")).toMatchObject({value: 1, previous: 2});
  });

  it("has the points of its months in the spark lines, and none outside", async () => {
    const {tables} = await figures(months(2, 3), {period: "month"});
    const points = rowsOf(tables!["series"]!).filter(({name}) => name === "orders");
    expect(points.map(({period, value}) => [day(period), value])).toEqual([["2025-02-01", 2], ["2025-03-01", 1]]); // prettier-ignore
  });
});

describe("series in a reporting window", () => {
  const whole = ({table}: Result) => rowsOf(table).find(({period, group}) => period === null && group === null);
  const periods = ({table}: Result) => rowsOf(table).flatMap(({period}) => (period === null ? [] : [day(period)]));
  const score = async (window: Months | undefined, options = {}): Promise<Result> =>
    (await shop()).compute(nps, options, window ? {window} : {});

  it("nps: the whole is the latest answer of each customer in the window, the trend its periods", async () => {
    const result = await score(months(1, 2));
    expect(whole(result)).toMatchObject({answers: 2, promoters: 1, passives: 1, detractors: 0});
    expect(periods(result)).toEqual(["2025-01-01", "2025-02-01"]);
    // From February on a's latest is 0; of the whole history too.
    expect(whole(await score(months(2, 3)))).toMatchObject({answers: 2, promoters: 0, passives: 1, detractors: 1});
    expect(whole(await score(undefined))).toMatchObject({answers: 2, promoters: 0, passives: 1, detractors: 1});
    expect(whole(await score(months(1, 3), {answers: "all"}))).toMatchObject({answers: 4, promoters: 1, detractors: 2});
    expect(rowsOf((await score(months(4, 4))).table)).toEqual([]);
  });

  it("nps: the response rate is of the window's invitations", async () => {
    // In February b answered and c did not; in January everybody who was asked answered, so that nothing is known of the others.
    expect((await score(months(2, 2))).summary).toMatchObject({invitations: 2, response_rate: 0.5});
    expect((await score(months(1, 1))).summary).toMatchObject({invitations: null, response_rate: null});
  });

  it("csat: likewise", async () => {
    const result = await (await shop()).compute(csat, {}, {window: months(1, 2)});
    expect(whole(result)).toMatchObject({answers: 2, positive: 2});
    expect(periods(result)).toEqual(["2025-01-01", "2025-02-01"]);
  });

  it("retention-rate: the pooled row adds up the periods of the window", async () => {
    // Active in the month before: January a (kept in February), February a and b (a kept in March), March a (not kept in April).
    const rate = async (window?: Months): Promise<Result> =>
      (await shop()).compute(retentionRate, {active: "period"}, window ? {window} : {});
    expect(whole(await rate())).toMatchObject({start: 1 + 2 + 1});
    const spring = await rate(months(3, 4));
    expect(whole(spring)).toMatchObject({start: 2 + 1});
    expect(periods(spring)).toEqual(["2025-03-01", "2025-04-01"]);
    const none = await rate([1, 2]);
    expect([rowsOf(none.table), none.finding]).toEqual([[], null]);
    expect(none.notes).toContain("window-empty");
  });

  it("lifecycle: phases at the ends of its periods, flows between its last two", async () => {
    const phases = async (window: Months): Promise<Result> => (await shop()).compute(lifecycle as unknown as Metric<never>, {}, {window}); // prettier-ignore
    const result = await phases(months(2, 3));
    expect(new Set(periods(result))).toEqual(new Set(["2025-02-01", "2025-03-01"]));
    // At the end of March a and b are customers, c is not yet.
    expect(result.n).toBe(2);
    expect((await phases([1, 2])).notes).toContain("window-empty");
  });

  it("a metric that declares nothing is not told of a window", () => {
    expect(retention.window).toBeUndefined();
    expect([kpi, nps, csat, retentionRate, lifecycle].map(({window}) => window?.shows)).toEqual(["additive", "series", "series", "series", "series"]); // prettier-ignore
  });
});
