import {clusteredShare} from "../models/clustered-share.ts";
import type {Interval} from "../models/wilson.ts";
import type {Rolled} from "../cube/cube.ts";
import {productSum} from "../sql/dialect.ts";
import type {Period} from "../sql/dialect.ts";
import {literal, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import {contractSpells} from "./active-customers.ts";
import type {Facts, Reduction} from "./metric.ts";
import {dateOf, dayOf, lastClosed, periodOf} from "./period.ts";

/** Customers of all closed periods together, and the interval of the share that stayed. */
export interface PooledRetention {
  readonly customers: number;
  /** At a level; null for fewer than two customers. */
  interval(level: number): Interval | null;
}

/** Number of the first period before whose start the log is `days` long; 0 of an empty one. */
export function firstKnown(days: number, period: Period, {calendar, firstOrder}: Facts): number {
  return firstOrder === null ? 0 : periodOf(dateOf(dayOf(firstOrder) + days - 1), period, calendar) + 1;
}

/**
 * How many `customers` were active at the start of a closed period, with the sums over them of `x`, at the start of how many each was, and `y`, to the end of how many of those.
 *
 * @param boundaries the reduction of who is active when, by the key `boundary`.
 * @param first number of the first period that counts.
 */
export function pooledActive(boundaries: Reduction, first: number, last: number): Reduction {
  return pooled(sql`
    select customer, sum(case when boundary between ${literal(first)} and ${literal(last)} then 1 else 0 end) as x,
      sum(case when boundary between ${literal(first + 1)} and ${literal(last + 1)} then stayed else 0 end) as y
    from (${boundaries.level1}) boundaries group by customer`);
}

/** The same of contracts. */
export function pooledContracts(period: Period, facts: Facts): Reduction {
  const end = literal(lastClosed(facts.asOf, period, facts.calendar) + 1);
  return pooled(sql`
    select customer, least(coalesce(ends, ${end}), ${end}) - begins as x,
      least(coalesce(ends, ${end}), ${end}) - begins - case when ends <= ${end} then 1 else 0 end as y
    from (${contractSpells(period, facts)}) contracts`);
}

function pooled(customers: Query): Reduction {
  const [x, y] = [raw("r.x"), raw("r.y")];
  return {
    level1: sql`select customer, x, y from (${customers}) customers where x > 0`,
    keys: [],
    statistics: {
      customers: raw("count(*)"),
      x: raw("sum(r.x)"),
      y: raw("sum(r.y)"),
      xx: productSum(x, x),
      xy: productSum(x, y),
      yy: productSum(y, y)
    }
  };
}

/** Reads the sums of a group. */
export function pooledRetention({groups, statistics}: Rolled, group: string | null): PooledRetention {
  const g = groups.indexOf(group);
  const read = (name: string) => (g < 0 ? 0 : (statistics[name]![g]![0] ?? 0));
  const [n, x, y, xx, xy, yy] = (["customers", "x", "y", "xx", "xy", "yy"] as const).map(read) as [number, number, number, number, number, number]; // prettier-ignore
  return {customers: n, interval: (level) => clusteredShare({n, x, y, xx, xy, yy}, level)};
}
