import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {ltv} from "../../src/metrics/ltv.ts";
import type {Result} from "../../src/metrics/metric.ts";
import {numberOf, readCsv} from "../models/reference.ts";
import {hasTelco, openContracts, openTelco} from "./contracts.ts";
import type {ContractRow} from "./contracts.ts";
import {hasCdnow, measure, openCdnow, openShop, rowsOf} from "./measure.ts";
import type {OrderRow, Shop} from "./measure.ts";

async function compute(shop: Shop, options: Record<string, unknown>): Promise<Result> {
  const result = await measure(ltv, shop, options);
  await shop.engine.close();
  return result;
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

describe("ltv: method cohort", () => {
  // Ten customers of January bring 1, 2, …, 10 at once; three of them 20 more in February, one −5 in March. Ten of February bring 10 each, and 5 each in March.
  // As of March 31 January has completed ages 0–2, February 0–1.
  const orders: OrderRow[] = [
    ...Array.from({length: 10}, (_, i): OrderRow => [`a${i}`, "2025-01-10", 100, i + 1]),
    ...["a0", "a4", "a9"].map((customer): OrderRow => [customer, "2025-02-01", 100, 20]),
    ["a9", "2025-03-05", -10, -5],
    ...Array.from({length: 10}, (_, i): OrderRow => [`b${i}`, "2025-02-10", 100, 10]),
    ...Array.from({length: 10}, (_, i): OrderRow => [`b${i}`, "2025-03-10", 100, 5])
  ];
  const groups = Object.fromEntries(orders.map(([customer]) => [customer, customer.startsWith("a") ? "A" : "B"]));

  it("adds the margin per customer of each age, over the cohorts that have completed it", async () => {
    const {table, tables, finding, n, notes} = await compute(await openShop({orders, asOf: "2025-03-31"}), {});
    expect(table.columnNames()).toEqual(["group", "customers", "age", "value", "low", "high", "cohorts", "increment"]);
    // Age 0: (55 + 100) / 20 = 7.75. Age 1: + (60 + 50) / 20 = 13.25. Age 2, January alone: − 5 / 10 = 12.75.
    expect(rowsOf(table).map(({age, customers, cohorts, value}) => [age, customers, cohorts, value])).toEqual([
      [0, 20, 2, 7.75],
      [1, 20, 2, 13.25],
      [2, 10, 1, 12.75]
    ]);
    expect([n, notes]).toEqual([20, ["ltv-cohort"]]);
    // Two cohorts have completed age 1.
    expect(finding!.values).toMatchObject({method: "cohort", age: 1, value: 13.25, first: 7.75, size: 20, cohorts: 2});
    expect(rowsOf(tables!["cohorts"]).map(({age, value}) => [age, value])).toEqual([
      [0, 5.5],
      [1, 11.5],
      [2, 11],
      [0, 10],
      [1, 15]
    ]);
  });

  it("the interval is the standard error of a mean over customers", async () => {
    const {table} = await compute(await openShop({orders, asOf: "2025-03-31"}), {});
    const january = Array.from({length: 10}, (_, i) => i + 1 + ([0, 4, 9].includes(i) ? 20 : 0));
    const all = [...january, ...Array<number>(10).fill(15)];
    const mean = sum(all) / 20;
    const error = Math.sqrt(sum(all.map((x) => (x - mean) ** 2))) / 20;
    const row = rowsOf(table)[1]!;
    expect((row["high"] as number) - mean).toBeCloseTo(1.959964 * error, 5);
    expect(mean - (row["low"] as number)).toBeCloseTo(1.959964 * error, 5);
  });

  it("groups are compared at the last age that all have completed, ranked, with their shares", async () => {
    const {tables, summary} = await compute(await openShop({orders, asOf: "2025-03-31", groups}), {by: "plan"});
    expect(summary!["age"]).toBe(1);
    // A: 5.5 + 6 = 11.5, B: 15; of 10 × 26.5.
    expect(rowsOf(tables!["groups"])).toMatchObject([
      {group: null, customers: 20, age: 1, value: 13.25, share_customers: 1, share_value: 1},
      {group: "B", customers: 10, value: 15, share_customers: 0.5, share_value: 15 / 26.5},
      {group: "A", customers: 10, value: 11.5, share_value: 11.5 / 26.5}
    ]);
    // All of B bring 10 and then 5.
    expect(rowsOf(tables!["groups"])[1]).toMatchObject({low: null, high: null});
  });

  it("few customers: counts only; no orders and one day: no closed age", async () => {
    const few = await compute(await openShop({orders: orders.slice(0, 9), asOf: "2025-01-31"}), {});
    expect([rowsOf(few.table)[0], few.finding, few.notes]).toMatchObject([
      {customers: 9, value: null, low: null},
      null,
      ["low-base"]
    ]);
    const open = await compute(await openShop({orders, asOf: "2025-01-10"}), {});
    expect([open.table.numRows(), open.finding]).toEqual([0, null]);
    const none = await compute(await openShop({orders: [], asOf: "2025-01-10"}), {});
    expect([none.table.numRows(), none.finding, none.notes]).toEqual([0, null, ["no-orders"]]);
  });

  it("large amounts: a billion each has no spread, so that no noise is known", async () => {
    const rich = Array.from({length: 10}, (_, i): OrderRow => [`a${i}`, "2025-01-10", 1e9]);
    const {table} = await compute(await openShop({orders: rich, asOf: "2025-01-31"}), {});
    expect(rowsOf(table)).toMatchObject([{value: 1e9, low: null, high: null}]);
  });
});

describe.skipIf(!hasCdnow)("ltv of CDNOW: method cohort", () => {
  let result: Result;
  beforeAll(async () => void (result = await compute(await openCdnow(), {})));

  it("agrees with the pooled cumulative revenue of the reference", () => {
    const rows = rowsOf(result.table);
    for (const row of readCsv("reference/cdnow_master_pooled_curves.csv")) {
      const at = rows[numberOf(row, "month_index")]!;
      expect([at["cohorts"], at["customers"]]).toEqual([numberOf(row, "n_cohorts"), numberOf(row, "customers")]);
      expect(at["value"]).toBeCloseTo(numberOf(row, "ltv_cum_pooled"), 5);
    }
    expect((rows[12]!["value"] as number).toFixed(4)).toBe("92.8254");
    expect(result.notes).toContain("revenue-for-margin");
  });

  it("the error after cohorts have dropped out is within 1% of the exact one over customers", () => {
    const orders = readCsv("data/cdnow/cdnow_master.csv").map((row) => ({
      customer: row["customer_id"]!,
      month: monthOf(row["date"]!),
      amount: numberOf(row, "amount")
    }));
    const rows = rowsOf(result.table);
    const first = new Map<string, number>();
    for (const {customer, month} of orders) first.set(customer, Math.min(first.get(customer) ?? Infinity, month));
    const closed = monthOf("1998-06-30");
    const sizes = rows.map(({customers}) => customers as number);
    const increments = rows.map(({increment}) => increment as number);
    const worth = new Map([...first.keys()].map((customer) => [customer, 0]));
    for (const {customer, month, amount} of orders)
      worth.set(customer, worth.get(customer)! + amount / sizes[month - first.get(customer)!]!);
    const last = sizes.length - 1;
    const variance = sum(
      [...first].map(
        ([customer, start]) =>
          (worth.get(customer)! -
            sum(increments.slice(0, Math.min(last, closed - start) + 1).map((mean, age) => mean / sizes[age]!))) **
          2
      )
    );
    const half = (rows[last]!["high"] as number) - (rows[last]!["value"] as number);
    expect(Math.abs(half / 1.959964 / Math.sqrt(variance) - 1)).toBeLessThan(0.01);
  });
});

function monthOf(date: string): number {
  const [year, month] = date.split("-").map(Number);
  return year! * 12 + month!;
}

describe("ltv: method formula", () => {
  // Twenty customers order 10 on 2023-12-01, with a margin of 4 (even ones) or 6; ten of them (c0–c9) again on 2024-12-01. As of 2024-12-31.
  const orders: OrderRow[] = [
    ...Array.from({length: 20}, (_, i): OrderRow => [`c${i}`, "2023-12-01", 10, i % 2 === 0 ? 4 : 6]),
    ...Array.from({length: 10}, (_, i): OrderRow => [`c${i}`, "2024-12-01", 10, i % 2 === 0 ? 4 : 6]),
    ["z", "2022-06-01", 10, 5]
  ];

  it("lifetime × margin per order × orders per customer-year", async () => {
    const {table, summary, notes} = await compute(await openShop({orders, asOf: "2024-12-31"}), {method: "formula"});
    expect(table.columnNames().slice(0, 9)).toEqual([
      "group",
      "customers",
      "observed",
      "expected",
      "value",
      "low",
      "high",
      "share_customers",
      "share_value"
    ]);
    const [all] = rowsOf(table);
    // A year ago 20 were active (30 days before 2023-12-31), now 10: churn 1/2, lifetime 2 years. Margin 30 × 5 + 5 = 155, 31 orders, 20 × 397 + 945 days.
    const years = (20 * 397 + 945) / 365.25;
    expect(all).toMatchObject({customers: 21, churn: 0.5, lifetime_years: 2});
    expect(all!["margin_per_order"]).toBeCloseTo(5, 12);
    expect(all!["orders_per_year"]).toBeCloseTo(31 / years, 12);
    expect(all!["value"]).toBeCloseTo(2 * 5 * (31 / years), 10);
    expect(all!["observed"]).toBeCloseTo(155 / 21, 12);
    expect(summary!["churn"]).toBe(0.5);
    // Two years of life, and 2.59 years observed.
    expect(notes).toEqual(["ltv-formula"]);
  });

  it("its interval is that of the delta method over customers", async () => {
    const {table} = await compute(await openShop({orders, asOf: "2024-12-31"}), {method: "formula"});
    const customers = Array.from({length: 20}, (_, i) => ({
      m: (i % 2 === 0 ? 4 : 6) * (i < 10 ? 2 : 1),
      y: 397,
      s: 1,
      l: i < 10 ? 0 : 1
    })).concat([{m: 5, y: 945, s: 0, l: 0}]);
    const total = (of: (c: (typeof customers)[number]) => number) => sum(customers.map(of));
    const [m, y, s, l] = [total((c) => c.m), total((c) => c.y), total((c) => c.s), total((c) => c.l)];
    const deviation = Math.sqrt(total((c) => (c.m / m - c.y / y - c.l / l + c.s / s) ** 2));
    const [all] = rowsOf(table);
    expect((all!["high"] as number) / (all!["value"] as number)).toBeCloseTo(Math.exp(1.959964 * deviation), 5);
  });

  it("with a discount rate the first margin is paid at once: m (1 + d) / (d + churn)", async () => {
    const plain = await compute(await openShop({orders, asOf: "2024-12-31"}), {method: "formula"});
    const {table} = await compute(await openShop({orders, asOf: "2024-12-31"}), {method: "formula", discount: "10%"});
    const [before, after] = [rowsOf(plain.table)[0]!, rowsOf(table)[0]!];
    // m / 0.5 undiscounted, so × 0.5 × 1.1 / 0.6.
    expect(after["value"]).toBeCloseTo(((before["value"] as number) * 0.55) / 0.6, 10);
    expect(after["expected"]).toBeCloseTo(before["value"] as number, 10);
  });

  it("warns where the lifetime is longer than the history; says why there is no value", async () => {
    const of = async (rows: readonly OrderRow[], asOf: string) =>
      compute(await openShop({orders: rows, asOf}), {method: "formula"});
    // One in ten leaves: a lifetime of ten years.
    const loyal = [...orders.slice(0, 10), ...orders.slice(20, 29), orders.at(-1)!];
    expect((await of(loyal, "2024-12-31")).notes).toEqual(["ltv-formula", "ltv-lifetime-beyond-history"]);
    const nobody = await of([...orders.slice(0, 10), ...orders.slice(20)], "2024-12-31");
    expect([rowsOf(nobody.table)[0]!["value"], nobody.notes, nobody.finding]).toEqual([
      null,
      ["ltv-nobody-left"],
      null
    ]);
    const young = await of(orders.slice(0, 20), "2024-03-31");
    expect([rowsOf(young.table)[0]!["value"], young.notes]).toEqual([null, ["ltv-young"]]);
    const negative = await of(
      orders.map(([customer, at, revenue]): OrderRow => [customer, at, revenue, -2]),
      "2024-12-31"
    );
    expect(rowsOf(negative.table)[0]!["value"]).toBeLessThan(0);
    expect(rowsOf(negative.table)[0]!["low"]).toBeLessThan(rowsOf(negative.table)[0]!["high"] as number);
    expect(negative.notes).toContain("ltv-negative");
  });
});

describe("ltv: method contract", () => {
  const contract = {method: "contract", amount: "fee"};
  // Ten contracts of January at 10 a month, four of which end in February (duration 1): S = 1, 0.6, 0.6, …
  const rows: ContractRow[] = Array.from({length: 10}, (_, i): ContractRow => [
    `c${i}`,
    "2025-01-01",
    i < 4 ? "2025-02-10" : null,
    "A",
    10
  ]);

  it("amount × survival over the horizon, the first payment at once", async () => {
    const {table, summary} = await compute(await openContracts("2025-04-30", rows), {
      ...contract,
      horizon: 3,
      discount: "12%"
    });
    // Discounted at 1.12^(1/12) a month.
    const v = 1.12 ** (-1 / 12);
    const [all] = rowsOf(table);
    expect(all).toMatchObject({
      customers: 10,
      expected: 22,
      amount: 10,
      periods: 2.2,
      share_customers: 1,
      share_value: 1
    });
    expect(all!["value"]).toBeCloseTo(10 * (1 + 0.6 * v + 0.6 * v * v), 10);
    // Four stayed one whole period, six three: (4 × 1 + 6 × 3) × 10 / 10.
    expect(all!["observed"]).toBeCloseTo(22, 12);
    // Greenwood: var S(1) = 0.6² × 4 / (10 × 6); the sum moves by (v + v²) of it.
    const error = 10 * (v + v * v) * 0.6 * Math.sqrt(4 / 60);
    expect((all!["high"] as number) - (all!["value"] as number)).toBeCloseTo(1.959964 * error, 5);
    expect(summary).toMatchObject({survival: "km", horizon: 3});
  });

  it("a horizon beyond the history takes the model; observed survival says that it cannot know", async () => {
    const observed = await compute(await openContracts("2025-04-30", rows), {...contract, horizon: 24, survival: "km"});
    expect([rowsOf(observed.table)[0]!["value"], observed.notes]).toEqual([
      null,
      ["ltv-contract", "ltv-horizon-beyond-history"]
    ]);
    const modelled = await compute(await openContracts("2025-04-30", rows), {...contract, horizon: 24});
    expect(modelled.summary!["survival"]).toBe("sbg");
  });

  it("customers without an amount are not in the mean; fewer than ten with one: counts only; none at all", async () => {
    const blank: ContractRow[] = rows.map(([customer, joined, ended, plan = "A"], i) => [
      customer,
      joined,
      ended,
      plan,
      i === 0 ? null : 10
    ]);
    const few = await compute(await openContracts("2025-04-30", blank), {...contract, horizon: 3});
    expect([rowsOf(few.table)[0], few.notes]).toMatchObject([
      {customers: 10, value: null, amount: null},
      ["ltv-contract", "low-base"]
    ]);
    const none = await compute(await openContracts("2025-04-30", []), {...contract, horizon: 3});
    expect([none.table.numRows(), none.finding, none.notes]).toEqual([0, null, ["no-contracts"]]);
  });

  it("sBG over years: the published cohort of 1,000 (Fader & Hardie 2007, High End)", async () => {
    const survivors = [1000, 869, 743, 653, 593, 551, 517, 491];
    const people = survivors
      .slice(1)
      .flatMap((left, t) =>
        Array.from({length: survivors[t]! - left}, (_, i): ContractRow => [
          `y${t}-${i}`,
          "2017-06-01",
          `${2018 + t}-03-01`,
          "A",
          100
        ])
      );
    const still = Array.from({length: 491}, (_, i): ContractRow => [`s${i}`, "2017-06-01", null, "A", 100]);
    const {model, table, notes} = await compute(await openContracts("2024-12-31", [...people, ...still]), {
      ...contract,
      period: "year",
      horizon: "10 years"
    });
    expect(model!.kind).toBe("sbg");
    expect(model!.parameters["alpha"]).toBeCloseTo(0.66808835, 4);
    expect(model!.parameters["beta"]).toBeCloseTo(3.80609496, 3);
    expect(model!.log_likelihood).toBeCloseTo(-1611.158147, 5);
    // S(0) … S(9) of reference/sbg_bdw.json, high_end_sbg_fit7.
    const curve = [
      1, 0.85067926, 0.74685941, 0.66978898, 0.60991914, 0.56183428, 0.52221557, 0.48890642, 0.46043967, 0.43577959
    ];
    expect(rowsOf(table)[0]!["value"]).toBeCloseTo(100 * sum(curve), 3);
    expect(notes).toEqual(["ltv-contract-sbg"]);
  });
});

describe.skipIf(!hasTelco)("ltv of the telephone contracts agrees with the reference", () => {
  let shop: Shop;
  beforeAll(async () => void (shop = await openTelco()));
  afterAll(() => shop.engine.close());

  it("all segments and horizons, discounted at 15% a year and not", async () => {
    const groups: Readonly<Record<string, string | null>> = {
      all: null,
      month_to_month: "Month-to-month",
      one_year: "One year",
      two_year: "Two year"
    };
    const reference = readCsv("reference/telco_ltv.csv");
    expect(reference.length).toBe(16);
    for (const horizon of [12, 24, 36, 72]) {
      const {table} = await measure(ltv, shop, {
        method: "contract",
        amount: "monthly",
        horizon,
        discount: 0.15,
        by: "contract"
      });
      for (const row of reference.filter((one) => numberOf(one, "horizon_months") === horizon)) {
        const found = rowsOf(table).find(({group}) => group === groups[row["segment"]!])!;
        expect(found["amount"]).toBeCloseTo(numberOf(row, "arpu"), 6);
        expect((found["expected"] as number) / numberOf(row, "ltv_undiscounted")).toBeCloseTo(1, 8);
        expect((found["value"] as number) / numberOf(row, "ltv_discounted_15pa")).toBeCloseTo(1, 8);
      }
    }
  });

  it("needs an amount", () => {
    expect(() => ltv.schema.parse({method: "contract"})).toThrow(/amount/);
  });
});
