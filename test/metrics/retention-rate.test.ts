import {describe, expect, it} from "vitest";
import {retentionRate} from "../../src/metrics/retention-rate.ts";
import {wilson} from "../../src/models/wilson.ts";
import {numberOf, readCsv} from "../models/reference.ts";
import {openContracts} from "./contracts.ts";
import {hasCdnow, measure, openCdnow, openShop, rowsOf} from "./measure.ts";
import type {OrderRow, Shop} from "./measure.ts";

const many = (prefix: string, n: number, at: string, from = 0): OrderRow[] =>
  Array.from({length: n}, (_, i): OrderRow => [`${prefix}${i + from}`, at, 10]);

// c0–c9 order on January 15, c0–c7 again on February 10, n0–n3 for the first time on February 20.
// In March c0–c5 (20th), c8 (25th) and n0 (5th) order again, m0 (30th) and m1 (1st) for the first time; c9 only sends something back.
const ORDERS: OrderRow[] = [
  ...many("c", 10, "2025-01-15"),
  ...many("c", 8, "2025-02-10"),
  ...many("n", 4, "2025-02-20"),
  ...many("c", 6, "2025-03-20"),
  ["c8", "2025-03-25", 10],
  ["n0", "2025-03-05", 10],
  ["m0", "2025-03-30", 10],
  ["m1", "2025-03-01", 10],
  ["c9", "2025-03-20", -5]
];

async function rates(shop: Shop, options: object) {
  const result = await measure(retentionRate, shop, options as Record<string, unknown>);
  await shop.engine.close();
  const rows = rowsOf(result.table).map((row) => ({
    ...row,
    period: (row["period"] as Date | null)?.toISOString().slice(0, 10) ?? null
  }));
  return {result, rows: rows as (Record<string, unknown> & {period: string | null})[]};
}

