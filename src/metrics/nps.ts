import {z} from "zod";
import type {Rolled} from "../cube/cube.ts";
import {netPromoterScore, npsAdjustedWald} from "../models/adjusted-wald.ts";
import {nonResponseBounds} from "../models/nps-sample.ts";
import {LEAST} from "./contrast.ts";
import {commonOptions} from "./metric.ts";
import type {Facts, Finding, Frozen, Metric, Result} from "./metric.ts";
import {invitations, scoreCounts} from "./score-counts.ts";
import type {Question} from "./score-counts.ts";
import {CHANGE_COLUMNS, changes, DIFFERENCE_COLUMNS, ends, groupDifferences, inOrder} from "./score-differences.ts";
import type {Change} from "./score-differences.ts";
import {isLowBase, npsCounts, npsJudge} from "./score-judges.ts";
import {freezeBasis, responseRate} from "./score-response.ts";
import {distributionRows, meanOf, scoreSeries, sizeOf} from "./score-series.ts";
import type {ScoreSeries, Scores} from "./score-series.ts";
import {reduceScoreWindow, scoreWindow} from "./score-window.ts";
import {freezeStrata, weightReductions, weightedOf} from "./score-weights.ts";
import type {Weighted} from "./score-weights.ts";
import {tableOf} from "./table-of.ts";
import {SCORE_GROUPS, freezeTouchpoints, isByTouchpoint, touchpointScores, touchpointsAsGroups} from "./touchpoints.ts";

const schema = z.strictObject({
  ...commonOptions,
  answers: z
    .enum(["latest", "all"])
    .default("latest")
    .describe("latest: one answer of each customer and period, the last one; all: every answer."),
  weight: z
    .string()
    .optional()
    .describe(
      "A dimension of customers: the score is also given as it would be, had its values answered in proportion to their customers."
    ),
  chart: z
    .enum(["groups", "trend", "distribution"])
    .optional()
    .describe(
      "groups: detractors, passives, promoters and the score; trend: the score by period; distribution: answers 0 to 10. Defaults to trend where there are two closed periods, with `by` to groups."
    )
});

export type NpsOptions = z.output<typeof schema>;

const QUESTION: Question = {measure: "nps", from: 0, to: 10};
/**
 * The Net Promoter Score, 100 × (share of 9–10 − share of 0–6), of one latest answer per customer and period; relational answers where there are any, else those at touchpoints.
 *
 * Result: one row per `group` (null: everybody, first) and `period` (its first day; null, first: the whole window, the latest answer of each customer): `answers`, `promoters`, `passives`, `detractors`; `score` −100…100 as it is, `low`, `high` its adjusted-Wald interval, `mean` 0–10; null of fewer than 10 answers.
 * With `by: touchpoint` the groups are the touchpoints: the latest answer of each customer at each; everybody's are all of these together.
 * `low_base`: fewer than 30 answers, or a half-width above 10 points. `complete`: the as-of date closes the period. A period without answers between others has 0. `response_rate`, `bound_low`, `bound_high` of the whole window, as in `summary`, per group; null of periods and touchpoints. Groups are ranked by score where the highest differs from the lowest beyond the noise, else by size.
 * `tables.distribution`: per `group` and `answer` 0–10, `answers` of the whole window and their `share` of the group's (null of fewer than 10). `tables.changes`: from the last but one to the last closed period with answers. `tables.differences`: between groups; both with a z-test of adjusted counts, `p`, and `p_holm` corrected for their number.
 * With `weight`, `summary` also has the post-stratified `weighted_score` with `weighted_error`, `weighted_low`, `weighted_high`, and the linearised `weighted_linear_error`; `tables.weights` has its strata.
 * A reporting window bounds the periods shown, and the whole is its latest answer of each customer, without weights.
 * `summary`: the whole window's score; `response_rate` = answers / invitations, null where no invitation went unanswered in the data; `bound_low`, `bound_high`: the score, were all silent ones detractors, or promoters.
 */
