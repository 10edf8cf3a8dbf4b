import {netPromoterScore, npsAdjustedWald} from "../models/adjusted-wald.ts";
import type {ScoreCounts} from "../models/adjusted-wald.ts";
import {npsDifference} from "../models/nps-difference.ts";
import {rateDifference} from "../models/rate-difference.ts";
import {LEAST} from "./contrast.ts";
import type {Question} from "./score-counts.ts";
import type {Judge} from "./score-differences.ts";
import {sizeOf} from "./score-series.ts";
import type {Scores} from "./score-series.ts";

/** Below so many answers, or with an interval wider than this half-width in points, a score is on a low base. */
export const BROAD = 30;
const WIDEST = 10;

/** A question of which the scores from `positive` on are positive. */
export interface TopBox extends Question {
  readonly positive: number;
}

/** Promoters, passives, detractors of answers by score. */
export function npsCounts(scores: Scores): ScoreCounts {
  return {
    promoters: sizeOf(scores.slice(9)),
    passives: sizeOf(scores.slice(7, 9)),
    detractors: sizeOf(scores.slice(0, 7))
  };
}

/** Net Promoter Scores, and how they differ. @param level confidence of the intervals. */
export function npsJudge(level: number): Judge {
  const value = (scores: Scores) =>
    sizeOf(scores) < LEAST ? null : (netPromoterScore(npsCounts(scores))?.score ?? null);
  return {
    value,
    isLowBase: (scores) => isLowBase(sizeOf(scores), npsAdjustedWald(npsCounts(scores), level)),
    compare: (one, other) => npsDifference(npsCounts(one), npsCounts(other), {level})
  };
}

/** Whether a score stands on fewer than 30 answers, or has an interval wider than ±10 points. */
export function isLowBase(n: number, bounds: {readonly low: number; readonly high: number} | null): boolean {
  return n < BROAD || bounds === null || (bounds.high - bounds.low) / 2 > WIDEST;
}

/** How many answers are positive. */
export function positiveOf(scores: Scores, {from, positive}: TopBox): number {
  return sizeOf(scores.slice(positive - from));
}

/** Shares of positive answers, and how they differ. @param level confidence of the intervals. */
export function topBoxJudge(question: TopBox, level: number): Judge {
  const shareOf = (scores: Scores) => ({successes: positiveOf(scores, question), n: sizeOf(scores)});
  return {
    value(scores) {
      const {successes, n} = shareOf(scores);
      return n < LEAST ? null : successes / n;
    },
    isLowBase: (scores) => sizeOf(scores) < BROAD,
    compare: (one, other) => rateDifference(shareOf(one), shareOf(other), level)
  };
}
