import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {PurchaseModelKind} from "../../src/models/buy-till-you-die.ts";
import {PURCHASE_MODELS} from "../../src/models/purchase-models.ts";
import {dayOf} from "../../src/metrics/period.ts";
import {fitPurchases, modelOf, spendPerPurchase} from "../../src/metrics/purchase-fit.ts";
import {purchaseLog} from "../../src/metrics/purchase-log.ts";
import {predictions} from "../../src/metrics/purchase-predictions.ts";
import {expectRelative, readJson} from "../models/reference.ts";
import {hasCdnow, openCdnow, openShop} from "./measure.ts";
import type {OrderRow, Shop} from "./measure.ts";

const day = (iso: string) => dayOf(new Date(`${iso}T00:00:00Z`));

describe("purchaseLog of few orders", () => {
  // a buys on days 1, 8 (twice: 20 + 10) and 15 (40), and gets 6 back on day 9: x 2, t_x 2 weeks, T (20 − 1) / 7 weeks, mean (30 + 40) / 2 = 35, observed 5 + 30 + 40 − 6 = 69.
  // b buys once, c only after the end, d has only a refund.
  const orders: OrderRow[] = [
    ["a", "2026-01-01 09:00", 5],
    ["a", "2026-01-08 09:00", 20],
    ["a", "2026-01-08 21:00", 10],
    ["a", "2026-01-09", -6],
    ["a", "2026-01-15", 40],
    ["b", "2026-01-20", 25],
    ["c", "2026-01-21", 25],
    ["d", "2026-01-02", -1]
  ];
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop({orders, asOf: "2026-01-20"});
  });
  afterAll(() => shop.engine.close());

  it("same-day orders are one purchase, a refund is none, the first is not a repeat, T is not rounded", async () => {
    const log = await purchaseLog(day("2026-01-20"), shop.facts, shop.reducer);
    expect(log.customers).toEqual(["a", "b"]);
    expect([...log.x]).toEqual([2, 0]);
    expect([...log.mean]).toEqual([35, 0]);
    expect([...log.observed]).toEqual([6900, 2500]);
    const {histories, group} = log.grouping;
    expect([histories.recency[group[0]!], histories.age[group[0]!], histories.age[group[1]!]]).toEqual([2, 19 / 7, 0]);
    expect(log.kept).toBeCloseTo(94 / 100, 12); // 100 bought, 6 given back
    expect(log.average).toBe(25); // 100 over four purchase days
  });

  it("the end cuts the log: purchases, amounts and ages", async () => {
    const log = await purchaseLog(day("2026-01-08"), shop.facts, shop.reducer);
    expect([log.customers, [...log.x], [...log.mean], [...log.observed]]).toEqual([["a"], [1], [30], [3500]]);
    expect(log.grouping.histories.age[0]).toBe(1);
  });
});

describe("fitPurchases where there is nothing to fit", () => {
  it.each([
    ["no orders", [], "model-empty"],
    [
      "no repeaters",
      [
        ["a", "2026-01-01", 5],
        ["b", "2026-01-02", 5]
      ],
      "model-no-repeaters"
    ],
    [
      "one customer",
      [
        ["a", "2026-01-01", 5],
        ["a", "2026-01-03", 5]
      ],
      "model-too-few"
    ],
    [
      "one day",
      [
        ["a", "2026-01-01", 5],
        ["a", "2026-01-01", 5]
      ],
      "model-no-repeaters"
    ]
  ] as [string, OrderRow[], string][])("%s: no model, and a note says why", async (_name, orders, note) => {
    const shop = await openShop({orders, asOf: "2026-02-01"});
    const fit = await fitPurchases("bgnbd", day("2026-02-01"), {facts: shop.facts, workbench: shop.reducer});
    expect([fit.fit, modelOf(fit), fit.notes]).toEqual([null, null, [note]]);
    await shop.engine.close();
  });
});

interface Reference {
  readonly params: readonly number[];
  readonly ll: number;
  readonly pred_total_39: number;
  readonly excluded_zero_mean: number;
  readonly n: number;
}

describe.skipIf(!hasCdnow)("fitPurchases of CDNOW, calibrated to 1997-09-30", () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openCdnow();
  });
  afterAll(() => shop.engine.close());
  const fitted = (model: PurchaseModelKind) =>
    fitPurchases(model, day("1997-09-30"), {facts: shop.facts, workbench: shop.reducer});

  it.each(["bgnbd", "mbgnbd", "paretonbd"] as const)(
    "%s: log-likelihood and purchases of the next 39 weeks are those of the reference",
    async (model) => {
      const reference = readJson<Record<string, Reference>>("reference/cdnow_full_cohort_fits.json")[model]!;
      const {fit, log} = await fitted(model);
      expect(log.customers).toHaveLength(23_570);
      expectRelative(fit!.logLikelihood, reference.ll, 1e-9);
      const {histories} = log.grouping;
      const expected = PURCHASE_MODELS[model].conditionalPurchases(fit!.parameters, histories, {
        unit: "week",
        length: 39
      });
      expectRelative(
        expected.reduce((sum, one, g) => sum + one * histories.count[g]!, 0),
        reference.pred_total_39,
        2e-5
      );
    }
  );

  it("Gamma-Gamma is fitted to repeaters with spend", async () => {
    const reference = readJson<Record<string, Reference>>("reference/cdnow_full_cohort_fits.json")["gammagamma"]!;
    const {spend} = await fitted("bgnbd");
    expect([spend.fit!.customers, spend.groups.excluded]).toEqual([reference.n, reference.excluded_zero_mean]);
    expectRelative(spend.fit!.logLikelihood, reference.ll, 1e-9);
    expectRelative(spend.fit!.parameters.p, reference.params[0]!, 2e-3);
    expectRelative(
      spendPerPurchase(spend, {x: 0, mean: 0}),
      (reference.params[0]! * reference.params[2]!) / (reference.params[1]! - 1),
      1e-4
    );
  });

  it("predictions of customers are whole minor units and millionths; one-time buyers have no chance to be alive under BG/NBD", async () => {
    const fit = await fitted("bgnbd");
    const columns = predictions(fit, {months: 9, annual: 0}, shop.facts);
    const oneTime = fit.log.x.findIndex((x) => x === 0);
    expect(columns["alive"]![oneTime]).toBeNaN();
    expect((columns["expected"] as Float64Array).every(Number.isInteger)).toBe(true);
    expect(Number(columns["purchases"]![oneTime])).toBeGreaterThan(0);
  });
});
