import type {Rolled} from "../cube/cube.ts";
import type {Period} from "../sql/dialect.ts";
import {raw, sql} from "../sql/sql.ts";
import {LEAST} from "./contrast.ts";
import {customerPeriods} from "./customer-periods.ts";
import type {Facts, Reduction} from "./metric.ts";

/** Parts of one period's revenue that came again in the next; null for fewer than 10 customers in the first (of several periods in each of them), and where they brought nothing. */
export interface RevenueRates {
  /** Net revenue retention, 0 and more. */
  readonly nrr: number | null;
  /** Gross revenue retention, 0–1. */
  readonly grr: number | null;
}

/**
 * What customers with an order in a period brought in it (`base`) and in the one after, key `period`: `net` of it, and `kept`, each customer's capped at what it was. A customer whose refunds outweigh the purchases of a period brought 0 in it.
 */
export function repeatedRevenue(period: Period, facts: Facts): Reduction {
  return {
    level1: sql`
      select customer, period + 1 as period, revenue as base, later as net, least(revenue, later) as kept
      from (
        select customer, period, orders, greatest(0, revenue) as revenue,
          case when lead(period) over (partition by customer order by period) = period + 1 then greatest(0, lead(revenue) over (partition by customer order by period)) else 0 end as later
        from (${customerPeriods(period, facts)}) periods
      ) pairs
      where orders > 0`,
    keys: ["period"],
    statistics: {
      payers: raw("count(*)"),
      base: raw("sum(r.base)"),
      net: raw("sum(r.net)"),
      kept: raw("sum(r.kept)")
    }
  };
}

/**
 * Reads {@link repeatedRevenue}: for the periods with these numbers together, NRR = revenue in them of the customers who ordered in the one before / their revenue in that one; GRR likewise, each customer capped at the earlier amount.
 */
export function revenueRates(
  rolled: Rolled | undefined,
  group: string | null
): (periods: readonly number[]) => RevenueRates {
  const g = rolled?.groups.indexOf(group) ?? -1;
  return (periods) => {
    const sums = {base: 0, net: 0, kept: 0};
    // A customer pays in many periods: as many as in one of them there are at least.
    let payers = 0;
    for (const period of rolled && g >= 0 ? periods : []) {
      const k = rolled!.keys["period"]!.indexOf(period);
      if (k < 0) continue;
      payers = Math.max(payers, rolled!.statistics["payers"]![g]![k]!);
      for (const name of ["base", "net", "kept"] as const) sums[name] += rolled!.statistics[name]![g]![k]!;
    }
    const {base, net, kept} = sums;
    return payers < LEAST || base === 0 ? {nrr: null, grr: null} : {nrr: net / base, grr: kept / base};
  };
}
