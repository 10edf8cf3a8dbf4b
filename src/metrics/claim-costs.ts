import type {Rolled} from "../cube/cube.ts";
import {criticalValue} from "../models/wilson.ts";
import {monthIndex} from "../sql/dialect.ts";
import {literal, raw, sql} from "../sql/sql.ts";
import type {Spend} from "./acquisition-spend.ts";
import type {Measurement} from "./claim-sources.ts";
import {LEAST} from "./contrast.ts";
import type {Facts, Frozen, Reduction} from "./metric.ts";
import {lastClosed} from "./period.ts";

/** Closed months that are looked at. */
const MONTHS = 12;

/** Customers `acquired` in the last twelve closed months, and customers `kept`: those with a first order before and another one in them. */
export function acquisitionReduction(facts: Facts): Reduction {
  const {from, to} = spanOf(facts);
  const month = monthIndex(raw('"at"'));
  return {
    level1: sql`
      select customer, case when first between ${literal(from)} and ${literal(to)} then 1 else 0 end as acquired, case when first < ${literal(from)} and ordered = 1 then 1 else 0 end as kept
      from (
        select customer, min(${month}) as first, max(case when ${month} between ${literal(from)} and ${literal(to)} then 1 else 0 end) as ordered
        from "all".orders where not refund group by customer
      ) firsts`,
    keys: [],
    statistics: {customers: raw("count(*)"), acquired: raw("sum(r.acquired)"), kept: raw("sum(r.kept)")}
  };
}

function spanOf({asOf, calendar}: Facts): {from: number; to: number} {
  const to = lastClosed(asOf, "month", calendar);
  return {from: to - MONTHS + 1, to};
}

/**
 * What acquiring a customer costs over what keeping one costs, in the last twelve closed months; the interval takes the spend as known and both counts as Poisson ones. Blank where either is spent nothing on, or has fewer than ten customers.
 */
export function costRatio(
  {statistics}: Rolled,
  frozen: Frozen,
  {facts, level}: {facts: Facts; level: number}
): Measurement {
  const {from, to} = spanOf(facts);
  const spend = (frozen["spend"] as readonly Spend[]).filter(({month}) => month >= from && month <= to);
  const sum = (of: "acquisition" | "retention") => spend.reduce((total, one) => total + one[of], 0);
  const read = (name: string) => statistics[name]![0]![0] ?? 0;
  const [acquired, kept, n] = [read("acquired"), read("kept"), read("customers")];
  const [costs, keeping] = [sum("acquisition"), sum("retention")];
  if (acquired < LEAST || kept < LEAST || !(costs > 0 && keeping > 0)) return {value: null, low: null, high: null, n};
  const value = costs / acquired / (keeping / kept);
  const factor = Math.exp(criticalValue(level) * Math.sqrt(1 / acquired + 1 / kept));
  return {value, low: value / factor, high: value * factor, n};
}
