import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {replicatesFor} from "../../src/metrics/ltv-intervals.ts";
import {ltvSchema} from "../../src/metrics/ltv-options.ts";
import type {LtvOptions} from "../../src/metrics/ltv-options.ts";
import {predictive} from "../../src/metrics/ltv-predictive.ts";
import type {Metric} from "../../src/metrics/metric.ts";
import {expectRelative, readCsv} from "../models/reference.ts";
import {dayOf2025, purchaseDays, sequence} from "../purchases.ts";
import {hasCdnow, measure, openCdnow, openShop, rowsOf} from "./measure.ts";
import type {OrderRow, Shop} from "./measure.ts";

const ltv: Metric<LtvOptions> = {kind: "ltv", schema: ltvSchema as never, ...predictive};
const options = {method: "predictive", horizon: "12 months"};
const COLUMNS = [
  "group",
  "customers",
  "observed",
  "expected",
  "value",
  "low",
  "high",
  "share_customers",
  "share_value",
  "rank"
];

it("replicatesFor: 400 up to 5,000 customers, fewer in inverse proportion beyond, never below 50", () => {
  expect([1, 5000, 10_000, 23_570, 1e6].map(replicatesFor)).toEqual([400, 400, 200, 85, 50]);
});

describe("ltv predictive without a fit", () => {
  it("no repeaters: observed alone, and a note says why there is no expectation", async () => {
    const orders = Array.from({length: 12}, (_, i): OrderRow => [`c${i}`, "2026-01-01", 10 + i]);
    const shop = await openShop({orders, asOf: "2026-03-01"});
    const {table, model, notes, finding} = await measure(ltv, shop, options);
    expect(table.columnNames()).toEqual(COLUMNS);
    // 10 + 11 + … + 21 = 186 over 12 customers
    expect(rowsOf(table)).toMatchObject([
      {
        group: null,
        customers: 12,
        observed: 15.5,
        expected: null,
        value: null,
        low: null,
        high: null,
        share_value: null
      }
    ]);
    expect([model, notes]).toEqual([undefined, ["model-no-repeaters"]]);
    expect(finding!.values["value"]).toBeNull();
    await shop.engine.close();
  });

  it("fewer than ten customers: counts only", async () => {
    const shop = await openShop({orders: [["a", "2026-01-01", 10]], asOf: "2026-03-01"});
    expect(rowsOf((await measure(ltv, shop, options)).table)).toMatchObject([
      {customers: 1, observed: null, value: null, share_customers: 1}
    ]);
    await shop.engine.close();
  });

  it("no orders: no row", async () => {
    const shop = await openShop({orders: [], asOf: "2026-03-01"});
    const {table, notes, finding} = await measure(ltv, shop, options);
    expect([table.numRows(), notes, finding]).toEqual([0, ["no-orders"], null]);
    await shop.engine.close();
  });
});

describe.skipIf(!hasCdnow)("ltv predictive of the CDNOW sample, calibrated to 1997-09-30", () => {
  let shop: Shop;
  beforeAll(async () => {
    const orders = readCsv("data/cdnow/cdnow_sample.csv")
      .filter((row) => row["date"]! <= "1997-09-30")
      .map((row): OrderRow => [row["customer_id"]!, row["date"]!, Number(row["amount"])]);
    const groups = Object.fromEntries(orders.map(([customer], i) => [customer, i % 2 === 0 ? "even" : "odd"]));
    shop = await openShop({orders, groups, asOf: "1997-09-30"});
  });
  afterAll(() => shop.engine.close());

  it("expected is the 12-month value of the reference, 1% a month: 71,507.9518 in all", async () => {
    const result = await measure(ltv, shop, {...options, discount: 1.01 ** 12 - 1});
    const [all] = rowsOf(result.table);
    expectRelative(Number(all!["expected"]), 30.3385455, 2e-4); // to the cent per customer
    expect(all!["low"]).toBeLessThan(Number(all!["value"]));
    // Reference bootstrap of the expected part alone: 25.50–35.81, half-width 5.2; what was observed varies as well.
    expect((Number(all!["high"]) - Number(all!["low"])) / 2).toBeGreaterThan(4);
    expect((Number(all!["high"]) - Number(all!["low"])) / 2).toBeLessThan(12);
    expect(result.model).toMatchObject({kind: "bgnbd", unit: "week"});
    expect(result.summary).toMatchObject({
      replicates: 400,
      interval_method: "percentile",
      alive_of_one_time_buyers: "not identifiable"
    });
    expect(result.notes).toContain("alive-not-identifiable");
  });

  it("by: groups that differ by chance alone are not ranked apart; shares sum to 1", async () => {
    const rows = rowsOf((await measure(ltv, shop, {...options, by: "plan"})).table);
    expect(rows.map(({group, rank}) => [group, rank])).toEqual([
      [null, null],
      [rows[1]!["group"], 1],
      [rows[2]!["group"], 1]
    ]);
    expect(rows.slice(1).reduce((sum, row) => sum + Number(row["share_value"]), 0)).toBeCloseTo(1, 9);
    expect(Number(rows[0]!["observed"]) + Number(rows[0]!["expected"])).toBeCloseTo(Number(rows[0]!["value"]), 9);
  });
});

