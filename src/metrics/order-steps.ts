import {dayIndex} from "../sql/dialect.ts";
import {literal, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import type {Facts} from "./metric.ts";
import {dayOf} from "./period.ts";

/** Orders that the ladder tells apart; the last step stands for all later ones. */
export const LAST_STEP = 9;

/**
 * One row per order: `customer`, `day`, `step` (1 for the customer's first order, up to {@link LAST_STEP}), `next` 1 if another followed, `wait` days until it, else until the as-of date. Refunds are no orders.
 */
export function orderSteps({asOf}: Facts): Query {
  return sql`
    select customer, day, least(n, ${literal(LAST_STEP)}) as step, case when next_day is null then 0 else 1 end as next, coalesce(next_day, ${literal(dayOf(asOf))}) - day as wait
    from (
      select customer, ${dayIndex(raw('"at"'))} as day, row_number() over (partition by customer order by "at") as n, lead(${dayIndex(raw('"at"'))}) over (partition by customer order by "at") as next_day
      from "all".orders where not refund
    ) orders`;
}
