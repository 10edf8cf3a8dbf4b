import {z} from "zod";
import type {Rolled} from "../cube/cube.ts";
import {wilson} from "../models/wilson.ts";
import {LEAST} from "./contrast.ts";
import {commonOptions} from "./metric.ts";
import type {Facts, Finding, Frozen, MetricOptions, Period, Result, Workbench} from "./metric.ts";
import {invitations, scoreCounts} from "./score-counts.ts";
import type {Counted} from "./score-counts.ts";
import {CHANGE_COLUMNS, changes, DIFFERENCE_COLUMNS, ends, groupDifferences, inOrder} from "./score-differences.ts";
import type {Change} from "./score-differences.ts";
import {BROAD, positiveOf, topBoxJudge} from "./score-judges.ts";
import type {TopBox} from "./score-judges.ts";
import {freezeBasis, responseRate} from "./score-response.ts";
import {distributionRows, meanOf, scoreSeries, sizeOf} from "./score-series.ts";
import type {ScoreSeries, Scores} from "./score-series.ts";
import {scoreWindow} from "./score-window.ts";
import {tableOf} from "./table-of.ts";
import {freezeTouchpoints, isByTouchpoint, touchpointScores, touchpointsAsGroups} from "./touchpoints.ts";

/** Options of the metrics of a share of positive answers. */
export const topBoxOptions = {
  ...commonOptions,
  answers: z
    .enum(["latest", "all"])
    .default("latest")
    .describe("latest: one answer of each customer and period, the last one; all: every answer."),
  chart: z
    .enum(["groups", "trend"])
    .optional()
    .describe("groups: the share with its interval; trend: the share by period. Defaults to trend where there are two closed periods, with `by` to groups.") // prettier-ignore
};

/** {@link topBoxOptions}, read. */
export interface TopBoxOptions extends MetricOptions {
  readonly period: Period;
  readonly interval: number;
  readonly answers: Counted;
  readonly chart?: "groups" | "trend" | undefined;
}

/** The sums that {@link finishTopBox} reads. */
export function reduceTopBox(
  question: TopBox,
  {answers, period}: TopBoxOptions,
  {facts, frozen}: {facts: Facts; frozen: Frozen}
) {
  if (frozen["touchpoints"])
    return {
      scores: touchpointScores(question, {period, answers}, {facts, frozen}),
      asked: invitations(question, "touchpoints", facts)
    };
  return {
    scores: scoreCounts(question, {period, answers}, facts),
    asked: invitations(question, frozen["relational"] !== false, facts)
  };
}

/** What is fixed at build of a question: the touchpoints where they are the groups, else which answers count. */
export async function freezeTopBox(
  question: TopBox,
  options: TopBoxOptions,
  {facts, workbench}: {facts: Facts; workbench: Workbench}
): Promise<Frozen> {
  return isByTouchpoint(options, facts)
    ? freezeTouchpoints(question, workbench)
    : freezeBasis(question, facts, workbench);
}

/** A row of the table. */
interface Row {
  readonly group: string | null;
  readonly period: Date | null;
  readonly answers: number;
  readonly positive: number;
  readonly rate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly mean: number | null;
  readonly top2: number | null;
  readonly low_base: boolean;
  readonly complete: boolean;
}

const COLUMNS = ["group", "period", "answers", "positive", "rate", "low", "high", "mean"] as const;
const MARKS = ["low_base", "complete"] as const;

/** What {@link finishTopBox} is told besides the sums. */
export interface TopBoxCell {
  readonly question: TopBox;
  readonly options: TopBoxOptions;
  readonly facts: Facts;
  readonly frozen: Frozen;
  /** Is the share of the two highest scores a further column? */
  readonly hasTop2: boolean;
}

