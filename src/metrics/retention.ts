import {table} from "arquero";
import {z} from "zod";
import type {Rolled} from "../cube/cube.ts";
import {wilson} from "../models/wilson.ts";
import {raw} from "../sql/sql.ts";
import {customerPeriods} from "./customer-periods.ts";
import {shareExtremes} from "./contrast.ts";
import {groupOrder} from "./groups.ts";
import {commonOptions} from "./metric.ts";
import type {Facts, Finding, Metric, Result} from "./metric.ts";
import {lastClosed, periodOf, startOf} from "./period.ts";

const schema = z.strictObject({
  ...commonOptions,
  kind: z
    .enum(["period", "rolling", "revenue"])
    .default("period")
    .describe("period: ordered in that age; rolling: in that age or later; revenue: of the revenue at age 0."),
  chart: z
    .enum(["triangle", "curve"])
    .optional()
    .describe("triangle of cohorts, or curve of the pooled rate; defaults to triangle, with `by` to curve."),
  cohorts: z
    .number()
    .int()
    .min(1)
    .optional()
    .describe("Only the latest so many cohorts are shown; all of them stay in the pooled row."),
  ages: z.number().int().min(1).optional().describe("Only the first so many ages after 0 are shown.")
});

export type RetentionOptions = z.output<typeof schema>;

/**
 * Cohort retention: of the customers whose first order fell in a period, the share that orders `age` periods later.
 *
 * Result: one row per `group` (null: everybody), `cohort` (first day of the period, null: all cohorts pooled) and `age` (0, 1, …) that the as-of date has reached, in this order;
 * groups by size. `size` and `active` in customers, `rate` = active / size, `low` and `high` its Wilson interval, `complete` whether the as-of date closes the period.
 * Nobody came: 0. Age not yet reached: absent. A pooled row sums the cohorts that have completed the age (a mean of rates is not the rate of the sums).
 * With `kind: revenue` `revenue` at that age, `base` at age 0 and `rate` their ratio, null where the base is not positive, without interval.
 */
export const retention: Metric<RetentionOptions> = {
  kind: "retention",
  schema,
  requires: ({kind}) => ["orders.at", ...(kind === "revenue" ? ["orders.revenue"] : [])],
  reductions: ({period, kind}, facts) => ({
    cohorts: {
      level1: customerPeriods(period, facts),
      keys: ["cohort", "age"],
      statistics: {
        active: raw("sum(case when orders > 0 then 1 else 0 end)"),
        ...(kind === "rolling" ? {last: raw("sum(case when age = last_age then 1 else 0 end)")} : {}),
        ...(kind === "revenue" ? {revenue: raw("sum(revenue)")} : {})
      }
    }
  }),
  finish: ({cohorts}, options, facts) => finish(cohorts!, options, facts)
};

/** What a rate is made of: customers or revenue counted at an age, and at age 0. */
interface Sums {
  readonly size: number;
  readonly base: number;
  readonly counted: number;
}

/** One cohort of one group: `size` customers at age 0, and per age the part of them, or of their revenue, that is counted. */
interface Cohort {
  readonly cohort: number;
  readonly size: number;
  readonly base: number;
  readonly counted: Float64Array;
}

/** A row of the result; of the pooled ones `cohort` is null. */
interface Line extends Sums {
  readonly group: string | null;
  readonly cohort: number | null;
  readonly age: number;
  readonly complete: boolean;
}

