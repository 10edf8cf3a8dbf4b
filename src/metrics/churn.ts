import {z} from "zod";
import type {Rolled} from "../cube/cube.ts";
import {kaplanMeier, medianInterval, medianLifetime, restrictedMean} from "../models/kaplan-meier.ts";
import type {Lifetimes, SurvivalPoint} from "../models/kaplan-meier.ts";
import {logRank} from "../models/log-rank.ts";
import type {LogRank} from "../models/log-rank.ts";
import {criticalValue} from "../models/wilson.ts";
import {raw} from "../sql/sql.ts";
import {buyingLives, contractLives} from "./contract-lives.ts";
import {LEAST} from "./contrast.ts";
import {daysOption} from "./duration.ts";
import {groupOrder, isRest} from "./groups.ts";
import {currentNote} from "./ltv-groups.ts";
import {commonOptions} from "./metric.ts";
import type {Facts, Finding, Metric, Period, Result} from "./metric.ts";
import {periodsPerYear} from "./period.ts";
import {tableOf} from "./table-of.ts";

const schema = z.strictObject({
  ...commonOptions,
  after: daysOption("after")
    .optional()
    .describe("Who has not ordered for so many days has left (90 days); without it, whose contract has ended."),
  ages: z.number().int().min(1).optional().describe("Only the first so many ages after 0 are shown."),
  chart: z
    .enum(["survival", "hazard"])
    .default("survival")
    .describe("survival: who is still there; hazard: who leaves at each age.")
});

export type ChurnOptions = z.output<typeof schema>;

/**
 * Who leaves, and when: Kaplan–Meier survival by age in calendar periods since the contract's start or the first order.
 *
 * Result: one row per `group` (null: everybody; groups by size) and whole `age` from 0 to the longest duration in the group: `at_risk`, customers whose duration is at least that age, `events` who left at it; `survival` 0–1 after it,
 * `low` and `high` Greenwood's log–log interval (null where nobody has left yet, and once nobody is left); `hazard` = events / at_risk; `censored` observed no longer. Groups of fewer than 10 customers: counts only.
 * `tables.groups`: `customers`, `events`, `median` age (null while more than half are still there) with `median_low`, `median_high`, `mean` age up to `last_age`, with `mean_low`, `mean_high`, and `returned` who ordered after leaving.
 * `summary`: log-rank test of the groups but "(other)" and "(none)" (`chi2`, `df`, `p`), and survival after a year.
 */
export const churn: Metric<ChurnOptions> = {
  kind: "churn",
  schema,
  requires: ({after}) => (after === undefined ? ["customers.joined", "customers.ended"] : ["orders.at"]),
  reductions: ({after, period}, facts) => ({
    lives: {
      level1: after === undefined ? contractLives(period, facts) : buyingLives(after, period, facts),
      keys: ["duration"],
      statistics: {customers: raw("count(*)"), events: raw("sum(r.ended)"), returned: raw("sum(r.returned)")}
    }
  }),
  finish: ({lives}, options, facts) => finish(lives!, options, facts)
};

/** The lives of one group, and the curve that they make. */
interface Curve {
  readonly group: string | null;
  readonly customers: number;
  readonly events: number;
  readonly returned: number;
  readonly lifetimes: Lifetimes;
  readonly points: readonly SurvivalPoint[];
}

const COLUMNS = ["group", "age", "at_risk", "events", "survival", "low", "high", "hazard", "censored"] as const;
const GROUP_COLUMNS = [
  "group",
  "customers",
  "events",
  "median",
  "mean",
  "median_low",
  "median_high",
  "mean_low",
  "mean_high",
  "last_age",
  "returned"
] as const;

function finish(lives: Rolled, options: ChurnOptions, facts: Facts): Result {
  const curves = groupOrder(
    lives.groups.map((group, g) => curveOf(group, {lives, g, level: options.interval})),
    ({customers}) => customers
  );
  const all = curves[0]!;
  const test = logRank(curves.flatMap(({group, lifetimes}) => (group === null || isRest(group) ? [] : [lifetimes])));
  const rows = curves.flatMap((curve) => rowsOf(curve, options));
  const groups = curves.map((curve) => groupRow(curve, options.interval));
  const year = yearPoint(all, options.period, facts);
  return {
    table: tableOf(rows, COLUMNS),
    units: {
      group: "text",
      age: "count",
      at_risk: "count",
      events: "count",
      survival: "ratio",
      low: "ratio",
      high: "ratio",
      hazard: "ratio",
      censored: "count",
      customers: "count",
      median: "count",
      mean: "number",
      median_low: "count",
      median_high: "count",
      mean_low: "number",
      mean_high: "number",
      last_age: "count",
      returned: "count"
    },
    tables: {groups: tableOf(groups, GROUP_COLUMNS)},
    summary: {
      chi2: test?.chi2 ?? null,
      df: test?.df ?? null,
      p: test?.p ?? null,
      survival_year: year?.survival ?? null,
      survival_year_low: year?.low ?? null,
      survival_year_high: year?.high ?? null,
      median: groups[0]!.median,
      mean: groups[0]!.mean
    },
    n: all.customers,
    of: "customers",
    finding: finding(all, groups, {options, facts, test, curves}),
    notes: [...notes(all, options), ...currentNote(options.by, facts)]
  };
}

