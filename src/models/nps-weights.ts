import {InputError} from "../errors.ts";
import {netPromoterScore} from "./adjusted-wald.ts";
import type {ScoreCounts} from "./adjusted-wald.ts";

/** A weighted Net Promoter Score and its standard errors, in points. */
export interface WeightedScore {
  readonly score: number;
  /** Taylor-linearised: n / (n − 1) · Σ w² (y − ȳ)² / (Σ w)². Null for one answer. */
  readonly standardError: number | null;
  /** Kish's effective number of answers, (Σ w)² / Σ w². */
  readonly effective: number;
  /** The quick figure: the weighted variance over `effective`. */
  readonly kishError: number;
}

/** Answers that share a weight. */
export interface WeightedAnswers extends ScoreCounts {
  /** Above 0; only ratios of weights matter. */
  readonly weight: number;
}

/** A stratum: its answers, and its share of the population. */
export interface Stratum extends ScoreCounts {
  readonly share: number;
}

/**
 * Weighted Net Promoter Score of groups of equally weighted answers; null without answers.
 *
 * @throws {InputError} if a weight is not above 0.
 */
export function weightedNps(groups: readonly WeightedAnswers[]): WeightedScore | null {
  const wrong = groups.find(({weight}) => !(weight > 0 && weight < Infinity));
  if (wrong) throw new InputError(`weight "${wrong.weight}" is not above 0`);
  const n = sum(groups, size);
  if (n === 0) return null;
  const total = sum(groups, (g) => g.weight * size(g));
  const squares = sum(groups, (g) => g.weight ** 2 * size(g));
  const mean = sum(groups, (g) => g.weight * (g.promoters - g.detractors)) / total;
  const variance = sum(groups, (g) => g.weight * spread(g, mean)) / total;
  const linear = sum(groups, (g) => g.weight ** 2 * spread(g, mean)) / total ** 2;
  return {
    score: 100 * mean,
    standardError: n > 1 ? 100 * Math.sqrt((n / (n - 1)) * linear) : null,
    effective: total ** 2 / squares,
    kishError: 100 * Math.sqrt((variance * squares) / total ** 2)
  };
}

/**
 * Post-stratified Net Promoter Score, Σ W NPS, and its error √(Σ W² s² / n), s² with n − 1, in points.
 *
 * Null where a stratum with a share has no answers. `standardError` is null where one has a single answer.
 *
 * @param strata shares are scaled to sum to 1.
 * @throws {InputError} if a share is negative, or none is above 0.
 */
export function stratifiedNps(strata: readonly Stratum[]): {score: number; standardError: number | null} | null {
  const total = sum(strata, (s) => s.share);
  if (!(total > 0) || strata.some((s) => !(s.share >= 0))) throw new InputError("shares of strata must be positive");
  let score = 0;
  let variance: number | null = 0;
  for (const stratum of strata.filter((s) => s.share > 0)) {
    const own = netPromoterScore(stratum);
    if (!own) return null;
    const weight = stratum.share / total;
    score += weight * own.score;
    const withinSample: number | null = own.answers > 1 ? own.standardError ** 2 / (1 - 1 / own.answers) : null;
    variance = variance === null || withinSample === null ? null : variance + weight ** 2 * withinSample;
  }
  return {score, standardError: variance === null ? null : Math.sqrt(variance)};
}

function size({promoters, passives, detractors}: ScoreCounts): number {
  return promoters + passives + detractors;
}

/** Σ (y − mean)² over a group's answers, y = 1, 0, −1. */
function spread({promoters, passives, detractors}: ScoreCounts, mean: number): number {
  return promoters * (1 - mean) ** 2 + passives * mean ** 2 + detractors * (1 + mean) ** 2;
}

function sum<T>(rows: readonly T[], value: (row: T) => number): number {
  return rows.reduce((total, row) => total + value(row), 0);
}
