import {InputError} from "../errors.ts";

/**
 * The value below which the share `p` of `values` lies, interpolated (type 7, as in R, NumPy and DuckDB); null for
 * none.
 *
 * @throws {InputError} if `p` is not in 0–1.
 */
export function quantile(values: ArrayLike<number>, p: number): number | null {
  if (!(p >= 0 && p <= 1)) throw new InputError(`share "${p}" is not between 0 and 1`);
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const place = p * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (place - below) * (high - low);
}
