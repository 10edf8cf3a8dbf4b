import {gaussLegendre} from "./gauss-legendre.ts";

const FEW = gaussLegendre(8);
const MANY = gaussLegendre(16);
const NEGLIGIBLE = 42; // e^−42 of the start is below rounding

/** The powers of a density of death, (α + τ)^−n (β + τ)^−(s + 1). */
export interface DeathDensity {
  readonly n: number;
  readonly alpha: number;
  readonly s: number;
  readonly beta: number;
}

/** From the last purchase to the end of observation, counted from the first purchase. */
export interface Silence {
  readonly recency: number;
  readonly age: number;
}

/** The density in y = ln(τ + low), low = min(α, β): e^((1 − lowPower) y) (e^y + gap)^−highPower. */
interface LogDensity {
  readonly low: number;
  readonly gap: number;
  readonly lowPower: number;
  readonly highPower: number;
}

/**
 * ∫ (α + τ)^−n (β + τ)^−(s + 1) dτ over t_x … T, and what its slopes need.
 *
 * It replaces the difference of two ₂F₁ in the published likelihood of Pareto/NBD, which cancels. In y = ln(τ + min(α,
 * β)) the integrand has no singularity within ±iπ and its logarithm is concave, so that few Gauss points give 1e-14.
 *
 * `into` (5 numbers) receives: 0 the logarithm of the integral (−Infinity for T = t_x); 1–4 the means, under the
 * integrand, of ln(α + τ), ln(β + τ), 1 / (α + τ) and 1 / (β + τ). An array of the caller's, as this runs once per
 * history and step.
 */
export function deathIntegral({n, alpha, s, beta}: DeathDensity, silence: Silence, into: Float64Array): void {
  const alphaIsLow = alpha <= beta;
  const low = alphaIsLow ? alpha : beta;
  const gap = Math.abs(alpha - beta);
  const density = alphaIsLow ? {low, gap, lowPower: n, highPower: s + 1} : {low, gap, lowPower: s + 1, highPower: n};
  integrate(density, silence, into);
  if (!alphaIsLow) swapPairs(into);
}

/** As {@link deathIntegral}, the means of the low factor before those of the high one. */
function integrate(density: LogDensity, {recency, age}: Silence, into: Float64Array): void {
  const {low, gap, lowPower, highPower} = density;
  const start = Math.log(low + recency);
  const length = lengthThatCounts(density, recency, Math.log(low + age) - start);
  const variation = length * Math.max(Math.abs(slopeAt(density, recency)), Math.abs(slopeAt(density, age)));
  const isEasy = variation <= 2.5 && length <= 1.2;
  const rule = isEasy ? FEW : MANY;
  const panels = isEasy ? 1 : Math.ceil(Math.max(variation / 16, length / 3.5));
  const width = length / panels;
  const reference = (1 - lowPower) * start - highPower * Math.log(low + recency + gap);
  let [sum, lnLow, lnHigh, overLow, overHigh] = [0, 0, 0, 0, 0];
  for (let panel = 0; panel < panels; ++panel) {
    for (let k = 0; k < rule.at.length; ++k) {
      const y = start + (panel + rule.at[k]!) * width;
      const lowTime = Math.exp(y);
      const highTime = lowTime + gap;
      const lnHighTime = Math.log(highTime);
      const weight = rule.weight[k]! * Math.exp((1 - lowPower) * y - highPower * lnHighTime - reference);
      sum += weight;
      lnLow += weight * y;
      lnHigh += weight * lnHighTime;
      overLow += weight / lowTime;
      overHigh += weight / highTime;
    }
  }
  const scale = sum > 0 ? 1 / sum : 0;
  into[0] = length > 0 ? Math.log(sum * width) + reference : -Infinity;
  into[1] = lnLow * scale;
  into[2] = lnHigh * scale;
  into[3] = overLow * scale;
  into[4] = overHigh * scale;
}

/** d ln(integrand) / dy at τ. It falls with τ. */
function slopeAt({low, gap, lowPower, highPower}: LogDensity, tau: number): number {
  return 1 - lowPower - (highPower * (low + tau)) / (low + tau + gap);
}

/** The length in y beyond which the integrand, if it falls from the start, is negligible. */
function lengthThatCounts(density: LogDensity, recency: number, whole: number): number {
  const slope = slopeAt(density, recency);
  return slope < 0 ? Math.min(whole, NEGLIGIBLE / -slope) : whole;
}

function swapPairs(means: Float64Array): void {
  [means[1], means[2], means[3], means[4]] = [means[2]!, means[1]!, means[4]!, means[3]!];
}
