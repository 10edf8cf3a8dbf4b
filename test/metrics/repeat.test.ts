import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {Result} from "../../src/metrics/metric.ts";
import {repeat} from "../../src/metrics/repeat.ts";
import {wilson} from "../../src/models/wilson.ts";
import {numberOf, readCsv, readJson} from "../models/reference.ts";
import {hasCdnow, measure, openCdnow, openShop, rowsOf} from "./measure.ts";
import type {OrderRow, Shop} from "./measure.ts";

// Twelve customers. c0–c7 first order on January 1, a year before the as-of date's December 31; c8–c11 on December 1, 30 days before it.
// c0 orders again after 20 and 60 days; c1 after 30; c2 after 31; c3 twice on one day; c8 after 10. Refunds are no orders. All orders of 10, c0's last of 40.
const ORDERS: OrderRow[] = [
  ...Array.from({length: 8}, (_, i): OrderRow => [`c${i}`, "2025-01-01", 10]),
  ...Array.from({length: 4}, (_, i): OrderRow => [`c${i + 8}`, "2025-12-01", 10]),
  ["c0", "2025-01-21", 10],
  ["c0", "2025-03-02", 40],
  ["c1", "2025-01-31", 10],
  ["c2", "2025-02-01", 10],
  ["c3", "2025-01-01 12:00", 10],
  ["c8", "2025-12-11", 10],
  ["c4", "2025-01-15", -5]
];
const AS_OF = "2025-12-31";

describe("repeat", () => {
  let result: Result;
  beforeAll(async () => {
    const shop = await openShop({orders: ORDERS, asOf: AS_OF});
    result = await measure(repeat, shop);
    await shop.engine.close();
  });

  it("rate, orders per customer-year, average order value and the median of gaps between order days", () => {
    expect(result.table.columnNames()).toEqual([
      "group",
      "customers",
      "repeaters",
      "rate",
      "low",
      "high",
      "orders_per_year",
      "average_order_value",
      "median_days_between"
    ]);
    const [all] = rowsOf(result.table);
    // 12 customers, 5 with two orders (c0, c1, c2, c3, c8); 18 orders worth 12 × 10 + 10 + 40 + 10 + 10 + 10 + 10 − 5 = 205.
    expect(all).toMatchObject({group: null, customers: 12, repeaters: 5, rate: 5 / 12, ...wilson(5, 12)});
    expect(all!["average_order_value"]).toBeCloseTo(205 / 18, 12);
    // Days since the first order, both ends counted: 8 × 365 + 4 × 31 = 3044.
    expect(all!["orders_per_year"]).toBeCloseTo(18 / (3044 / 365.25), 12);
    // Gaps 20, 40, 30, 31, 10 are five: fewer than ten, no median.
    expect(all!["median_days_between"]).toBeNull();
  });

  it("within days: only customers whose first order is that old, the day itself counted", () => {
    const within = rowsOf(result.tables!["within"]);
    // 30 days: all twelve; c0 (20), c1 (30), c3 (0), c8 (10). 60 days: the eight of January; c0, c1, c2 (31), c3.
    expect(within.map(({days, customers, repeaters}) => [days, customers, repeaters])).toEqual([
      [30, 12, 4],
      [60, 8, 4],
      [90, 8, 4],
      [180, 8, 4],
      [365, 0, 0]
    ]);
    expect(within[0]).toMatchObject({rate: 4 / 12, ...wilson(4, 12)});
    expect(within[1]).toMatchObject({rate: null, low: null});
  });

  it("ladder: from the nth order to the next within 180 days", () => {
    // First orders: 12, five go on; 8 are 180 days old, four climbed. Second orders: c0, c1, c2, c3, c8, one goes on (c0); four are 180 days old.
    expect(
      rowsOf(result.tables!["ladder"]).map(({step, customers, next, observed, climbed}) => [
        step,
        customers,
        next,
        observed,
        climbed
      ])
    ).toEqual([
      [1, 12, 5, 8, 4],
      [2, 5, 1, 4, 1],
      [3, 1, 0, 1, 0]
    ]);
  });

  it("time to the second order: Kaplan–Meier in days", () => {
    const second = rowsOf(result.tables!["second"]);
    const at = (day: number) => second.find(({age}) => age === day)!["survival"];
    // Day 0: c3 of 12. Day 10 (of 11): c8. Day 20 (of 10): c0. Day 30 (of 9, three censored after it): c1. Day 31 (of 5): c2.
    expect(at(0)).toBeCloseTo(11 / 12, 12);
    expect(at(30)).toBeCloseTo(8 / 12, 12);
    expect(at(60)).toBeCloseTo((8 / 12) * (4 / 5), 12);
  });

  it("nobody repeats, one customer, no orders", async () => {
    const of = async (orders: readonly OrderRow[]) => {
      const shop = await openShop({orders, asOf: AS_OF});
      const found = await measure(repeat, shop);
      await shop.engine.close();
      return found;
    };
    const none = await of(Array.from({length: 10}, (_, i): OrderRow => [`c${i}`, "2025-12-31", 1e9]));
    expect(rowsOf(none.table)[0]).toMatchObject({
      customers: 10,
      repeaters: 0,
      rate: 0,
      low: 0,
      average_order_value: 1e9,
      median_days_between: null
    });
    expect(none.notes).toEqual(["repeat-none"]);
    const one = await of([
      ["a", "2025-01-01", 10],
      ["a", "2025-02-01", 10]
    ]);
    expect(rowsOf(one.table)[0]).toMatchObject({customers: 1, repeaters: 1, rate: null, orders_per_year: null});
    expect([one.finding, one.notes]).toEqual([null, ["low-base"]]);
    const empty = await of([]);
    expect([empty.table.numRows(), empty.finding, empty.notes]).toEqual([0, null, ["no-orders"]]);
  });
});

describe.skipIf(!hasCdnow)("repeat of CDNOW agrees with the reference", () => {
  let shop: Shop;
  let result: Result;
  beforeAll(async () => {
    shop = await openCdnow();
    result = await measure(repeat, shop, {by: "first_basket"});
  });
  afterAll(() => shop.engine.close());

  it("repeat rate, average order value, median gap", () => {
    const [all] = rowsOf(result.table);
    const summary = readJson<{cdnow_master: {repeat_rate_orders_ge2: number; aov: number}}>(
      "reference/cohort_summary.json"
    ).cdnow_master;
    expect(all!["rate"]).toBeCloseTo(summary.repeat_rate_orders_ge2, 12);
    expect(all!["average_order_value"]).toBeCloseTo(summary.aov, 9);
    expect(all!["median_days_between"]).toBe(34);
  });

  it("days to the second order", () => {
    const second = rowsOf(result.tables!["second"]).filter((row) => row["group"] === null);
    let checked = 0;
    for (const row of readCsv("reference/km_cdnow_time_to_2nd.csv")) {
      const at = second.find(({age}) => age === numberOf(row, "time"));
      if (!at) continue;
      expect(at["survival"]).toBeCloseTo(numberOf(row, "S"), 8);
      expect(at["at_risk"]).toBe(numberOf(row, "at_risk"));
      checked += 1;
    }
    expect(checked).toBeGreaterThan(80);
    expect([30, 90, 365].map((day) => (second.find(({age}) => age === day)!["survival"] as number).toFixed(6))).toEqual(
      ["0.825414", "0.707807", "0.541366"]
    );
  });

  it("groups differ beyond the noise", () => {
    expect(result.finding!.values).toMatchObject({best: "40 and more", worst: "under 15", median: 34});
  });
});
