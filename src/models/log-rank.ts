import {chiSquareUpperTail} from "./chi-square.ts";
import type {Lifetimes} from "./kaplan-meier.ts";
import {cholesky, dot, solveCholesky} from "./matrix.ts";

/** A test whether groups share one survival curve. */
export interface LogRank {
  readonly chi2: number;
  readonly df: number;
  readonly p: number;
}

/**
 * Log-rank test of `groups`, each its {@link Lifetimes} with a row for every duration that occurs in it.
 *
 * @returns null where there is nothing to compare: fewer than two groups at risk, or no event while two were.
 * @see Mantel 1966; Peto & Peto 1972. Groups that are never at risk together with another do not count.
 */
export function logRank(groups: readonly Lifetimes[]): LogRank | null {
  const {excess, covariance} = tally(groups);
  const tested = excess.map((_, i) => i).filter((i) => covariance[i]![i]! > 0);
  const df = tested.length - 1;
  if (df < 1) return null;
  const kept = tested.slice(0, df);
  const matrix = Float64Array.from(kept.flatMap((i) => kept.map((j) => covariance[i]![j]!)));
  const lower = cholesky(matrix, df);
  if (!lower) return null;
  const difference = Float64Array.from(kept, (i) => excess[i]!);
  const chi2 = dot(difference, solveCholesky(lower, difference));
  return {chi2, df, p: chiSquareUpperTail(chi2, df)};
}

/** Events above expectation by group, and their hypergeometric covariance, over all ages with an event. */
function tally(groups: readonly Lifetimes[]) {
  const excess = groups.map(() => 0);
  const covariance = groups.map(() => groups.map(() => 0));
  for (const age of eventAges(groups)) {
    const cells = groups.map((group) => cellAt(group, age));
    const n = cells.reduce((sum, cell) => sum + cell.atRisk, 0);
    const d = cells.reduce((sum, cell) => sum + cell.events, 0);
    const spread = n > 1 ? (d * (n - d)) / (n - 1) : 0;
    for (const [i, {atRisk, events}] of cells.entries()) {
      const share = atRisk / n;
      excess[i]! += events - d * share;
      for (const [j, other] of cells.entries()) {
        covariance[i]![j]! += spread * share * ((i === j ? 1 : 0) - other.atRisk / n);
      }
    }
  }
  return {excess, covariance};
}

function eventAges(groups: readonly Lifetimes[]): Set<number> {
  const ages = new Set<number>();
  for (const {age, events} of groups) {
    for (let i = 0; i < age.length; ++i) if (events[i]! > 0) ages.add(age[i]!);
  }
  return ages;
}

/** Between two rows nobody leaves, so those at risk are the ones of the next row; past the last row, nobody. */
function cellAt({age, atRisk, events}: Lifetimes, at: number): {atRisk: number; events: number} {
  let [low, high] = [0, age.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (age[middle]! < at) low = middle + 1;
    else high = middle;
  }
  if (low === age.length) return {atRisk: 0, events: 0};
  return {atRisk: atRisk[low]!, events: age[low] === at ? events[low]! : 0};
}
