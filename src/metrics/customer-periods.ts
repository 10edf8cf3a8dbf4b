import {minorUnits, periodIndex} from "../sql/dialect.ts";
import type {Period} from "../sql/dialect.ts";
import {raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import type {Facts} from "./metric.ts";

/**
 * One row per customer and calendar period with an order or a refund: `customer`, `period` (number of the period), `cohort` (that of the first order), `age` (periods since),
 * `last_age` (that of the last order), `orders` (refunds are none), `revenue` and `margin` in minor units. Customers without an order, and refunds before the first, are left out.
 */
export function customerPeriods(period: Period, facts: Facts): Query {
  return sql`
    select customer, period, cohort, period - cohort as age, last_period - cohort as last_age, orders, revenue, margin
    from (${periods(period, facts)}) firsts
    where period >= cohort`;
}

/**
 * The rows of {@link customerPeriods} and those that it leaves out, so that their sums are those of all orders: a refund before the first order has an `age` below zero;
 * of a customer without an order the refund's own period is the `cohort`. Without `last_age`.
 */
export function customerFlows(period: Period, facts: Facts): Query {
  return sql`
    select customer, period, coalesce(cohort, period) as cohort, period - coalesce(cohort, period) as age, orders, revenue, margin
    from (${periods(period, facts)}) firsts`;
}

function periods(period: Period, {calendar, digits}: Facts): Query {
  return sql`
      select *,
        min(case when orders > 0 then period end) over (partition by customer) as cohort,
        max(case when orders > 0 then period end) over (partition by customer) as last_period
      from (
        select customer, ${periodIndex(raw('"at"'), period, calendar)} as period,
          sum(case when refund then 0 else 1 end) as orders,
          sum(${minorUnits(raw("revenue"), digits)}) as revenue,
          sum(${minorUnits(raw("margin"), digits)}) as margin
        from "all".orders
        group by 1, 2
      ) sums
    `;
}
