import {z} from "zod";
import type {Rolled} from "../cube/cube.ts";
import {kaplanMeier} from "../models/kaplan-meier.ts";
import type {SurvivalPoint} from "../models/kaplan-meier.ts";
import {wilson} from "../models/wilson.ts";
import {identifier, joined, literal, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import {LEAST, shareExtremes} from "./contrast.ts";
import {customerPeriods} from "./customer-periods.ts";
import {groupOrder} from "./groups.ts";
import {commonOptions} from "./metric.ts";
import type {Facts, Finding, Metric, Reduction, Result} from "./metric.ts";
import {LAST_STEP, orderSteps} from "./order-steps.ts";
import {dayOf} from "./period.ts";
import {tableOf} from "./table-of.ts";

const schema = z.strictObject({
  ...commonOptions,
  chart: z
    .enum(["ladder", "curve"])
    .optional()
    .describe(
      "ladder: from the first order to the second, to the third, …; curve: who has ordered again by each day; defaults to ladder, with `by` to curve."
    )
});

export type RepeatOptions = z.output<typeof schema>;

/** Days within which a second order is counted, among the customers whose first order is at least as old. */
export const WITHIN = [30, 60, 90, 180, 365] as const;
/** A step of the ladder is climbed if the next order comes within so many days. */
export const STEP_DAYS = 180;
/** Points of a curve of days, at most about. */
const POINTS = 120;

/**
 * Repeat purchases: who orders again, how soon, how often.
 *
 * Result: one row per `group` (null: everybody; groups by size): `customers` with an order, `repeaters` with two or more, `rate` their ratio, `low`, `high` its Wilson interval; `orders_per_year` per customer, since the first order; `average_order_value` net of refunds;
 * `median_days_between` distinct order days; `return_rate` share of orders with a return, and `second_product` share of customers with two products or more, where the data has these columns. Fewer than 10 customers: counts only.
 * `tables.within`: per `group` and `days` (30–365), `customers` whose first order is that old, `repeaters` who ordered again within those days, `rate`, `low`, `high`.
 * `tables.ladder`: per `group` and `step` n (1–8), `customers` with an nth order, `next` who placed another, `observed` whose nth order is 180 days old, `climbed` of these who placed another within 180 days, `rate` = climbed / observed, `low`, `high`.
 * `tables.second`: Kaplan–Meier of the days to the second order: `group`, `age` in days, `at_risk`, `events` since the row before, `survival` (no second order yet), `low`, `high`; thinned to about 120 rows, exact at each.
 */
export const repeat: Metric<RepeatOptions> = {
  kind: "repeat",
  schema,
  requires: () => ["orders.at"],
  reductions,
  finish
};

function reductions({period}: RepeatOptions, facts: Facts): Readonly<Record<string, Reduction>> {
  const steps = orderSteps(facts);
  const last = literal(dayOf(facts.asOf));
  const isOld = (days: number) => sql`r.day <= ${last} - ${literal(days)}`;
  const isSoon = (days: number) => sql`r.next = 1 and r.wait <= ${literal(days)}`;
  const count = (...tests: readonly Query[]) => sql`sum(case when ${joined(tests, " and ")} then 1 else 0 end)`;
  const isFirst = raw("r.step = 1");
  return {
    customers: {
      level1: steps,
      keys: [],
      statistics: {
        customers: count(isFirst),
        repeaters: count(isFirst, raw("r.next = 1")),
        orders: raw("count(*)"),
        days: sql`sum(case when r.step = 1 then ${last} - r.day + 1 else 0 end)`,
        ...Object.fromEntries(
          WITHIN.flatMap((days) => [
            [`observed_${days}`, count(isFirst, isOld(days))],
            [`within_${days}`, count(isFirst, isOld(days), isSoon(days))]
          ])
        )
      }
    },
    ladder: {
      level1: steps,
      keys: ["step"],
      statistics: {
        customers: raw("count(*)"),
        next: raw("sum(r.next)"),
        observed: count(isOld(STEP_DAYS)),
        climbed: count(isOld(STEP_DAYS), isSoon(STEP_DAYS))
      }
    },
    waits: {
      level1: steps,
      keys: ["wait"],
      statistics: {
        gaps: count(raw("r.next = 1"), raw("r.wait > 0")),
        first: count(isFirst),
        second: count(isFirst, raw("r.next = 1"))
      }
    },
    sums: {
      level1: customerPeriods(period, facts),
      keys: [],
      statistics: {orders: raw("sum(r.orders)"), revenue: raw("sum(r.revenue)")}
    },
    ...extras(facts)
  };
}

/** Returns and products, where the data has them. */
function extras({tables}: Facts): Readonly<Record<string, Reduction>> {
  const hasReturns = tables.get("orders")?.has("returned") ?? false;
  const products = (["order_lines", "orders"] as const).find((name) => tables.get(name)?.has("product"));
  return {
    ...(hasReturns
      ? {
          returns: {
            level1: raw(
              'select customer, count(*) as orders, sum(case when returned then 1 else 0 end) as returned from "all".orders where not refund or returned group by customer'
            ),
            keys: [],
            statistics: {orders: raw("sum(r.orders)"), returned: raw("sum(r.returned)")}
          }
        }
      : {}),
    ...(products === undefined
      ? {}
      : {
          products: {
            level1: sql`select customer, count(distinct product) as products from ${identifier("all", products)} where product is not null group by customer`,
            keys: [],
            statistics: {customers: raw("count(*)"), second: raw("sum(case when r.products > 1 then 1 else 0 end)")}
          }
        })
  };
}

/** Reads the one row of a reduction without keys. */
function reader(rolled: Rolled | undefined, group: number): (name: string) => number {
  return (name) => rolled?.statistics[name]?.[group]?.[0] ?? 0;
}

const COLUMNS = [
  "group",
  "customers",
  "repeaters",
  "rate",
  "low",
  "high",
  "orders_per_year",
  "average_order_value",
  "median_days_between"
] as const;

function finish(rolled: Readonly<Record<string, Rolled>>, options: RepeatOptions, facts: Facts): Result {
  const {interval} = options;
  const all = rolled["customers"]!;
  const order = groupOrder(
    all.groups.map((group, g) => ({group, g, customers: all.statistics["customers"]![g]![0]!})),
    ({customers}) => customers
  ).filter(({group, customers}) => group === null || customers > 0);
  const rows = order.map(({group, g}) => groupRow(group, g, {rolled, interval, facts}));
  const within = order.flatMap(({group, g}) => withinRows(group, reader(all, g), interval));
  const ladder = order.flatMap(({group, g}) => ladderRows(group, g, {ladder: rolled["ladder"]!, interval}));
  const second = order.map(({group, g}) => ({group, points: secondOrders(rolled["waits"]!, g, interval)}));
  const n = rows[0]!.customers;
  const extra = [
    ...(rolled["returns"] ? (["return_rate"] as const) : []),
    ...(rolled["products"] ? (["second_product"] as const) : [])
  ];
  const hasRevenue = facts.tables.get("orders")?.has("revenue") ?? false;
  return {
    table: tableOf(n === 0 ? [] : rows, [...COLUMNS, ...extra]),
    units: {
      group: "text",
      customers: "count",
      repeaters: "count",
      rate: "ratio",
      low: "ratio",
      high: "ratio",
      orders_per_year: "number",
      average_order_value: hasRevenue ? "money" : "number",
      median_days_between: "days",
      return_rate: "ratio",
      second_product: "ratio",
      days: "days",
      step: "count",
      next: "count",
      observed: "count",
      climbed: "count",
      age: "days",
      at_risk: "count",
      events: "count",
      survival: "ratio"
    },
    tables: {
      within: tableOf(within, ["group", "days", "customers", "repeaters", "rate", "low", "high"]),
      ladder: tableOf(ladder, ["group", "step", "customers", "next", "observed", "climbed", "rate", "low", "high"]),
      second: tableOf(
        second.flatMap(({group, points}) => thinned(group, points, n)),
        ["group", "age", "at_risk", "events", "survival", "low", "high"]
      )
    },
    summary: {
      rate: rows[0]!.rate,
      ...Object.fromEntries(within.filter(({group}) => group === null).map(({days, rate}) => [`rate_${days}`, rate])),
      median_days_between: rows[0]!.median_days_between
    },
    n,
    of: "customers",
    finding: finding(rows, within, interval),
    notes: [
      ...(n === 0
        ? ["no-orders"]
        : n < LEAST
          ? ["low-base"]
          : rows[0]!.repeaters === 0
            ? ["repeat-none"]
            : ["repeat-censoring"])
    ]
  };
}

interface Row {
  readonly group: string | null;
  readonly customers: number;
  readonly repeaters: number;
  readonly rate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly orders_per_year: number | null;
  readonly average_order_value: number | null;
  readonly median_days_between: number | null;
  readonly return_rate: number | null;
  readonly second_product: number | null;
}

function groupRow(
  group: string | null,
  g: number,
  {rolled, interval, facts}: {rolled: Readonly<Record<string, Rolled>>; interval: number; facts: Facts}
): Row {
  const of = (name: string) => reader(rolled[name], g);
  const count = of("customers");
  const [customers, repeaters] = [count("customers"), count("repeaters")];
  const isShown = customers >= LEAST;
  const ratio = (part: number, whole: number) => (isShown && whole > 0 ? part / whole : null);
  const hasRevenue = facts.tables.get("orders")?.has("revenue") ?? false;
  return {
    group,
    customers,
    repeaters,
    ...shareOf(repeaters, customers, interval),
    orders_per_year: ratio(count("orders"), count("days") / 365.25),
    average_order_value: hasRevenue ? ratio(of("sums")("revenue") / 10 ** facts.digits, of("sums")("orders")) : null,
    median_days_between: isShown ? medianGap(rolled["waits"]!, g) : null,
    return_rate: ratio(of("returns")("returned"), of("returns")("orders")),
    second_product: ratio(of("products")("second"), of("products")("customers"))
  };
}

/** Share with its interval; fewer than 10: neither. */
function shareOf(
  part: number,
  whole: number,
  interval: number
): {rate: number | null; low: number | null; high: number | null} {
  const bounds = whole < LEAST ? null : wilson(part, whole, interval);
  return {rate: bounds && part / whole, low: bounds?.low ?? null, high: bounds?.high ?? null};
}

/** The middle of the gaps between order days, or the mean of the middle two; null where fewer than 10 are known. */
function medianGap({keys, size, statistics}: Rolled, g: number): number | null {
  const gaps = statistics["gaps"]![g]!;
  const total = gaps.reduce((sum, n) => sum + n, 0);
  if (total < LEAST) return null;
  const ranked = (rank: number) => {
    let seen = 0;
    for (let k = 0; k < size; ++k) if ((seen += gaps[k]!) > rank) return keys["wait"]![k]!;
    return 0;
  };
  return (ranked(Math.floor((total - 1) / 2)) + ranked(Math.floor(total / 2))) / 2;
}

function withinRows(group: string | null, read: (name: string) => number, interval: number) {
  return WITHIN.map((days) => {
    const [customers, repeaters] = [read(`observed_${days}`), read(`within_${days}`)];
    return {group, days, customers, repeaters, ...shareOf(repeaters, customers, interval)};
  });
}

function ladderRows(group: string | null, g: number, {ladder, interval}: {ladder: Rolled; interval: number}) {
  const rows = [];
  for (let k = 0; k < ladder.size; ++k) {
    const read = (name: string) => ladder.statistics[name]![g]![k]!;
    const step = ladder.keys["step"]![k]!;
    // The last step stands for many orders of one customer, which are no independent trials.
    if (read("customers") === 0 || step === LAST_STEP) continue;
    const [observed, climbed] = [read("observed"), read("climbed")];
    rows.push({
      group,
      step,
      customers: read("customers"),
      next: read("next"),
      observed,
      climbed,
      ...shareOf(climbed, observed, interval)
    });
  }
  return rows;
}

/** Kaplan–Meier of the days from the first order to the second. */
function secondOrders({keys, size, statistics}: Rolled, g: number, level: number): readonly SurvivalPoint[] {
  const [first, second] = [statistics["first"]![g]!, statistics["second"]![g]!];
  const rows = Array.from({length: size}, (_, k) => k).filter((k) => first[k]! > 0);
  const atRisk = new Float64Array(rows.length);
  let left = 0;
  for (let i = rows.length - 1; i >= 0; --i) atRisk[i] = left += first[rows[i]!]!;
  return kaplanMeier({age: rows.map((k) => keys["wait"]![k]!), atRisk, events: rows.map((k) => second[k]!)}, level);
}

/** The curve at every so-manieth day. A group of fewer than 10 customers has none. */
function thinned(group: string | null, points: readonly SurvivalPoint[], n: number) {
  const last = points.at(-1)?.age ?? 0;
  if (n < LEAST || (points[0]?.atRisk ?? 0) < LEAST) return [];
  const every = Math.ceil(last / POINTS) || 1;
  const days = [
    ...new Set([
      ...Array.from({length: Math.floor(last / every) + 1}, (_, i) => i * every),
      ...WITHIN.filter((day) => day <= last)
    ])
  ].sort((a, b) => a - b);
  let [i, events] = [0, 0];
  let curve = {survival: 1, low: null as number | null, high: null as number | null};
  return days.map((age) => {
    for (events = 0; i < points.length && points[i]!.age <= age; ++i) {
      events += points[i]!.events;
      curve = points[i]!;
    }
    const at = points.find((point) => point.age >= age);
    const {survival, low, high} = curve;
    return {group, age, at_risk: at?.atRisk ?? 0, events, survival, low, high};
  });
}

/** The rate, the one that waits 180 days for everybody, the median gap; of groups, the highest and the lowest of the latter rate. */
function finding(rows: readonly Row[], within: ReturnType<typeof withinRows>, interval: number): Finding | null {
  const all = rows[0]!;
  if (all.rate === null) return null;
  const safe = within.filter(({days}) => days === STEP_DAYS);
  const ends = shareExtremes(
    safe.map(({group, repeaters, customers}) => ({group, counted: repeaters, size: customers})),
    interval
  );
  return {
    key: "repeat",
    values: {
      rate: all.rate,
      low: all.low,
      high: all.high,
      level: interval,
      size: all.customers,
      repeaters: all.repeaters,
      days: STEP_DAYS,
      days_rate: safe[0]?.rate ?? null,
      median: all.median_days_between,
      best: ends?.best.group ?? null,
      best_rate: ends?.best.value ?? null,
      worst: ends?.worst.group ?? null,
      worst_rate: ends?.worst.value ?? null
    }
  };
}
