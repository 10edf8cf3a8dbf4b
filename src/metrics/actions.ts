import {z} from "zod";
import type {Rolled} from "../cube/cube.ts";
import {holm} from "../models/holm.ts";
import {joined, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import {LINES, lineRows} from "./action-lines.ts";
import type {Line, LineName} from "./action-lines.ts";
import {actionsOf, armsOf, spanOf} from "./action-list.ts";
import type {Action, Span} from "./action-list.ts";
import {LEAST_AFTER, LEAST_BEFORE, judge} from "./action-verdict.ts";
import type {Judgement, LinePoint} from "./action-verdict.ts";
import {LEAST} from "./contrast.ts";
import {groupOrder} from "./groups.ts";
import {commonOptions} from "./metric.ts";
import {panelReduction, panelsVariance} from "./action-panels.ts";
import type {Facts, Finding, Frozen, Metric, Result, Unit, Workbench} from "./metric.ts";
import {dateOf, dayOf, periodsPerYear, startOf} from "./period.ts";
import {tableOf} from "./table-of.ts";

const schema = z.strictObject({
  ...commonOptions,
  show: z
    .array(z.string())
    .min(1)
    .optional()
    .describe("Names of the measures, in that order. Defaults to all, by start."),
  before: z
    .number()
    .int()
    .min(LEAST_BEFORE)
    .max(520)
    .optional()
    .describe("Closed periods before the start that are compared, at most. Defaults to a year's, and at least 12.")
});

export type ActionsOptions = z.output<typeof schema>;

/** What a measure has come to. */
export type Status =
  | ("planned" | "running" | "too early" | "not measured")
  | ("worked" | "no effect" | "worse")
  | ("changed" | "not changed");

/**
 * Did it work? Each improvement measure of the `actions` table on the line of its metric.
 *
 * Result: one row per `group` and measure, by start. `id`, `action`, `owner`, `metric`, `segment`, `started`, `ended`, `unit` of the line; `status`: planned; running (no whole period yet); too early (fewer than 8 closed periods before, or 3 after); worked, no effect, worse, against customers it was not for; changed, not changed, where there is no comparison; not measured, where the metric has no line, the segment is not known, or nobody on screen is in it.
 * `periods_before`, `before` with bounds, `periods_after`, `after` with bounds: weighted means over whole periods. `design`; `effect` with `low`, `high`: by difference-in-differences, a share of what would have been (orders, amounts, counts), else a difference. By interrupted time series instead `level`, `slope` (per period) with bounds.
 * `p` (of level and slope together), `p_holm` over the group's measures, `trend_p` of equal trends before. `target` as the catalog says it: a rise by that share (orders, amounts, counts), else a level; `reached`. All intervals and tests are robust to autocorrelation (Newey–West, Student's t); those of a comparison are the wider of these and of those over customers.
 * `tables.series`: per `group`, `id` and `period`: `value`, `other` (customers who are compared), `expected` without the measure, `goal`, and `phase` (earlier, before, after, between).
 */
export const actions: Metric<ActionsOptions> = {
  kind: "actions",
  schema,
  requires: () => ["actions.name", "actions.started"],
  freeze,
  reductions: (options, facts, frozen) => {
    const all = frozen["actions"] as readonly Action[];
    const rows = actionRows(all, options.period, facts);
    const spans = all.map((action) => spanOf(action, spanOptions(options, facts), facts));
    return {
      lines: {
        level1: rows,
        keys: ["action", "arm", "period"],
        statistics: {y: raw("sum(r.y)"), x: raw("sum(r.x)")}
      },
      panels: panelReduction(rows, spans)
    };
  },
  finish
};

async function freeze({show}: ActionsOptions, facts: Facts, workbench: Workbench): Promise<Frozen> {
  const all = await workbench.once("actions", () => actionsOf(facts, workbench));
  return {actions: show ? show.flatMap((name) => all.filter((action) => action.name === name)) : all};
}

/** `customer`, `action` (its number), `arm`, `period`, `y`, `x` of all measures that can be measured. */
function actionRows(all: readonly Action[], period: ActionsOptions["period"], facts: Facts): Query {
  const lines = [...new Set(all.flatMap(({line, unreadable}) => (line && !unreadable ? [line] : [])))].sort();
  if (lines.length === 0)
    return raw('select customer, 0 as action, 0 as arm, 0 as period, 0 as y, 0 as x from "all".customers where false');
  return joined(
    lines.map(
      (line) => sql`
        select l.customer, cast(a.action as bigint) as action, cast(a.arm as bigint) as arm, l.period, cast(l.y as bigint) as y, cast(l.x as bigint) as x
        from (${lineRows(line, period, facts)}) l join (${armsOf(all, line)}) a on a.customer = l.customer`
    ),
    " union all "
  );
}

function spanOptions(
  {before, period}: ActionsOptions,
  {calendar}: Facts
): {period: ActionsOptions["period"]; most: number} {
  return {period, most: before ?? Math.max(12, periodsPerYear(period, calendar))};
}

interface Row {
  readonly group: string | null;
  readonly id: number;
  readonly action: string;
  readonly owner: string | null;
  readonly metric: string | null;
  readonly segment: string | null;
  readonly started: Date;
  readonly ended: Date | null;
  readonly status: Status;
  readonly unit: Unit | null;
  readonly periods_before: number;
  readonly before: number | null;
  readonly before_low: number | null;
  readonly before_high: number | null;
  readonly periods_after: number;
  readonly after: number | null;
  readonly after_low: number | null;
  readonly after_high: number | null;
  readonly design: string | null;
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

const COLUMNS = ["group", "id", "action", "owner", "metric", "segment", "started", "ended", "status", "unit", "periods_before", "before", "before_low", "before_high", "periods_after", "after", "after_low", "after_high", "design", "level", "level_low", "level_high", "slope", "slope_low", "slope_high", "target", "reached", "p", "p_holm", "trend_p", "effect", "low", "high"] as const; // prettier-ignore

const TEXTS = ["group", "action", "owner", "metric", "segment", "status", "unit", "design", "phase"];
const UNITS: Readonly<Record<string, Unit>> = {
  ...Object.fromEntries(COLUMNS.map((name) => [name, "number" as const])),
  ...Object.fromEntries(TEXTS.map((name) => [name, "text" as const])),
  id: "count",
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

/** A measure, its line and what came of it. */
interface Judged {
  readonly action: Action;
  readonly line: Line | null;
  readonly span: Span;
  readonly points: readonly LinePoint[];
  readonly judgement: Judgement | null;
}

function finish(
  rolled: Readonly<Record<string, Rolled>>,
  options: ActionsOptions,
  facts: Facts,
  frozen: Frozen
): Result {
  const all = frozen["actions"] as readonly Action[];
  const [sums, panels] = [rolled["lines"]!, rolled["panels"]!];
  const isEmpty = all.length === 0;
  const groups = groupOrder(
    sums.groups.map((group, g) => ({
      group,
      judged: all.map((action, i) => judgedOf({sums, panels, g, i}, action, {options, facts}))
    })),
    ({judged}) => judged.reduce((sum, {points}) => sum + points.length, 0)
  );
  const rows = groups.flatMap(({group, judged}) => rowsOf(group, judged, {interval: options.interval, facts}));
  const everybody = rows.filter(({group}) => group === null);
  const isNobody = groups[0]!.judged.every(({points}) => points.length === 0);
  const count = (...words: readonly Status[]) => everybody.filter(({status}) => words.includes(status)).length;
  const tested = everybody.filter(({p}) => p !== null);
  return {
    table: tableOf(isEmpty ? [] : rows, COLUMNS),
    units: UNITS,
    tables: {
      series: tableOf(
        groups.flatMap(({group, judged}) => judged.flatMap((one, i) => seriesOf(group, i + 1, one, {options, facts}))),
        ["group", "id", "period", "value", "other", "expected", "goal", "phase"]
      )
    },
    summary: {
      actions: all.length,
      worked: count("worked"),
      no_effect: count("no effect"),
      worse: count("worse"),
      changed: count("changed"),
      not_changed: count("not changed"),
      open: count("planned", "running", "too early")
    },
    n: isNobody ? 0 : customersOf(sums),
    of: "customers",
    finding: isEmpty || isNobody ? null : finding(everybody, options.interval),
    notes: isEmpty
      ? ["actions-none"]
      : isNobody
        ? ["actions-nobody"]
        : [
            ...(tested.some(({design}) => design === "difference-in-differences") ? ["actions-compared"] : []),
            ...(tested.some(({design}) => design === "interrupted time series") ? ["actions-alone"] : []),
            ...(everybody.some(({design, trend_p}) => trend_p !== null && design === "interrupted time series") ? ["actions-apart"] : []), // prettier-ignore
            "actions-periods",
            ...(tested.length > 1 ? ["actions-holm"] : []),
            ...(count("not measured") > 0 ? ["actions-unmeasured"] : [])
          ]
  };
}

/** The most customers that a line of everybody's stands on in one period. */
function customersOf({keys, size, statistics}: Rolled): number {
  const counts = new Map<string, number>();
  for (let k = 0; k < size; ++k) {
    const key = `${keys["action"]![k]} ${keys["period"]![k]}`;
    counts.set(key, (counts.get(key) ?? 0) + statistics["x"]![0]![k]!);
  }
  return Math.max(0, ...counts.values());
}

function judgedOf(
  {sums, panels, g, i}: {sums: Rolled; panels: Rolled; g: number; i: number},
  action: Action,
  {options, facts}: {options: ActionsOptions; facts: Facts}
): Judged {
  const span = spanOf(action, spanOptions(options, facts), facts);
  if (!action.line || action.unreadable) return {action, line: null, span, points: [], judgement: null};
  const line: Line = LINES[action.line];
  const scale = line.unit === "money" ? 10 ** facts.digits : 1;
  const arms = [new Map<number, {y: number; x: number}>(), new Map<number, {y: number; x: number}>()] as const;
  for (let k = 0; k < sums.size; ++k)
    if (sums.keys["action"]![k] === i)
      arms[sums.keys["arm"]![k] as 0 | 1].set(sums.keys["period"]![k]!, {
        y: sums.statistics["y"]![g]![k]! / scale,
        x: sums.statistics["x"]![g]![k]!
      });
  const [others, own] = arms;
  const valueOf = ({y, x}: {y: number; x: number}) => (line.isCount ? y : y / x);
  const points = [...own]
    .filter(([, {x}]) => x >= LEAST)
    .sort(([a], [b]) => a - b)
    .map(([period, sum]): LinePoint => {
      const other = others.get(period);
      const isKnown = other !== undefined && other.x >= LEAST;
      return {
        period,
        value: valueOf(sum),
        weight: line.isCount ? 1 : sum.x,
        other: isKnown ? valueOf(other) : null,
        otherWeight: isKnown && !line.isCount ? other.x : 1
      };
    });
  return {
    action,
    line,
    span,
    points,
    judgement: judge(points, span, {
      line,
      level: options.interval,
      variance: panelsVariance(panels, {group: sums.groups[g]!, action: i, line})
    })
  };
}

function rowsOf(
  group: string | null,
  all: readonly Judged[],
  {interval, facts}: {interval: number; facts: Facts}
): readonly Row[] {
  const begun = ({action}: Judged) => action.started <= dayOf(facts.asOf);
  const tested = all.filter((one) => begun(one) && one.judgement?.p != null);
  const corrected = holm(tested.map(({judgement}) => judgement!.p!));
  return all.map((one, i): Row => {
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

function statusOf({line, points, judgement}: Judged, p: number | null, interval: number): Status {
  if (!line || !judgement || points.length === 0) return "not measured";
  if (judgement.periodsAfter === 0) return "running";
  if (p === null || judgement.periodsBefore < LEAST_BEFORE || judgement.periodsAfter < LEAST_AFTER) return "too early";
  const isBeyond = p < 1 - interval;
  if (!judgement.effect) return isBeyond ? "changed" : "not changed";
  if (!isBeyond) return "no effect";
  return judgement.effect.value > 0 !== line.isLowerBetter ? "worked" : "worse";
}

/** Whether the target was reached: a rise by that share against what would have been, or the level itself; null where that is not known. */
function reachedOf({action: {target}, line, judgement}: Judged): boolean | null {
  if (target === null || !line || !judgement || !judgement.after || judgement.periodsAfter < LEAST_AFTER) return null;
  if (line.isRelative) return judgement.effect ? judgement.effect.value >= target : null;
  return line.isLowerBetter ? judgement.after.value <= target : judgement.after.value >= target;
}

function seriesOf(
  group: string | null,
  id: number,
  {action: {target}, line, span, points, judgement}: Judged,
  {options, facts}: {options: ActionsOptions; facts: Facts}
) {
  return points.map((point) => {
    const isAfter = point.period >= span.first && (span.last === null || point.period <= span.last);
    const expected = judgement?.expected(point) ?? null;
    const isGoal = target !== null && line !== null && (!line.isRelative || (expected !== null && isAfter));
    return {
      group,
      id,
      period: startOf(point.period, options.period, facts.calendar),
      value: point.value,
      other: point.other,
      expected: isAfter ? expected : null,
      goal: !isGoal ? null : line.isRelative ? expected! * (1 + target) : target,
      phase:
        point.period < span.from ? "earlier" : point.period <= span.before ? "before" : isAfter ? "after" : "between"
    };
  });
}

function finding(rows: readonly Row[], level: number): Finding {
  const of = (word: Status) => rows.filter(({status}) => status === word);
  const names = (word: Status) => of(word).map(({action}) => action).join("\n"); // prettier-ignore
  const [best] = of("worked").toSorted((a, b) => Math.abs(b.effect!) - Math.abs(a.effect!));
  return {
    key: "actions",
    values: {
      actions: rows.length,
      worked: of("worked").length,
      worked_names: names("worked"),
      best: best?.action ?? null,
      best_metric: best?.metric ?? null,
      best_unit: best
        ? LINES[best.metric as LineName].isRelative
          ? "ratio"
          : best.unit === "nps"
            ? "nps"
            : "points"
        : null,
      best_effect: best?.effect ?? null,
      best_low: best?.low ?? null,
      best_high: best?.high ?? null,
      none: of("no effect").length,
      none_names: names("no effect"),
      worse: of("worse").length,
      worse_names: names("worse"),
      changed: of("changed").length,
      changed_names: names("changed"),
      unchanged: of("not changed").length,
      unchanged_names: names("not changed"),
      open: of("planned").length + of("running").length + of("too early").length,
      level
    }
  };
}
