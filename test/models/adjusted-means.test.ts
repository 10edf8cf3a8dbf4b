import {describe, expect, it} from "vitest";
import {adjustedMeans} from "../../src/models/adjusted-means.ts";
import {logRatio, meanOfSums, normalInterval, ratioOfSums} from "../../src/models/ratio-of-sums.ts";
import {standardisedRates} from "../../src/models/stratified-ratio.ts";

/** Sums of outcomes. */
function sums(level: number, stratum: number, values: readonly number[]) {
  return {
    level,
    stratum,
    n: values.length,
    sum: values.reduce((a, b) => a + b, 0),
    squares: values.reduce((a, b) => a + b * b, 0)
  };
}

describe("adjustedMeans", () => {
  // Stratum 0: level 0 has 1, 3 (mean 2), level 1 has 4 (one). Stratum 1: level 0 has 10 (one), level 1 has 13, 11 (mean 12).
  // Within strata the difference is 2 and 2, so that it is 2 whatever the weights. Raw means: 14/3 and 28/3.
  // Mean of all 42/6 = 7; effects −1 and +1 as both levels have three customers: 6 and 8.
  const cells = [sums(0, 0, [1, 3]), sums(1, 0, [4]), sums(0, 1, [10]), sums(1, 1, [13, 11])];

  it("is the difference within strata, not that of the raw means", () => {
    const means = adjustedMeans(cells)!;
    expect(means.difference(1, 0)!.value).toBeCloseTo(2, 12);
    expect(means.mean(0)!.value).toBeCloseTo(6, 12);
    expect(means.mean(1)!.value).toBeCloseTo(8, 12);
    expect(means.mean(7)).toBeNull();
    expect(means.difference(1, 7)).toBeNull();
  });

  // Fitted are 2, 4, 10, 12: residuals ±1 of the 1, 3, 13, 11 and 0 else. A customer of stratum 0, level 0 counts 1/3 · (0 − 2/3 · …): with A = Σ n₀n₁/n = 2/3 + 2/3 = 4/3,
  // the difference moves by (x − x̄) / A: x̄ of level 1 is 1/3 in stratum 0, 2/3 in stratum 1. Those with a residual: −1/3 and +1/3 over 4/3: ∓1/4. Σ (1/4)² · 1 over four of them = 1/4.
  // n / (n − p) = 6 / (6 − 2 − 2 + 1) = 2: variance 1/2.
  it("has a variance that lets spreads differ", () => {
    expect(adjustedMeans(cells)!.difference(1, 0)!.variance).toBeCloseTo(0.5, 12);
  });

  it("is null for one level, where strata do not connect the levels, and where nothing is left over", () => {
    expect(adjustedMeans([sums(0, 0, [1, 2])])).toBeNull();
    expect(adjustedMeans([sums(0, 0, [1, 2, 3]), sums(1, 1, [1, 2, 3])])).toBeNull();
    expect(adjustedMeans([sums(0, 0, [1]), sums(1, 0, [2])])).toBeNull();
    expect(adjustedMeans([])).toBeNull();
  });
});

describe("ratioOfSums", () => {
  // y 2, 6 over x 1, 3: ratio 2, residuals 0. y 1, 7: ratio 2, residuals −1, 1: 2/1 · 2 / 16 = 0.25.
  it("is Σy / Σx with the variance of its residuals", () => {
    expect(ratioOfSums({n: 2, y: 8, x: 4, yy: 40, xy: 20, xx: 10})).toEqual({value: 2, variance: 0});
    expect(ratioOfSums({n: 2, y: 8, x: 4, yy: 50, xy: 22, xx: 10})).toEqual({value: 2, variance: 0.25});
    expect(ratioOfSums({n: 1, y: 8, x: 4, yy: 64, xy: 32, xx: 16})).toBeNull();
    expect(ratioOfSums({n: 2, y: 8, x: 0, yy: 50, xy: 0, xx: 0})).toBeNull();
  });

  // 1, 3: mean 2, variance of the mean 2/2 · 2 / 4 = 1.
  it("of one each is the mean; its interval is normal", () => {
    const mean = meanOfSums({n: 2, y: 4, yy: 10})!;
    expect(mean).toEqual({value: 2, variance: 1});
    expect(normalInterval(mean).low).toBeCloseTo(2 - 1.959964, 5);
  });

  // 3 / 2 with relative errors 0.1 and 0.2: √0.05 = 0.2236; 1.5 · e^(±1.959964 · 0.2236) = 0.9677, 2.3250.
  it("logRatio has the delta method's interval, and is null unless both are positive", () => {
    const ratio = logRatio({value: 3, variance: 0.09}, {value: 2, variance: 0.16})!;
    expect(ratio.value).toBe(1.5);
    expect(ratio.low).toBeCloseTo(0.9677, 3);
    expect(ratio.high).toBeCloseTo(2.325, 3);
    expect(logRatio({value: -1, variance: 1}, {value: 2, variance: 1})).toBeNull();
  });
});

describe("standardisedRates", () => {
  const of = (values: readonly number[], x: number) => ({
    n: values.length,
    y: values.reduce((a, b) => a + b, 0),
    x: x * values.length,
    yy: values.reduce((a, b) => a + b * b, 0),
    xy: x * values.reduce((a, b) => a + b, 0),
    xx: x * x * values.length
  });

  // The treated are 2 of stratum a (rate 10) and 4 of b (rate 2); the others' rates are 8 and 1, so of these strata (2 · 8 + 4 · 1) / 6 = 20/6; the treated's own is 28/6.
  // A third stratum of 4 treated has one other only, and is left out: 6 of 10 are covered.
  it("weights the others to the strata of the treated, and leaves out strata without two of each", () => {
    const rates = standardisedRates([
      {one: of([9, 11], 1), other: of([8, 8, 8], 1)},
      {one: of([2, 2, 2, 2], 1), other: of([0, 2], 1)},
      {one: of([5, 5, 5, 5], 1), other: of([1], 1)}
    ])!;
    expect(rates.one.value).toBeCloseTo(28 / 6, 12);
    expect(rates.other.value).toBeCloseTo(20 / 6, 12);
    expect(rates.covered).toBeCloseTo(0.6, 12);
    // Variance of the others: stratum b alone, 2/1 · 2 / 4 = 1, times (4/6)².
    expect(rates.other.variance).toBeCloseTo(16 / 36, 12);
    expect(standardisedRates([])).toBeNull();
  });
});
