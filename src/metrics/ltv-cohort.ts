import type {Rolled} from "../cube/cube.ts";
import {criticalValue} from "../models/wilson.ts";
import {productSum} from "../sql/dialect.ts";
import {raw, sql} from "../sql/sql.ts";
import {extremes, LEAST} from "./contrast.ts";
import {customerPeriods} from "./customer-periods.ts";
import {groupOrder, isRest} from "./groups.ts";
import {cohortsOf, worthByAge} from "./ltv-ages.ts";
import type {AgeWorth, WorthCohort} from "./ltv-ages.ts";
import {ranked, WORTH_UNITS, worthNotes} from "./ltv-groups.ts";
import type {LtvOptions, Method} from "./ltv-options.ts";
import type {Facts, Finding, Result} from "./metric.ts";
import {lastClosed, periodsPerYear, startOf} from "./period.ts";
import {tableOf} from "./table-of.ts";

/**
 * What customers have brought by each age: LTV(age) = Σ over a ≤ age of (Σ margin at a / Σ customers, over the cohorts that have completed a).
 *
 * Result: one row per `group` (null: everybody; groups by size) and `age` (0, 1, …): `customers` of the `cohorts` that have completed it, `value` per customer, `low` and `high` by the normal approximation over customers (null where they are all alike), `increment` of that age. Ages that no cohort has completed are absent.
 * Fewer than 10 customers: counts only. `tables.groups`: all groups at one common `age`, the most valuable first, with their shares of customers and of value; `tables.cohorts`: `cohort`, `age`, `customers`, `value` of single cohorts, without `by`.
 */
export const cohort: Method = {
  requires: () => ["orders.at", "orders.revenue"],
  reductions: ({period}, facts) => ({
    margins: {
      level1: sql`select customer, cohort, age, margin, coalesce(sum(margin) over (partition by customer order by age rows between unbounded preceding and 1 preceding), 0) as before from (${customerPeriods(period, facts)}) periods`,
      keys: ["cohort", "age"],
      statistics: {
        customers: raw("sum(case when r.age = 0 then 1 else 0 end)"),
        margin: raw("sum(r.margin)"),
        squares: productSum(raw("r.margin"), raw("r.margin")),
        products: productSum(raw("r.margin"), raw("r.before"))
      }
    }
  }),
  finish: ({margins}, options, facts) => finish(margins!, options, facts)
};

/** One group: its cohorts, and what they come to by age. */
interface Group {
  readonly group: string | null;
  readonly customers: number;
  readonly cohorts: readonly WorthCohort[];
  readonly ages: readonly AgeWorth[];
}

const COLUMNS = ["group", "customers", "age", "value", "low", "high", "cohorts", "increment"] as const;

function finish(margins: Rolled, options: LtvOptions, facts: Facts): Result {
  const closed = lastClosed(facts.asOf, options.period, facts.calendar);
  const groups = groupOrder(
    margins.groups.map((group, g): Group => {
      const cohorts = cohortsOf(margins, g, {closed, digits: facts.digits});
      return {group, cohorts, customers: cohorts.reduce((n, {size}) => n + size, 0), ages: worthByAge(cohorts, closed)};
    }),
    ({customers}) => customers
  );
  const z = criticalValue(options.interval);
  const rows = groups.flatMap(({group, ages}) =>
    ages
      .filter(({age}) => age <= (options.ages ?? Infinity))
      .map(({age, customers, cohorts, value, standardError, increment}) => {
        const isShown = customers >= LEAST;
        const isBounded = isShown && standardError > 0;
        return {
          group,
          age,
          customers,
          cohorts,
          value: isShown ? value : null,
          low: isBounded ? value - z * standardError : null,
          high: isBounded ? value + z * standardError : null,
          increment: isShown ? increment : null
        };
      })
  );
  const age = commonAge(groups, options, facts);
  const compared = ranked(groups.map((group) => worthAt(group, age, z)));
  const all = groups[0]!;
  return {
    table: tableOf(rows, COLUMNS),
    units: {
      ...WORTH_UNITS,
      age: "count",
      cohorts: "count",
      increment: "money",
      cohort: options.period === "month" ? "month" : "date"
    },
    tables: {
      groups: tableOf(compared, [
        "group",
        "customers",
        "age",
        "value",
        "low",
        "high",
        "share_customers",
        "share_value"
      ]),
      ...(options.by === undefined ? {cohorts: cohortTable(all, {closed, options, facts})} : {})
    },
    summary: {age, value: compared[0]?.value ?? null},
    n: all.customers,
    of: "customers",
    finding: finding(all, compared, {options, age}),
    notes: [
      ...(all.customers === 0 ? ["no-orders"] : all.customers < LEAST ? ["low-base"] : ["ltv-cohort"]),
      ...worthNotes(options.by, facts)
    ]
  };
}

