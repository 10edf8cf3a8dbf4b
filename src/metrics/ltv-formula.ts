import type {Rolled} from "../cube/cube.ts";
import {closedFormClv} from "../models/closed-form-clv.ts";
import {criticalValue} from "../models/wilson.ts";
import {dayIndex, minorUnits, productSum} from "../sql/dialect.ts";
import {literal, raw, sql} from "../sql/sql.ts";
import {extremes, LEAST} from "./contrast.ts";
import {groupOrder} from "./groups.ts";
import {ranked, WORTH_UNITS, worthNotes, worthTable} from "./ltv-groups.ts";
import type {Worth} from "./ltv-groups.ts";
import type {LtvOptions, Method} from "./ltv-options.ts";
import type {Facts, Finding, Reduction, Result} from "./metric.ts";
import {dayOf, monthsBefore} from "./period.ts";

const YEAR = 365.25;

/**
 * The textbook's value: mean lifetime (years, 1 / annual churn) × margin per order × orders per customer-year; discounted where a rate is given.
 *
 * Churn is of the twelve months up to the as-of date: of the customers active at their start, the share not active at their end.
 * Result: one row per `group` (null: everybody, then the most valuable first): `customers` with an order; `observed` margin per customer so far; `expected`, not discounted; `value`; `low`, `high` by the delta method over customers (of the logarithm, where margin is positive); shares;
 * `churn`, `lifetime_years`, `margin_per_order`, `orders_per_year`. Null where nobody left, where fewer than 10 were active a year ago, while the log is younger than a year and the window.
 */
export const formula: Method = {
  requires: () => ["orders.at", "orders.revenue"],
  reductions: (options, facts) => ({sums: sums(options, facts)}),
  finish: (rolled, options, facts) => finish(rolled["sums"]!, options, facts)
};

/** Sums of what each customer has: m margin, y days since the first order, s active a year ago, l of those lost since; and of their products. */
function sums({active}: LtvOptions, facts: Facts): Reduction {
  const [now, then] = [dayOf(facts.asOf), dayOf(monthsBefore(facts.asOf, 12))];
  const isActive = (at: number) =>
    sql`max(case when not refund and day <= ${literal(at)} and day > ${literal(at - active)} then 1 else 0 end)`;
  return {
    level1: sql`
      select customer, orders, m, y, s, case when s = 1 and e = 0 then 1 else 0 end as l
      from (
        select customer, sum(case when refund then 0 else 1 end) as orders, sum(margin) as m, ${literal(now)} - min(case when refund then null else day end) + 1 as y, ${isActive(then)} as s, ${isActive(now)} as e
        from (select customer, refund, ${dayIndex(raw('"at"'))} as day, ${minorUnits(raw("margin"), facts.digits)} as margin from "all".orders) days
        group by customer
      ) customers
      where orders > 0`,
    keys: [],
    statistics: {
      customers: raw("count(*)"),
      orders: raw("sum(r.orders)"),
      m: raw("sum(r.m)"),
      y: raw("sum(r.y)"),
      s: raw("sum(r.s)"),
      l: raw("sum(r.l)"),
      mm: productSum(raw("r.m"), raw("r.m")),
      my: productSum(raw("r.m"), raw("r.y")),
      yy: productSum(raw("r.y"), raw("r.y")),
      ms: raw("sum(case when r.s = 1 then r.m else 0 end)"),
      ml: raw("sum(case when r.l = 1 then r.m else 0 end)"),
      ys: raw("sum(case when r.s = 1 then r.y else 0 end)"),
      yl: raw("sum(case when r.l = 1 then r.y else 0 end)")
    }
  };
}

interface FormulaWorth extends Worth {
  readonly churn: number | null;
  readonly lifetime_years: number | null;
  readonly margin_per_order: number | null;
  readonly orders_per_year: number | null;
}

const MORE = ["churn", "lifetime_years", "margin_per_order", "orders_per_year"] as const;

