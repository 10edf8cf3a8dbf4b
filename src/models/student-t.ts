import {InputError} from "../errors.ts";
import {lnBeta} from "./gamma.ts";

/** P(|T| ≥ |t|) of Student's t with `df` degrees of freedom, two-sided. @throws {InputError} unless df is above 0. */
export function studentTwoSided(t: number, df: number): number {
  if (!(df > 0)) throw new InputError(`degrees of freedom "${df}" are not above 0`);
  return betaShare(df / (df + t * t), df / 2, 0.5);
}

/** The t that leaves `1 - level` in both tails: 2.228 for 0.95 and 10 degrees of freedom. By bisection, to 1e-10. */
export function studentCritical(level: number, df: number): number {
  if (!(level > 0 && level < 1)) throw new InputError(`confidence level "${level}" is not between 0 and 1`);
  let [low, high] = [0, 1];
  while (studentTwoSided(high, df) > 1 - level) high *= 2;
  for (let i = 0; i < 200 && high - low > 1e-12 * high; ++i) {
    const middle = (low + high) / 2;
    if (studentTwoSided(middle, df) > 1 - level) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(F ≥ f) of Fisher's F with 2 and `df` degrees of freedom: (1 + 2 f / df) ^ (−df / 2). */
export function fisherTail(f: number, df: number): number {
  return (1 + (2 * Math.max(0, f)) / df) ** (-df / 2);
}

/** The regularised incomplete beta function I_x(a, b), by its continued fraction. @see Press et al. 2007, Numerical Recipes, section 6.4. */
function betaShare(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - betaShare(1 - x, b, a);
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - lnBeta(a, b)) / a;
  return front * betaFraction(x, a, b);
}

/** The continued fraction by Lentz's method. */
function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const safe = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / safe(1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m < 300; ++m) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / safe(1 + even * d);
    c = safe(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / safe(1 + odd * d);
    c = safe(1 + odd / c);
    const step = d * c;
    h *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return h;
}
