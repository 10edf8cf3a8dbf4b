import {holm} from "../models/holm.ts";
import {normalTwoSided} from "../models/normal.ts";
import {rateDifference} from "../models/rate-difference.ts";
import {isRest} from "./groups.ts";

/** Rates and amounts of fewer customers are not printed. */
export const LEAST = 10;

/** A standard error as small, relative to its value, is what rounding leaves of none. */
const ROUNDING = 1e-7;

/** An estimate of one group; null where it has none. */
export interface Estimate {
  readonly group: string | null;
  readonly value: number | null;
  readonly standardError: number | null;
}

/** The share of a group's `size` customers that is counted. */
export interface GroupShare {
  readonly group: string | null;
  readonly counted: number;
  readonly size: number;
}

/** A group, and what it is ranked by. */
interface Ranked {
  readonly group: string | null;
  readonly value: number | null;
}

/**
 * The groups with the highest and the lowest value, if their difference is beyond the noise: two-sided normal tests of all pairs, corrected by Holm, at `1 - level`. Null where it is not,
 * or where fewer than two groups have a value. Everybody (group null), "(other)" and "(none)" are not compared; nor is a group whose customers are all alike, of which no noise is known.
 */
export function extremes<E extends Estimate>(
  estimates: readonly E[],
  level: number
): {readonly best: E; readonly worst: E} | null {
  return endsOf(
    estimates.filter(
      ({value, standardError}) => standardError !== null && standardError > ROUNDING * Math.abs(value ?? 0)
    ),
    pValue,
    level
  );
}

/**
 * {@link extremes} of shares; those of fewer than ten customers are not compared. A share of none or of all has no noise of its own, as few as they may be: pairs are tested with one success and one failure added to each
 * ({@link rateDifference}).
 */
export function shareExtremes(
  shares: readonly GroupShare[],
  level: number
): {
  readonly best: GroupShare & {readonly value: number};
  readonly worst: GroupShare & {readonly value: number};
} | null {
  return endsOf(
    shares.filter(({size}) => size >= LEAST).map((share) => ({...share, value: share.counted / share.size})),
    (a, b) => rateDifference(trialsOf(a), trialsOf(b), level)!.p,
    level
  );
}

function trialsOf({counted, size}: GroupShare) {
  return {successes: counted, n: size};
}

function endsOf<R extends Ranked>(
  all: readonly R[],
  test: (a: R, b: R) => number,
  level: number
): {readonly best: R; readonly worst: R} | null {
  const known = all.filter(({group, value}) => group !== null && !isRest(group) && value !== null);
  if (known.length < 2) return null;
  const sorted = known.toSorted((a, b) => b.value! - a.value! || (a.group! < b.group! ? -1 : 1));
  const pairs = sorted.flatMap((a, i) => sorted.slice(i + 1).map((b) => test(a, b)));
  const [best, worst] = [sorted[0]!, sorted.at(-1)!];
  // Of the pairs in this order, that of the first and the last group is the (k − 1)th.
  return holm(pairs)[sorted.length - 2]! < 1 - level ? {best, worst} : null;
}

function pValue(a: Estimate, b: Estimate): number {
  return normalTwoSided((a.value! - b.value!) / Math.hypot(a.standardError!, b.standardError!));
}
