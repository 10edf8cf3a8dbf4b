import {z} from "zod";
import type {Rolled} from "../cube/cube.ts";
import {joined, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import {actionsFinding} from "./action-finding.ts";
import {LINES, lineRows} from "./action-lines.ts";
import type {Line, LineName} from "./action-lines.ts";
import {MOST_ACTIONS, actionsOf, armsOf, spanOf} from "./action-list.ts";
import type {Action} from "./action-list.ts";
import {armOf, countedPeriods, pointsOf} from "./action-points.ts";
import {ACTION_COLUMNS, ACTION_UNITS, rowsOf} from "./action-rows.ts";
import type {ActionSeriesRow, ActionStatus, Judged} from "./action-rows.ts";
import {LEAST_BEFORE, judge} from "./action-verdict.ts";
import {groupOrder} from "./groups.ts";
import {commonOptions} from "./metric.ts";
import {earlyCustomers, panelReduction, panelsVariance} from "./action-panels.ts";
import type {Facts, Frozen, Metric, Result, Workbench} from "./metric.ts";
import {periodsPerYear, startOf} from "./period.ts";
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

/**
 * Did it work? Each improvement measure of the `actions` table on the line of its metric.
 *
 * Result: one row per `group` and measure, by start. `id`, `action`, `owner`, `metric`, `segment`, `started`, `ended`, `unit` of the line; `status`: planned; running (no whole period yet); too early (fewer than 8 closed periods before, or 3 after); worked, no effect, worse, against customers it was not for; changed, not changed, where there is no comparison; not measured, where the metric has no line, the segment is not known, an arm of its list is empty, or too few on screen are in it: a count is of ten customers or more before the start, each counted once.
 * `for_list`: it is for a list of customers, `listed`, of whom `held_out` are the control; null where that would count fewer than `minimumCell` of an arm (an audience may see few). `periods_before`, `before` with bounds, `periods_after`, `after` with bounds: weighted means over whole periods. `design`; `effect` with `low`, `high`: by randomised comparison (with the control of a list) or difference-in-differences, a share of what would have been (orders, amounts, counts: of the sums before and after, of counts with a half more on each side, so that 0 is one too), else a difference. By interrupted time series instead `level`, `slope` (per period) with bounds.
 * `p` (of level and slope together), `p_holm` over the group's measures, `trend_p` of equal trends before. `target` as the catalog says it: a rise by that share (orders, amounts, counts), else a level; `reached`. All intervals and tests are robust to autocorrelation (Newey–West, Student's t); those of a comparison are the wider of these and of those over customers.
 * `tables.series`: per `group`, `id` and `period`: `value`, `other` (customers who are compared), `expected` without the measure, `goal`, and `phase` (earlier, before, after, between).
 */
export const actions: Metric<ActionsOptions> = {
  kind: "actions",
  schema,
  requires: () => ["actions.name", "actions.started"],
  freeze,
  unknownName({show = []}, frozen) {
    const known = (frozen["actions"] as readonly Action[]).map(({name}) => name);
    const name = show.find((one) => !known.includes(one));
    const what = frozen["hasOlder"] === true ? `measure among the ${MOST_ACTIONS} that began last` : "measure";
    return name === undefined ? null : {option: "show", what, name, known};
  },
  reductions: (options, facts, frozen) => {
    const all = frozen["actions"] as readonly Action[];
    const rows = actionRows(all, options.period, facts);
    const spans = all.map((action) => spanOf(action, spanOptions(action, options, facts), facts));
    return {
      lines: {
        level1: rows,
        keys: ["action", "arm", "period"],
        statistics: {y: raw("sum(r.y)"), x: raw("sum(r.x)"), customers: raw("count(*)")}
      },
      panels: panelReduction(rows, spans)
    };
  },
  finish
};

async function freeze({show}: ActionsOptions, facts: Facts, workbench: Workbench): Promise<Frozen> {
  // Whom a measure is compared with, and how many tests there are, depends on all of them, not on those that are shown.
  const {actions: all, hasOlder} = await workbench.once("actions", () => actionsOf(facts, workbench));
  const numbers = all.map((_, i) => i);
  return {
    actions: all,
    hasOlder,
    shown: show ? show.flatMap((name) => numbers.filter((i) => all[i]!.name === name)) : numbers
  };
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

function spanOptions({line}: Action, {before, period}: ActionsOptions, {calendar}: Facts) {
  const {behind, ahead}: Pick<Line, "behind" | "ahead"> = line ? LINES[line] : {behind: 0, ahead: 0};
  return {period, behind, ahead, most: before ?? Math.max(12, periodsPerYear(period, calendar))};
}

function finish(
  rolled: Readonly<Record<string, Rolled>>,
  options: ActionsOptions,
  facts: Facts,
  frozen: Frozen
): Result {
  const all = frozen["actions"] as readonly Action[];
  const shown = frozen["shown"] as readonly number[];
  const [sums, panels] = [rolled["lines"]!, rolled["panels"]!];
  const isEmpty = shown.length === 0;
  const groups = groupOrder(
    sums.groups.map((group, g) => ({
      group,
      judged: all.map((action, i) => judgedOf({sums, panels, g, i}, action, {options, facts}))
    })),
    ({judged}) => judged.reduce((sum, {points}) => sum + points.length, 0)
  );
  const rows = groups.flatMap(({group, judged}) => {
    const every = rowsOf(group, judged, {interval: options.interval, facts});
    return shown.map((i, at) => ({...every[i]!, id: at + 1}));
  });
  const everybody = rows.filter(({group}) => group === null);
  const isNobody = shown.every((i) => groups[0]!.judged[i]!.points.length === 0);
  const count = (...words: readonly ActionStatus[]) => everybody.filter(({status}) => words.includes(status)).length;
  const tested = everybody.filter(({p}) => p !== null);
  return {
    table: tableOf(isEmpty ? [] : rows, ACTION_COLUMNS),
    units: ACTION_UNITS,
    tables: {
      series: tableOf(
        groups.flatMap(({group, judged}) =>
          shown.flatMap((i, at) => seriesOf(group, at + 1, {one: judged[i]!, options, facts}))
        ),
        ["group", "id", "period", "value", "other", "expected", "goal", "phase"]
      )
    },
    summary: {
      actions: shown.length,
      worked: count("worked"),
      no_effect: count("no effect"),
      worse: count("worse"),
      changed: count("changed"),
      not_changed: count("not changed"),
      open: count("planned", "running", "too early")
    },
    n: isNobody ? 0 : customersOf(sums, shown),
    of: "customers",
    finding: isEmpty || isNobody ? null : actionsFinding(everybody, options.interval),
    notes: isEmpty
      ? ["actions-none"]
      : isNobody
        ? ["actions-nobody"]
        : [
            ...(tested.some(({design}) => design === "randomised comparison") ? ["actions-randomised"] : []),
            ...(tested.some(({design}) => design === "difference-in-differences") ? ["actions-compared"] : []),
            ...(tested.some(({design}) => design === "interrupted time series") ? ["actions-alone"] : []),
            ...(everybody.some(({design, trend_p}) => trend_p !== null && design === "interrupted time series") ? ["actions-apart"] : []), // prettier-ignore
            ...(tested.some(({effect, metric}) => effect !== null && isCount(metric)) ? ["actions-counts"] : []),
            "actions-periods",
            ...(frozen["hasOlder"] === true ? ["actions-most"] : []),
            ...(tested.length > 1 ? ["actions-holm"] : []),
            ...(count("not measured") > 0 ? ["actions-unmeasured"] : [])
          ]
  };
}

function isCount(metric: string | null): boolean {
  return LINES[metric as LineName].isCount;
}

/** The most customers that a line of everybody's stands on in one period. */
function customersOf({keys, size, statistics}: Rolled, shown: readonly number[]): number {
  const counts = new Map<string, number>();
  for (let k = 0; k < size; ++k) {
    if (!shown.includes(keys["action"]![k]!)) continue;
    const key = `${keys["action"]![k]} ${keys["period"]![k]}`;
    counts.set(key, (counts.get(key) ?? 0) + statistics["customers"]![0]![k]!);
  }
  return Math.max(0, ...counts.values());
}

function judgedOf(
  {sums, panels, g, i}: {sums: Rolled; panels: Rolled; g: number; i: number},
  action: Action,
  {options, facts}: {options: ActionsOptions; facts: Facts}
): Judged {
  const span = spanOf(action, spanOptions(action, options, facts), facts);
  // An audience may see nobody of an arm: what is left would be no comparison by chance.
  const lacksArm = action.list !== null && (action.list.treated === 0 || action.list.control === 0);
  if (!action.line || action.unreadable || lacksArm) return {action, line: null, span, points: [], judgement: null};
  const line: Line = LINES[action.line];
  const counted = line.isCount ? countedPeriods(action.line, options.period, facts) : null;
  const group = sums.groups[g]!;
  const [others, own] = ([0, 1] as const).map((arm) =>
    armOf(sums, {g, i, arm}, {line, facts, periods: counted, early: earlyCustomers(panels, {group, action: i, arm})})
  );
  const points = pointsOf(own!, others!, line);
  return {
    action,
    line,
    span,
    points,
    judgement: judge(points, span, {
      line,
      level: options.interval,
      variance: panelsVariance(panels, {group, action: i}, line),
      isRandomised: action.list !== null
    })
  };
}

function seriesOf(
  group: string | null,
  id: number,
  {one, options, facts}: {one: Judged; options: ActionsOptions; facts: Facts}
): readonly ActionSeriesRow[] {
  const {
    action: {target},
    line,
    span,
    points,
    judgement
  } = one;
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
