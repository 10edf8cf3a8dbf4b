import {InputError} from "../errors.ts";
import {normalTwoSided} from "./normal.ts";
import {criticalValue} from "./wilson.ts";

/** Successes among trials. */
export interface Share {
  readonly successes: number;
  readonly n: number;
}

/** How two shares differ, as fractions (−1…1). */
export interface ShareDifference {
  readonly difference: number;
  readonly standardError: number;
  readonly z: number;
  /** Two-sided, 0–1. */
  readonly p: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Two-sample z-test and interval of two shares, one − other, with one success and one failure added to each; null where either has no trials.
 *
 * Holds its level with few trials, and where all or none succeed. Print the raw difference beside it.
 *
 * @throws {InputError} if successes are not in 0–n.
 * @see Agresti & Caffo 2000, "Simple and effective confidence intervals for proportions and differences of proportions", The American Statistician 54.
 */
export function rateDifference(one: Share, other: Share, level = 0.95): ShareDifference | null {
  for (const {successes, n} of [one, other])
    if (!(successes >= 0 && successes <= n && n < Infinity)) throw new InputError(`successes "${successes}" of "${n}"`);
  if (one.n === 0 || other.n === 0) return null;
  const [a, b] = [adjusted(one), adjusted(other)];
  const difference = a.share - b.share;
  const standardError = Math.sqrt(a.variance + b.variance);
  const half = criticalValue(level) * standardError;
  const z = difference / standardError;
  return {difference, standardError, z, p: normalTwoSided(z), low: difference - half, high: difference + half};
}

function adjusted({successes, n}: Share): {share: number; variance: number} {
  const share = (successes + 1) / (n + 2);
  return {share, variance: (share * (1 - share)) / (n + 2)};
}
