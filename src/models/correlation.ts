import {InputError} from "../errors.ts";
import type {Interval} from "./wilson.ts";
import {criticalValue} from "./wilson.ts";

/** Sums over pairs (x, y), from which a correlation follows. */
export interface PairSums {
  readonly n: number;
  readonly x: number;
  readonly y: number;
  readonly xx: number;
  readonly yy: number;
  readonly xy: number;
}

/** Pearson's correlation, −1…1; null of fewer than two pairs, or where either side has no spread. @throws {InputError} if `n` is negative. */
export function correlation({n, x, y, xx, yy, xy}: PairSums): number | null {
  if (!(n >= 0)) throw new InputError(`"${n}" pairs`);
  const [sx, sy] = [n * xx - x * x, n * yy - y * y];
  if (n < 2 || !(sx > 0 && sy > 0)) return null;
  return Math.max(-1, Math.min(1, (n * xy - x * y) / Math.sqrt(sx * sy)));
}

/** Interval of a correlation of `n` pairs by Fisher's z, tanh(atanh r ± z / √(n − 3)); null of fewer than four pairs. @see Fisher 1921, "On the probable error of a coefficient of correlation". */
export function correlationInterval(r: number, n: number, level = 0.95): Interval | null {
  if (n < 4) return null;
  const half = criticalValue(level) / Math.sqrt(n - 3);
  return {low: Math.tanh(Math.atanh(r) - half), high: Math.tanh(Math.atanh(r) + half)};
}
