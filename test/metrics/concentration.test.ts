import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {rollup} from "../../src/cube/cube.ts";
import {concentration} from "../../src/metrics/concentration.ts";
import {binnedLorenz, exactLorenz} from "../../src/metrics/lorenz.ts";
import type {Result} from "../../src/metrics/metric.ts";
import {readJson} from "../models/reference.ts";
import {hasCdnow, measure, openCdnow, openShop, rowsOf} from "./measure.ts";
import type {OrderRow, Shop} from "./measure.ts";

async function compute(
  orders: readonly OrderRow[],
  options: Record<string, unknown> = {},
  asOf = "2025-06-30"
): Promise<Result> {
  const shop = await openShop({orders, asOf});
  const result = await measure(concentration, shop, options);
  await shop.engine.close();
  return result;
}

describe("exactLorenz", () => {
  it("of 1, 2, …, 10", () => {
    // Gini 2 × 385 / (10 × 55) − 11/10 = 0.3; the best 10 of 55, the best two 19; 10 + 9 + 8 + 7 + 6 = 40 are not 80% of 55, with 5 they are.
    const lorenz = exactLorenz(Float64Array.from({length: 10}, (_, i) => i + 1));
    expect(lorenz.gini).toBeCloseTo(0.3, 12);
    expect(lorenz.top.map((share) => share!.toFixed(6))).toEqual([
      (10 / 55).toFixed(6),
      (10 / 55).toFixed(6),
      (19 / 55).toFixed(6)
    ]);
    expect(lorenz.customersFor80).toBe(6);
    expect([lorenz.shares[0], lorenz.shares.at(-1)]).toEqual([0, 1]);
    expect(lorenz.shares[25]).toBeCloseTo(15 / 55, 12); // the lower half: 1 + … + 5
  });

  it("equal values: 0, and 80% of customers for 80%; one of many has all: (n − 1) / n", () => {
    expect(exactLorenz(new Float64Array(10).fill(7))).toMatchObject({
      customersFor80: 8,
      top: [expect.closeTo(0.1, 12), expect.closeTo(0.1, 12), expect.closeTo(0.2, 12)]
    });
    expect(exactLorenz(new Float64Array(10).fill(7)).gini).toBeCloseTo(0, 12);
    expect(exactLorenz(Float64Array.from([0, 0, 0, 5])).gini).toBeCloseTo(0.75, 12);
  });

  it("the jackknife error is that of leaving each customer out", () => {
    const values = [1, 3, 3, 8, 20];
    const gini = (x: readonly number[]) =>
      (2 * x.reduce((s, v, i) => s + (i + 1) * v, 0)) / (x.length * x.reduce((s, v) => s + v, 0)) -
      (x.length + 1) / x.length;
    const without = values.map((_, i) => gini(values.filter((_value, k) => k !== i)));
    const mean = without.reduce((s, g) => s + g, 0) / 5;
    const error = Math.sqrt((4 / 5) * without.reduce((s, g) => s + (g - mean) ** 2, 0));
    expect(exactLorenz(Float64Array.from(values)).giniError).toBeCloseTo(error, 12);
  });

  it("a negative value: shares, but no Gini; a sum of nothing: neither", () => {
    expect(exactLorenz(Float64Array.from([-1, 2, 9]))).toMatchObject({
      gini: null,
      negative: 1,
      value: 10,
      top: [0.9, 0.9, 0.9]
    });
    expect(exactLorenz(Float64Array.from([0, 0]))).toMatchObject({gini: null, shares: [], customersFor80: null});
    expect(exactLorenz(new Float64Array(0))).toMatchObject({customers: 0, gini: null});
  });
});

it("binnedLorenz: the Gini of bins is below the exact one, by no more than its bound", () => {
  const values = Float64Array.from({length: 100}, (_, i) => (i + 1) ** 2);
  const exact = exactLorenz(values);
  const bins = Array.from({length: 10}, (_, b) => {
    const own = values.slice(b * 10, b * 10 + 10);
    return {
      customers: 10,
      value: own.reduce((s, v) => s + v, 0),
      negative: 0,
      from: b === 0 ? 0 : values[b * 10 - 1]!,
      to: own.at(-1)!
    };
  });
  const binned = binnedLorenz(bins);
  expect(binned.gini).toBeLessThan(exact.gini!);
  expect(binned.gini! + binned.bound).toBeGreaterThanOrEqual(exact.gini!);
  expect(binned.bound).toBeLessThan(0.02);
  expect(binned.top[1]).toBeCloseTo(exact.top[1]!, 12); // the top ten are a bin
});

