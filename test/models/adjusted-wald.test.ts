import {expect, it} from "vitest";
import {InputError} from "../../src/errors.ts";
import {netPromoterScore, npsAdjustedWald, npsWald, withPseudoAnswers} from "../../src/models/adjusted-wald.ts";
import type {ScoreCounts} from "../../src/models/adjusted-wald.ts";
import {lnGamma} from "../../src/models/gamma.ts";
import {describeReference, expectAbsolute, numberOf, readCsv} from "./reference.ts";

const counts = (promoters: number, passives: number, detractors: number): ScoreCounts => ({
  promoters,
  passives,
  detractors
});

// 50/30/20: score 30, variance 0.5 + 0.2 − 0.09 = 0.61, error √0.0061 = 0.0781025.
it("netPromoterScore of 50/30/20 is 30 ± 7.81", () => {
  expectAbsolute(netPromoterScore(counts(50, 30, 20))?.score, 30, 1e-12);
  expectAbsolute(netPromoterScore(counts(50, 30, 20))?.standardError, 7.81025, 5e-6);
});

it("netPromoterScore and both intervals are null without answers, and refuse negative counts", () => {
  expect(netPromoterScore(counts(0, 0, 0))).toBeNull();
  expect(npsAdjustedWald(counts(0, 0, 0))).toBeNull();
  expect(npsWald(counts(0, 0, 0))).toBeNull();
  expect(() => npsWald(counts(1, -1, 0))).toThrow(InputError);
});

it("withPseudoAnswers adds ¾, 1½ and ¾", () =>
  expect(withPseudoAnswers(counts(1, 2, 3))).toEqual(counts(1.75, 3.5, 3.75)));

// 10/0/0: (10.75, 1.5, 0.75) of 13: score 1000/13, variance 11.5/13 − (10/13)² = 49.5/169, error 100 √(49.5/2197) =
// 15.01024; 76.92308 − 1.959964 × 15.01024 = 47.50355; the upper bound, 106.3, is cut at 100.
it("npsAdjustedWald of ten promoters is 47.5 to 100, where npsWald is of no width", () => {
  expectAbsolute(npsAdjustedWald(counts(10, 0, 0))?.low, 47.50355, 5e-6);
  expect(npsAdjustedWald(counts(10, 0, 0))?.high).toBe(100);
  expect(npsWald(counts(10, 0, 0))).toEqual({low: 100, high: 100});
});

describeReference("NPS intervals against nps_intervals.csv and nps_garden_segments.csv", () => {
  it("score, error, Wald and adjusted Wald at 95% and 90% of 14 cases and all segments, to 9 digits", () => {
    const rows = [...readCsv("reference/nps_intervals.csv"), ...readCsv("reference/nps_garden_segments.csv")];
    expect(rows.length).toBeGreaterThan(20);
    for (const row of rows) {
      const cell = (name: string) => numberOf(row, name);
      const answers = counts(cell("promoters"), cell("passives"), cell("detractors"));
      const score = netPromoterScore(answers);
      const wald = npsWald(answers);
      const [adjusted, narrow] = [npsAdjustedWald(answers), npsAdjustedWald(answers, 0.9)];
      expectAbsolute(score?.score, cell("nps"), 6e-8);
      expectAbsolute(score?.standardError, cell("se_points"), 6e-8);
      expectAbsolute(wald?.low, cell("wald95_lo"), 6e-8);
      expectAbsolute(wald?.high, cell("wald95_hi"), 6e-7);
      expectAbsolute(adjusted?.low, cell("aw95_lo"), 6e-8);
      expectAbsolute(adjusted?.high, cell("aw95_hi"), 6e-8);
      expectAbsolute(narrow?.low, cell("aw90_lo"), 6e-8);
      expectAbsolute(narrow?.high, cell("aw90_hi"), 6e-8);
    }
  });
});

describeReference("NPS intervals against nps_exact_coverage.csv", () => {
  it("coverage of Wald and adjusted Wald, and mean width before clipping, all outcomes enumerated, to 6 digits", () => {
    const rows = readCsv("reference/nps_exact_coverage.csv").filter((row) => row["method"] !== "trinom_t");
    expect(rows).toHaveLength(48);
    for (const row of rows) {
      const shares = [numberOf(row, "promoter"), numberOf(row, "passive"), numberOf(row, "detractor")] as const;
      const isAdjusted = row["method"] === "aw";
      const {coverage} = enumerate(shares, numberOf(row, "n"), isAdjusted ? npsAdjustedWald : npsWald);
      const {width} = enumerate(shares, numberOf(row, "n"), (c) => npsWald(isAdjusted ? withPseudoAnswers(c) : c));
      expectAbsolute(coverage, numberOf(row, "exact_coverage"), 6e-7);
      expectAbsolute(width, numberOf(row, "mean_width_points"), 6e-4);
    }
  });
});

/** Probability that the interval holds the true score, and its mean width, over the trinomial distribution. */
function enumerate([p, q, d]: readonly [number, number, number], n: number, interval: typeof npsWald) {
  const truth = 100 * (p - d);
  let [coverage, width] = [0, 0];
  for (let i = 0; i <= n; ++i) {
    for (let j = 0; i + j <= n; ++j) {
      const k = n - i - j;
      const ways = lnGamma(n + 1) - lnGamma(i + 1) - lnGamma(j + 1) - lnGamma(k + 1);
      const chance = Math.exp(ways + i * Math.log(p) + j * Math.log(q) + k * Math.log(d));
      const {low, high} = interval(counts(i, j, k))!;
      width += chance * (high - low);
      if (low <= truth + 1e-9 && truth - 1e-9 <= high) coverage += chance;
    }
  }
  return {coverage, width};
}
