import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {churn} from "../../src/metrics/churn.ts";
import type {Result} from "../../src/metrics/metric.ts";
import {numberOf, readCsv, readJson} from "../models/reference.ts";
import {hasTelco, openContracts, openTelco} from "./contracts.ts";
import type {ContractRow} from "./contracts.ts";
import {measure, openShop, rowsOf} from "./measure.ts";
import type {OrderRow, Shop} from "./measure.ts";

const some = (prefix: string, n: number, joined: string, ended: string | null, plan = "A"): ContractRow[] =>
  Array.from({length: n}, (_, i): ContractRow => [`${prefix}${i}`, joined, ended, plan]);

// As of June 30: three leave in February and two in March, of nine who began in January; two began in May, one in June; four of January are still there.
const CONTRACTS = [
  ...some("feb", 3, "2025-01-05", "2025-02-03"),
  ...some("mar", 2, "2025-01-20", "2025-03-31"),
  ...some("may", 2, "2025-05-31", null),
  ...some("jun", 1, "2025-06-30", null),
  ...some("still", 4, "2025-01-01", null),
  ...some("later", 1, "2025-07-01", null)
];

async function compute(shop: Shop, options: Record<string, unknown> = {}): Promise<Result> {
  const result = await measure(churn, shop, options);
  await shop.engine.close();
  return result;
}

describe("churn on the end of a contract", () => {
  it("at risk are those whose duration in calendar periods is at least the age; who still runs is censored", async () => {
    const {table, tables, n} = await compute(await openContracts("2025-06-30", CONTRACTS));
    expect(table.columnNames().slice(0, 7)).toEqual(["group", "age", "at_risk", "events", "survival", "low", "high"]);
    expect(n).toBe(12);
    const rows = rowsOf(table);
    // 12 in all; 11 reach age 1 (June's does not), 3 end: 8/11; 6 reach age 2 (without May's two), 2 end: 8/11 × 4/6 = 16/33; then four to age 5.
    expect(rows.map(({at_risk}) => at_risk)).toEqual([12, 11, 6, 4, 4, 4]);
    expect(rows.map(({events}) => events)).toEqual([0, 3, 2, 0, 0, 0]);
    expect(rows.map(({censored}) => censored)).toEqual([1, 2, 0, 0, 0, 4]);
    [1, 8 / 11, 16 / 33, 16 / 33].forEach((survival, age) => expect(rows[age]!["survival"]).toBeCloseTo(survival, 12));
    expect([rows[0]!["low"], rows[0]!["high"]]).toEqual([null, null]);
    // Below one half at age 2: median 2. Area to age 5: 1 + 8/11 + 3 × 16/33 = 105/33.
    const [all] = rowsOf(tables!["groups"]);
    expect(all).toMatchObject({group: null, customers: 12, events: 5, median: 2, last_age: 5, returned: 0});
    expect(all!["mean"]).toBeCloseTo(105 / 33, 12);
  });

  it("quarters count from quarter to quarter", async () => {
    const {table} = await compute(await openContracts("2025-06-30", CONTRACTS), {period: "quarter"});
    // Who began and left within the first quarter ends at age 0; the four are censored at age 1.
    expect(rowsOf(table).map(({at_risk, events}) => [at_risk, events])).toEqual([
      [12, 5],
      [4, 0]
    ]);
  });

  it("an end on the as-of day is an end, one after it is not", async () => {
    const ended = async (day: string) => compute(await openContracts("2025-06-30", some("a", 10, "2025-05-01", day)));
    const [on, after] = [await ended("2025-06-30"), await ended("2025-07-01")];
    expect([rowsOf(on.tables!["groups"])[0]!["events"], rowsOf(after.tables!["groups"])[0]!["events"]]).toEqual([
      10, 0
    ]);
    expect(on.notes).toContain("churn-everybody");
    // All left at once: S = 0 without an interval. Nobody left: S = 1 throughout.
    expect(rowsOf(on.table).at(-1)).toMatchObject({survival: 0, low: null, high: null});
    expect(after.notes).toContain("churn-none");
    expect(rowsOf(after.table).at(-1)).toMatchObject({survival: 1, events: 0});
  });

  it("fewer than ten customers: counts only; none: no rows", async () => {
    const few = await compute(await openContracts("2025-06-30", some("a", 9, "2025-05-01", "2025-06-30")));
    expect(rowsOf(few.table).at(-1)).toMatchObject({at_risk: 9, events: 9, survival: null, hazard: null});
    expect([few.finding, few.notes]).toEqual([null, ["churn-contract", "low-base", "churn-everybody"]]);
    const none = await compute(await openContracts("2025-06-30", []));
    expect([none.table.numRows(), none.finding, none.n]).toEqual([0, null, 0]);
  });
});

