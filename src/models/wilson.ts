import {InputError} from "../errors.ts";
import {normalQuantile} from "./normal.ts";

/** Bounds of a confidence interval, in the unit of what they bound. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Wilson score interval for a share: 82 of 100 → 73.3%–88.3%.
 *
 * @param successes of `n`; may be fractional (weighted counts).
 * @param level confidence, 0–1 exclusive.
 * @returns fractions 0–1; null when `n` is 0.
 * @throws {InputError} if `successes` is not in 0–`n`, or `level` not in 0–1.
 * @see Wilson 1927, JASA 22; no continuity correction.
 */
export function wilson(successes: number, n: number, level = 0.95): Interval | null {
  if (!(successes >= 0 && successes <= n && n < Infinity)) throw new InputError(`successes "${successes}" of "${n}"`);
  const z = criticalValue(level);
  if (n === 0) return null;
  const share = successes / n;
  const centre = share + (z * z) / (2 * n);
  const half = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return {
    low: successes === 0 ? 0 : (centre - half) / scale,
    high: successes === n ? 1 : (centre + half) / scale
  };
}

/** The z that leaves `1 - level` in both tails: 1.96 for 0.95. @throws {InputError} unless 0 < level < 1. */
export function criticalValue(level: number): number {
  if (!(level > 0 && level < 1)) throw new InputError(`confidence level "${level}" is not between 0 and 1`);
  if (level !== lastLevel) [lastLevel, lastValue] = [level, normalQuantile(0.5 + level / 2)];
  return lastValue;
}

/** A result has the same level in all its intervals, of which it may have thousands. */
let [lastLevel, lastValue] = [NaN, NaN];
