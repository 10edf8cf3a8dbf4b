import {InputError} from "../errors.ts";
import {betaRule} from "./beta-expectation.ts";

const SERIES_UP_TO = 0.9; // beyond, the power series needs hundreds of terms and the integral is as quick
const MOST_TERMS = 100_000;

/**
 * Gauss's ₂F₁(a, b; c; z) for c > b > 0, a ≥ 0 and z < 1, to about 1e-13 relative, also next to z = 1.
 *
 * Power series for |z| up to 0.9, Pfaff's transform to a positive argument for z < 0, Euler's integral near 1.
 *
 * @throws {InputError} outside that range.
 */
export function hypergeometric2F1([a, b, c]: readonly [a: number, b: number, c: number], z: number): number {
  if (!(c > b && b > 0 && a >= 0 && z < 1)) throw new InputError(`2F1(${a}, ${b}; ${c}; ${z}) is not supported`);
  if (z < 0) return (1 - z) ** -a * hypergeometric2F1([a, c - b, c], z / (z - 1));
  return z <= SERIES_UP_TO ? powerSeries([a, b, c], z) : eulerIntegral([a, b, c], z);
}

/**
 * (₂F₁(ε, d; e; z) − 1) / ε = Σ over n ≥ 1 of (1 + ε)ₙ₋₁ (d)ₙ / (e)ₙ zⁿ / n!, finite at ε = 0, for 0 ≤ z < 1.
 *
 * It takes the pole out of the expected purchases of BG/NBD and MBG/NBD at a = 1.
 */
export function hypergeometricSlope([epsilon, d, e]: readonly [number, number, number], z: number): number {
  let term = (d / e) * z;
  let sum = term;
  for (let n = 1; n < MOST_TERMS && Math.abs(term) > 1e-17 * Math.abs(sum); ++n) {
    term *= ((epsilon + n) * (d + n) * z) / ((e + n) * (n + 1));
    sum += term;
  }
  return sum;
}

function powerSeries([a, b, c]: readonly [number, number, number], z: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 0; n < MOST_TERMS && term > 1e-17 * sum; ++n) {
    term *= ((a + n) * (b + n) * z) / ((c + n) * (n + 1));
    sum += term;
  }
  return sum;
}

/**
 * The mean of (1 − z q)^−a for q ~ Beta(b, c − b); 1 − z q = (1 − z) (1 + z / (1 − z) p) with p = 1 − q near 0 exact.
 */
function eulerIntegral([a, b, c]: readonly [number, number, number], z: number): number {
  const scale = z / (1 - z);
  const fall = (1 + (scale * (c - b)) / c) ** -a; // from p = 0 to the mean of p
  const {p, weight} = betaRule(c - b, b, {steepness: a, negligible: Math.max(1e-290, 1e-18 * fall)});
  let sum = 0;
  for (let i = 0; i < p.length; ++i) sum += weight[i]! * (1 + scale * p[i]!) ** -a;
  return sum * (1 - z) ** -a;
}
