import {quantile} from "../models/quantile.ts";
import {dayIndex, minorUnits} from "../sql/dialect.ts";
import {literal, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import type {Facts} from "./metric.ts";
import {dayOf} from "./period.ts";

/** Days since the first order at which classes of the tenure at joining end. */
const TENURES: readonly number[] = [0, 30, 60, 90, 180, 365];
/** Classes of spend before the index date. */
const DECILES = 10;
/** Days before the index date that the check looks at. */
const BEFORE = 90;
/** (√5 − 1) / 2: multiples of it spread evenly over 0–1. */
const GOLDEN = 0.6180339887498949;

/** `customer`, `first` (day of the first order) and `since` (day of joining the programme; null: not by `asOf`), of customers with an order. */
export function buyers(facts: Facts): Query {
  const since = dayIndex(raw("c.member_since"));
  return sql`
    select f.customer, f.first, case when ${since} <= ${literal(dayOf(facts.asOf))} then greatest(${since}, f.first) end as since
    from (select customer, min(${dayIndex(raw('"at"'))}) as first from "all".orders where not refund group by customer) f
    join "all".customers c on c.customer = f.customer`;
}

/**
 * Members and those they are compared with, one row each: `customer`, `member` (1, 0), `start` the index date, `finish` the last day that is followed, `tenure` at the index date.
 *
 * A member's index date is the day of joining. Every customer is also given the tenure at which a member whose first order was in the same 30 days joined, and counts as a non-member from there on, if not a member by then,
 * until the as-of date or the day of joining: so nobody is credited with having survived to join.
 */
export function indexDates(facts: Facts): Query {
  const last = literal(dayOf(facts.asOf));
  const golden = raw(String(GOLDEN));
  return sql`
    select customer, 1 as member, since as start, ${last} as finish, since - first as tenure from (${buyers(facts)}) b where since < ${last}
    union all
    select p.customer, 0, p.first + d.tenure, coalesce(p.since, ${last}), d.tenure
    from (
      select customer, first, since, cohort, cast(floor((n * ${golden} - floor(n * ${golden})) * members) as bigint) as place
      from (
        select customer, first, since, cohort, row_number() over (partition by cohort order by customer) as n, count(since) over (partition by cohort) as members
        from (select *, cast(floor(first / 30.0) as bigint) as cohort from (${buyers(facts)}) b) c
      ) numbered
    ) p
    join (
      select cohort, since - first as tenure, row_number() over (partition by cohort order by since - first, customer) - 1 as place
      from (select *, cast(floor(first / 30.0) as bigint) as cohort from (${buyers(facts)}) b) c where since is not null
    ) d on d.cohort = p.cohort and d.place = p.place
    where p.first + d.tenure < ${last} and (p.since is null or p.since > p.first + d.tenure)`;
}

/** {@link indexDates} with `spend` up to the index date, `before` (margin of the {@link BEFORE} days up to it), `margin` after it, all in minor units, and `days` that are followed. */
export function followed(facts: Facts): Query {
  const sum = (amount: string, when: Query) => sql`coalesce(sum(case when ${when} then ${raw(amount)} end), 0)`;
  return sql`
    select i.customer, i.member, i.tenure, i.finish - i.start as days,
      ${sum("o.revenue", raw("o.day <= i.start"))} as spend,
      ${sum("o.margin", sql`o.day <= i.start and o.day > i.start - ${literal(BEFORE)}`)} as before,
      ${sum("o.margin", raw("o.day > i.start"))} as margin
    from (${indexDates(facts)}) i
    join (
      select customer, ${dayIndex(raw('"at"'))} as day, sum(${minorUnits(raw("revenue"), facts.digits)}) as revenue, sum(${minorUnits(raw("margin"), facts.digits)}) as margin
      from "all".orders group by 1, 2
    ) o on o.customer = i.customer and o.day <= i.finish
    group by i.customer, i.member, i.tenure, i.start, i.finish`;
}

/** Stratum of each: class of tenure, and decile of spend among those of that class. */
export function strataOf(tenures: Float64Array, spends: Float64Array): Float64Array {
  const classes = tenures.map((tenure) => above(tenure, TENURES));
  const cuts = Array.from({length: TENURES.length + 1}, (_, tenure) => {
    const own = spends.filter((_spend, i) => classes[i] === tenure).sort();
    return own.length === 0 ? [] : Array.from({length: DECILES - 1}, (_cut, i) => quantile(own, (i + 1) / DECILES)!);
  });
  return classes.map((tenure, i) => tenure * DECILES + above(spends[i]!, cuts[tenure]!));
}

/** How many of the bounds a value is above. */
function above(value: number, bounds: readonly number[]): number {
  return bounds.reduce((count, bound) => count + (value > bound ? 1 : 0), 0);
}
