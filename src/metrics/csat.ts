import {z} from "zod";
import type {Metric} from "./metric.ts";
import {finishTopBox, freezeTopBox, reduceTopBox, topBoxOptions} from "./top-box.ts";
import {SCORE_GROUPS} from "./touchpoints.ts";
import type {TopBox} from "./score-judges.ts";
import {reduceScoreWindow} from "./score-window.ts";

const schema = z.strictObject({
  ...topBoxOptions,
  measure: z
    .enum(["csat", "effort", "trust"])
    .default("csat")
    .describe("csat: satisfied, 4–5 of 5; effort: easy, 5–7 of 7; trust: 4–5 of 5.")
});

export type CsatOptions = z.output<typeof schema>;

const QUESTIONS: Readonly<Record<CsatOptions["measure"], TopBox>> = {
  csat: {measure: "csat", from: 1, to: 5, positive: 4},
  effort: {measure: "effort", from: 1, to: 7, positive: 5},
  trust: {measure: "trust", from: 1, to: 5, positive: 4}
};

/**
 * The share of satisfied answers, of one latest answer per customer and period; relational answers where there are any, else those at touchpoints. With `measure`, of how easy it was, or of trust. With `by: touchpoint` the groups are the touchpoints: the latest answer of each customer at each; everybody's are all of these together.
 *
 * Result: one row per `group` (null: everybody, first) and `period` (its first day; null, first: the whole window, the latest answer of each customer): `answers`, `positive` of them; `rate` 0–1, `low`, `high` its Wilson interval, `mean` of the scores; null of fewer than 10 answers.
 * `low_base`: fewer than 30 answers. `complete`: the as-of date closes the period. Groups are ranked by rate where the highest differs from the lowest beyond the noise, else by size.
 * `tables.distribution`: per `group` and `answer`, `answers` of the whole window. `tables.changes`: from the last but one to the last closed period with answers. `tables.differences`: between groups; both with a z-test of adjusted counts, `p`, and `p_holm` corrected for their number.
 */
export const csat: Metric<CsatOptions> = {
  kind: "csat",
  schema,
  ownGroups: SCORE_GROUPS,
  requires: ({measure}) => [`surveys.${measure}`],
  freeze: (options, facts, workbench) => freezeTopBox(QUESTIONS[options.measure], options, {facts, workbench}),
  reductions: (options, facts, frozen) => reduceTopBox(QUESTIONS[options.measure], options, {facts, frozen}),
  window: {
    shows: "series",
    reductions: ({answers, measure}, facts, frozen) => reduceScoreWindow(QUESTIONS[measure], answers, {facts, frozen})
  },
  finish: (rolled, options, facts, frozen) =>
    finishTopBox(rolled, {question: QUESTIONS[options.measure], options, facts, frozen, hasTop2: false})
};
