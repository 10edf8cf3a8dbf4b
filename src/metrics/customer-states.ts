import {dayIndex} from "../sql/dialect.ts";
import {identifier, joined, literal, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import type {Facts, Reduction} from "./metric.ts";

/** Days before a date in which an order makes a customer active on it. */
export const ACTIVE_DAYS = 90;
/** Days within which a second order counts for the censoring-safe repeat rate. */
export const SECOND_ORDER_DAYS = 180;

/** A statistic of {@link customerStates}, of which there is one per date. */
type State = "customers" | "buyers" | "repeaters" | "active" | "orders" | "days" | "observed" | "second";

/** Name of a statistic on the date with this number. */
export function stateOf(state: State, date: number): string {
  return `${state}_${date}`;
}

/**
 * How customers stood at the end of each of `days` (whole days from 1970-01-01), summed: `customers` in all, and per date `customers` (joined by then, or ordered), `buyers` (an order so far), `repeaters` (two or more), `active` (an order in the
 * last 90 days), `orders`, `days` (since the first order, the day itself counted), `observed` (first order at least 180 days ago), `second` (of those, the second one came within 180 days);
 * and `stayed_N`: active on date N and on the date after it. Refunds are no orders.
 */
export function customerStates(days: readonly number[], {tables}: Facts): Reduction {
  const joinedDay = tables.get("customers")?.has("joined") ? sql`min(${dayIndex(raw("c.joined"))})` : raw("null");
  const columns = days.flatMap((day, i) => {
    const at = literal(day);
    return [
      sql`sum(case when o.day <= ${at} then 1 else 0 end) as ${identifier(`orders_${i}`)}`,
      sql`max(case when o.day <= ${at} and o.day > ${at} - ${literal(ACTIVE_DAYS)} then 1 else 0 end) as ${identifier(`active_${i}`)}`
    ];
  });
  const level1 = sql`
    select c.customer, least(${joinedDay}, min(o.day)) as start_day, min(o.day) as first_day, min(case when o.n = 2 then o.day end) as second_day, ${joined(columns, ", ")}
    from "all".customers c
    left join (
      select customer, ${dayIndex(raw('"at"'))} as day, row_number() over (partition by customer order by "at") as n
      from "all".orders where not refund
    ) o on o.customer = c.customer
    group by c.customer`;
  const statistics: Record<string, Query> = {customers: raw("count(*)")};
  days.forEach((_, i) => Object.assign(statistics, statesOn(i, days)));
  return {level1, keys: [], statistics};
}

/** The statistics of the date with this number. */
function statesOn(date: number, days: readonly number[]): Record<string, Query> {
  const at = literal(days[date]!);
  const orders = identifier(`orders_${date}`);
  const active = identifier(`active_${date}`);
  const isObserved = sql`first_day <= ${at} - ${literal(SECOND_ORDER_DAYS)}`;
  const number = (test: Query) => sql`sum(case when ${test} then 1 else 0 end)`;
  return {
    [stateOf("customers", date)]: number(sql`start_day <= ${at}`),
    [stateOf("buyers", date)]: number(sql`${orders} >= 1`),
    [stateOf("repeaters", date)]: number(sql`${orders} >= 2`),
    [stateOf("active", date)]: sql`sum(coalesce(${active}, 0))`,
    [stateOf("orders", date)]: sql`sum(coalesce(${orders}, 0))`,
    [stateOf("days", date)]: sql`sum(case when first_day <= ${at} then ${at} - first_day + 1 else 0 end)`,
    [stateOf("observed", date)]: number(isObserved),
    [stateOf("second", date)]: number(sql`${isObserved} and second_day <= first_day + ${literal(SECOND_ORDER_DAYS)}`),
    ...(date + 1 < days.length
      ? {[`stayed_${date}`]: number(sql`${active} = 1 and ${identifier(`active_${date + 1}`)} = 1`)}
      : {})
  };
}
