import {InputError} from "../errors.ts";
import {lnGamma} from "./gamma.ts";

/**
 * P(χ² ≥ `statistic`) with `df` degrees of freedom: the p-value of a chi-square test, 0–1, to 1e-13 relative.
 *
 * @throws {InputError} if `statistic` is negative or `df` is not positive.
 */
export function chiSquareUpperTail(statistic: number, df: number): number {
  if (!(statistic >= 0 && df > 0)) throw new InputError(`chi-square "${statistic}" with "${df}" degrees of freedom`);
  const [shape, x] = [df / 2, statistic / 2];
  if (x === 0) return 1;
  if (x === Infinity) return 0;
  const scale = Math.exp(shape * Math.log(x) - x - lnGamma(shape));
  return x < shape + 1 ? 1 - scale * lowerSeries(shape, x) : scale * upperFraction(shape, x);
}

/** γ(shape, x) / (x^shape e^−x): Abramowitz & Stegun 6.5.29. */
function lowerSeries(shape: number, x: number): number {
  let term = 1 / shape;
  let sum = term;
  for (let k = 1; term > 1e-17 * sum; ++k) {
    term *= x / (shape + k);
    sum += term;
  }
  return sum;
}

/** Γ(shape, x) / (x^shape e^−x): Legendre's continued fraction by the method of Lentz. */
function upperFraction(shape: number, x: number): number {
  let b = x + 1 - shape;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let k = 1, change = 0; k < 10_000 && Math.abs(change - 1) > 1e-16; ++k) {
    const a = k * (shape - k);
    b += 2;
    d = 1 / (b + a * d);
    c = b + a / c;
    change = c * d;
    fraction *= change;
  }
  return fraction;
}
