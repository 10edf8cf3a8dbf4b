import {dayIndex, minorUnits} from "../sql/dialect.ts";
import {identifier, literal, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import type {Facts} from "./metric.ts";

/**
 * One row per customer with an order up to the end of `day` (whole days from 1970-01-01): `customer`; `recency`, days from the last order to the day after; `frequency`, orders; `value`, their `amount`
 * net of refunds in minor units. Refunds are no orders.
 */
export function customerValue(day: number, amount: "revenue" | "margin", {digits}: Facts): Query {
  const isOrder = raw("case when refund then null else");
  return sql`
    select customer, ${literal(day + 1)} - max(${isOrder} day end) as recency, count(${isOrder} 1 end) as frequency, sum(value) as value
    from (
      select customer, refund, ${dayIndex(raw('"at"'))} as day, ${minorUnits(identifier(amount), digits)} as value
      from "all".orders
    ) days
    where day <= ${literal(day)}
    group by customer
    having count(${isOrder} 1 end) > 0`;
}
