import type {ColumnTable} from "arquero";
import type {Rolled} from "../cube/cube.ts";
import {literal, raw, sql} from "../sql/sql.ts";
import type {Facts, Reduction, Unit, Workbench} from "./metric.ts";
import {MICRO} from "./purchase-predictions.ts";
import {tableOf} from "./table-of.ts";

/** Customers by name, the one with most at stake first. It travels with the page: made only where the catalog publishes all rows. */
export interface CustomerList {
  /** Holds a row per customer: `customer`, and `place` in this list, from 0. */
  readonly relation: string;
  readonly customers: readonly string[];
  /** Chance to be still a customer, in millionths. */
  readonly alive: readonly number[];
  readonly orders: readonly number[];
  /** ISO dates. */
  readonly last: readonly string[];
  /** Minor units, as `expected` and `stake`. */
  readonly observed: readonly number[];
  readonly expected: readonly number[];
  readonly stake: readonly number[];
}

/** Units of what {@link listTable} adds; it holds the chance as a fraction, in a column that has another name than the bands. */
export const LIST_UNITS: Readonly<Record<string, Unit>> = {
  customer: "text",
  chance: "ratio",
  orders: "count",
  last_order: "date"
};

const COLUMNS = ["group", "customer", "chance", "orders", "last_order", "observed", "expected", "at_stake"] as const;

/** The `most` customers with most at stake, of whom the chance is known; ties by name. @param predictions relation of keepPredictions. */
export async function keepList(predictions: string, most: number, workbench: Workbench): Promise<CustomerList> {
  const stake = sql`cast(round(cast(p.expected as double precision) * (${literal(MICRO)} - p.alive) / p.alive) as bigint)`;
  const {columns} = await workbench.ask(sql`
    select cast(p.customer as varchar) as customer, p.alive, p.repeats + 1 as orders, strftime(o.last, '%Y-%m-%d') as last, p.observed, p.expected, ${stake} as stake
    from ${raw(predictions)} p
    join (select cast(customer as varchar) as customer, max("at") as last from "all".orders where not refund group by 1) o on o.customer = cast(p.customer as varchar)
    where p.alive > 0 and p.expected is not null
    order by stake desc, customer limit ${literal(most)}`);
  const numbers = (name: string) => Array.from(columns[name]!, Number);
  const customers = Array.from(columns["customer"]!, String);
  const relation = await workbench.keep({customer: customers, place: customers.map((_, i) => i)});
  return {
    relation,
    customers,
    alive: numbers("alive"),
    orders: numbers("orders"),
    last: Array.from(columns["last"]!, String),
    observed: numbers("observed"),
    expected: numbers("expected"),
    stake: numbers("stake")
  };
}

/** Counts the listed customers at their places, so that a filter tells which of them it keeps. */
export function listReduction(relation: string): Reduction {
  return {
    level1: sql`select customer, cast(place as bigint) as place from ${raw(relation)}`,
    keys: ["place"],
    statistics: {listed: raw("count(*)")}
  };
}

/** The listed customers whom the filter keeps, in the list's order: `group` (null without `by`), `customer`, `chance`, `orders`, `last_order`; `observed`, `expected`, `at_stake` in the currency. */
export function listTable({groups, keys, size, statistics}: Rolled, list: CustomerList, {digits}: Facts): ColumnTable {
  const counts = statistics["listed"]!;
  const money = 10 ** digits;
  const kept = Array.from({length: size}, (_, k) => k).filter((k) => counts[0]![k]! > 0);
  const rows = kept
    .sort((a, b) => keys["place"]![a]! - keys["place"]![b]!)
    .map((k) => {
      const at = keys["place"]![k]!;
      const g = groups.findIndex((group, i) => group !== null && counts[i]![k]! > 0);
      return {
        group: g < 0 ? null : groups[g]!,
        customer: list.customers[at]!,
        chance: list.alive[at]! / MICRO,
        orders: list.orders[at]!,
        last_order: new Date(`${list.last[at]!}T00:00:00Z`),
        observed: list.observed[at]! / money,
        expected: list.expected[at]! / money,
        at_stake: list.stake[at]! / money
      };
    });
  return tableOf(rows, COLUMNS);
}
