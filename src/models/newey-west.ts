import {InputError} from "../errors.ts";
import {dot, invert, multiply} from "./matrix.ts";

/** A line fitted through a series in the order of time. */
export interface SeriesFit {
  readonly coefficients: Float64Array;
  /** k × k, row by row; robust to autocorrelation up to `lag` and to unequal variances. */
  readonly covariance: Float64Array;
  /** The same of least squares as they are, for residuals that have nothing to do with each other. */
  readonly plain: Float64Array;
  /** Observations less coefficients. */
  readonly df: number;
  readonly lag: number;
}

/** The usual number of lags for a series of `n`: ⌊4 (n / 100)^(2/9)⌋. @see Newey & West 1994, Review of Economic Studies 61. */
export function usualLag(n: number): number {
  return Math.floor(4 * (n / 100) ** (2 / 9));
}

/**
 * Weighted least squares with the covariance of Newey & West: Bartlett weights 1 − l / (lag + 1), and n / (n − k) for a short series. Null where rows do not outnumber columns, or columns depend on each other.
 *
 * @param rows values of the k columns at each time, in the order of time.
 * @param weights of each row, above 0; defaults to 1 each.
 * @throws {InputError} if lengths differ.
 * @see Newey & West 1987, Econometrica 55.
 */
export function neweyWest(
  rows: readonly (readonly number[])[],
  values: readonly number[],
  {weights, lag = usualLag(values.length)}: {weights?: readonly number[]; lag?: number} = {}
): SeriesFit | null {
  const n = values.length;
  const k = rows[0]?.length ?? 0;
  if (rows.length !== n || (weights && weights.length !== n))
    throw new InputError("a series' columns differ in length");
  if (n <= k || k === 0) return null;
  const w = (t: number) => weights?.[t] ?? 1;
  const square = new Float64Array(k * k);
  const right = new Float64Array(k);
  rows.forEach((row, t) => {
    for (let i = 0; i < k; ++i) {
      right[i]! += w(t) * row[i]! * values[t]!;
      for (let j = 0; j < k; ++j) square[i * k + j]! += w(t) * row[i]! * row[j]!;
    }
  });
  const bread = invert(square, k);
  if (!bread) return null;
  const coefficients = multiply(bread, right);
  const scores = rows.map((row, t) => {
    const residual = values[t]! - dot(Float64Array.from(row), coefficients);
    return row.map((x) => w(t) * x * residual);
  });
  const meat = longRun(scores, k, lag);
  const covariance = product(product(bread, meat, k), bread, k).map((value) => (value * n) / (n - k));
  const squares = rows.reduce(
    (sum, row, t) => sum + w(t) * (values[t]! - dot(Float64Array.from(row), coefficients)) ** 2,
    0
  );
  return {coefficients, covariance, plain: bread.map((value) => (value * squares) / (n - k)), df: n - k, lag};
}

/** Σ over lags l of the Bartlett-weighted Σ sₜ sₜ₋ₗᵀ + sₜ₋ₗ sₜᵀ. */
function longRun(scores: readonly (readonly number[])[], k: number, lag: number): Float64Array {
  const sum = new Float64Array(k * k);
  for (let l = 0; l <= Math.min(lag, scores.length - 1); ++l) {
    const weight = (1 - l / (lag + 1)) * (l === 0 ? 0.5 : 1);
    for (let t = l; t < scores.length; ++t) {
      const [now, then] = [scores[t]!, scores[t - l]!];
      for (let i = 0; i < k; ++i)
        for (let j = 0; j < k; ++j) sum[i * k + j]! += weight * (now[i]! * then[j]! + then[i]! * now[j]!);
    }
  }
  return sum;
}

function product(a: Float64Array, b: Float64Array, k: number): Float64Array {
  const c = new Float64Array(k * k);
  for (let i = 0; i < k; ++i)
    for (let j = 0; j < k; ++j) for (let m = 0; m < k; ++m) c[i * k + j]! += a[i * k + m]! * b[m * k + j]!;
  return c;
}
