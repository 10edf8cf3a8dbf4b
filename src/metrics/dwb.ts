import {z} from "zod";
import type {Metric} from "./metric.ts";
import {finishTopBox, freezeTopBox, reduceTopBox, topBoxOptions} from "./top-box.ts";
import {SCORE_GROUPS} from "./touchpoints.ts";
import type {TopBox} from "./score-judges.ts";
import {reduceScoreWindow} from "./score-window.ts";

const schema = z.strictObject(topBoxOptions);

export type DwbOptions = z.output<typeof schema>;

const QUESTION: TopBox = {measure: "dwb", from: 1, to: 5, positive: 5};

/**
 * The share that would definitely buy again (5 of 5), as {@link csat} with the further column `top2`, the share of 4 and 5.
 */
export const dwb: Metric<DwbOptions> = {
  kind: "dwb",
  schema,
  ownGroups: SCORE_GROUPS,
  requires: () => ["surveys.dwb"],
  freeze: (options, facts, workbench) => freezeTopBox(QUESTION, options, {facts, workbench}),
  reductions: (options, facts, frozen) => reduceTopBox(QUESTION, options, {facts, frozen}),
  window: {
    shows: "series",
    reductions: ({answers}, facts, frozen) => reduceScoreWindow(QUESTION, answers, {facts, frozen})
  },
  finish: (rolled, options, facts, frozen) =>
    finishTopBox(rolled, {question: QUESTION, options, facts, frozen, hasTop2: true})
};
