import {monthIndex} from "../sql/dialect.ts";
import {identifier, joined, literal, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import type {Facts, Reduction} from "./metric.ts";

/** The key that keeps customers apart by the calendar month in which they joined, so that a filter can choose among them. */
export const JOINED = "joined_month";
/** Its value for customers who have not joined yet: nobody's month. */
export const NOT_JOINED = -1_000_000;

/** The column of a dimension in the answer to {@link reduceQuery}: apart from keys and statistics, which may have the same name. */
export function dimensionColumn(name: string): string {
  return `by ${name}`;
}

/** The second level of a reduction over more than its own keys. */
export interface Grain {
  /** Columns of customers. */
  readonly dimensions: readonly string[];
  /** The relation of {@link joinedMonths}, if the statistics are kept apart by {@link JOINED} too. */
  readonly joined?: Query | null;
}

/**
 * The second level of a reduction: its statistics per value of the dimensions and per combination of its keys.
 * @param level1 the name of the relation that the first level made.
 */
export function reduceQuery(reduction: Reduction, level1: Query, {dimensions, joined: months = null}: Grain): Query {
  const keys = [
    ...dimensions.map((name) => sql`c.${identifier(name)} as ${identifier(dimensionColumn(name))}`),
    ...(months ? [sql`coalesce(j.month, ${literal(NOT_JOINED)}) as ${identifier(JOINED)}`] : []),
    ...reduction.keys.map((name) => sql`r.${identifier(name)} as ${identifier(name)}`)
  ];
  const sums = Object.entries(reduction.statistics).map(([name, sum]) => sql`${sum} as ${identifier(name)}`);
  const customers = dimensions.length === 0 ? raw("") : raw(' join "all".customers c on c.customer = r.customer');
  const joins = months ? sql`${customers} left join ${months} j on j.customer = r.customer` : customers;
  const group = keys.length === 0 ? raw("") : raw(" group by all");
  return sql`select ${joined([...keys, ...sums], ", ")} from ${level1} r${joins}${group}`;
}

/** One row per customer who has joined: `customer`, and `month` (since 1970-01) of the first order, or in a workspace without orders of `joined`. */
export function joinedMonths({tables}: Facts): Query | null {
  if (tables.get("orders")?.has("at"))
    return sql`select customer, ${monthIndex(raw('min("at")'))} as month from "all".orders where not refund group by customer`;
  if (tables.get("customers")?.has("joined"))
    return sql`select customer, ${monthIndex(raw("joined"))} as month from "all".customers where joined is not null`;
  return null;
}
