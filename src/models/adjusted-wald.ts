import {InputError} from "../errors.ts";
import {criticalValue} from "./wilson.ts";
import type {Interval} from "./wilson.ts";

/** Answers to a 0–10 question by group: 9–10, 7–8, 0–6. May be fractional (weighted, or with pseudo-answers). */
export interface ScoreCounts {
  readonly promoters: number;
  readonly passives: number;
  readonly detractors: number;
}

/** A Net Promoter Score in points, −100…100, with its standard error in points. */
export interface Score {
  readonly answers: number;
  readonly score: number;
  readonly standardError: number;
}

/**
 * The Net Promoter Score, 100 × (promoters − detractors) / answers; null without answers.
 *
 * Variance per answer: p + d − (p − d)².
 *
 * @throws {InputError} if a count is negative or not finite.
 */
export function netPromoterScore(counts: ScoreCounts): Score | null {
  const {promoters, passives, detractors} = counts;
  for (const count of [promoters, passives, detractors]) {
    if (!(count >= 0 && count < Infinity)) throw new InputError(`count of answers "${count}"`);
  }
  const answers = promoters + passives + detractors;
  if (answers === 0) return null;
  const mean = (promoters - detractors) / answers;
  const variance = Math.max(0, (promoters + detractors) / answers - mean * mean);
  return {answers, score: 100 * mean, standardError: 100 * Math.sqrt(variance / answers)};
}

/** The counts with three pseudo-answers added: ¾ promoter, 1½ passive, ¾ detractor. */
export function withPseudoAnswers({promoters, passives, detractors}: ScoreCounts): ScoreCounts {
  return {promoters: promoters + 0.75, passives: passives + 1.5, detractors: detractors + 0.75};
}

/**
 * Adjusted-Wald interval of a Net Promoter Score, in points, clipped to −100…100; null without answers.
 *
 * The point estimate to print beside it stays the raw {@link netPromoterScore}. Holds its level down to 5 answers,
 * where {@link npsWald} does not.
 *
 * @param level confidence, 0–1 exclusive.
 * @see Rocks 2016, "Interval estimation for the Net Promoter Score", The American Statistician 70.
 */
export function npsAdjustedWald(counts: ScoreCounts, level = 0.95): Interval | null {
  const raw = netPromoterScore(counts);
  const adjusted = netPromoterScore(withPseudoAnswers(counts));
  if (!raw || !adjusted) return null;
  const {low, high} = around(adjusted, level);
  return {low: Math.max(-100, low), high: Math.min(100, high)};
}

/** Wald interval of a Net Promoter Score, in points, not clipped; null without answers. Of no width when all agree. */
export function npsWald(counts: ScoreCounts, level = 0.95): Interval | null {
  const raw = netPromoterScore(counts);
  return raw && around(raw, level);
}

function around({score, standardError}: Score, level: number): Interval {
  const half = criticalValue(level) * standardError;
  return {low: score - half, high: score + half};
}