function finish(rolled: Rolled, options: LtvOptions, facts: Facts): Result {
  const isYoung =
    facts.firstOrder === null || dayOf(facts.firstOrder) > dayOf(monthsBefore(facts.asOf, 12)) + 1 - options.active;
  const groups = groupOrder(
    rolled.groups.map((group, g) =>
      worthOf(group, (name) => rolled.statistics[name]![g]![0]!, {options, facts, isYoung})
    ),
    ({customers}) => customers
  ).filter(({group, customers}) => group === null || customers > 0);
  const rows = ranked(groups);
  const all = rows[0]!;
  const history = facts.firstOrder ? (dayOf(facts.asOf) - dayOf(facts.firstOrder) + 1) / YEAR : 0;
  const isLonger = rows.some(({lifetime_years: years}) => years !== null && years > history);
  return {
    table: worthTable(all.customers === 0 ? [] : rows, MORE),
    units: {
      ...WORTH_UNITS,
      churn: "ratio",
      lifetime_years: "number",
      margin_per_order: "money",
      orders_per_year: "number"
    },
    summary: {
      value: all.value,
      churn: all.churn,
      lifetime_years: all.lifetime_years,
      history_years: history,
      discount: options.discount
    },
    n: all.customers,
    of: "customers",
    finding: finding(all, rows, {options, history}),
    notes: [
      ...(all.customers === 0
        ? ["no-orders"]
        : isYoung
          ? ["ltv-young"]
          : all.churn === 0
            ? ["ltv-nobody-left"]
            : all.churn === null
              ? ["low-base"]
              : ["ltv-formula"]),
      ...(isLonger ? ["ltv-lifetime-beyond-history"] : []),
      ...(options.discount > 0 ? ["ltv-discounted"] : []),
      ...(all.value !== null && all.value < 0 ? ["ltv-negative"] : []),
      ...worthNotes(options.by, facts)
    ]
  };
}

function worthOf(
  group: string | null,
  sum: (name: string) => number,
  {options, facts, isYoung}: {options: LtvOptions; facts: Facts; isYoung: boolean}
): FormulaWorth {
  const money = 10 ** facts.digits;
  const customers = sum("customers");
  const isBase = customers >= LEAST;
  const churn = !isYoung && isBase && sum("s") >= LEAST ? sum("l") / sum("s") : null;
  const perYear = customers > 0 ? sum("m") / money / (sum("y") / YEAR) : 0;
  const worth =
    churn === null || churn === 0
      ? null
      : closedFormClv({margin: perYear, retention: 1 - churn, discount: options.discount});
  const value = worth?.firstPaymentNow ?? null;
  return {
    group,
    customers,
    observed: isBase ? sum("m") / money / customers : null,
    expected: churn ? perYear / churn : null,
    value,
    ...bounds(value, sum, {churn: churn ?? 0, discount: options.discount, level: options.interval}),
    churn,
    lifetime_years: churn ? 1 / churn : null,
    margin_per_order: isBase ? sum("m") / money / sum("orders") : null,
    orders_per_year: isBase ? sum("orders") / (sum("y") / YEAR) : null
  };
}

/**
 * The delta method on value = c · (Σm / Σy) · 1 / (d + Σl / Σs): a customer's influence on its logarithm is m/Σm − y/Σy − f · (l/Σl − s/Σs), f = churn / (d + churn). Products of s and l with each other are s and l again.
 */
function bounds(
  value: number | null,
  sum: (name: string) => number,
  {churn, discount, level}: {churn: number; discount: number; level: number}
) {
  if (value === null) return {standardError: null, low: null, high: null};
  const [m, y, s, l] = [sum("m"), sum("y"), sum("s"), sum("l")];
  const f = churn / (discount + churn);
  // Var of everything but margin, then of margin, then twice their covariance; in units of the logarithm times Σm, so that a margin of 0 does no harm.
  const rest = sum("yy") / y ** 2 + f ** 2 * (1 / l - 1 / s) + (2 * f * (sum("yl") / l - sum("ys") / s)) / y;
  const cross = -sum("my") / y - f * (sum("ml") / l - sum("ms") / s);
  const variance = Math.max(0, sum("mm") + m ** 2 * rest + 2 * m * cross);
  const relative = Math.sqrt(variance) / Math.abs(m);
  const z = criticalValue(level);
  if (m > 0)
    return {
      standardError: value * relative,
      low: value * Math.exp(-z * relative),
      high: value * Math.exp(z * relative)
    };
  if (m === 0) return {standardError: null, low: null, high: null};
  const standardError = Math.abs(value) * relative;
  return {standardError, low: value - z * standardError, high: value + z * standardError};
}

function finding(
  all: FormulaWorth,
  rows: readonly FormulaWorth[],
  {options, history}: {options: LtvOptions; history: number}
): Finding | null {
  if (all.value === null) return null;
  const ends = extremes(rows, options.interval);
  return {
    key: "ltv",
    values: {
      method: "formula",
      value: all.value,
      low: all.low,
      high: all.high,
      level: options.interval,
      size: all.customers,
      lifetime: all.lifetime_years,
      churn: all.churn,
      history,
      best: ends?.best.group ?? null,
      best_value: ends?.best.value ?? null,
      worst: ends?.worst.group ?? null,
      worst_value: ends?.worst.value ?? null
    }
  };
}