describe("retention-rate with a window", () => {
  it("S, E, N and reactivated: active is an order in the 30 days before; N only who is still active at the end", async () => {
    const {rows, result} = await rates(await openShop({orders: ORDERS, asOf: "2025-04-15"}), {active: "30 days"});
    expect(result.table.columnNames()).toEqual([
      "group",
      "period",
      "start",
      "end",
      "new",
      "reactivated",
      "rate",
      "retained",
      "low",
      "high",
      "complete",
      "nrr",
      "grr"
    ]);
    // March 1: c0–c7 (Feb 10) and n0–n3 (Feb 20) = 12. April 1: c0–c5, c8, n0, m0 = 9; m1's order on March 1 is 31 days old. Stayed: c0–c5 and n0 = 7.
    expect(rows.find(({period}) => period === "2025-03-01")).toMatchObject({
      start: 12,
      end: 9,
      new: 1,
      reactivated: 1,
      rate: 8 / 12,
      retained: 7 / 12,
      ...wilson(7, 12),
      complete: true
    });
  });

  it("a log younger than the window has counts and no rate; a period that is not over is not pooled", async () => {
    const {rows, result} = await rates(await openShop({orders: ORDERS, asOf: "2025-04-15"}), {active: "30 days"});
    // February 1 minus 30 days is January 2, before the first order on January 15.
    expect(rows.find(({period}) => period === "2025-02-01")).toMatchObject({
      start: 10,
      end: 12,
      new: 4,
      reactivated: 0,
      rate: null,
      retained: null
    });
    // April: the base of 9 is too small for a rate, and it ends on the 15th: c0–c5 (Mar 20), c8 (25) and m0 (30) lie within 30 days of April 16.
    expect(rows.find(({period}) => period === "2025-04-01")).toMatchObject({
      start: 9,
      end: 8,
      new: 0,
      retained: null,
      complete: false
    });
    expect(rows[0]).toMatchObject({period: null, start: 12, end: 9, retained: 7 / 12});
    expect(result.summary).toMatchObject({periods: 1, target: null});
    expect(result.notes).toEqual([
      "crr-window",
      "crr-reactivated",
      "crr-young",
      "incomplete-not-drawn",
      "revenue-retention"
    ]);
    expect(result.finding!.values).toMatchObject({rate: 7 / 12, size: 12, periods: 1});
  });

  it("quarter and fiscal year, by hand", async () => {
    // One old customer in June 2022. k0–k9 order on 2023-03-20, k0–k3 on 2023-05-10, k0–k5 on 2024-03-25.
    const orders: OrderRow[] = [
      ["old", "2022-06-01", 5],
      ...many("k", 10, "2023-03-20"),
      ...many("k", 4, "2023-05-10"),
      ...many("k", 6, "2024-03-25")
    ];
    const quarter = await rates(await openShop({orders, asOf: "2024-03-31"}), {period: "quarter"});
    // April 1: ten within 90 days; July 1: k0–k3 (May 10).
    expect(quarter.rows.find(({period}) => period === "2023-04-01")).toMatchObject({
      start: 10,
      end: 4,
      new: 0,
      reactivated: 0,
      rate: 0.4,
      retained: 0.4
    });
    const year = await rates(await openShop({orders, asOf: "2024-03-31"}), {period: "fiscal-year"});
    // Fiscal years begin in April: of the ten of April 1, 2023, six are active on April 1, 2024.
    expect(year.rows.find(({period}) => period === "2023-04-01")).toMatchObject({
      start: 10,
      end: 6,
      retained: 0.6,
      complete: true
    });
  });

  it("groups come after everybody; target and benchmark only of periods as long", async () => {
    const shop = await openShop({
      orders: ORDERS,
      asOf: "2025-03-31",
      groups: Object.fromEntries(ORDERS.map(([customer]) => [customer, customer.startsWith("c") ? "old" : "new"])),
      targets: new Map([["crr", 0.8]])
    });
    const benchmarks = new Map([["crr", {value: 0.7, source: "a survey", period: "month" as const}]]);
    const {rows, result} = await rates({...shop, facts: {...shop.facts, benchmarks}}, {active: "30 days", by: "plan"});
    expect([...new Set(rows.map(({group}) => group))]).toEqual([null, "old", "new"]);
    const march = (group: string | null) => rows.find((row) => row.group === group && row.period === "2025-03-01");
    expect([march("old"), march("new")]).toMatchObject([
      {start: 8, end: 7, retained: null},
      {start: 4, end: 2, new: 1}
    ]);
    // The target is of a year, as targets of CRR are where they do not say otherwise.
    expect(result.summary).toMatchObject({target: null, benchmark: 0.7, benchmark_source: "a survey"});
    expect(result.notes).toContain("crr-goal-period");
  });

  it("no orders: no rows, no sentence", async () => {
    const {rows, result} = await rates(await openShop({orders: [], asOf: "2025-03-31"}), {});
    expect([rows, result.finding, result.n]).toEqual([[], null, 0]);
  });

  it("one day of data: no period yet", async () => {
    const {rows, result} = await rates(await openShop({orders: many("c", 12, "2025-03-31"), asOf: "2025-03-31"}), {});
    expect([rows, result.finding]).toEqual([[], null]);
  });
});

it("period retention: active is an order in the period before", async () => {
  const {rows} = await rates(await openShop({orders: ORDERS, asOf: "2025-03-31"}), {active: "period"});
  // February: c0–c7 and n0–n3. March: c0–c5, c8, n0, m0, m1 = 10; stayed c0–c5, n0 = 7; new m0, m1; back c8.
  expect(rows.find(({period}) => period === "2025-03-01")).toMatchObject({
    start: 12,
    end: 10,
    new: 2,
    reactivated: 1,
    rate: 8 / 12,
    retained: 7 / 12
  });
  // February: of the ten of January eight.
  expect(rows.find(({period}) => period === "2025-02-01")).toMatchObject({start: 10, end: 12, new: 4, retained: 0.8});
  // All closed months: (8 + 7) / (10 + 12). Of 14 customers c0–c5 stayed twice of two, c6 and c7 once of two, n0 once of one, c8, c9, n1–n3 never of one: Σy² = 27, Σxy = 29, Σx² = 38.
  // Variance 14/13 · (27 − 2 · 15/22 · 29 + (15/22)² · 38) / 22² = 0.0113918, as of 0.2169421 / 0.0113918 = 19.0436 trials: Wilson's (0.782678 ∓ 0.232237) / 1.2017194.
  expect(rows[0]).toMatchObject({period: null, start: 22, retained: 15 / 22});
  expect(rows[0]!["low"]).toBeCloseTo(0.458044, 5);
  expect(rows[0]!["high"]).toBeCloseTo(0.844553, 5);
});

