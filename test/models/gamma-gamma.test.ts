import {expect, it} from "vitest";
import {InputError} from "../../src/errors.ts";
import {
  expectedSpend,
  fitGammaGamma,
  gammaGammaLogLikelihood,
  groupSpending,
  populationSpend,
  spendFrequencyCorrelation
} from "../../src/models/gamma-gamma.ts";
import {expectAbsolute} from "./reference.ts";

it("groupSpending groups repeaters with positive spend, and counts those it leaves out", () => {
  const {spending, group, excluded} = groupSpending([2, 0, 1, 2, 3, 1], [5, 9, 4, 5, 0, -2]);
  expect(spending).toEqual({x: Float64Array.of(1, 2), mean: Float64Array.of(4, 5), count: Float64Array.of(1, 2)});
  expect(Array.from(group)).toEqual([1, -1, 0, 1, -1, -1]);
  expect(excluded).toBe(2);
});

it("groupSpending refuses a repeater's mean that is no number, not a one-time buyer's", () => {
  expect(() => groupSpending([1], [NaN])).toThrow(InputError);
  expect(() => groupSpending([1], [])).toThrow(InputError);
  expect(groupSpending([0], [NaN]).spending.count).toHaveLength(0);
});

// p = q = v = 1, x = 1, m = 1: Γ(2) / (Γ(1) Γ(1)) · 1 · m^0 · 1 / (1 + 1)² = 1/4.
it("gammaGammaLogLikelihood by hand", () => {
  const {spending} = groupSpending([1], [1]);
  expectAbsolute(gammaGammaLogLikelihood({p: 1, q: 1, v: 1}, spending), Math.log(1 / 4), 1e-15);
});

// p = 2, q = 3, v = 10: (x = 1, m = 40): 2 · 50 / (2 + 2) = 25; population 2 · 10 / 2 = 10. q = 0.5: 2 · 10 / −0.5 does
// not exist.
it("expectedSpend pulls a customer's mean toward populationSpend; null where that is infinite", () => {
  expect(expectedSpend({p: 2, q: 3, v: 10}, {x: 1, mean: 40})).toBe(25);
  expect(populationSpend({p: 2, q: 3, v: 10})).toBe(10);
  expect(expectedSpend({p: 2, q: 3, v: 10}, {x: 0, mean: NaN})).toBe(10);
  expect(populationSpend({p: 2, q: 0.5, v: 10})).toBeNull();
});

it("fitGammaGamma words degenerate data instead of throwing", () => {
  const reason = (x: number[], mean: number[]) => {
    const fit = fitGammaGamma(groupSpending(x, mean).spending);
    return fit.converged ? "converged" : fit.reason;
  };
  expect(reason([], [])).toBe("no-spend");
  expect(reason([0, 0], [5, 5])).toBe("no-spend");
  expect(reason([1, 2], [0, -5])).toBe("no-spend");
  expect(reason([4], [5])).toBe("too-few");
  expect(["not-identified", "not-converged"]).toContain(reason([1, 2, 3, 4], [5, 5, 5, 5]));
});

// x 1, 2, 3, 4 and m 1, 3, 2, 4: deviations −1.5 … 1.5: products 2.25 − 0.25 − 0.25 + 2.25 = 4 over 5: 0.8.
// z = atanh(0.8) · √(4 − 3) = 1.0986123, p = 2 Φ(−z) = 0.2719372 (mpmath).
it("spendFrequencyCorrelation is Pearson's, weighted by count; null where there is nothing to compare", () => {
  const test = spendFrequencyCorrelation(groupSpending([1, 2, 3, 4], [1, 3, 2, 4]).spending);
  expectAbsolute(test?.correlation, 0.8, 1e-14);
  expectAbsolute(test?.p, 0.2719372, 5e-8);
  expect(spendFrequencyCorrelation(groupSpending([1, 1, 1, 1], [1, 3, 2, 4]).spending)).toBeNull();
  expect(spendFrequencyCorrelation(groupSpending([1, 2, 3], [1, 3, 2]).spending)).toBeNull();
});
