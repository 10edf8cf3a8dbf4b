import {netPromoterScore, withPseudoAnswers} from "./adjusted-wald.ts";
import type {ScoreCounts} from "./adjusted-wald.ts";
import {normalTwoSided} from "./normal.ts";
import {criticalValue} from "./wilson.ts";

/** How two Net Promoter Scores differ, in points (−200…200). */
export interface ScoreDifference {
  readonly difference: number;
  readonly standardError: number;
  /** Null where all answers of both groups agree: there is no spread to compare with. */
  readonly z: number | null;
  /** Two-sided, 0–1; null with `z`. */
  readonly p: number | null;
  readonly low: number;
  readonly high: number;
}

/** Which variance, and how sure: `adjusted` (default) adds three pseudo-answers to each group. */
export interface DifferenceOptions {
  readonly adjusted?: boolean;
  readonly level?: number;
}

/**
 * Two-sample z-test of two Net Promoter Scores, one − other; null where either has no answers.
 *
 * With `adjusted`, difference, error, test and interval are all of the adjusted counts; print the raw difference beside
 * it. The interval is of the difference: that two intervals overlap is no test.
 */
export function npsDifference(
  one: ScoreCounts,
  other: ScoreCounts,
  options: DifferenceOptions = {}
): ScoreDifference | null {
  const {adjusted = true, level = 0.95} = options;
  if (!netPromoterScore(one) || !netPromoterScore(other)) return null;
  const counts = adjusted ? [one, other].map(withPseudoAnswers) : [one, other];
  const [a, b] = counts.map(netPromoterScore);
  return a && b ? compare(a.score - b.score, Math.hypot(a.standardError, b.standardError), level) : null;
}

function compare(difference: number, standardError: number, level: number): ScoreDifference {
  const z = standardError > 0 ? difference / standardError : null;
  const half = criticalValue(level) * standardError;
  const p = z === null ? null : normalTwoSided(z);
  return {difference, standardError, z, p, low: difference - half, high: difference + half};
}
