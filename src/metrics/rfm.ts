import {table} from "arquero";
import {z} from "zod";
import type {Rolled} from "../cube/cube.ts";
import {joined, literal, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import {customerValue} from "./customer-value.ts";
import {monthsOption} from "./duration.ts";
import {groupOrder} from "./groups.ts";
import {commonOptions} from "./metric.ts";
import type {Facts, Finding, Frozen, Metric, Reduction, Result, Unit, Workbench} from "./metric.ts";
import {dayOf, monthsBefore} from "./period.ts";
import {RFM_SEGMENTS, segmentOf} from "./rfm-segments.ts";

const schema = z.strictObject({
  by: commonOptions.by,
  interval: commonOptions.interval,
  title: commonOptions.title,
  finding: commonOptions.finding,
  ties: z
    .enum(["value", "ntile"])
    .default("value")
    .describe("value: customers of equal value share a score; ntile: fifths of equal size, ties split by customer id."),
  monetary: z.enum(["revenue", "margin"]).default("revenue").describe("The amount that monetary scores are of."),
  since: monthsOption("period")
    .default(12)
    .describe('How far back the earlier date of the migration lies, such as "12 months".'),
  chart: z.enum(["grid", "treemap"]).default("grid").describe("grid of scores, or treemap of the segments' value.")
});

export type RfmOptions = z.output<typeof schema>;

const AXES = ["recency", "frequency", "value"] as const;
type Axis = (typeof AXES)[number];
type Breakpoints = Readonly<Record<Axis, readonly number[]>>;

/** Where a customer of today was not yet one. */
const NOT_YET = "not yet a customer";

/**
 * Recency, frequency and monetary scores 1–5 of every customer with an order, and the eleven segments that a written table makes of them.
 *
 * Result: one row per `group` (null: everybody) and `segment`, in the table's order, empty ones too: `customers`; `share_customers`; `value`, net of refunds; `share_value`, null where the total is not positive;
 * `recency_days` and `frequency` (orders), means. `tables.cells`: customers and value per triple of scores; `tables.breakpoints`: upper bounds of scores 1–4 (of recency: of 5–2); `tables.migration`: customers by segment `since` ago
 * and today. Breakpoints are type-7 quantiles over all customers, right-closed, and stay whatever is filtered.
 */
export const rfm: Metric<RfmOptions> = {
  kind: "rfm",
  schema,
  requires: ({monetary}) =>
    ["orders.at", `orders.${monetary}`].map((name) => (name === "orders.margin" ? "orders.revenue" : name)),
  freeze,
  reductions,
  finish
};

async function freeze(options: RfmOptions, facts: Facts, workbench: Workbench): Promise<Frozen> {
  const customers = customerValue(dayOf(facts.asOf), options.monetary, facts);
  const columns = AXES.flatMap((axis) =>
    [1, 2, 3, 4].map(
      (i) => sql`percentile_cont(${literal(i / 5)}) within group (order by ${raw(axis)}) as ${raw(`${axis}_${i}`)}`
    )
  );
  const rows = await workbench.ask(sql`select ${columns}, count(*) as customers from (${customers}) c`);
  if (Number(rows.columns["customers"]![0]) === 0) return {breakpoints: null};
  const read = (axis: Axis) => [1, 2, 3, 4].map((i) => Number(rows.columns[`${axis}_${i}`]![0]));
  return {breakpoints: Object.fromEntries(AXES.map((axis) => [axis, read(axis)]))};
}

function reductions(options: RfmOptions, facts: Facts, frozen: Frozen): Readonly<Record<string, Reduction>> {
  const breakpoints = frozen["breakpoints"] as Breakpoints | null;
  const now = scores(dayOf(facts.asOf), options, {facts, breakpoints});
  const before = scores(dayOf(monthsBefore(facts.asOf, options.since)), options, {facts, breakpoints});
  const segments = (alias: string) => sql`${raw(`${alias}.r * 100 + ${alias}.f * 10 + ${alias}.m`)}`;
  return {
    scores: {
      level1: now,
      keys: ["r", "f", "m"],
      statistics: {
        customers: raw("count(*)"),
        recency: raw("sum(r.recency)"),
        orders: raw("sum(r.frequency)"),
        value: raw("sum(r.value)")
      }
    },
    migration: {
      level1: sql`select n.customer, coalesce(${segments("b")}, 0) as earlier, ${segments("n")} as later from (${now}) n left join (${before}) b on b.customer = n.customer`,
      keys: ["earlier", "later"],
      statistics: {customers: raw("count(*)")}
    }
  };
}

/** {@link customerValue} with the scores `r`, `f` and `m`. */
function scores(
  day: number,
  {monetary, ties}: RfmOptions,
  {facts, breakpoints}: {facts: Facts; breakpoints: Breakpoints | null}
): Query {
  const score = (axis: Axis): Query =>
    ties === "ntile"
      ? sql`ntile(5) over (order by ${raw(axis === "recency" ? "recency desc" : axis)}, length(customer), customer)`
      : sql`1 ${joined(
          (breakpoints?.[axis] ?? []).map(
            (bound) => sql`+ case when ${raw(axis)} > ${literal(bound)} then 1 else 0 end`
          ),
          " "
        )}`;
  const recency = ties === "ntile" ? score("recency") : sql`6 - (${score("recency")})`;
  return sql`select customer, recency, frequency, value, ${recency} as r, ${score("frequency")} as f, ${score("value")} as m from (${customerValue(day, monetary, facts)}) c`;
}

interface Sums {
  customers: number;
  recency: number;
  orders: number;
  value: number;
}

const UNITS: Readonly<Record<string, Unit>> = {
  segment: "text",
  customers: "count",
  share_customers: "ratio",
  value: "money",
  share_value: "ratio",
  recency_days: "days",
  frequency: "number",
  group: "text",
  r: "count",
  f: "count",
  m: "count",
  measure: "text",
  from: "text",
  to: "text"
};

function finish(rolled: Readonly<Record<string, Rolled>>, options: RfmOptions, facts: Facts, frozen: Frozen): Result {
  const money = 10 ** facts.digits;
  const found = rolled["scores"]!;
  const sized = found.groups.map((group, g) => ({group, segments: bySegment(found, g)}));
  const sizeOf = ({segments}: {segments: readonly Sums[]}) => total(segments, "customers");
  const n = sizeOf(sized[0]!);
  const rows =
    n === 0 ? [] : groupOrder(sized, sizeOf).flatMap(({group, segments}) => segmentRows(group, segments, money));
  const column = <K extends keyof Row>(name: K) => rows.map((row) => row[name]);
  const breakpoints = frozen["breakpoints"] as Breakpoints | null;
  const usesRevenue = options.monetary === "margin" && facts.marginIs === "revenue";
  return {
    table: table({
      segment: column("segment"),
      customers: column("customers"),
      share_customers: column("share_customers"),
      value: column("value"),
      share_value: column("share_value"),
      recency_days: column("recency_days"),
      frequency: column("frequency"),
      ...(options.by === undefined ? {} : {group: column("group")})
    }),
    units: UNITS,
    tables: {
      cells: cells(found, money),
      breakpoints: bounds(breakpoints, money),
      migration: migration(rolled["migration"]!)
    },
    n,
    of: "customers",
    finding: n === 0 ? null : finding(sized[0]!.segments, money),
    notes: [
      ...(n === 0
        ? ["no-orders"]
        : n < 10
          ? ["rfm-few"]
          : [options.ties === "ntile" ? "rfm-ntile" : "rfm-quintiles", "cut-offs-from-all"]),
      ...(usesRevenue ? ["revenue-for-margin"] : [])
    ]
  };
}

interface Row {
  readonly group: string | null;
  readonly segment: string;
  readonly customers: number;
  readonly share_customers: number | null;
  readonly value: number;
  readonly share_value: number | null;
  readonly recency_days: number | null;
  readonly frequency: number | null;
}

function segmentRows(group: string | null, segments: readonly Sums[], money: number): Row[] {
  const [customers, value] = [total(segments, "customers"), total(segments, "value")];
  return segments.map((sums, s) => ({
    group,
    segment: RFM_SEGMENTS[s]!,
    customers: sums.customers,
    share_customers: customers > 0 ? sums.customers / customers : null,
    value: sums.value / money,
    share_value: value > 0 ? sums.value / value : null,
    recency_days: sums.customers > 0 ? sums.recency / sums.customers : null,
    frequency: sums.customers > 0 ? sums.orders / sums.customers : null
  }));
}

function bySegment({keys, size, statistics}: Rolled, group: number): readonly Sums[] {
  const segments: Sums[] = RFM_SEGMENTS.map(() => ({customers: 0, recency: 0, orders: 0, value: 0}));
  for (let k = 0; k < size; ++k) {
    const sums = segments[segmentOf(keys["r"]![k]!, keys["f"]![k]!, keys["m"]![k]!)]!;
    for (const name of ["customers", "recency", "orders", "value"] as const)
      sums[name] += statistics[name]![group]![k]!;
  }
  return segments;
}

function total(segments: readonly Sums[], name: keyof Sums): number {
  return segments.reduce((sum, sums) => sum + sums[name], 0);
}

/** Triples of scores that some customer on screen has. */
function cells({keys, size, statistics}: Rolled, money: number) {
  const kept = Array.from({length: size}, (_, k) => k).filter((k) => statistics["customers"]![0]![k]! > 0);
  return table({
    r: kept.map((k) => keys["r"]![k]!),
    f: kept.map((k) => keys["f"]![k]!),
    m: kept.map((k) => keys["m"]![k]!),
    customers: kept.map((k) => statistics["customers"]![0]![k]!),
    value: kept.map((k) => statistics["value"]![0]![k]! / money)
  });
}

function bounds(breakpoints: Breakpoints | null, money: number) {
  const shown = breakpoints === null ? [] : AXES;
  const bound = (i: number) => shown.map((axis) => breakpoints![axis][i]! / (axis === "value" ? money : 1));
  return table({measure: [...shown], p20: bound(0), p40: bound(1), p60: bound(2), p80: bound(3)});
}

function migration({keys, size, statistics}: Rolled) {
  const places = [...RFM_SEGMENTS, NOT_YET];
  const place = (code: number) =>
    code === 0 ? RFM_SEGMENTS.length : segmentOf(Math.floor(code / 100), Math.floor(code / 10) % 10, code % 10);
  const counts = places.map(() => new Float64Array(RFM_SEGMENTS.length));
  for (let k = 0; k < size; ++k)
    counts[place(keys["earlier"]![k]!)]![place(keys["later"]![k]!)]! += statistics["customers"]![0]![k]!;
  const flows = counts.flatMap((row, from) =>
    Array.from(row, (customers, to) => ({from: places[from]!, to: places[to]!, customers}))
  );
  const moved = flows.filter(({customers}) => customers > 0);
  return table({
    from: moved.map(({from}) => from),
    to: moved.map(({to}) => to),
    customers: moved.map(({customers}) => customers)
  });
}

/** What the best bring, and what those who are slipping away were worth. */
function finding(segments: readonly Sums[], money: number): Finding {
  const [customers, value] = [total(segments, "customers"), total(segments, "value")];
  const of = (...names: readonly (typeof RFM_SEGMENTS)[number][]) =>
    names.map((name) => segments[RFM_SEGMENTS.indexOf(name)]!);
  const [best, slipping] = [of("champions"), of("at risk", "cannot lose them")];
  return {
    key: "rfm",
    values: {
      share_customers: total(best, "customers") / customers,
      share_value: value > 0 ? total(best, "value") / value : null,
      champions: total(best, "customers"),
      at_risk: total(slipping, "customers"),
      at_risk_value: total(slipping, "value") / money
    }
  };
}