export const nps: Metric<NpsOptions> = {
  kind: "nps",
  schema,
  ownGroups: SCORE_GROUPS,
  requires: () => ["surveys.nps"],
  freeze: async ({by, weight}, facts, workbench) => ({
    ...(isByTouchpoint({by}, facts)
      ? await freezeTouchpoints(QUESTION, workbench)
      : await freezeBasis(QUESTION, facts, workbench)),
    ...(weight === undefined ? {} : await freezeStrata(weight, workbench))
  }),
  reductions: ({answers, period, weight}, facts, frozen) => ({
    ...(frozen["touchpoints"]
      ? {
          scores: touchpointScores(QUESTION, {period, answers}, {facts, frozen}),
          asked: invitations(QUESTION, "touchpoints", facts)
        }
      : {
          scores: scoreCounts(QUESTION, {period, answers}, facts),
          asked: invitations(QUESTION, frozen["relational"] !== false, facts)
        }),
    ...(weight === undefined ? {} : weightReductions(QUESTION, {weight, answers}, {facts, frozen}))
  }),
  window: {
    shows: "series",
    reductions: ({answers}, facts, frozen) => reduceScoreWindow(QUESTION, answers, {facts, frozen})
  },
  finish
};

/** A row of the table. */
interface Row {
  readonly group: string | null;
  readonly period: Date | null;
  readonly answers: number;
  readonly promoters: number;
  readonly passives: number;
  readonly detractors: number;
  readonly score: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly mean: number | null;
  readonly low_base: boolean;
  readonly complete: boolean;
  readonly response_rate: number | null;
  readonly bound_low: number | null;
  readonly bound_high: number | null;
}

const COLUMNS = ["group", "period", "answers", "promoters", "passives", "detractors", "score", "low", "high", "mean", "low_base", "complete", "response_rate", "bound_low", "bound_high"] as const; // prettier-ignore

function finish(rolled: Readonly<Record<string, Rolled>>, options: NpsOptions, facts: Facts, frozen: Frozen): Result {
  const {interval, period} = options;
  const judge = npsJudge(interval);
  const scores = frozen["touchpoints"] ? touchpointsAsGroups(rolled["scores"]!, frozen) : rolled["scores"]!;
  const {asked, window} = scoreWindow(rolled, QUESTION, {facts, frozen});
  const unordered = scoreSeries(scores, QUESTION, {period, facts, window});
  const far = ends(unordered, {judge, level: interval});
  const series = inOrder(unordered, judge, far !== null);
  const n = sizeOf(series[0]!.whole);
  const rows = n === 0 ? [] : series.flatMap((one) => rowsOf(one, options, asked));
  const moves = changes(series, judge);
  // The strata are counted over the whole history.
  const weighting: Partial<Weighted> =
    rolled["strata"] && !window
      ? weightedOf(
          {strata: rolled["strata"], population: rolled["population"]!},
          frozen["strata"] as readonly string[],
          interval
        )
      : {};
  const {table: weights, ...weighted} = weighting;
  return {
    table: tableOf(rows, COLUMNS),
    units: {
      group: "text",
      period: period === "month" ? "month" : "date",
      answers: "count",
      promoters: "count",
      passives: "count",
      detractors: "count",
      score: "nps",
      low: "nps",
      high: "nps",
      mean: "score",
      low_base: "boolean",
      complete: "boolean",
      response_rate: "ratio",
      bound_low: "nps",
      bound_high: "nps",
      answer: "count",
      share: "ratio",
      from: period === "month" ? "month" : "date",
      to: period === "month" ? "month" : "date",
      before: "nps",
      after: "nps",
      other: "text",
      difference: "nps",
      z: "number",
      p: "number",
      p_holm: "number",
      ...(weights ? {stratum: "text", customers: "count", share_customers: "ratio", weight: "number"} : {})
    },
    tables: {
      ...(weights ? {weights} : {}),
      distribution: tableOf(n === 0 ? [] : distributionRows(series, QUESTION), ["group", "answer", "answers", "share"]),
      changes: tableOf(moves, CHANGE_COLUMNS),
      differences: tableOf(groupDifferences(series, judge), DIFFERENCE_COLUMNS)
    },
    summary: {
      ...headline(rows[0]),
      basis: frozen["relational"] === false ? "transactional" : "relational",
      ...response(asked, rows[0], {options}),
      ...weighted
    },
    n,
    of: "answers",
    finding: finding(rows[0], {far, moves, options, asked, frozen, weighted}),
    notes: [
      ...notes(rows, {options, frozen}),
      ...(rolled["strata"] && window ? ["nps-weight-window"] : []),
      ...(weights && n > 0 ? [weighted.weighted_score == null ? "nps-weight-empty" : "nps-weighted"] : [])
    ]
  };
}

