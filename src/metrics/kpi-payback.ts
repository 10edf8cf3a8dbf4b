import {readSpend} from "./acquisition-spend.ts";
import {LEAST} from "./contrast.ts";
import {customerPeriods} from "./customer-periods.ts";
import type {Facts, Workbench} from "./metric.ts";
import {sql} from "../sql/sql.ts";

/** A calendar month, since 1970-01: the customers whose first order fell in it, and what acquiring cost, in major units; null where the spend does not cover it. */
export interface Acquired {
  readonly month: number;
  readonly customers: number;
  readonly spend: number | null;
}

/** What customers of a cohort brought at an age. */
export interface CohortMonth {
  readonly cohort: number;
  readonly age: number;
  /** Of them who ordered: at age 0 all. */
  readonly customers: number;
  readonly margin: number;
}

/** All customers (of an audience) and all acquisition spend (allotted to it) by month, ascending, whatever a reader filters. */
export async function acquiredByMonth(facts: Facts, workbench: Workbench): Promise<readonly Acquired[]> {
  const spend = await readSpend(facts, workbench);
  const rows = await workbench.ask(
    sql`select cohort as month, count(*) as customers from (${customerPeriods("month", facts)}) months where age = 0 group by 1 order by 1`
  );
  const customers = new Map(
    rows.columns["month"]!.map((month, i) => [Number(month), Number(rows.columns["customers"]![i])])
  );
  const covered = spend.map(({month}) => month);
  const from = Math.min(...covered, ...customers.keys());
  const to = Math.max(...covered, ...customers.keys());
  const [first, last] = [Math.min(...covered), Math.max(...covered)];
  return Array.from({length: Number.isFinite(from) ? to - from + 1 : 0}, (_, i) => {
    const month = from + i;
    const cost = spend.reduce((sum, one) => sum + (one.month === month ? one.acquisition : 0), 0);
    return {
      month,
      customers: customers.get(month) ?? 0,
      spend: month >= first && month <= last ? cost / 10 ** facts.digits : null
    };
  });
}

/**
 * The age in months at which margin per customer, pooled over the cohorts that completed each age by the month `closed`, has reached what acquiring one of all customers cost; null where it has not, or fewer than 10 customers tell.
 * Only cohorts whose months the spend covers count, as in `payback`.
 */
export function paybackOn(
  months: readonly CohortMonth[],
  acquired: readonly Acquired[],
  closed: number
): number | null {
  const first = acquired.find(({customers}) => customers > 0)?.month ?? Infinity;
  const known = acquired.filter(({month, spend}) => spend !== null && month >= first && month <= closed);
  const everybody = known.reduce((n, {customers}) => n + customers, 0);
  if (everybody < LEAST) return null;
  const cac = known.reduce((sum, {spend}) => sum + spend!, 0) / everybody;
  const cohorts = new Set(known.map(({month}) => month));
  const margin: number[] = [];
  const size: number[] = [];
  for (const {cohort, age, customers, margin: amount} of months) {
    if (!cohorts.has(cohort)) continue;
    if (cohort + age <= closed) margin[age] = (margin[age] ?? 0) + amount;
    for (let reached = 0; age === 0 && cohort + reached <= closed; ++reached)
      size[reached] = (size[reached] ?? 0) + customers;
  }
  let ltv = 0;
  for (let age = 0; age < size.length && size[age]! >= LEAST; ++age) {
    ltv += (margin[age] ?? 0) / size[age]!;
    if (ltv >= cac) return age;
  }
  return null;
}
