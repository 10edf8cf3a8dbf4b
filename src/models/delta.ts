import {InputError} from "../errors.ts";
import type {Square} from "./matrix.ts";

/**
 * g′ Σ g: the variance of a function with slopes `g` of estimates with covariance Σ (row by row), by the delta method.
 *
 * @throws {InputError} if Σ is not as wide as `g` is long.
 */
export function deltaVariance(covariance: Square, slopes: readonly number[]): number {
  const n = slopes.length;
  if (covariance.length !== n * n) throw new InputError(`covariance of ${covariance.length} numbers for ${n} slopes`);
  return slopes.reduce((sum, a, i) => sum + slopes.reduce((row, b, j) => row + a * b * covariance[i * n + j]!, 0), 0);
}
