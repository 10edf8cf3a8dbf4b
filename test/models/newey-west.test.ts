import {describe, expect, it} from "vitest";
import {interruption, seriesMean, seriesSlope, seriesStep} from "../../src/models/interruption.ts";
import {neweyWest, usualLag} from "../../src/models/newey-west.ts";

const error = (fit: ReturnType<typeof neweyWest>, i: number) =>
  Math.sqrt(fit!.covariance[i * fit!.coefficients.length + i]!);
const moments = (values: readonly number[], weights: readonly number[] = []) =>
  values.map((value, time) => ({time, value, weight: weights[time] ?? 1}));
const L = Math.LN2;
/** Eight periods before a start, three after. */
const SERIES = [0, L, 0, L, 0, L, 0, L, L, 2 * L, L];

describe("neweyWest", () => {
  // Residuals of 1, 2, 4, 3 from 2.5: −1.5, −0.5, 1.5, 0.5. Squares 5; with the one before 0.75 − 0.75 + 0.75 = 0.75, weighted 1/2, both ways: 5 + 0.75 = 5.75. Variance 5.75 / 16 · 4/3.
  it("of one column is the mean, its variance with Bartlett's weights", () => {
    const fit = neweyWest([[1], [1], [1], [1]], [1, 2, 4, 3], {lag: 1});
    expect(fit!.coefficients[0]).toBeCloseTo(2.5, 12);
    expect(error(fit, 0)).toBeCloseTo(Math.sqrt((5.75 / 16) * (4 / 3)), 12);
    // Without lags only the squares stay: White's.
    expect(error(neweyWest([[1], [1], [1], [1]], [1, 2, 4, 3], {lag: 0}), 0)).toBeCloseTo(Math.sqrt((5 / 16) * (4 / 3)), 12); // prettier-ignore
  });

  // Step of the series below with two lags, as worked there: 0.1648998 ln 2.
  it("of two columns too", () => {
    const fit = neweyWest(SERIES.map((_, t) => [1, t < 8 ? 0 : 1]), SERIES, {lag: 2}); // prettier-ignore
    expect(error(fit, 1) / L).toBeCloseTo(0.1648998, 6);
  });

  // Weights 3 and 1 of 1 and 5: (3 + 5) / 4 = 2; scores 3 (−1), 1 · 3: squares 18 / 16 · 2/1.
  it("weighs", () => {
    const fit = neweyWest([[1], [1]], [1, 5], {weights: [3, 1], lag: 0});
    expect(fit!.coefficients[0]).toBeCloseTo(2, 12);
    expect(error(fit, 0)).toBeCloseTo(1.5, 12);
  });

  // 4 · 0.11^(2/9) = 2.449; 4 · 0.27^(2/9) = 2.990; 4 · 1 = 4.
  it("takes the usual number of lags", () => {
    expect([11, 27, 100].map(usualLag)).toEqual([2, 2, 4]);
  });

  it("has no answer where columns depend on each other, or rows do not outnumber them", () => {
    expect(neweyWest([[1, 1], [1, 1], [1, 1]], [1, 2, 3])).toBeNull(); // prettier-ignore
    expect(neweyWest([[1]], [1])).toBeNull();
    expect(neweyWest([], [])).toBeNull();
    expect(() => neweyWest([[1]], [1, 2])).toThrow(/differ in length/);
  });
});

describe("a series before and after", () => {
  // Means L/2 and 4/3 L. As if nothing hung together: residuals' squares 8/4 + 6/9 = 8/3, / 9 · (1/8 + 1/3) = 0.1358025, the root 0.3685138. t with 9 degrees of freedom is 2.262157.
  // Ups and downs in turn would make it smaller: parts of the step in units of L: −e/8 before = ±1/16, e/3 after = −1/9, 2/9, −1/9. Squares 8/256 + 6/81 = 0.1053241; at one lag −7/256 + 1/144 − 4/81 = −0.0697820; at two 6/256 − 1/144 − 1/72 + 1/81 = 0.0149498.
  // Two lags of 11 periods: 0.1053241 + 2 (2/3 · −0.0697820 + 1/3 · 0.0149498) = 0.0222480; · 11/9 and the root: 0.1648998 L. The larger one counts.
  it("seriesStep is the difference of the means, no more certain than without autocorrelation", () => {
    const {step, before} = seriesStep(moments(SERIES), 8)!;
    expect(before / L).toBeCloseTo(0.5, 12);
    expect(step.value / L).toBeCloseTo(5 / 6, 12);
    expect((step.high - step.value) / L).toBeCloseTo(2.262157 * 0.3685138, 5);
    expect((step.value - step.low) / L).toBeCloseTo(2.262157 * 0.3685138, 5);
  });

  // Residuals ∓0.5 from 1.5: squares 2, / 7 / 8 and the root 0.1889822; t with 7 degrees of freedom is 2.364624.
  // Of 1, 2, 4, 3, which hang together, 5.75 / 16 · 4/3 (above) is more than 5 / 3 / 4: the root 0.6922187; t with 3 degrees of freedom is 3.182446.
  it("seriesMean likewise", () => {
    const {value, high} = seriesMean(moments([1, 2, 1, 2, 1, 2, 1, 2]))!;
    expect(value).toBeCloseTo(1.5, 12);
    expect(high - value).toBeCloseTo(2.364624 * 0.1889822, 5);
    expect(seriesMean(moments([1, 2, 4, 3]))!.high).toBeCloseTo(2.5 + 3.182446 * 0.6922187, 5);
    expect(seriesMean(moments([1]))).toBeNull();
  });

  // 1 … 8 rises by 1 a period; at time 8 it would be 9, and is 12; from then on it rises by 2: 3 up, 1 steeper, without a residual.
  it("interruption finds jump and turn, and what the trend before would have been", () => {
    const found = interruption(moments([1, 2, 3, 4, 5, 6, 7, 8, 12, 14, 16, 18]), 8)!;
    expect(found.level.value).toBeCloseTo(3, 9);
    expect(found.slope.value).toBeCloseTo(1, 9);
    expect([found.before(8), found.before(11)].map((value) => Number(value.toFixed(9)))).toEqual([9, 12]);
    expect(found.p).toBeLessThan(1e-6);
    expect(seriesSlope(moments([1, 2, 3, 4, 5]))!.value).toBeCloseTo(1, 12);
    expect(interruption(moments([1, 2, 3]), 2)).toBeNull();
  });

  // Numbers −1 … 1 that repeat every seven periods have neither trend nor jump.
  it("finds none in noise", () => {
    const noise = Array.from({length: 28}, (_, i) => [0.3, -0.8, 0.5, 0.1, -0.4, 0.9, -0.6][(i * 3) % 7]!);
    expect(interruption(moments(noise), 18)!.p).toBeGreaterThan(0.1);
    expect(seriesStep(moments(noise), 18)!.step.p).toBeGreaterThan(0.1);
  });
});