describe("concentration", () => {
  it("net of refunds, per customer; columns of the contract; persistence of the top 20%", async () => {
    // c1–c10 bring 1–10 in the first quarter. In the second c10, c1 and c2 order: 50, 40, 1; the top 20% of three is one, c10, who was of the first quarter's two.
    const orders: OrderRow[] = [
      ...Array.from({length: 10}, (_, i): OrderRow => [`c${i + 1}`, "2025-01-10", i + 3]),
      ...Array.from({length: 10}, (_, i): OrderRow => [`c${i + 1}`, "2025-02-10", -2])
    ];
    const {table, tables, summary, n, notes} = await compute(orders, {}, "2025-03-31");
    expect(table.columnNames()).toEqual(["customers_share", "value_share", "group"]);
    expect(summary!["gini"]).toBeCloseTo(0.3, 12);
    expect(summary).toMatchObject({customers_for_80: 6, share_for_80: 0.6});
    expect([n, notes]).toEqual([10, []]);
    expect(tables!["persistence"]!.numRows()).toBe(0);
    const later: OrderRow[] = [
      ["c10", "2025-05-01", 50],
      ["c1", "2025-05-01", 40],
      ["c2", "2025-05-01", 1]
    ];
    const both = await compute([...orders, ...later]);
    // Two of ten were the top of the first quarter; fewer than ten: no rate.
    expect(rowsOf(both.tables!["persistence"])).toMatchObject([{group: null, customers: 2, stayed: 1, rate: null}]);
  });

  it("negative totals: no Gini, and it says so; a sum that is not positive: nothing; few: counts only; none", async () => {
    const orders = Array.from({length: 12}, (_, i): OrderRow => [`c${i}`, "2025-01-10", 10]);
    const negative = await compute([...orders, ["c0", "2025-02-01", -30]], {}, "2025-03-31");
    expect([negative.summary!["gini"], negative.notes]).toEqual([null, ["concentration-negative"]]);
    expect(negative.summary!["top_20"]).toBeCloseTo(30 / 90, 12);
    const nothing = await compute(
      orders.map(([customer, at]): OrderRow => [customer, at, 0]),
      {},
      "2025-03-31"
    );
    expect([nothing.table.numRows(), nothing.finding, nothing.notes]).toEqual([0, null, ["concentration-no-value"]]);
    const few = await compute(orders.slice(0, 1), {}, "2025-03-31");
    expect([few.table.numRows(), few.n, few.notes]).toEqual([0, 1, ["low-base"]]);
    const none = await compute([]);
    expect([none.table.numRows(), none.n, none.notes]).toEqual([0, 0, ["no-orders"]]);
  });
});

describe.skipIf(!hasCdnow)("concentration of CDNOW agrees with the reference", () => {
  interface Reference {
    readonly gini_revenue: number;
    readonly top1_share: number;
    readonly top10_share: number;
    readonly top20_share: number;
    readonly lorenz_deciles_bottom: Readonly<Record<string, number>>;
  }
  let shop: Shop;
  beforeAll(async () => void (shop = await openCdnow()));
  afterAll(() => shop.engine.close());
  const reference = () => readJson<{cdnow_master: Reference}>("reference/cohort_summary.json").cdnow_master;

  it("Gini, top shares and the deciles of the curve", async () => {
    const {summary, table} = await measure(concentration, shop);
    const {gini_revenue, top1_share, top10_share, top20_share, lorenz_deciles_bottom} = reference();
    expect(summary!["gini"]).toBeCloseTo(gini_revenue, 9);
    expect(summary!["top_1"]).toBeCloseTo(top1_share, 10);
    expect(summary!["top_10"]).toBeCloseTo(top10_share, 10);
    expect(summary!["top_20"]).toBeCloseTo(top20_share, 10);
    for (const [decile, share] of Object.entries(lorenz_deciles_bottom))
      expect(
        rowsOf(table).find((row) => Math.abs((row["customers_share"] as number) - Number(decile) / 100) < 1e-9)![
          "value_share"
        ]
      ).toBeCloseTo(share, 9);
  });

  it("under a filter: from bins, close to the exact figures of the group", async () => {
    const options = concentration.schema.parse({by: "first_basket"});
    const frozen = await concentration.freeze!(options, shop.facts, shop.reducer);
    const whole = concentration.finish(await roll({}), options, shop.facts, frozen);
    const exact = rowsOf(whole.tables!["groups"]).find(({group}) => group === "under 15")!;
    const filtered = concentration.finish(
      await roll({first_basket: (value: string) => value === "under 15"}),
      options,
      shop.facts,
      frozen
    );
    expect(filtered.notes).toContain("concentration-bins");
    expect(filtered.n).toBe(exact["customers"]);
    expect(Math.abs((filtered.summary!["gini"] as number) - (exact["gini"] as number))).toBeLessThanOrEqual(
      filtered.summary!["gini_bound"] as number
    );
    expect(filtered.summary!["gini_bound"]).toBeLessThan(0.01);
    expect(filtered.summary!["top_20"]).toBeCloseTo(exact["top_20"] as number, 2);

    async function roll(keep: Record<string, (value: string) => boolean>) {
      const reductions = Object.entries(concentration.reductions(options, shop.facts, frozen));
      return Object.fromEntries(
        await Promise.all(
          reductions.map(
            async ([name, reduction]) =>
              [
                name,
                rollup(await shop.reducer.reduce(reduction, ["first_basket"] as never), "first_basket", {values: keep})
              ] as const
          )
        )
      );
    }
  });
});