function finish(rolled: Rolled, options: RetentionOptions, facts: Facts): Result {
  const closed = lastClosed(facts.asOf, options.period, facts.calendar);
  const groups = rolled.groups.map((group, g) => ({group, cohorts: cohortsOf(rolled, g, options, facts)}));
  const sizeOf = ({cohorts}: {cohorts: readonly Cohort[]}) => cohorts.reduce((n, {size}) => n + size, 0);
  const lines = new Lines(options, facts);
  for (const {group, cohorts} of groupOrder(groups, sizeOf)) addLines(lines, {group, cohorts, closed}, options);
  const everybody = groups[0]!;
  return {
    table: table(lines.columns),
    units: {
      group: "text",
      cohort: options.period === "month" ? "month" : "date",
      age: "count",
      size: "count",
      active: "count",
      revenue: "money",
      base: "money",
      rate: "ratio",
      low: "ratio",
      high: "ratio",
      complete: "boolean"
    },
    n: sizeOf(everybody),
    of: "customers",
    finding: findingOf(groups, options, facts),
    notes: sizeOf(everybody) === 0 ? ["no-orders"] : lines.hasIncomplete ? ["incomplete"] : []
  };
}

function cohortsOf(rolled: Rolled, group: number, {kind, period}: RetentionOptions, facts: Facts): readonly Cohort[] {
  const open = periodOf(facts.asOf, period, facts.calendar);
  const active = rolled.statistics["active"]![group]!;
  const counted = rolled.statistics[{period: "active", rolling: "last", revenue: "revenue"}[kind]]![group]!;
  const found = new Map<number, {size: number; counted: Float64Array}>();
  for (let k = 0; k < rolled.size; ++k) {
    const cohort = rolled.keys["cohort"]![k]!;
    const age = rolled.keys["age"]![k]!;
    const entry = found.get(cohort) ?? {size: 0, counted: new Float64Array(open - cohort + 1)};
    found.set(cohort, entry);
    if (age === 0) entry.size += active[k]!;
    entry.counted[age]! += counted[k]!;
  }
  return [...found]
    .filter(([, {size}]) => size > 0)
    .sort(([a], [b]) => a - b)
    .map(([cohort, {size, counted: values}]) => {
      if (kind === "rolling") for (let age = values.length - 2; age >= 0; --age) values[age]! += values[age + 1]!;
      return {cohort, size, base: values[0]!, counted: values};
    });
}

/** Adds the rows of a group: of each cohort that is shown, then pooled over all of them. */
function addLines(
  lines: Lines,
  {group, cohorts, closed}: {group: string | null; cohorts: readonly Cohort[]; closed: number},
  {cohorts: shown = cohorts.length, ages = Infinity}: RetentionOptions
): void {
  for (const {cohort, size, base, counted} of cohorts.slice(-shown))
    for (let age = 0; age < counted.length && age <= ages; ++age)
      lines.add({group, cohort, age, size, base, counted: counted[age]!, complete: cohort + age <= closed});
  const oldest = cohorts[0]?.cohort ?? closed + 1;
  for (let age = 0; age <= closed - oldest && age <= ages; ++age) {
    const {size, base, counted} = pooled(cohorts, age, closed);
    lines.add({group, cohort: null, age, size, base, counted, complete: true});
  }
}

/** Sums at `age` over the cohorts that have completed it. */
function pooled(cohorts: readonly Cohort[], age: number, closed: number): Sums {
  const sums = {size: 0, base: 0, counted: 0};
  for (const {cohort, size, base, counted} of cohorts) {
    if (cohort + age > closed) continue;
    sums.size += size;
    sums.base += base;
    sums.counted += counted[age]!;
  }
  return sums;
}

/** The rate with its interval; of revenue without one, and null where the base is not positive. */
function rateOf({size, base, counted}: Sums, {kind, interval}: RetentionOptions) {
  if (kind === "revenue") return {rate: base > 0 ? counted / base : null, low: null, high: null};
  const {low, high} = wilson(counted, size, interval)!;
  return {rate: counted / size, low, high};
}

/** The columns of the result. Split by a dimension it has thousands of rows, of which no more than its columns are kept. */
class Lines {
  hasIncomplete = false;
  readonly columns: Readonly<Record<string, unknown[]>>;
  readonly #options: RetentionOptions;
  readonly #facts: Facts;
  readonly #starts = new Map<number, Date>();

