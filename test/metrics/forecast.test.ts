import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {forecastSpans} from "../../src/metrics/forecast-spans.ts";
import {forecast} from "../../src/metrics/forecast.ts";
import {PURCHASE_MODELS} from "../../src/models/purchase-models.ts";
import {expectRelative, readJson} from "../models/reference.ts";
import {hasCdnow, measure, openCdnow, openShop, rowsOf} from "./measure.ts";
import type {OrderRow, Shop} from "./measure.ts";

const COLUMNS = [
  "period",
  "actual",
  "expected",
  "low",
  "high",
  "holdout",
  "complete",
  "actual_amount",
  "expected_amount",
  "newcomers"
];

describe("forecast of few orders", () => {
  // Customer i of 40 buys on 2026-01-(1 + i mod 28); every second one again 10 days later, every fourth 30 days later as well.
  const day = (offset: number) => new Date(Date.UTC(2026, 0, 1 + offset)).toISOString().slice(0, 10);
  const orders = Array.from({length: 40}, (_, i): OrderRow[] => [
    [`c${i}`, day(i % 28), 10],
    ...(i % 2 === 0 ? [[`c${i}`, day((i % 28) + 10), 10 + i] as OrderRow] : []),
    ...(i % 4 === 0 ? [[`c${i}`, day((i % 28) + 40), 12] as OrderRow] : [])
  ]).flat();
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop({orders, asOf: "2026-03-15"});
  });
  afterAll(() => shop.engine.close());

  it("forecastSpans: the open period is the first to come; held-out periods leave at least as many before them", () => {
    const spans = forecastSpans({period: "month", holdout: 1, ahead: 2}, shop.facts);
    expect(spans.calibration.map(({period}) => period)).toEqual([672]); // 2026-01 is month 56 · 12
    expect(spans.holdout.map(({period}) => period)).toEqual([673]);
    expect(spans.future.map(({period}) => period)).toEqual([674, 675]);
    expect(forecastSpans({period: "month", holdout: 2, ahead: 2}, shop.facts)).toMatchObject({
      until: null,
      holdout: []
    });
  });

  it("actual counts repeat purchase days per period; coming periods have none, the open one so far", async () => {
    const {table} = await measure(forecast, shop, {holdout: 1, ahead: 2});
    expect(table.columnNames()).toEqual(COLUMNS);
    const rows = rowsOf(table);
    // Second purchases: of the 20 even customers, those with (i mod 28) + 10 ≤ 30 fall in January: i mod 28 ≤ 20, i.e. even i of 0…20 (11) and 28…38 (6) = 17; the other 3 in February.
    // Third ones on day (i mod 28) + 40, from February 10: of the 10 customers i mod 28 = 0, 4, …, 24 and 28, 32, 36 → 0, 4, 8; February ends on day 58, so ≤ 18: 0, 4, 8, 12, 16, 0, 4, 8 = 8; 20 and 24 in March.
    expect(rows.map(({actual}) => actual)).toEqual([17, 11, 2, null]);
    expect(rows.map(({holdout, complete}) => [holdout, complete])).toEqual([
      [false, true],
      [true, true],
      [false, false],
      [false, false]
    ]);
  });
});

it("forecast without repeaters says why there is none", async () => {
  const shop = await openShop({
    orders: [
      ["a", "2026-01-01", 5],
      ["b", "2026-02-01", 5]
    ],
    asOf: "2026-03-31"
  });
  const {table, notes, finding, model} = await measure(forecast, shop, {holdout: 1, ahead: 1});
  expect(rowsOf(table).map(({actual, expected}) => [actual, expected])).toEqual([
    [0, null],
    [0, null],
    [0, null],
    [null, null]
  ]);
  expect(notes.slice(0, 2)).toEqual(["model-no-repeaters", "holdout-not-fitted"]);
  expect([finding, model]).toEqual([null, undefined]);
  await shop.engine.close();
});

it("forecast of no orders is empty", async () => {
  const shop = await openShop({orders: [], asOf: "2026-03-31"});
  const {table, notes} = await measure(forecast, shop);
  expect([table.numRows(), notes]).toEqual([0, ["no-orders"]]);
  await shop.engine.close();
});

interface Reference {
  readonly pred_total_39: number;
  readonly actual_total_39: number;
  readonly mae: number;
  readonly rmse: number;
  readonly calibration_repeat_total: number;
}

describe.skipIf(!hasCdnow)("forecast of CDNOW, the last nine months held out", () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openCdnow();
  });
  afterAll(() => shop.engine.close());

  it.each(["bgnbd", "mbgnbd", "paretonbd"] as const)("%s: the holdout is that of the reference", async (model) => {
    const reference = readJson<Record<string, Reference>>("reference/cdnow_full_cohort_fits.json")[model]!;
    const {table, tables, summary} = await measure(forecast, shop, {model, holdout: 9});
    const rows = rowsOf(table);
    const held = rows.filter(({holdout}) => holdout);
    expect(held).toHaveLength(9);
    const sum = (name: string, of = held) => of.reduce((total, row) => total + Number(row[name]), 0);
    expect(sum("actual")).toBe(reference.actual_total_39);
    expectRelative(sum("expected"), reference.pred_total_39, 2e-5);
    expect(
      sum(
        "actual",
        rows.filter(({holdout, complete}) => complete && !holdout)
      )
    ).toBe(reference.calibration_repeat_total);
    const accuracy = rowsOf(tables!["accuracy"]);
    expectRelative(Number(accuracy[0]!["mae"]), reference.mae, 1e-4);
    expectRelative(Number(accuracy[0]!["rmse"]), reference.rmse, 1e-4);
    expect(accuracy[1]).toMatchObject({method: "same-as-before", total: reference.calibration_repeat_total});
    expect(accuracy[3]).toMatchObject({method: "none", total: 0, bias: -1});
    expect(summary!["holdout_by_newcomers"]).toBe(0);
  });

  it("the tracking is the unconditional expectation of the fit, the future has an interval, frequencies add up", async () => {
    const {table, tables, model} = await measure(forecast, shop, {holdout: 9, ahead: 3});
    const rows = rowsOf(table);
    const frequency = rowsOf(tables!["by_frequency"]);
    expect(frequency.reduce((sum, {customers}) => sum + Number(customers), 0)).toBe(23_570);
    expect(frequency.at(-1)!["repeats"]).toBe(7);
    expect(
      rows
        .filter(({complete}) => !complete)
        .map(({actual, low, expected, high}) => [
          actual,
          Number(low) < Number(expected),
          Number(expected) < Number(high)
        ])
    ).toEqual([
      [null, true, true],
      [null, true, true],
      [null, true, true]
    ]);
    expect(rows[0]).toMatchObject({low: null, high: null, holdout: false});
    expect(PURCHASE_MODELS.bgnbd.kind).toBe(model!.kind);
    // Customers new in January 1997 alone make its repeat purchases.
    expectRelative(Number(rows[0]!["expected"]), Number(rows[0]!["actual"]), 0.5);
  });
});