// In March 18 of the 20 of a stayed, and 6 of the 20 of b; in February all of them. "one" is one customer in 14 months, each but the last followed by another; of "nine" there are nine in three.
it("one customer in many periods is one; groups are compared in the last period alone", async () => {
  const months = Array.from({length: 12}, (_, i) => `2024-${String(i + 1).padStart(2, "0")}-10`);
  const orders = [
    ...["2025-01-10", "2025-02-10"].flatMap((at) => [...many("a", 20, at), ...many("b", 20, at), ...many("nine", 9, at)]), // prettier-ignore
    ...[...many("a", 18, "2025-03-10"), ...many("b", 6, "2025-03-10"), ...many("nine", 9, "2025-03-10")],
    ...[...months, "2025-01-10", "2025-02-10"].flatMap((at) => many("one", 1, at))
  ];
  const shop = await openShop({
    orders,
    asOf: "2025-03-31",
    groups: Object.fromEntries(orders.map(([customer]) => [customer, customer.replace(/\d+/, "")]))
  });
  const {rows, result} = await rates(shop, {active: "period", by: "plan"});
  const pooled = (group: string) => rows.find((row) => row.group === group && row.period === null);
  expect(pooled("one")).toMatchObject({start: 14, rate: null, retained: null, low: null, high: null, nrr: null});
  expect(pooled("nine")).toMatchObject({start: 18, retained: null, nrr: null});
  expect(pooled("a")).toMatchObject({start: 40, retained: 0.95});
  expect(result.finding!.values).toMatchObject({best: "a", best_rate: 0.9, worst: "b", worst_rate: 0.3});
});

it("contracts: who began and left within one period is in neither S nor E", async () => {
  const eleven = Array.from(
    {length: 11},
    (_, i) => [`a${i}`, "2025-01-10", i === 0 ? "2025-03-31" : i === 1 ? "2025-04-01" : null] as const
  );
  const shop = await openContracts("2025-03-31", [
    ...eleven,
    ["b", "2025-03-05", null],
    ["flash", "2025-03-02", "2025-03-20"],
    ["later", "2025-04-01", null]
  ]);
  const {rows} = await rates(shop, {active: "contract"});
  // a0 ended on the last day of March, a1 on the day after, which is not observed. New in March: b.
  expect(rows.find(({period}) => period === "2025-03-01")).toMatchObject({
    start: 11,
    end: 11,
    new: 1,
    reactivated: 0,
    rate: 10 / 11,
    retained: 10 / 11,
    complete: true
  });
  expect(rows.find(({period}) => period === "2025-02-01")).toMatchObject({start: 11, end: 11, retained: 1});
  // a0 stayed once of two, the other ten twice of two: Σx = 22, Σy = 21, Σx² = 44, Σxy = 42, Σy² = 41. Variance 11/10 · (41 − 84 · 21/22 + 44 · (21/22)²) / 22² = 0.0020661 (11/10 · (10/11) / 484); 21/484 / 0.0020661 = 21 trials.
  expect(rows[0]).toMatchObject({period: null, start: 22, retained: 21 / 22});
  const {low, high} = wilson((21 * 21) / 22, 21)!;
  expect([rows[0]!["low"], rows[0]!["high"]].map(Number)).toEqual([expect.closeTo(low, 9), expect.closeTo(high, 9)]);
});

