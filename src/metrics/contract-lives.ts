import {dayIndex, periodIndex} from "../sql/dialect.ts";
import type {Period} from "../sql/dialect.ts";
import {literal, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import type {Facts} from "./metric.ts";
import {dayOf, periodOf} from "./period.ts";

/**
 * One row per customer whose contract began by the as-of date: `customer`, `duration` in calendar periods from start to end (the as-of date while it runs), `ended` 1 if it ended by then, else 0 (censored), and `returned` 0.
 * An end before the start counts as an end at duration 0.
 */
export function contractLives(period: Period, {asOf, calendar}: Facts, extra: Query = raw("")): Query {
  const last = literal(dayOf(asOf));
  const hasEnded = sql`ended is not null and ${dayIndex(raw("ended"))} <= ${last}`;
  const end = sql`case when ${hasEnded} then ${periodIndex(raw("ended"), period, calendar)} else ${literal(periodOf(asOf, period, calendar))} end`;
  return sql`
    select customer, greatest(${end} - ${periodIndex(raw("joined"), period, calendar)}, 0) as duration, case when ${hasEnded} then 1 else 0 end as ended, 0 as returned${extra}
    from "all".customers
    where joined is not null and ${dayIndex(raw("joined"))} <= ${last}`;
}

/**
 * The same of buyers, who say no goodbye: their life begins with the first order and ends `after` days after the first order that none followed in so many days. `returned` is 1 where one came later nevertheless.
 * Who has been silent for less is censored. Refunds are no orders.
 */
export function buyingLives(after: number, period: Period, {asOf, calendar}: Facts): Query {
  const last = literal(dayOf(asOf));
  const wait = literal(after);
  const end = sql`case when lapsed is not null then ${periodIndex(sql`(cast(lapsed as date) + ${wait})`, period, calendar)} else ${literal(periodOf(asOf, period, calendar))} end`;
  return sql`
    select customer, ${end} - ${periodIndex(raw("first"), period, calendar)} as duration, case when lapsed is not null then 1 else 0 end as ended, case when latest > lapsed then 1 else 0 end as returned
    from (
      select customer, min("at") as first, max("at") as latest, min(case when coalesce(next_day, ${last} + 1) > day + ${wait} and day + ${wait} <= ${last} then "at" end) as lapsed
      from (
        select customer, "at", ${dayIndex(raw('"at"'))} as day, lead(${dayIndex(raw('"at"'))}) over (partition by customer order by "at") as next_day
        from "all".orders where not refund
      ) gaps
      group by customer
    ) lives`;
}