it("churn on inactivity: the first silence of more than `after` days ends a life, `after` days after its order; later orders are returns", async () => {
  const orders: OrderRow[] = [
    // a: gaps of 26 days, then 55: ends on February 5 + 30 = March 7, age 2, and came back.
    ["a", "2025-01-10", 1],
    ["a", "2025-02-05", 1],
    ["a", "2025-04-01", 1],
    // b: a gap of exactly 30 days is none; ends on February 9 + 30 = March 11, age 2.
    ["b", "2025-01-10", 1],
    ["b", "2025-02-09", 1],
    // c is censored in June. d ends on the as-of day, May 31 + 30. e would end on July 1.
    ["c", "2025-06-10", 1],
    ["d", "2025-05-31", 1],
    ["e", "2025-06-01", 1],
    ["e", "2025-06-20", -1]
  ];
  const {table, tables, notes} = await compute(await openShop({orders, asOf: "2025-06-30"}), {after: "30 days"});
  expect(rowsOf(table).map(({at_risk, events, censored}) => [at_risk, events, censored])).toEqual([
    [5, 0, 2],
    [3, 1, 0],
    [2, 2, 0]
  ]);
  expect(rowsOf(tables!["groups"])[0]).toMatchObject({customers: 5, events: 3, returned: 1});
  expect(notes).toEqual(["churn-lapse", "low-base", "churn-returned"]);
});

describe.skipIf(!hasTelco)("churn of the telephone contracts agrees with R and lifelines", () => {
  interface Summary {
    readonly median: number | null;
    readonly points: readonly {readonly t: number; readonly S: number; readonly lo: number; readonly hi: number}[];
    readonly rmst: Readonly<Record<string, number>>;
  }
  let result: Result;
  let shop: Shop;
  beforeAll(async () => {
    shop = await openTelco();
    result = await measure(churn, shop, {by: "contract"});
  });
  afterAll(() => shop.engine.close());

  it("survival, interval, mean and median of everybody and of each contract", () => {
    const summary = readJson<Record<string, Summary>>("reference/km_summary.json");
    const groups = {
      telco_all: null,
      telco_month_to_month: "Month-to-month",
      telco_one_year: "One year",
      telco_two_year: "Two year"
    };
    for (const [name, group] of Object.entries(groups)) {
      const rows = rowsOf(result.table).filter((row) => row["group"] === group);
      for (const {t, S, lo, hi} of summary[name]!.points) {
        expect(rows[t]!["survival"]).toBeCloseTo(S, 10);
        if (S < 1)
          expect([(rows[t]!["low"] as number).toFixed(6), (rows[t]!["high"] as number).toFixed(6)]).toEqual([
            lo.toFixed(6),
            hi.toFixed(6)
          ]);
      }
      const own = rowsOf(result.tables!["groups"]).find((row) => row["group"] === group)!;
      expect(own["mean"]).toBeCloseTo(summary[name]!.rmst["72"]!, 6);
      expect(own["median"]).toBe(summary[name]!.median);
    }
    const all = rowsOf(result.table).filter((row) => row["group"] === null);
    for (const row of readCsv("reference/km_telco_all.csv")) {
      const at = all[numberOf(row, "time")]!;
      expect([at["at_risk"], at["events"]]).toEqual([numberOf(row, "at_risk"), numberOf(row, "events")]);
    }
  });

  it("log-rank test by contract", () => {
    expect(result.summary!["chi2"]).toBeCloseTo(2352.872538, 5);
    expect(result.summary).toMatchObject({df: 2});
    expect(result.finding!.values).toMatchObject({age: 12, best: "Two year", worst: "Month-to-month", median: null});
  });
});
