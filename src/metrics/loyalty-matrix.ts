import {z} from "zod";
import type {Rolled} from "../cube/cube.ts";
import {knownInterval, meanOfSums} from "../models/ratio-of-sums.ts";
import {rateDifference} from "../models/rate-difference.ts";
import type {Share} from "../models/rate-difference.ts";
import {wilson} from "../models/wilson.ts";
import {dayIndex, minorUnits, productSum} from "../sql/dialect.ts";
import {literal, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import {LEAST} from "./contrast.ts";
import {monthsOption} from "./duration.ts";
import {groupOrder} from "./groups.ts";
import {
  NOT_YET,
  NOT_YET_KEY,
  QUADRANTS,
  breakpointsOf,
  breakpointsQuery,
  recentOrders,
  states
} from "./loyalty-matrix-states.ts";
import type {Quadrant, Thresholds} from "./loyalty-matrix-states.ts";
import {commonOptions} from "./metric.ts";
import type {Facts, Finding, Frozen, Metric, Reduction, Result, Unit, Workbench} from "./metric.ts";
import {dateOf, dayOf, monthsBefore} from "./period.ts";
import {tableOf} from "./table-of.ts";

const day = z.iso.date("is no date of the form 2025-10-31");

const schema = z.strictObject({
  by: commonOptions.by,
  interval: commonOptions.interval,
  title: commonOptions.title,
  finding: commonOptions.finding,
  attitude: z
    .enum(["nps", "dwb", "csat", "trust"])
    .optional()
    .describe("The question that tells attachment. Defaults to nps where surveys have it, else to dwb."),
  attached: z
    .number()
    .int()
    .min(1)
    .max(10)
    .optional()
    .describe("The lowest answer of the attached: 9 for nps, 5 for dwb, 4 for csat and trust."),
  answered: monthsOption("period").optional().describe("How old an answer may be. Defaults to any age."),
  behaviour: z
    .enum(["orders", "rfm"])
    .default("orders")
    .describe("orders: orders in the 12 months before; rfm: the segments champions and loyal."),
  orders: z
    .number()
    .min(1)
    .optional()
    .describe("Orders in 12 months from which on behaviour is loyal. Defaults to the median of buyers, at least 2."),
  landmark: z
    .union([day, monthsOption("landmark")], {error: "is no date such as 2025-10-31, nor a time ago such as 12 months"})
    .default(12)
    .describe("When customers are classified: a date, or a time before the as-of date."),
  until: day.optional().describe("The later date of the movement. Defaults to the as-of date.")
});

export type LoyaltyMatrixOptions = z.output<typeof schema>;

/**
 * Attached, or only in the habit: customers by what they say and what they do, both as of a landmark, and what they brought after it.
 *
 * Result: one row per `group` and quadrant, in order, the last of them those without an answer: `customers` with an order by the landmark; `share_customers`; `value`, their margin in the months after (at most 12, none after `asOf`);
 * `share_value` (null where the total is not positive); `ltv` = value / customers, with `ltv_low`, `ltv_high`; `retention`, the share with an order in these months, with `low`, `high`; `full_price`, the share of their orders then without a discount (null without discounts in the data).
 * Fewer than 10 customers: counts only. `tables.moves`: customers by quadrant at the landmark and `until`, with those not yet customers. Thresholds are fixed over all customers.
 */
export const loyaltyMatrix: Metric<LoyaltyMatrixOptions> = {
  kind: "loyalty-matrix",
  schema,
  requires: ({attitude}) => [
    "orders.at",
    "orders.revenue",
    attitude === undefined ? "surveys.customer" : `surveys.${attitude}`
  ],
  freeze,
  reductions,
  finish
};

const LOWEST: Readonly<Record<string, number>> = {nps: 9, dwb: 5, csat: 4, trust: 4};

/** The days, from 1970-01-01, that a cell speaks of. */
interface Days {
  readonly landmark: number;
  /** Last day of the months after it. */
  readonly after: number;
  readonly until: number;
}

function daysOf({landmark, until}: LoyaltyMatrixOptions, {asOf}: Facts): Days {
  const last = dayOf(asOf);
  const at = Math.min(
    last,
    typeof landmark === "number" ? dayOf(monthsBefore(asOf, landmark)) : dayOf(new Date(landmark))
  );
  const later = until === undefined ? last : Math.max(at, Math.min(last, dayOf(new Date(until))));
  return {landmark: at, after: Math.min(last, dayOf(monthsBefore(dateOf(at), -12))), until: later};
}

async function freeze(options: LoyaltyMatrixOptions, facts: Facts, workbench: Workbench): Promise<Frozen> {
  const {landmark} = daysOf(options, facts);
  const has = (column: string) => facts.tables.get("surveys")?.has(column) ?? false;
  const measure = options.attitude ?? (has("nps") ? "nps" : "dwb");
  const rows = await workbench.ask(
    sql`select percentile_cont(0.5) within group (order by orders) as median from (${recentOrders(landmark)}) recent where orders > 0`
  );
  const median = rows.columns["median"]![0] == null ? null : Number(rows.columns["median"]![0]);
  const isRfm = options.behaviour === "rfm";
  const scored = isRfm ? await workbench.ask(breakpointsQuery(landmark, facts)) : null;
  const isScored = scored?.columns["recency_1"]![0] != null;
  const thresholds: Thresholds = {
    measure,
    attached: options.attached ?? LOWEST[measure]!,
    answered: options.answered ?? null,
    orders: isRfm && isScored ? null : (options.orders ?? Math.max(2, median ?? 0)),
    median,
    breakpoints: isScored ? breakpointsOf(scored!.columns) : null
  };
  return {thresholds, hasQuestion: has(measure)};
}

function reductions(options: LoyaltyMatrixOptions, facts: Facts, frozen: Frozen): Readonly<Record<string, Reduction>> {
  const {landmark, after, until} = daysOf(options, facts);
  const at = (when: number): Query => {
    if (frozen["hasQuestion"] !== true) return sql`select customer, 4 as quadrant from (${recentOrders(when)}) recent`;
    return states(when, frozen["thresholds"] as Thresholds, facts);
  };
  const hasDiscount = facts.tables.get("orders")?.has("discount") ?? false;
  const full = hasDiscount ? raw("not refund and coalesce(discount, 0) = 0") : raw("false");
  return {
    quadrants: {
      level1: sql`
        select s.customer, s.quadrant, coalesce(o.orders, 0) as orders, coalesce(o.full_price, 0) as full_price, coalesce(o.margin, 0) as margin
        from (${at(landmark)}) s
        left join (
          select customer, sum(case when refund then 0 else 1 end) as orders, sum(case when ${full} then 1 else 0 end) as full_price, sum(margin) as margin
          from (select customer, refund, ${hasDiscount ? raw("discount, ") : raw("")}${minorUnits(raw("margin"), facts.digits)} as margin, ${dayIndex(raw('"at"'))} as day from "all".orders) days
          where day > ${literal(landmark)} and day <= ${literal(after)} group by customer
        ) o on o.customer = s.customer`,
      keys: ["quadrant"],
      statistics: {
        customers: raw("count(*)"),
        retained: raw("sum(case when r.orders > 0 then 1 else 0 end)"),
        orders: raw("sum(r.orders)"),
        full_price: raw("sum(r.full_price)"),
        value: raw("sum(r.margin)"),
        squares: productSum(raw("r.margin"), raw("r.margin"))
      }
    },
    moves: {
      level1: sql`select l.customer, coalesce(e.quadrant, ${literal(NOT_YET_KEY)}) as earlier, l.quadrant as later from (${at(until)}) l left join (${at(landmark)}) e on e.customer = l.customer`,
      keys: ["earlier", "later"],
      statistics: {customers: raw("count(*)")}
    }
  };
}

const UNITS: Readonly<Record<string, Unit>> = {
  quadrant: "text",
  customers: "count",
  share_customers: "ratio",
  value: "money",
  share_value: "ratio",
  ltv: "money",
  retention: "ratio",
  full_price: "ratio",
  group: "text",
  low: "ratio",
  high: "ratio",
  ltv_low: "money",
  ltv_high: "money",
  from: "text",
  to: "text"
};

interface Row {
  readonly quadrant: Quadrant;
  readonly customers: number;
  readonly share_customers: number | null;
  readonly value: number;
  readonly share_value: number | null;
  readonly ltv: number | null;
  readonly retention: number | null;
  readonly full_price: number | null;
  readonly ltv_low: number | null;
  readonly ltv_high: number | null;
  readonly group: string | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly retained: number;
}

const COLUMNS = ["quadrant", "customers", "share_customers", "value", "share_value", "ltv", "retention"] as const;
const FURTHER = ["full_price", "ltv_low", "ltv_high", "group", "low", "high"] as const;

function finish(
  {quadrants, moves}: Readonly<Record<string, Rolled>>,
  options: LoyaltyMatrixOptions,
  facts: Facts,
  frozen: Frozen
): Result {
  const thresholds = frozen["thresholds"] as Thresholds;
  const {landmark, after, until} = daysOf(options, facts);
  const found = quadrants!.groups.map((group, g) => ({group, rows: rowsOf(quadrants!, g, {options, facts})}));
  const sizeOf = ({rows}: {rows: readonly Row[]}) => rows.reduce((sum, {customers}) => sum + customers, 0);
  const everybody = found[0]!.rows;
  const n = sizeOf(found[0]!);
  const known = n - everybody[4]!.customers;
  const hidden = options.by === undefined ? ["group"] : [];
  return {
    table: tableOf(
      n === 0 ? [] : groupOrder(found, sizeOf).flatMap(({rows}) => rows),
      [...COLUMNS, ...FURTHER].filter((name) => !hidden.includes(name))
    ),
    units: UNITS,
    tables: {moves: movesTable(moves!)},
    summary: {
      landmark: dateOf(landmark).toISOString().slice(0, 10),
      until: dateOf(until).toISOString().slice(0, 10),
      after: dateOf(after).toISOString().slice(0, 10),
      attitude: thresholds.measure,
      attached_from: thresholds.attached,
      behaviour: thresholds.breakpoints ? "rfm" : "orders",
      orders_from: thresholds.orders,
      median_orders: thresholds.median,
      known
    },
    n,
    of: "customers",
    finding: n === 0 ? null : finding(everybody, {options, thresholds, landmark, known}),
    notes:
      n === 0
        ? ["no-orders"]
        : [
            ...(known === 0 ? ["matrix-no-answers"] : [`matrix-attitude-${thresholds.measure}`]),
            thresholds.breakpoints ? "matrix-rfm" : "matrix-orders",
            "matrix-after",
            "matrix-fixed",
            ...(everybody.some(({customers}) => customers > 0 && customers < LEAST) ? ["loyalty-few"] : []),
            ...(facts.marginIs === "revenue" ? ["revenue-for-margin"] : [])
          ]
  };
}

function rowsOf(
  {groups, keys, size, statistics}: Rolled,
  g: number,
  {options, facts}: {options: LoyaltyMatrixOptions; facts: Facts}
): Row[] {
  const money = 10 ** facts.digits;
  const sum = (name: string, quadrant: number | null) =>
    Array.from({length: size}, (_, k) => k).reduce(
      (total, k) => total + (quadrant === null || keys["quadrant"]![k] === quadrant ? statistics[name]![g]![k]! : 0),
      0
    );
  const [allCustomers, allValue] = [sum("customers", null), sum("value", null)];
  return QUADRANTS.map((quadrant, q) => {
    const [n, value, retained, orders] = [
      sum("customers", q),
      sum("value", q),
      sum("retained", q),
      sum("orders", q)
    ] as const;
    const mean = n < LEAST ? null : meanOfSums({n, y: value, yy: sum("squares", q)});
    const worth = knownInterval(mean, options.interval);
    const kept = n < LEAST ? null : wilson(retained, n, options.interval);
    const hasDiscount = facts.tables.get("orders")?.has("discount") ?? false;
    return {
      quadrant,
      customers: n,
      share_customers: allCustomers > 0 ? n / allCustomers : null,
      value: value / money,
      share_value: allValue > 0 ? value / allValue : null,
      ltv: mean && mean.value / money,
      retention: kept && retained / n,
      full_price: hasDiscount && n >= LEAST && orders > 0 ? sum("full_price", q) / orders : null,
      ltv_low: worth && worth.low / money,
      ltv_high: worth && worth.high / money,
      group: groups[g]!,
      low: kept?.low ?? null,
      high: kept?.high ?? null,
      retained
    };
  });
}

function movesTable({keys, size, statistics}: Rolled) {
  const names = [...QUADRANTS, NOT_YET];
  const rows = Array.from({length: size}, (_, k) => ({
    from: names[keys["earlier"]![k]!]!,
    to: names[keys["later"]![k]!]!,
    customers: statistics["customers"]![0]![k]!
  }));
  return tableOf(
    rows.filter(({customers}) => customers > 0),
    ["from", "to", "customers"]
  );
}

/** How many are truly loyal, and whether those who buy as often without being attached stay less: only said where it is beyond the noise. */
function finding(
  rows: readonly Row[],
  {
    options,
    thresholds,
    landmark,
    known
  }: {options: LoyaltyMatrixOptions; thresholds: Thresholds; landmark: number; known: number}
): Finding | null {
  if (known < LEAST) return null;
  const [truly, , spuriously] = rows as [Row, Row, Row];
  const share = ({retained, customers}: Row): Share => ({successes: retained, n: customers});
  const isKnown = truly.retention !== null && spuriously.retention !== null;
  const half = ({ltv_low: low, ltv_high: high}: Row) => (high! - low!) / 2;
  // Both bounds are z standard errors away: beyond the root of their squares' sum is beyond the noise of the difference.
  const isWorthMore = isKnown && Math.abs(truly.ltv! - spuriously.ltv!) > Math.hypot(half(truly), half(spuriously));
  const test = isKnown ? rateDifference(share(truly), share(spuriously), options.interval) : null;
  return {
    key: "loyalty-matrix",
    values: {
      measure: thresholds.measure,
      at: dateOf(landmark),
      known,
      truly: truly.customers / known,
      spuriously: spuriously.customers / known,
      retention_truly: isKnown ? truly.retention : null,
      retention_spuriously: isKnown ? spuriously.retention : null,
      ltv_truly: isWorthMore ? truly.ltv : null,
      ltv_spuriously: isWorthMore ? spuriously.ltv : null,
      differs: test === null ? null : test.p < 1 - options.interval ? 1 : 0
    }
  };
}
