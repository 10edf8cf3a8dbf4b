import {dayIndex} from "../sql/dialect.ts";
import {joined, literal, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import {latestAnswerWithin} from "./attitude.ts";
import {customerValue} from "./customer-value.ts";
import type {Facts} from "./metric.ts";
import {dateOf, dayOf, monthsBefore} from "./period.ts";

/** The four quadrants, and those whose attitude nobody knows, in the order of the table; their place is their key in the cube. */
export const QUADRANTS = [
  "truly loyal",
  "latently loyal",
  "spuriously loyal",
  "not loyal",
  "attitude unknown"
] as const;
export type Quadrant = (typeof QUADRANTS)[number];

/** Where a customer stood who had not bought yet. */
export const NOT_YET = "not yet a customer";
/** Its key. */
export const NOT_YET_KEY = QUADRANTS.length;

const AXES = ["recency", "frequency", "value"] as const;
type Axis = (typeof AXES)[number];

/** What makes a customer loyal; fixed over all customers, so that a filter moves nobody. */
export interface Thresholds {
  /** The question that tells attachment, and the lowest answer that does. */
  readonly measure: string;
  readonly attached: number;
  /** Months before the landmark whose answers count; null: all. */
  readonly answered: number | null;
  /** Orders in the 12 months before the landmark from which on behaviour is loyal; null where RFM scores tell. */
  readonly orders: number | null;
  /** Median orders of those who bought in these 12 months. */
  readonly median: number | null;
  /** Upper bounds of the scores 1–4 of recency (of 5–2), frequency and value; null where orders tell. */
  readonly breakpoints: Readonly<Record<Axis, readonly number[]>> | null;
}

/** Months before a landmark whose orders count. */
export const WINDOW = 12;

/** One row per customer with an order up to the end of `day`: `customer`, and `orders` in the 12 months before, that day included. */
export function recentOrders(day: number): Query {
  const from = dayOf(monthsBefore(dateOf(day), WINDOW));
  const at = dayIndex(raw('"at"'));
  return sql`
    select customer, sum(case when ${at} > ${literal(from)} then 1 else 0 end) as orders
    from "all".orders where not refund and ${at} <= ${literal(day)} group by customer`;
}

/** The query for the breakpoints of RFM scores at a day, one row: `recency_1` … `value_4`. */
export function breakpointsQuery(day: number, facts: Facts): Query {
  const columns = AXES.flatMap((axis) =>
    [1, 2, 3, 4].map(
      (i) => sql`percentile_cont(${literal(i / 5)}) within group (order by ${raw(axis)}) as ${raw(`${axis}_${i}`)}`
    )
  );
  return sql`select ${columns} from (${customerValue(day, "revenue", facts)}) c`;
}

/** The answer to {@link breakpointsQuery}. */
export function breakpointsOf(columns: Readonly<Record<string, readonly unknown[]>>): Thresholds["breakpoints"] {
  const read = (axis: Axis) => [1, 2, 3, 4].map((i) => Number(columns[`${axis}_${i}`]![0]));
  return {recency: read("recency"), frequency: read("frequency"), value: read("value")};
}

/** One row per customer with an order up to the end of `day`: `customer` and `quadrant`, a place in {@link QUADRANTS}. */
export function states(day: number, thresholds: Thresholds, facts: Facts): Query {
  const {measure, attached, answered} = thresholds;
  const after = answered === null ? null : dayOf(monthsBefore(dateOf(day), answered));
  return sql`
    select b.customer, case when a.score is null then 4
      when a.score >= ${literal(attached)} then case when b.loyal = 1 then 0 else 1 end
      else case when b.loyal = 1 then 2 else 3 end end as quadrant
    from (${behaviour(day, thresholds, facts)}) b
    left join (${latestAnswerWithin(measure, {after, until: day}, facts)}) a on a.customer = b.customer`;
}

function behaviour(day: number, {orders, breakpoints}: Thresholds, facts: Facts): Query {
  if (breakpoints === null)
    return sql`select customer, case when orders >= ${literal(orders!)} then 1 else 0 end as loyal from (${recentOrders(day)}) recent`;
  const score = (axis: Axis) =>
    sql`1 ${joined(
      breakpoints[axis].map((bound) => sql`+ case when ${raw(axis)} > ${literal(bound)} then 1 else 0 end`),
      " "
    )}`;
  // The regions "champions" and "loyal" of the grid: recency from 3 on, and frequency and value together from 4 on, halves rounded up.
  return sql`
    select customer, case when 6 - r >= 3 and f + m >= 7 then 1 else 0 end as loyal
    from (select customer, ${score("recency")} as r, ${score("frequency")} as f, ${score("value")} as m from (${customerValue(day, "revenue", facts)}) v) scores`;
}