/**
 * The age at which groups are compared: the one asked for, else the last that ten customers or more of every group (of ten or more) have completed; without groups a year, or the last that two cohorts have completed where that is shorter.
 * Null before anybody has completed any.
 */
function commonAge(groups: readonly Group[], {age, by, period}: LtvOptions, {calendar}: Facts): number | null {
  const last = ({ages}: Group, least: number) =>
    ages.findLast(({customers, cohorts}) => customers >= LEAST && cohorts >= least)?.age ?? null;
  if (age !== undefined) return age;
  const [all, ...others] = groups;
  const longest = last(all!, 2) ?? last(all!, 1);
  if (by === undefined) return longest === null ? null : Math.min(longest, periodsPerYear(period, calendar));
  const known = others
    .filter(({customers, group}) => customers >= LEAST && !isRest(group))
    .map((group) => last(group, 1));
  return known.reduce(
    (least, reached) => (least === null || reached === null ? null : Math.min(least, reached)),
    longest
  );
}

function worthAt({group, customers, ages}: Group, age: number | null, z: number) {
  const at = age === null ? undefined : ages[age];
  const isShown = at !== undefined && at.customers >= LEAST;
  const value = isShown ? at.value : null;
  const standardError = isShown ? at.standardError : null;
  return {
    group,
    age,
    customers,
    observed: value,
    expected: null,
    value,
    standardError,
    low: isShown && at.standardError > 0 ? at.value - z * at.standardError : null,
    high: isShown && at.standardError > 0 ? at.value + z * at.standardError : null,
    cohorts: at?.cohorts ?? 0,
    base: at?.customers ?? 0
  };
}

/** What single cohorts have brought, as far as they have come. */
function cohortTable({cohorts}: Group, {closed, options, facts}: {closed: number; options: LtvOptions; facts: Facts}) {
  const rows = cohorts
    .filter(({size}) => size >= LEAST)
    .flatMap(({cohort: index, size, margin}) => {
      let value = 0;
      return Array.from(margin.slice(0, Math.min(closed - index, options.ages ?? Infinity) + 1), (amount, age) => ({
        cohort: startOf(index, options.period, facts.calendar),
        age,
        customers: size,
        value: (value += amount / size)
      }));
    });
  return tableOf(rows, ["cohort", "age", "customers", "value"]);
}

/** The value at the common age and at age 0; of groups, the highest and the lowest at that age. */
function finding(
  all: Group,
  compared: readonly ReturnType<typeof worthAt>[],
  {options, age}: {options: LtvOptions; age: number | null}
): Finding | null {
  const at = compared[0];
  if (!at || at.value === null) return null;
  const ends = extremes(compared, options.interval);
  return {
    key: "ltv",
    values: {
      method: "cohort",
      period: options.period,
      age,
      value: at.value,
      low: at.low,
      high: at.high,
      level: options.interval,
      size: at.base,
      cohorts: at.cohorts,
      first: all.ages[0]!.value,
      best: ends?.best.group ?? null,
      best_value: ends?.best.value ?? null,
      worst: ends?.worst.group ?? null,
      worst_value: ends?.worst.value ?? null
    }
  };
}
