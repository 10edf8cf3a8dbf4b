import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {csat} from "../../src/metrics/csat.ts";
import {dwb} from "../../src/metrics/dwb.ts";
import type {Metric, MetricOptions, Result} from "../../src/metrics/metric.ts";
import {GARDEN, hasGarden, measure, openReal, rowsOf} from "./measure.ts";
import type {Shop as RealShop} from "./measure.ts";
import {openShop} from "./shop.ts";
import type {Shop} from "./shop.ts";

const open: Shop[] = [];
afterAll(() => Promise.all(open.map((shop) => shop.close())));

/** The metric over `n` answers of each score by customers of their own, as of the end of March 2025. */
async function rated<Options extends MetricOptions>(
  metric: Metric<Options>,
  counts: Readonly<Record<number, number>>,
  {column, ...options}: {readonly column: string} & Readonly<Record<string, unknown>>
): Promise<Result> {
  const rows = Object.entries(counts).flatMap(([score, n]) =>
    Array.from({length: n}, (_, i) => `('c${score}_${i}', '2025-01-15', ${score})`)
  );
  const shop = await openShop("2025-03-31", {
    customers: "('a', null, 'x')",
    surveys: {columns: column, rows: rows.join()}
  });
  open.push(shop);
  return shop.compute(metric, options);
}

function whole(result: Result, group: string | null = null): Record<string, unknown> {
  return rowsOf(result.table).find((row) => row["period"] === null && row["group"] === group)!;
}

it("csat is the share of 4 and 5 with its Wilson interval: 82 of 100 is 73.332642% to 88.299775%", async () => {
  // Mean (40 × 5 + 42 × 4 + 10 × 3 + 5 × 2 + 3 × 1) / 100 = 4.11.
  const result = await rated(csat, {5: 40, 4: 42, 3: 10, 2: 5, 1: 3}, {column: "csat"});
  expect(whole(result)).toMatchObject({answers: 100, positive: 82, rate: 0.82, mean: 4.11, low_base: false});
  expect(whole(result)["low"]).toBeCloseTo(0.7333264161369925, 9);
  expect(whole(result)["high"]).toBeCloseTo(0.8829977450105363, 9);
  expect(result.table.columnNames().slice(0, 8)).toEqual(["group", "period", "answers", "positive", "rate", "low", "high", "mean"]); // prettier-ignore
  expect(rowsOf(result.tables!["distribution"]).map(({answers}) => answers)).toEqual([3, 5, 10, 42, 40]);
});

it("dwb is the share of 5, and top2 that of 4 and 5: 37 of 120 is 23.272737% to 39.582998%", async () => {
  const result = await rated(dwb, {5: 37, 4: 23, 3: 60}, {column: "dwb"});
  expect(whole(result)).toMatchObject({answers: 120, positive: 37, top2: 0.5});
  expect(whole(result)["rate"]).toBeCloseTo(37 / 120, 12);
  expect(whole(result)["low"]).toBeCloseTo(0.23272736988916, 9);
  expect(whole(result)["high"]).toBeCloseTo(0.3958299800069, 6);
});

it("`measure: effort` is the share of 5 to 7 of 7, 41 of 60 is 55.766233% to 78.694132%; `trust` that of 4 and 5", async () => {
  const effort = await rated(csat, {7: 1, 6: 20, 5: 20, 4: 19}, {column: "effort", measure: "effort"});
  expect(whole(effort)).toMatchObject({answers: 60, positive: 41});
  expect(whole(effort)["low"]).toBeCloseTo(0.55766232973823, 9);
  expect(whole(effort)["high"]).toBeCloseTo(0.78694132078694, 6);
  expect(effort.finding!.values).toMatchObject({measure: "effort"});
  const trust = await rated(csat, {5: 6, 4: 6, 3: 12}, {column: "trust", measure: "trust"});
  expect(whole(trust)).toMatchObject({positive: 12, rate: 0.5, low_base: true});
});

it("of 9 answers there are counts only, 10 have a share; 30 are no low base", async () => {
  expect(whole(await rated(csat, {5: 9}, {column: "csat"}))).toMatchObject({positive: 9, rate: null, low: null, mean: null}); // prettier-ignore
  expect(whole(await rated(dwb, {5: 9}, {column: "dwb"}))).toMatchObject({positive: 9, rate: null, top2: null});
  expect(whole(await rated(csat, {5: 10}, {column: "csat"}))).toMatchObject({rate: 1, high: 1, low_base: true});
  expect(whole(await rated(csat, {5: 29}, {column: "csat"}))).toMatchObject({low_base: true});
  expect(whole(await rated(csat, {5: 30}, {column: "csat"}))).toMatchObject({low_base: false});
});

it("no answers: no rows, no finding", async () => {
  const result = await rated(csat, {}, {column: "csat"});
  expect(result).toMatchObject({n: 0, finding: null, notes: ["no-answers"]});
  expect(result.table.numRows()).toBe(0);
});

describe.skipIf(!hasGarden)("garden (skipped where ../shared is missing)", () => {
  let shop: RealShop;
  beforeAll(async () => void (shop = await openReal(GARDEN)));
  afterAll(() => shop.engine.close());

  it("would definitely buy 55.104560% [54.272551, 55.933722] of 13,772; the top two 71.028173%", async () => {
    const row = whole(await measure(dwb, shop));
    expect(row).toMatchObject({answers: 13_772, positive: 7589});
    expect(row["rate"]).toBeCloseTo(0.5510455997676444, 12);
    expect(row["low"]).toBeCloseTo(0.5427255066099298, 9);
    expect(row["high"]).toBeCloseTo(0.55933722430947505, 9);
    expect(row["top2"]).toBeCloseTo(0.7102817310485042, 12);
  });

  it("satisfied are 52.566040% [51.735122, 53.395540] of 13,893", async () => {
    const row = whole(await measure(csat, shop));
    expect(row).toMatchObject({answers: 13_893, positive: 7303});
    expect(row["low"]).toBeCloseTo(0.5173512197135726, 9);
    expect(row["high"]).toBeCloseTo(0.5339554028821281, 9);
  });
});