function rowsOf({group, whole, periods}: ScoreSeries, options: NpsOptions, asked: Rolled): Row[] {
  const {interval} = options;
  const row = (period: Date | null, complete: boolean, scores: Scores): Row => {
    const [counts, answers] = [npsCounts(scores), sizeOf(scores)];
    const isShown = answers >= LEAST;
    const bounds = npsAdjustedWald(counts, interval);
    return {
      group,
      period,
      answers,
      ...counts,
      score: isShown ? netPromoterScore(counts)!.score : null,
      low: isShown ? bounds!.low : null,
      high: isShown ? bounds!.high : null,
      mean: meanOf(scores, QUESTION),
      low_base: isLowBase(answers, bounds),
      complete,
      response_rate: null,
      bound_low: null,
      bound_high: null
    };
  };
  const g = asked.groups.indexOf(group);
  const all = row(null, true, whole);
  const {response_rate, bound_low, bound_high} = g < 0 ? all : response(asked, all, {options, g});
  return [
    {...all, response_rate, bound_low, bound_high},
    ...periods.map(({period, complete, scores}) => row(period, complete, scores))
  ];
}

function headline(row: Row | undefined) {
  return {
    score: row?.score ?? null,
    low: row?.low ?? null,
    high: row?.high ?? null,
    mean: row?.mean ?? null,
    answers: row?.answers ?? 0
  };
}

/** The response rate; of those asked (customers, or invitations where all answers count) the share with an answer here, and between which scores all of them can lie. */
function response(
  asked: Rolled,
  all: Pick<Row, "answers" | "score"> | undefined,
  {options: {answers}, g = 0}: {options: NpsOptions; g?: number}
) {
  const rate = responseRate(asked, g);
  const read = (name: string) => asked.statistics[name]?.[g]?.[0] ?? 0;
  const whole = answers === "latest" ? read("customers") : read("invitations");
  const isKnown = rate.invitations !== null && all !== undefined && all.score !== null;
  const bounds = isKnown ? nonResponseBounds(all.score, all.answers / whole) : null;
  return {
    ...rate,
    bound_rate: isKnown ? all.answers / whole : null,
    bound_low: bounds?.low ?? null,
    bound_high: bounds?.high ?? null
  };
}

/** The score with its interval, the change between the last two closed periods where it is beyond the noise, and of groups the highest and the lowest where they differ. */
function finding(
  all: Row | undefined,
  {
    far,
    moves,
    options,
    asked,
    frozen,
    weighted
  }: {
    far: ReturnType<typeof ends>;
    moves: readonly Change[];
    options: NpsOptions;
    asked: Rolled;
    frozen: Frozen;
    weighted: Partial<Omit<Weighted, "table">>;
  }
): Finding | null {
  if (!all || all.score === null) return null;
  const judge = npsJudge(options.interval);
  const change = moves.find(
    ({group, isBroad, p}) => group === null && isBroad && p !== null && p < 1 - options.interval
  );
  const asking = response(asked, all, {options});
  return {
    key: "nps",
    values: {
      score: all.score,
      low: all.low,
      high: all.high,
      level: options.interval,
      size: all.answers,
      mean: all.mean,
      response_rate: asking.response_rate,
      bound_rate: asking.bound_rate,
      answers: options.answers,
      over: frozen["touchpoints"] == null ? null : "touchpoints",
      bound_low: asking.bound_low,
      bound_high: asking.bound_high,
      weight: options.weight ?? null,
      weighted: weighted.weighted_score ?? null,
      weighted_low: weighted.weighted_low ?? null,
      weighted_high: weighted.weighted_high ?? null,
      period: options.period,
      from: change?.from ?? null,
      to: change?.to ?? null,
      before: change?.before ?? null,
      after: change?.after ?? null,
      best: far?.best.group ?? null,
      best_score: far ? judge.value(far.best.whole) : null,
      worst: far?.worst.group ?? null,
      worst_score: far ? judge.value(far.worst.whole) : null
    }
  };
}

function notes(rows: readonly Row[], {options, frozen}: {options: NpsOptions; frozen: Frozen}): string[] {
  if (rows.length === 0) return ["no-answers"];
  const has = (test: (row: Row) => boolean) => rows.some((row) => row.answers > 0 && test(row));
  return [
    options.answers === "all" ? "answers-all" : frozen["touchpoints"] ? "answers-touchpoints" : "answers-latest",
    ...(frozen["relational"] === false ? ["answers-transactional"] : []),
    "nps-comparable",
    ...(has(({answers}) => answers < LEAST) ? ["answers-few"] : []),
    ...(has(({complete}) => !complete) ? ["answers-open"] : [])
  ];
}
