/** Points s > 0 and weights for ∫ f(s) ds over 0 … ∞, f falling at least like e^(−rate · s). */
export interface HalfLineRule {
  readonly s: Float64Array;
  readonly weight: Float64Array;
}

/**
 * A rule for Laplace transforms, ∫ e^(−rate s) g(s) ds: Σ weight · e^(−rate s) · g(s), exact to about 1e-14 for g as
 * smooth as (1 + s)^−n. Good for every faster rate, too, so that one table of g serves many.
 *
 * Trapezoid rule in ln s.
 *
 * @param steepness a bound of −d ln g / d ln s, such as n for (1 + s)^−n: the rule gets finer with it.
 */
export function halfLineRule(rate: number, steepness: number, fastest = rate): HalfLineRule {
  const step = Math.min(0.25, 1.1 / Math.sqrt(1 + steepness));
  const first = Math.log(1e-17 / (fastest + steepness + 1));
  const points = Math.ceil((Math.log(45 / rate) - first) / step);
  const s = Float64Array.from({length: points}, (_, i) => Math.exp(first + i * step));
  return {s, weight: s.map((value) => value * step)};
}
