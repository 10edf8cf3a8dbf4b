import {dayIndex, periodIndex} from "../sql/dialect.ts";
import type {Period} from "../sql/dialect.ts";
import {joined, literal, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import {customerPeriods} from "./customer-periods.ts";
import type {Facts, Reduction} from "./metric.ts";
import {dayOf, periodOf, startOf} from "./period.ts";

/** A moment at which customers are counted: the start of the period with this number, `day` its first day; the last one is the day after the as-of date. */
export interface Boundary {
  readonly period: number;
  readonly day: number;
}

/** The starts of all periods from the one after `first` (a date), and the end of the observation. */
export function boundariesFrom(first: Date, period: Period, {asOf, calendar}: Facts): readonly Boundary[] {
  const open = periodOf(asOf, period, calendar);
  const from = periodOf(first, period, calendar) + 1;
  return Array.from({length: Math.max(0, open - from + 1)}, (_, i) => ({
    period: from + i,
    day: dayOf(startOf(from + i, period, calendar))
  })).concat({
    period: open + 1,
    day: dayOf(asOf) + 1
  });
}

/**
 * Customers active at each boundary, key `boundary`: `active` of them; `stayed`: at the boundary before too; `fresh`: whose first order lies between the two. Active is who ordered in the `days` before.
 */
export function activeWithin(
  days: number,
  boundaries: readonly Boundary[],
  {period, facts}: {period: Period; facts: Facts}
): Reduction {
  const at = periodIndex(raw('"at"'), period, facts.calendar);
  const list = joined(
    boundaries.map((boundary) => sql`(${literal(boundary.period)}, ${literal(boundary.day)})`),
    ", "
  );
  return counted(sql`
    select customer, boundary, first_period + 1 as first_boundary
    from (
      select customer, day, min(period) over (partition by customer) as first_period, least(day + ${literal(days)}, coalesce(lead(day) over (partition by customer order by day), day + ${literal(days)})) as until
      from (select customer, ${dayIndex(raw('"at"'))} as day, min(${at}) as period from "all".orders where not refund group by 1, 2) order_days
    ) spells
    join (values ${list}) b(boundary, boundary_day) on boundary_day > day and boundary_day <= until`);
}

/** The same where active is who ordered in the period that the boundary ends. */
export function activeInPeriod(period: Period, facts: Facts): Reduction {
  return counted(
    sql`select customer, period + 1 as boundary, cohort + 1 as first_boundary from (${customerPeriods(period, facts)}) periods where orders > 0`
  );
}

function counted(active: Query): Reduction {
  return {
    level1: sql`
      select customer, boundary, case when lag(boundary) over (partition by customer order by boundary) = boundary - 1 then 1 else 0 end as stayed, case when first_boundary = boundary then 1 else 0 end as fresh
      from (${active}) active`,
    keys: ["boundary"],
    statistics: {active: raw("count(*)"), stayed: raw("sum(r.stayed)"), fresh: raw("sum(r.fresh)")}
  };
}

/** One row per customer whose contract runs at any boundary: the first one, `begins`, and the first one at which it runs no more, `ends`; null while it runs. */
export function contractSpells(period: Period, {asOf, calendar}: Facts): Query {
  const last = literal(dayOf(asOf));
  const index = (column: string) => sql`${periodIndex(raw(column), period, calendar)} + 1`;
  const ends = sql`case when ended is not null and ${dayIndex(raw("ended"))} <= ${last} then ${index("ended")} end`;
  const contracts = sql`select customer, ${index("joined")} as begins, ${ends} as ends from "all".customers where joined is not null and ${dayIndex(raw("joined"))} <= ${last}`;
  return sql`select customer, begins, ends from (${contracts}) contracts where ends is null or ends > begins`;
}

/**
 * The same of contracts, as changes, key `boundary`: `fresh` customers who began since the boundary before, `gone` who left since. Who begins and leaves between two boundaries is in neither.
 */
export function activeContracts(period: Period, facts: Facts): Reduction {
  const spells = contractSpells(period, facts);
  return {
    level1: sql`select customer, begins as boundary, 1 as fresh, 0 as gone from (${spells}) spells union all select customer, ends as boundary, 0 as fresh, 1 as gone from (${spells}) spells where ends is not null`,
    keys: ["boundary"],
    statistics: {fresh: raw("sum(r.fresh)"), gone: raw("sum(r.gone)")}
  };
}