describe("net and gross revenue retention", () => {
  // In Q1 2024 a0–a9 spend 10 each, b 100. In Q2 a0–a3 spend 25 each (a0 in two orders), a4 spends 4, b takes back more than it bought; n is new. In Q3 a0 alone spends 30.
  const spent: OrderRow[] = [
    ...Array.from({length: 10}, (_, i): OrderRow => [`a${i}`, "2024-02-10", 10]),
    ["b", "2024-03-31", 100],
    ["a0", "2024-04-01", 20],
    ["a0", "2024-06-30", 5],
    ...Array.from({length: 3}, (_, i): OrderRow => [`a${i + 1}`, "2024-05-05", 25]),
    ["a4", "2024-05-06", 4],
    ["b", "2024-05-07", -90],
    ["n", "2024-05-08", 500],
    ["a0", "2024-08-01", 30]
  ];

  it("by quarter: who is new is in neither, who takes back brings nothing, never less", async () => {
    const {rows, result} = await rates(await openShop({orders: spent, asOf: "2024-09-30"}), {
      active: "period",
      period: "quarter"
    });
    // Q2: base 10 × 10 + 100 = 200; again 4 × 25 + 4 = 104, each capped at 10: 4 × 10 + 4 = 44. Q3: six customers ordered in Q2 (b did not): too few for a rate.
    expect(rows.find(({period}) => period === "2024-04-01")).toMatchObject({nrr: 104 / 200, grr: 44 / 200});
    expect(rows.find(({period}) => period === "2024-07-01")).toMatchObject({nrr: null, grr: null});
    // All closed quarters: Q3's base is 4 × 25 + 4 + 500 = 604, of which a0 brings 30, capped at 25.
    expect(rows[0]).toMatchObject({period: null, nrr: (104 + 30) / 804, grr: (44 + 25) / 804});
    expect(result.summary).toMatchObject({nrr: 134 / 804, grr: 69 / 804});
  });

  it("by year, whatever the window; by group", async () => {
    // 2023: ten spend 50. 2024: k0–k4 spend 80, k5–k9 nothing but k9, who takes 10 back. NRR 400 / 500, GRR 250 / 500.
    const orders: OrderRow[] = [
      ...many("k", 10, "2023-12-20").map(([customer, at]): OrderRow => [customer, at, 50]),
      ...many("k", 5, "2024-01-31").map(([customer, at]): OrderRow => [customer, at, 80]),
      ["k9", "2024-02-01", -10]
    ];
    const shop = await openShop({
      orders,
      asOf: "2024-12-31",
      groups: Object.fromEntries(orders.map(([customer]) => [customer, "x"]))
    });
    const {rows} = await rates(shop, {period: "year", by: "plan"});
    for (const group of [null, "x"])
      expect(rows.find((row) => row.group === group && row.period === "2024-01-01")).toMatchObject({
        nrr: 0.8,
        grr: 0.5
      });
  });

  it("nobody spends again: 0; contracts have none", async () => {
    const orders = many("k", 10, "2024-01-31");
    const {rows} = await rates(await openShop({orders, asOf: "2024-02-29"}), {active: "period"});
    expect(rows.find(({period}) => period === "2024-02-01")).toMatchObject({nrr: 0, grr: 0});
    const contracts = await rates(await openContracts("2025-03-31", [["b", "2025-03-05", null]]), {active: "contract"});
    expect(contracts.result.table.columnNames()).not.toContain("nrr");
  });
});

describe.skipIf(!hasCdnow)("retention-rate of CDNOW agrees with the reference", () => {
  const master = () => readCsv("reference/cdnow_master_crr_monthly.csv");
  const reference = (row: Record<string, string>, name: string) => numberOf(row, name);

  it("C: a base of 90 days", async () => {
    const {rows} = await rates(await openCdnow(), {});
    for (const row of master()) {
      const found = rows.find(({period}) => period === `${row["month"]}-01`)!;
      expect([found["start"], found["end"], found["new"]]).toEqual(
        ["S90", "E90", "N90"].map((name) => reference(row, name))
      );
      if (row["month"]! < "1997-04") expect(found["rate"]).toBeNull();
      else expect(100 * (found["rate"] as number)).toBeCloseTo(reference(row, "CRR_C_90d_base_pct"), 5);
    }
  });

  it("A and B: active in the month before", async () => {
    const {rows} = await rates(await openCdnow(), {active: "period"});
    expect(master().length).toBe(17);
    for (const row of master()) {
      const found = rows.find(({period}) => period === `${row["month"]}-01`)!;
      expect([found["start"], found["end"], found["new"], found["reactivated"]]).toEqual(
        ["S_active_prev", "E_active", "N_new", "reactivated"].map((name) => reference(row, name))
      );
      expect(100 * (found["rate"] as number)).toBeCloseTo(reference(row, "CRR_A_pct"), 4);
      expect(100 * (found["retained"] as number)).toBeCloseTo(reference(row, "CRR_B_strict_pct"), 4);
      expect(100 * (found["nrr"] as number)).toBeCloseTo(reference(row, "NRR_pct"), 5);
      expect(100 * (found["grr"] as number)).toBeCloseTo(reference(row, "GRR_pct"), 5);
    }
  });
});
