import {holm} from "../models/holm.ts";
import type {Line} from "./action-lines.ts";
import type {Action, Span} from "./action-list.ts";
import {LEAST_AFTER, LEAST_BEFORE} from "./action-verdict.ts";
import type {Design, Judgement, LinePoint} from "./action-verdict.ts";
import {MINIMUM, isFew} from "./few.ts";
import type {Facts, Unit} from "./metric.ts";
import {dateOf, dayOf} from "./period.ts";

/** What a measure has come to. */
export type ActionStatus =
  | ("planned" | "running" | "too early" | "not measured")
  | ("worked" | "no effect" | "worse")
  | ("changed" | "not changed");

/** A measure, its line and what came of it. */
export interface Judged {
  readonly action: Action;
  readonly line: Line | null;
  readonly span: Span;
  readonly points: readonly LinePoint[];
  readonly judgement: Judgement | null;
}

/** A measure in the result's table: see {@link actions}. */
export interface ActionRow {
  readonly group: string | null;
  readonly id: number;
  readonly action: string;
  readonly owner: string | null;
  readonly metric: string | null;
  readonly segment: string | null;
  /** Whether it is for a list of customers; how many, and how many of them are its control: null where it is for none, and where so few are told of. */
  readonly for_list: boolean;
  readonly listed: number | null;
  readonly held_out: number | null;
  readonly started: Date;
  readonly ended: Date | null;
  readonly status: ActionStatus;
  readonly unit: Unit | null;
  readonly periods_before: number;
  readonly before: number | null;
  readonly before_low: number | null;
  readonly before_high: number | null;
  readonly periods_after: number;
  readonly after: number | null;
  readonly after_low: number | null;
  readonly after_high: number | null;
  readonly design: Design | null;
  readonly level: number | null;
  readonly level_low: number | null;
  readonly level_high: number | null;
  readonly slope: number | null;
  readonly slope_low: number | null;
  readonly slope_high: number | null;
  readonly target: number | null;
  readonly reached: boolean | null;
  readonly p: number | null;
  readonly p_holm: number | null;
  readonly trend_p: number | null;
  readonly effect: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** A point of a measure's line, in `tables.series`. */
export interface ActionSeriesRow {
  readonly group: string | null;
  readonly id: number;
  readonly period: Date;
  readonly value: number;
  /** Of the customers that are compared. */
  readonly other: number | null;
  readonly expected: number | null;
  readonly goal: number | null;
  readonly phase: "earlier" | "before" | "after" | "between";
}

export const ACTION_COLUMNS = ["group", "id", "action", "owner", "metric", "segment", "for_list", "listed", "held_out", "started", "ended", "status", "unit", "periods_before", "before", "before_low", "before_high", "periods_after", "after", "after_low", "after_high", "design", "level", "level_low", "level_high", "slope", "slope_low", "slope_high", "target", "reached", "p", "p_holm", "trend_p", "effect", "low", "high"] as const; // prettier-ignore

const TEXTS = ["group", "action", "owner", "metric", "segment", "status", "unit", "design", "phase"];
/** Units of the columns of both tables. */
export const ACTION_UNITS: Readonly<Record<string, Unit>> = {
  ...Object.fromEntries(ACTION_COLUMNS.map((name) => [name, "number" as const])),
  ...Object.fromEntries(TEXTS.map((name) => [name, "text" as const])),
  id: "count",
  for_list: "boolean",
  listed: "count",
  held_out: "count",
  started: "date",
  ended: "date",
  periods_before: "count",
  periods_after: "count",
  reached: "boolean",
  period: "date",
  value: "number",
  other: "number",
  expected: "number",
  goal: "number"
};

/** The measures of a group as rows, their tests corrected for their number. */
export function rowsOf(
  group: string | null,
  all: readonly Judged[],
  {interval, facts}: {interval: number; facts: Facts}
): readonly ActionRow[] {
  const begun = ({action}: Judged) => action.started <= dayOf(facts.asOf);
  const tested = all.filter((one) => begun(one) && one.judgement?.p != null);
  const corrected = holm(tested.map(({judgement}) => judgement!.p!));
  return all.map((one, i): ActionRow => {
    const {action, line, judgement} = one;
    const at = tested.indexOf(one);
    const p_holm = at < 0 ? null : corrected[at]!;
    const effect = at < 0 ? null : (judgement!.effect ?? null);
    const alone = at < 0 ? null : (judgement!.alone ?? null);
    const status = begun(one) ? statusOf(one, p_holm, interval) : "planned";
    return {
      group,
      id: i + 1,
      action: action.name,
      owner: action.owner,
      metric: action.metric,
      segment: action.segment,
      for_list: action.list !== null,
      ...listSizes(action, facts),
      started: dateOf(action.started),
      ended: action.ended === null ? null : dateOf(action.ended),
      status,
      unit: line?.unit ?? null,
      periods_before: judgement?.periodsBefore ?? 0,
      before: judgement?.before?.value ?? null,
      before_low: judgement?.before?.low ?? null,
      before_high: judgement?.before?.high ?? null,
      periods_after: judgement?.periodsAfter ?? 0,
      after: judgement?.after?.value ?? null,
      after_low: judgement?.after?.low ?? null,
      after_high: judgement?.after?.high ?? null,
      design: at < 0 ? null : judgement!.design,
      level: alone?.level.value ?? null,
      level_low: alone?.level.low ?? null,
      level_high: alone?.level.high ?? null,
      slope: alone?.slope.value ?? null,
      slope_low: alone?.slope.low ?? null,
      slope_high: alone?.slope.high ?? null,
      target: action.target,
      reached: reachedOf(one),
      p: at < 0 ? null : judgement!.p,
      p_holm,
      trend_p: at < 0 ? null : judgement!.trendP,
      effect: effect?.value ?? null,
      low: effect?.low ?? null,
      high: effect?.high ?? null
    };
  });
}

/** How many customers its list has, and how many of them its control: an audience may see few of either. */
function listSizes({list}: Action, {minimumCell = MINIMUM}: Facts): Pick<ActionRow, "listed" | "held_out"> {
  if (!list) return {listed: null, held_out: null};
  const {treated, control} = list;
  const [all, ...arms] = [treated + control, treated, control].map((n) => isFew(n, minimumCell));
  return {listed: all ? null : treated + control, held_out: arms.some((isOne) => isOne) ? null : control};
}

function statusOf({line, span, points, judgement}: Judged, p: number | null, interval: number): ActionStatus {
  if (!line || !judgement || points.length === 0) return "not measured";
  // It ended before a whole period was over, or one whose value, with the days that it looks back or ahead, is of the measure alone.
  if (span.last !== null && span.last < span.first) return "not measured";
  if (judgement.periodsAfter === 0) return "running";
  if (p === null || judgement.periodsBefore < LEAST_BEFORE || judgement.periodsAfter < LEAST_AFTER) return "too early";
  const isBeyond = p < 1 - interval;
  if (!judgement.effect) return isBeyond ? "changed" : "not changed";
  if (!isBeyond) return "no effect";
  return judgement.effect.value > 0 !== line.isLowerBetter ? "worked" : "worse";
}

/** Whether the target was reached, a rise by that share against what would have been, or the level itself, by the whole interval; null where that is not known, or the interval holds the target. */
function reachedOf({action: {target}, line, judgement}: Judged): boolean | null {
  if (target === null || !line || !judgement || !judgement.after || judgement.periodsAfter < LEAST_AFTER) return null;
  const found = line.isRelative ? judgement.effect : judgement.after;
  if (!found) return null;
  const [isBeyond, isShort] = line.isLowerBetter
    ? [found.high <= target, found.low > target]
    : [found.low >= target, found.high < target];
  return isBeyond ? true : isShort ? false : null;
}