function curveOf(group: string | null, {lives, g, level}: {lives: Rolled; g: number; level: number}): Curve {
  const customersAt = lives.statistics["customers"]![g]!;
  const eventsAt = lives.statistics["events"]![g]!;
  const longest = lives.keys["duration"]!.reduce(
    (last, age, k) => (customersAt[k]! > 0 ? Math.max(last, age) : last),
    -1
  );
  const all = new Float64Array(longest + 1);
  const events = new Float64Array(longest + 1);
  for (let k = 0; k < lives.size; ++k) {
    const age = lives.keys["duration"]![k]!;
    if (age > longest) continue;
    all[age]! += customersAt[k]!;
    events[age]! += eventsAt[k]!;
  }
  const atRisk = Float64Array.from(all);
  for (let age = longest - 1; age >= 0; --age) atRisk[age]! += atRisk[age + 1]!;
  const lifetimes = {age: Float64Array.from(all, (_, age) => age), atRisk, events};
  const sum = (name: string) => lives.statistics[name]![g]!.reduce((total, n) => total + n, 0);
  return {
    group,
    customers: sum("customers"),
    events: sum("events"),
    returned: sum("returned"),
    lifetimes,
    points: kaplanMeier(lifetimes, level)
  };
}

function rowsOf({group, customers, points}: Curve, {ages = Infinity}: ChurnOptions) {
  const isShown = customers >= LEAST;
  return points
    .filter(({age}) => age <= ages)
    .map(({age, atRisk, events, survival, low, high, hazard}, i) => ({
      group,
      age,
      at_risk: atRisk,
      events,
      survival: isShown ? survival : null,
      low: isShown ? low : null,
      high: isShown ? high : null,
      hazard: isShown ? hazard : null,
      censored: atRisk - events - (points[i + 1]?.atRisk ?? 0)
    }));
}

interface GroupRow {
  readonly group: string | null;
  readonly customers: number;
  readonly events: number;
  readonly median: number | null;
  readonly mean: number | null;
  readonly median_low: number | null;
  readonly median_high: number | null;
  readonly mean_low: number | null;
  readonly mean_high: number | null;
  readonly last_age: number | null;
  readonly returned: number;
}

function groupRow({group, customers, events, returned, points}: Curve, level: number): GroupRow {
  const isShown = customers >= LEAST;
  const last = points.at(-1)?.age ?? null;
  const mean = isShown && last !== null ? restrictedMean(points, last) : null;
  const median = isShown ? medianLifetime(points) : null;
  const bounds = median === null ? {low: null, high: null} : medianInterval(points);
  const half = mean === null ? 0 : criticalValue(level) * mean.standardError;
  return {
    group,
    customers,
    events,
    median,
    mean: mean?.mean ?? null,
    median_low: bounds.low,
    median_high: bounds.high,
    mean_low: mean && Math.max(0, mean.mean - half),
    mean_high: mean && Math.min(last!, mean.mean + half),
    last_age: last,
    returned
  };
}

/** The point at one year of age; null where the history is shorter, or the base too small. */
function yearPoint({customers, points}: Curve, period: Period, {calendar}: Facts): SurvivalPoint | null {
  return customers < LEAST ? null : (points[periodsPerYear(period, calendar)] ?? null);
}

function notes({customers, events, returned}: Curve, {after}: ChurnOptions): string[] {
  return [
    after === undefined ? "churn-contract" : "churn-lapse",
    ...(customers > 0 && customers < LEAST ? ["low-base"] : []),
    ...(customers > 0 && events === 0 ? ["churn-none"] : []),
    ...(customers > 0 && events === customers ? ["churn-everybody"] : []),
    ...(returned > 0 ? ["churn-returned"] : [])
  ];
}

/** Survival after a year, or after the longest age that ten customers reach, and the median; of groups, whose curve lies highest and lowest there, where the log-rank test tells them apart. */
function finding(
  all: Curve,
  groups: readonly GroupRow[],
  {options, facts, test, curves}: {options: ChurnOptions; facts: Facts; test: LogRank | null; curves: readonly Curve[]}
): Finding | null {
  const year = yearPoint(all, options.period, facts);
  const point =
    year && year.atRisk >= LEAST ? year : all.points.findLast(({age, atRisk}) => age > 0 && atRisk >= LEAST);
  if (!point || all.customers < LEAST) return null;
  const at = curves
    .slice(1)
    .filter(({customers, group, points}) => customers >= LEAST && !isRest(group) && points.length > point.age);
  const ranked = at
    .map(({group, points}) => ({group, rate: points[point.age]!.survival}))
    .sort((a, b) => b.rate - a.rate);
  const isApart = test !== null && test.p < 1 - options.interval && ranked.length > 1;
  return {
    key: "churn",
    values: {
      basis: options.after === undefined ? "contract" : "lapse",
      after: options.after ?? null,
      period: options.period,
      age: point.age,
      rate: point.survival,
      low: point.low,
      high: point.high,
      level: options.interval,
      size: all.customers,
      events: all.events,
      median: groups[0]!.median,
      last_age: groups[0]!.last_age,
      returned: all.returned,
      p: test?.p ?? null,
      best: isApart ? ranked[0]!.group : null,
      best_rate: isApart ? ranked[0]!.rate : null,
      worst: isApart ? ranked.at(-1)!.group : null,
      worst_rate: isApart ? ranked.at(-1)!.rate : null
    }
  };
}
