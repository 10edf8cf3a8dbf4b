import {monthIndex} from "../sql/dialect.ts";
import {joined, literal, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import {dimensionText} from "./customers.ts";
import type {CatalogTable, Loading} from "./loading.ts";

/** The month of those of whom none is known. */
const NO_MONTH = -1_000_000;

/**
 * Makes `spending.months`, by which costs of all customers are allotted to an audience: counts by `dimension` ("" for all), its value (`channel`, null for all) and `month` (since 1970-01). `acquired` first ordered in it, `retained` did so earlier and ordered again; `own_acquired`,
 * `own_retained` are the audience's of these. Without orders both are those who joined in it. Reads `whole.customers`, `all.customers` as they are narrowed, and `all.orders` as they are not yet.
 */
export async function keepAcquired(tables: ReadonlyMap<string, CatalogTable>, {engine, spec}: Loading): Promise<void> {
  const hasJoined = tables.get("customers")!.columns.some(({name}) => name === "joined");
  const months = tables.has("orders")
    ? sql`
      select customer, month, min(month) over (partition by customer) as first_month
      from (select distinct customer, cast(${monthIndex(raw('"at"'))} as bigint) as month from "all".orders where not refund)`
    : sql`select customer, ${hasJoined ? sql`coalesce(cast(${monthIndex(raw("joined"))} as bigint), ${literal(NO_MONTH)})` : literal(NO_MONTH)} as month, null as first_month from "whole".customers`;
  const acquired = raw("(first_month is null or month = first_month)");
  const retained = raw("(first_month is null or month > first_month)");
  const isOwn = raw(`customer in (select customer from "all".customers)`);
  const of = (dimension: string, channel: Query) => sql`
    select ${dimension} as dimension, c.channel, m.month, count(*) filter (where ${acquired}) as acquired, count(*) filter (where ${retained}) as retained,
      count(*) filter (where ${acquired} and is_own) as own_acquired, count(*) filter (where ${retained} and is_own) as own_retained
    from (select *, ${isOwn} as is_own from months) m
    join (select customer, ${channel} as channel from "whole".customers) c on c.customer = m.customer group by all`;
  const parts = [
    of("", raw("cast(null as varchar)")),
    ...spec.dimensions.map(({name}) => of(name, dimensionText(name)))
  ];
  await engine.query(sql`create table spending.months as with months as (${months}) ${joined(parts, " union all ")}`);
}