/** The share of positive answers per group and period, with its tables, as `csat` and `dwb` describe it. A reporting window bounds the periods, and the whole is its latest answer of each customer. */
export function finishTopBox(rolled: Readonly<Record<string, Rolled>>, cell: TopBoxCell): Result {
  const {question, options, facts, frozen, hasTop2} = cell;
  const {interval, period} = options;
  const judge = topBoxJudge(question, interval);
  const scores = frozen["touchpoints"] ? touchpointsAsGroups(rolled["scores"]!, frozen) : rolled["scores"]!;
  const {asked, window} = scoreWindow(rolled, question, {facts, frozen});
  const unordered = scoreSeries(scores, question, {period, facts, window});
  const far = ends(unordered, {judge, level: interval});
  const series = inOrder(unordered, judge, far !== null);
  const n = sizeOf(series[0]!.whole);
  const rows = n === 0 ? [] : series.flatMap((one) => rowsOf(one, question, interval));
  const moves = changes(series, judge);
  const all = rows[0];
  const time = period === "month" ? "month" : "date";
  return {
    table: tableOf(rows, [...COLUMNS, ...(hasTop2 ? (["top2"] as const) : []), ...MARKS]),
    units: {
      group: "text",
      period: time,
      answers: "count",
      positive: "count",
      rate: "ratio",
      low: "ratio",
      high: "ratio",
      mean: "score",
      top2: "ratio",
      low_base: "boolean",
      complete: "boolean",
      answer: "count",
      from: time,
      to: time,
      before: "ratio",
      after: "ratio",
      other: "text",
      difference: "ratio",
      z: "number",
      p: "number",
      p_holm: "number"
    },
    tables: {
      distribution: tableOf(n === 0 ? [] : distributionRows(series, question), ["group", "answer", "answers"]),
      changes: tableOf(moves, CHANGE_COLUMNS),
      differences: tableOf(groupDifferences(series, judge), DIFFERENCE_COLUMNS)
    },
    summary: {
      rate: all?.rate ?? null,
      low: all?.low ?? null,
      high: all?.high ?? null,
      mean: all?.mean ?? null,
      answers: n,
      measure: question.measure,
      basis: frozen["relational"] === false ? "transactional" : "relational",
      ...responseRate(asked)
    },
    n,
    of: "answers",
    finding: finding(all, {far, moves, cell}),
    notes: notes(rows, cell)
  };
}

function rowsOf({group, whole, periods}: ScoreSeries, question: TopBox, interval: number): Row[] {
  const row = (period: Date | null, complete: boolean, scores: Scores): Row => {
    const [answers, positive] = [sizeOf(scores), positiveOf(scores, question)];
    const bounds = answers < LEAST ? null : wilson(positive, answers, interval);
    return {
      group,
      period,
      answers,
      positive,
      rate: bounds && positive / answers,
      low: bounds?.low ?? null,
      high: bounds?.high ?? null,
      mean: meanOf(scores, question),
      top2: bounds && sizeOf(scores.slice(-2)) / answers,
      low_base: answers < BROAD,
      complete
    };
  };
  return [row(null, true, whole), ...periods.map(({period, complete, scores}) => row(period, complete, scores))];
}

/** The share with its interval, the change between the last two closed periods where it is beyond the noise, and of groups the highest and the lowest where they differ. */
function finding(
  all: Row | undefined,
  {far, moves, cell}: {far: ReturnType<typeof ends>; moves: readonly Change[]; cell: TopBoxCell}
): Finding | null {
  const {question, options} = cell;
  if (!all || all.rate === null) return null;
  const judge = topBoxJudge(question, options.interval);
  const change = moves.find(
    ({group, isBroad, p}) => group === null && isBroad && p !== null && p < 1 - options.interval
  );
  return {
    key: "top-box",
    values: {
      measure: question.measure,
      rate: all.rate,
      low: all.low,
      high: all.high,
      level: options.interval,
      size: all.answers,
      mean: all.mean,
      top2: cell.hasTop2 ? all.top2 : null,
      period: options.period,
      from: change?.from ?? null,
      to: change?.to ?? null,
      before: change?.before ?? null,
      after: change?.after ?? null,
      best: far?.best.group ?? null,
      best_rate: far ? judge.value(far.best.whole) : null,
      worst: far?.worst.group ?? null,
      worst_rate: far ? judge.value(far.worst.whole) : null
    }
  };
}

function notes(rows: readonly Row[], {options, frozen}: TopBoxCell): string[] {
  if (rows.length === 0) return ["no-answers"];
  const has = (test: (row: Row) => boolean) => rows.some((row) => row.answers > 0 && test(row));
  return [
    options.answers === "all" ? "answers-all" : frozen["touchpoints"] ? "answers-touchpoints" : "answers-latest",
    ...(frozen["relational"] === false ? ["answers-transactional"] : []),
    ...(has(({answers}) => answers < LEAST) ? ["answers-few"] : []),
    ...(has(({complete}) => !complete) ? ["answers-open"] : [])
  ];
}
