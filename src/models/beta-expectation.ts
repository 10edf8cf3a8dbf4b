const SMALLEST = 1e-300; // so that callers may divide by p
const MOST_POINTS = 200_000; // reached only for parameters below 1e-3

/** Points p in 0–1 and weights that sum to 1: Σ weight · f(p) is the mean of f(P), P ~ Beta(a, b). */
export interface BetaRule {
  readonly p: Float64Array;
  readonly weight: Float64Array;
}

/** See {@link betaRule}. */
export interface BetaRuleOptions {
  readonly steepness?: number;
  readonly negligible?: number;
}

/**
 * A rule for means under a beta distribution that is exact to about 1e-14 for smooth positive f, also where f is
 * singular just outside 0–1 or the density is infinite at an end.
 *
 * Trapezoid rule in the logit of p, where the integrand has no singularity within ±iπ and dies off exponentially.
 *
 * @param steepness a bound of −d ln f / d ln p, such as n for (1 + p s)^−n: the rule gets finer with it.
 * @param negligible weight at which the rule ends, relative to the largest; smaller where f is much larger at 0 than
 *   midway.
 * @see Trefethen & Weideman 2014, SIAM Review 56.
 */
export function betaRule(a: number, b: number, {steepness = 0, negligible = 1e-18}: BetaRuleOptions = {}): BetaRule {
  const step = Math.min(0.4, 1.2 / Math.sqrt(a + b + steepness));
  const middle = Math.log(a / b);
  const lnPeak = lnDensity(a, b, middle);
  const [ps, weights]: [number[], number[]] = [[], []];
  const walk = (from: number, by: number) => {
    for (let k = from; ps.length < MOST_POINTS; k += by) {
      const y = middle + k * step;
      const weight = Math.exp(lnDensity(a, b, y) - lnPeak);
      if (weight < negligible) return;
      ps.push(Math.max(SMALLEST, 1 / (1 + Math.exp(-y))));
      weights.push(weight);
    }
  };
  walk(0, 1);
  walk(-1, -1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return {p: Float64Array.from(ps), weight: Float64Array.from(weights, (weight) => weight / total)};
}

/** a ln p + b ln(1 − p) at p = 1 / (1 + e^−y): the beta density in the logit. */
function lnDensity(a: number, b: number, y: number): number {
  const tail = Math.log1p(Math.exp(-Math.abs(y)));
  return y > 0 ? -a * tail - b * (y + tail) : a * (y - tail) - b * tail;
}