describe.skipIf(!hasCdnow)("ltv predictive of the whole CDNOW", () => {
  it("groups by the first basket are ranked where they differ, with fewer resamples", async () => {
    const shop: Shop = await openCdnow();
    const {table, notes, summary, finding} = await measure(ltv, shop, {
      ...options,
      discount: "12%",
      by: "first_basket"
    });
    const rows = rowsOf(table);
    expect(rows.map(({group, rank}) => [group, rank])).toEqual([
      [null, null],
      ["15 to 40", 2],
      ["under 15", 3],
      ["40 and more", 1]
    ]);
    expect(rows[0]).toMatchObject({customers: 23_570, share_value: 1});
    expect(rows[0]!["observed"]).toBeCloseTo(2_500_315.63 / 23_570, 9);
    expect(rows.every(({low, value, high}) => Number(low) < Number(value) && Number(value) < Number(high))).toBe(true);
    expect(finding!.values).toMatchObject({best: "40 and more", worst: "under 15"});
    expect(notes).toContain("fewer-resamples");
    expect(summary!["replicates"]).toBe(85);
    await shop.engine.close();
  });
});

describe("ltv predictive with a fit for each group", () => {
  const next = sequence(5);
  const people = (plan: string, n: number) => Array.from({length: n}, (_, i) => `${plan}${i}`);
  const of = (name: string, amount: number) =>
    purchaseDays(next).map((day): OrderRow => [name, dayOf2025(day), amount + Math.round(40 * next())]);
  const [dear, cheap, few] = [people("dear", 150), people("cheap", 150), people("few", 3)];
  const orders = {
    dear: dear.flatMap((name) => of(name, 100)),
    cheap: cheap.flatMap((name) => of(name, 10)),
    few: few.flatMap((name) => of(name, 50))
  };
  const groups = Object.fromEntries([...dear, ...cheap, ...few].map((name) => [name, name.replace(/\d+/, "")]));
  const model = {...options, model: "mbgnbd"};

  it("expects of a group what it would, were the group alone; everybody's value is theirs together", async () => {
    const all = await openShop({orders: [...orders.dear, ...orders.cheap, ...orders.few], groups, asOf: "2025-12-31"});
    const {table, tables, notes} = await measure(ltv, all, {...model, by: "plan", fit: "groups"});
    const rows = rowsOf(table);
    for (const plan of ["dear", "cheap"] as const) {
      const alone = await openShop({orders: orders[plan], asOf: "2025-12-31"});
      const [own] = rowsOf((await measure(ltv, alone, model)).table);
      const row = rows.find(({group}) => group === plan)!;
      expect(row["expected"]).toBeCloseTo(Number(own!["expected"]), 9);
      expect(row["value"]).toBeCloseTo(Number(own!["value"]), 9);
      expect(Number(row["low"]) < Number(row["value"]) && Number(row["value"]) < Number(row["high"])).toBe(true);
      await alone.engine.close();
    }
    const sizes = rows.slice(1).reduce((sum, row) => sum + Number(row["customers"]), 0);
    expect([rows[0]!["customers"], sizes]).toEqual([303, 303]);
    expect(Number(rows[0]!["low"]) < Number(rows[0]!["value"]) && Number(rows[0]!["value"]) < Number(rows[0]!["high"])).toBe(true); // prettier-ignore
    expect(rows.map(({group, rank}) => [group, rank])).toEqual([
      [null, null],
      ["cheap", 2],
      ["dear", 1],
      ["few", null]
    ]);
    // One model for all gives other expectations: the option does something.
    const [, , shared] = rowsOf((await measure(ltv, all, {...model, by: "plan"})).table);
    expect(Math.abs(Number(shared!["expected"]) - Number(rows[2]!["expected"]))).toBeGreaterThan(1e-3);
    expect(
      rowsOf(tables!["models"]).map(({group, customers, own, model: kind}) => [group, customers, own, kind])
    ).toEqual([
      ["cheap", 150, true, "mbgnbd"],
      ["dear", 150, true, "mbgnbd"],
      ["few", 3, false, "mbgnbd"]
    ]);
    expect(notes).toEqual(expect.arrayContaining(["ltv-fits-by-group", "ltv-group-unfitted"]));
    await all.engine.close();
  });
});
