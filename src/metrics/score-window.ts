import type {Rolled} from "../cube/cube.ts";
import type {Facts, Frozen, Reduction} from "./metric.ts";
import {countOf, invitationsByMonth, scoreCountsByMonth, scoresOf} from "./score-counts.ts";
import type {Counted, Question} from "./score-counts.ts";
import {touchpointScoresByMonth, touchpointsAsGroups} from "./touchpoints.ts";
import {sumsIn} from "./window.ts";

/** The sums of a question's answers, and of whom it was put to, from which those of any window of months follow. */
export function reduceScoreWindow(
  question: Question,
  answers: Counted,
  {facts, frozen}: {facts: Facts; frozen: Frozen}
): Readonly<Record<string, Reduction>> {
  if (frozen["touchpoints"])
    return {
      scores_by_month: touchpointScoresByMonth(question, answers, {facts, frozen}),
      asked_by_month: invitationsByMonth(question, "touchpoints", facts)
    };
  return {
    scores_by_month: scoreCountsByMonth(question, answers, facts),
    asked_by_month: invitationsByMonth(question, frozen["relational"] !== false, facts)
  };
}

/** Of the reporting window the answers, null without one, and whom the question was put to, without one ever. */
export function scoreWindow(
  rolled: Readonly<Record<string, Rolled>>,
  question: Question,
  {facts: {window}, frozen}: {facts: Facts; frozen: Frozen}
): {readonly window: Rolled | null; readonly asked: Rolled} {
  if (!window) return {window: null, asked: rolled["asked"]!};
  const scores = rolled["scores_by_month"]!;
  return {
    window: sumsIn(
      frozen["touchpoints"] ? touchpointsAsGroups(scores, frozen) : scores,
      window,
      scoresOf(question).map(countOf)
    ),
    asked: sumsIn(rolled["asked_by_month"]!, window, ["customers"])
  };
}
