import {z} from "zod";
import type {Rolled} from "../cube/cube.ts";
import {criticalValue, wilson} from "../models/wilson.ts";
import {identifier, literal, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import {LEAST} from "./contrast.ts";
import {customerPeriods} from "./customer-periods.ts";
import {customerValue} from "./customer-value.ts";
import {groupOrder} from "./groups.ts";
import {binnedLorenz, exactLorenz, LORENZ_POINTS} from "./lorenz.ts";
import type {Bin, Lorenz} from "./lorenz.ts";
import {commonOptions} from "./metric.ts";
import type {Facts, Finding, Frozen, Metric, Result, Workbench} from "./metric.ts";
import {dayOf, lastClosed, startOf} from "./period.ts";
import {tableOf} from "./table-of.ts";

const schema = z.strictObject({
  ...commonOptions,
  period: commonOptions.period
    .unwrap()
    .default("quarter")
    .describe("The period in which the top 20% are looked for, and again in the next one."),
  of: z.enum(["margin", "revenue"]).default("margin").describe("The amount that is concentrated.")
});

export type ConcentrationOptions = z.output<typeof schema>;

/** Share of customers that the persistence is of. */
const TOP = 0.2;
/** Bins of a filtered curve. */
const BINS = 200;
/** Beyond every value in minor units. */
const FAR = 9e18;

/**
 * How much hangs on how few: the Lorenz curve of what customers have brought, net of refunds.
 *
 * Result: one row per `group` (null: everybody; groups by size) and `customers_share`, ascending from 0 to 1, the customers with the least first: `value_share`, what these have of the total. `tables.groups`: `customers`, `value`, `gini`, `low`, `high` (jackknife over customers), `top_1`, `top_10`, `top_20` shares of value
 * (of ceil(q n) customers), `customers_for_80` the fewest customers with 80% of the value. `summary` has these for everybody, and `share_for_80`. Null for fewer than 10 customers; where a customer's total is below 0 the Gini is undefined; where the sum is not positive, everything.
 * `tables.persistence`: per `group` and closed `period` but the last, `customers` in its top 20%, `stayed` in the top 20% of the next one, `rate`, `low`, `high`. Which customers are the top is fixed over all customers. Exact for all customers and whole groups; under a filter from 200 bins.
 */
export const concentration: Metric<ConcentrationOptions> = {
  kind: "concentration",
  schema,
  requires: () => ["orders.at", "orders.revenue"],
  freeze,
  reductions: (options, facts, frozen) => ({
    bins: {
      level1: binned(values(options, facts), frozen["edges"] as readonly number[]),
      keys: ["bin"],
      statistics: {
        customers: raw("count(*)"),
        value: raw("sum(r.value)"),
        negative: raw("sum(case when r.value < 0 then 1 else 0 end)")
      }
    },
    tops: {
      level1: tops(options, facts),
      keys: ["period"],
      statistics: {customers: raw("sum(r.top)"), stayed: raw("sum(r.stayed)")}
    }
  }),
  finish
};

function values({of}: ConcentrationOptions, facts: Facts): Query {
  return sql`select customer, cast(value as bigint) as value from (${customerValue(dayOf(facts.asOf), of, facts)}) customers`;
}

/** The values with the number of the bin that they lie in: how many of the ascending `edges` are below them. */
function binned(customers: Query, edges: readonly number[]): Query {
  const bins = [-FAR, ...edges].map(
    (from, bin) => sql`(${literal(bin)}, ${literal(from)}, ${literal(edges[bin] ?? FAR)})`
  );
  return sql`select customer, value, bin from (${customers}) customers join (values ${bins}) b(bin, above, up_to) on value > above and value <= up_to`;
}

/** Customers of each closed period with whether they are of its top 20%, and of the next one's too. */
function tops({of, period}: ConcentrationOptions, facts: Facts): Query {
  const closed = literal(lastClosed(facts.asOf, period, facts.calendar));
  return sql`
    select customer, period, top, case when top = 1 and lead(period) over each_customer = period + 1 and lead(top) over each_customer = 1 then 1 else 0 end as stayed
    from (
      select customer, period, case when row_number() over (partition by period order by ${raw(of)} desc, customer) <= ceil(${literal(TOP)} * count(*) over (partition by period)) then 1 else 0 end as top
      from (${customerPeriods(period, facts)}) periods
      where orders > 0 and period <= ${closed}
    ) ranked
    window each_customer as (partition by customer order by period)`;
}

/** The exact curves of everybody and of each group, and the edges of the bins of filtered ones. */
async function freeze(options: ConcentrationOptions, facts: Facts, workbench: Workbench): Promise<Frozen> {
  const {by} = options;
  const group = by === undefined ? raw("cast(null as varchar)") : sql`c.${identifier(by)}`;
  const rows = await workbench.ask(
    sql`select ${group} as dimension, v.value from (${values(options, facts)}) v join "all".customers c on c.customer = v.customer order by v.value`
  );
  const sorted = Float64Array.from(rows.columns["value"]!, Number);
  const names = by === undefined ? [] : [...new Set(rows.columns["dimension"]!.map(String))].sort();
  const all = {group: null, ...exactLorenz(sorted)};
  const groups = names.map((name) => ({
    group: name,
    ...exactLorenz(sorted.filter((_, i) => rows.columns["dimension"]![i] === name))
  }));
  return {curves: [all, ...groups], edges: edgesOf(sorted)};
}

/** Values that cut the customers into about 200 bins, the top percent finer; 0 is an edge of its own. */
function edgesOf(sorted: Float64Array): number[] {
  const n = sorted.length;
  const at = (share: number) => sorted[Math.min(n - 1, Math.floor(share * n))]!;
  const even = Array.from({length: BINS}, (_, i) => at((i + 1) / (BINS + 1)));
  const fine = Array.from({length: 20}, (_, i) => at(0.99 + (i / 20) * 0.01));
  return n === 0 ? [] : [...new Set([-1, ...even, ...fine])].sort((a, b) => a - b);
}

/** A curve of one group, in minor units. */
type Curve = Lorenz & {readonly group: string | null};

const GROUP_COLUMNS = [
  "group",
  "customers",
  "value",
  "gini",
  "low",
  "high",
  "top_1",
  "top_10",
  "top_20",
  "customers_for_80"
] as const;

function finish(
  rolled: Readonly<Record<string, Rolled>>,
  options: ConcentrationOptions,
  facts: Facts,
  frozen: Frozen
): Result {
  const exact = frozen["curves"] as readonly Curve[];
  const bins = rolled["bins"]!;
  const found = bins.groups.map((group, g) => {
    const curve = exact.find((one) => one.group === group);
    const [customers, value] = [total(bins, "customers", g), total(bins, "value", g)];
    const isWhole = curve !== undefined && curve.customers === customers && curve.value === value;
    return {group, isWhole, ...(isWhole ? curve : binnedLorenz(binsOf(bins, g, frozen["edges"] as readonly number[])))};
  });
  const curves = groupOrder(found, ({customers}) => customers).filter(
    ({group, customers}) => group === null || customers > 0
  );
  const z = criticalValue(options.interval);
  const money = 10 ** facts.digits;
  const groups = curves.map((curve) => {
    const {group, customers, value, gini, giniError, top, customersFor80} = shown(curve);
    const half = gini === null || giniError === null ? null : z * giniError;
    return {
      group,
      customers,
      value: value / money,
      gini,
      low: half === null ? null : Math.max(0, gini! - half),
      high: half === null ? null : Math.min(1, gini! + half),
      top_1: top[0]!,
      top_10: top[1]!,
      top_20: top[2]!,
      customers_for_80: customersFor80
    };
  });
  const all = groups[0]!;
  const rows = curves
    .map(shown)
    .flatMap(({group, shares}) =>
      shares.map((value_share, i) => ({customers_share: LORENZ_POINTS[i]!, value_share, group}))
    );
  const persistence = persistenceRows(rolled["tops"]!, options, facts);
  const {group: _group, customers: _customers, value: _value, low, high, ...scalars} = all;
  return {
    table: tableOf(rows, ["customers_share", "value_share", "group"]),
    units: {
      customers_share: "ratio",
      value_share: "ratio",
      group: "text",
      customers: "count",
      value: "money",
      gini: "number",
      low: "number",
      high: "number",
      top_1: "ratio",
      top_10: "ratio",
      top_20: "ratio",
      customers_for_80: "count",
      period: options.period === "month" ? "month" : "date",
      stayed: "count",
      rate: "ratio"
    },
    tables: {
      groups: tableOf(groups, GROUP_COLUMNS),
      persistence: tableOf(persistence, ["group", "period", "customers", "stayed", "rate", "low", "high"])
    },
    summary: {
      ...scalars,
      gini_low: low,
      gini_high: high,
      share_for_80: all.customers_for_80 === null ? null : all.customers_for_80 / all.customers,
      ...(curves[0]!.isWhole ? {} : {gini_bound: curves[0]!.bound})
    },
    n: all.customers,
    of: "customers",
    finding: finding(all, persistence, {
      of: options.of === "margin" ? facts.marginIs : options.of,
      period: options.period
    }),
    notes: notes(curves[0]!, {
      options,
      facts,
      isWhole: curves.every(({isWhole}) => isWhole),
      hasPersistence: persistence.length > 0
    })
  };
}

function total({statistics}: Rolled, name: string, g: number): number {
  return statistics[name]![g]!.reduce((sum, n) => sum + n, 0);
}

function binsOf({keys, size, statistics}: Rolled, g: number, edges: readonly number[]): readonly Bin[] {
  const read = (name: string, k: number) => statistics[name]![g]![k]!;
  return Array.from({length: size}, (_, k) => {
    const bin = keys["bin"]![k]!;
    return {
      customers: read("customers", k),
      value: read("value", k),
      negative: read("negative", k),
      from: edges[bin - 1] ?? null,
      to: edges[bin] ?? null
    };
  }).filter(({customers}) => customers > 0);
}

/** The curve, or its counts alone where they are too few, or add up to nothing. */
function shown<C extends Lorenz>(curve: C): C {
  if (curve.customers >= LEAST && curve.value > 0) return curve;
  return {...curve, gini: null, giniError: null, shares: [], top: [null, null, null], customersFor80: null};
}

function persistenceRows(
  {groups, keys, size, statistics}: Rolled,
  {by, interval, period}: ConcentrationOptions,
  facts: Facts
) {
  const closed = lastClosed(facts.asOf, period, facts.calendar);
  return groups.slice(0, by === undefined ? 1 : undefined).flatMap((group, g) =>
    Array.from({length: size}, (_, k) => k)
      .filter((k) => keys["period"]![k]! < closed && statistics["customers"]![g]![k]! > 0)
      .map((k) => {
        const [customers, stayed] = [statistics["customers"]![g]![k]!, statistics["stayed"]![g]![k]!];
        const bounds = customers < LEAST ? null : wilson(stayed, customers, interval);
        return {
          group,
          period: startOf(keys["period"]![k]!, period, facts.calendar),
          customers,
          stayed,
          rate: bounds && stayed / customers,
          low: bounds?.low ?? null,
          high: bounds?.high ?? null
        };
      })
  );
}

function notes(
  all: Lorenz,
  {
    options,
    facts,
    isWhole,
    hasPersistence
  }: {options: ConcentrationOptions; facts: Facts; isWhole: boolean; hasPersistence: boolean}
): string[] {
  const isRevenue = options.of === "margin" && facts.marginIs === "revenue";
  const problem =
    all.customers === 0
      ? "no-orders"
      : all.customers < LEAST
        ? "low-base"
        : all.value <= 0
          ? "concentration-no-value"
          : all.negative > 0
            ? "concentration-negative"
            : null;
  return [
    ...(problem === null ? [] : [problem]),
    ...(isWhole ? [] : ["concentration-bins"]),
    ...(hasPersistence ? ["concentration-persistence"] : []),
    ...(isRevenue ? ["revenue-for-margin"] : [])
  ];
}

function finding(
  all: {
    readonly customers: number;
    readonly gini: number | null;
    readonly top_20: number | null;
    readonly customers_for_80: number | null;
  },
  persistence: ReturnType<typeof persistenceRows>,
  {of, period}: Pick<ConcentrationOptions, "of" | "period">
): Finding | null {
  if (all.top_20 === null) return null;
  const last = persistence.filter(({group, rate}) => group === null && rate !== null).at(-1);
  return {
    key: "concentration",
    values: {
      of,
      period,
      top_20: all.top_20,
      gini: all.gini,
      customers: all.customers,
      customers_for_80: all.customers_for_80,
      share_for_80: all.customers_for_80 === null ? null : all.customers_for_80 / all.customers,
      persistence: last?.rate ?? null,
      persistence_period: last?.period ?? null
    }
  };
}