  constructor(options: RetentionOptions, facts: Facts) {
    this.#options = options;
    this.#facts = facts;
    const counted = options.kind === "revenue" ? {revenue: [], base: []} : {active: []};
    this.columns = {
      ...{group: [], cohort: [], age: [], size: []},
      ...counted,
      ...{rate: [], low: [], high: [], complete: []}
    };
  }

  add(line: Line): void {
    const columns = this.columns;
    const money = 10 ** this.#facts.digits;
    const {rate, low, high} = rateOf(line, this.#options);
    columns["group"]!.push(line.group);
    columns["cohort"]!.push(line.cohort === null ? null : this.#start(line.cohort));
    columns["age"]!.push(line.age);
    columns["size"]!.push(line.size);
    columns["active"]?.push(line.counted);
    columns["revenue"]?.push(line.counted / money);
    columns["base"]?.push(line.base / money);
    columns["rate"]!.push(rate);
    columns["low"]!.push(low);
    columns["high"]!.push(high);
    columns["complete"]!.push(line.complete);
    this.hasIncomplete ||= !line.complete;
  }

  #start(cohort: number): Date {
    const known = this.#starts.get(cohort) ?? startOf(cohort, this.#options.period, this.#facts.calendar);
    this.#starts.set(cohort, known);
    return known;
  }
}

/** The customers of a group, or of all where it is null. */
interface Group {
  readonly group: string | null;
  readonly cohorts: readonly Cohort[];
}

/** The pooled rate at the first age and at the last one that at least two cohorts, or the only one, have completed; and whose rate at the first age is highest and lowest. */
function findingOf(groups: readonly Group[], options: RetentionOptions, facts: Facts): Finding | null {
  const closed = lastClosed(facts.asOf, options.period, facts.calendar);
  const {cohorts} = groups[0]!;
  const oldest = cohorts[0]?.cohort;
  if (oldest === undefined || closed - oldest < 1) return null;
  const first = pooled(cohorts, 1, closed);
  const second = cohorts[1]?.cohort ?? oldest;
  const lastAge = Math.max(1, closed - second);
  return {
    key: "retention",
    values: {
      kind: options.kind,
      period: options.period,
      age: 1,
      ...rateOf(first, options),
      size: first.size,
      cohorts: cohorts.filter(({cohort}) => cohort + 1 <= closed).length,
      last_age: lastAge,
      last_rate: rateOf(pooled(cohorts, lastAge, closed), options).rate,
      ...(groups.length > 1 ? groupEnds(groups, options, closed) : cohortEnds(cohorts, options, facts))
    }
  };
}

/** The groups that come back most and least at the first age, where they differ beyond the noise. Revenue has no interval, and so no ends; "or later" is more the longer customers have been observed, so that groups of other ages differ by these alone. */
function groupEnds(groups: readonly Group[], {kind, interval}: RetentionOptions, closed: number): Finding["values"] {
  if (kind !== "period") return {};
  const ends = shareExtremes(
    groups.map(({group, cohorts}) => ({group, ...pooled(cohorts, 1, closed)})),
    interval
  );
  if (!ends) return {};
  const {best, worst} = ends;
  return {best_group: best.group, worst_group: worst.group, best_rate: best.value, worst_rate: worst.value};
}

/** Of the cohorts that are shown those that came back most and least at the first age, likewise. */
function cohortEnds(cohorts: readonly Cohort[], options: RetentionOptions, {asOf, calendar}: Facts): Finding["values"] {
  const {cohorts: shown = cohorts.length, interval, kind, period} = options;
  if (kind !== "period") return {};
  const closed = lastClosed(asOf, period, calendar);
  const known = cohorts.slice(-shown).filter(({cohort}) => cohort + 1 <= closed);
  const ends = shareExtremes(
    known.map((one) => ({group: String(one.cohort), ...pooled([one], 1, closed)})),
    interval
  );
  if (!ends) return {};
  const [best, worst] = [ends.best, ends.worst].map(({group}) => startOf(Number(group), period, calendar));
  return {best: best!, worst: worst!, best_rate: ends.best.value, worst_rate: ends.worst.value};
}
