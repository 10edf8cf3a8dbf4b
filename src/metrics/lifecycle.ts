import {z} from "zod";
import type {Rolled} from "../cube/cube.ts";
import {dayIndex, minorUnits, periodIndex} from "../sql/dialect.ts";
import {joined, literal, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import {LEAST} from "./contrast.ts";
import {groupOrder} from "./groups.ts";
import {commonOptions} from "./metric.ts";
import type {Facts, Finding, Frozen, Metric, Reduction, Result, Workbench} from "./metric.ts";
import {dayOf, lastClosed, periodOf, startOf} from "./period.ts";
import {tableOf} from "./table-of.ts";
import {isInWindow} from "./window.ts";

const schema = z
  .strictObject({
    ...commonOptions,
    risk: z
      .number()
      .gt(0)
      .max(100)
      .default(2)
      .describe("At risk: silent for more than so many of the customer's usual gaps between purchases."),
    lapse: z
      .number()
      .gt(0)
      .max(100)
      .default(4)
      .describe(
        "Lapsed: silent for more than so many usual gaps; who buys after that is won back until the next purchase."
      ),
    loyal: z.number().int().min(2).max(100).default(4).describe("Loyal: so many purchases or more, and not at risk.")
  })
  .refine(({risk, lapse}) => risk < lapse, {path: ["lapse"], error: "is not above risk"});

export type LifecycleOptions = z.output<typeof schema>;

/** Phases, in the order of a customer's life. */
export const PHASES = ["first-time", "repeat", "loyal", "won back", "at risk", "lapsed"] as const;
type Phase = (typeof PHASES)[number];
const [FIRST, REPEAT, LOYAL, WON_BACK, AT_RISK, LAPSED] = [0, 1, 2, 3, 4, 5] as const;
/** Where flows begin for customers whose first purchase lies in the period. */
const NEW = -1;
/** Assumed rhythm in days where nobody has bought again. */
const NO_RHYTHM = 90;

/**
 * In which phase customers stand at the end of each closed period, in their own rhythm: the median gap between a customer's purchase days (at least half of everybody's), everybody's where there are fewer than three.
 * Silent for more than `lapse` gaps: lapsed; for more than `risk`: at risk; back after a lapse, until the next purchase: won back; else by purchases so far: first-time, repeat, from `loyal` on loyal.
 *
 * Result: one row per `group` (with `by`; null: everybody), `period` (its first day) since the first order and phase: `customers`, `share_customers` of all that have bought by then; `value`, what they brought in that period, net of refunds.
 * A reporting window bounds the periods that are shown.
 * `tables.flows`: customers by phase at the ends of the last two closed periods ("new": first purchase between them). `tables.time`: mean periods spent in a phase, customers in it over those who leave it in a period.
 */
export const lifecycle: Metric<LifecycleOptions> = {
  kind: "lifecycle",
  schema: schema as unknown as z.ZodType<LifecycleOptions>,
  requires: () => ["orders.at", "orders.revenue"],
  freeze,
  reductions: (options, facts, frozen) => ({phases: phases(options, facts, frozen)}),
  window: {shows: "series"},
  finish
};

const PURCHASE_DAYS = sql`select customer, day, lag(day) over (partition by customer order by day) as previous, lead(day) over (partition by customer order by day) as next, row_number() over (partition by customer order by day) as n
  from (select distinct customer, ${dayIndex(raw('"at"'))} as day from "all".orders where not refund) days`;

async function freeze(_options: LifecycleOptions, _facts: Facts, workbench: Workbench): Promise<Frozen> {
  const rows = await workbench.ask(
    sql`select percentile_cont(0.5) within group (order by day - previous) as gap from (${PURCHASE_DAYS}) gaps where previous is not null`
  );
  const gap = rows.columns["gap"]?.[0] ?? null;
  return {gap: gap === null ? null : Number(gap)};
}

/** Customers per period, phase at its end and phase at the end of the period before, with what they brought in it. */
function phases({period, risk, lapse, loyal}: LifecycleOptions, facts: Facts, frozen: Frozen): Reduction {
  const usual = literal((frozen["gap"] as number | null) ?? NO_RHYTHM);
  const ends = endsOf(period, facts).map(({index, day}) => sql`(${literal(index)}, ${literal(day)})`);
  const list =
    ends.length === 0
      ? sql`(select 0 as period, 0 as end_day where false) e`
      : sql`(values ${joined(ends, ", ")}) e(period, end_day)`;
  const index = periodIndex(raw('"at"'), period, facts.calendar);
  const states = sql`
    select d.customer, e.period,
      case when end_day - d.day > ${literal(lapse)} * rhythm then ${literal(LAPSED)} when end_day - d.day > ${literal(risk)} * rhythm then ${literal(AT_RISK)}
        when d.day - d.previous > ${literal(lapse)} * rhythm then ${literal(WON_BACK)} when d.n >= ${literal(loyal)} then ${literal(LOYAL)} when d.n > 1 then ${literal(REPEAT)} else ${literal(FIRST)} end as phase
    from (${PURCHASE_DAYS}) d
    join (
      select customer, case when count(*) >= 3 then greatest(percentile_cont(0.5) within group (order by day - previous), ${usual} / 2.0) else ${usual} end as rhythm
      from (${PURCHASE_DAYS}) own group by customer
    ) r on r.customer = d.customer
    join ${list} on end_day >= d.day and (d.next is null or end_day < d.next)`;
  const level1: Query = sql`
    select s.customer, s.period, s.phase, coalesce(lag(s.phase) over (partition by s.customer order by s.period), ${literal(NEW)}) as earlier, coalesce(m.margin, 0) as margin
    from (${states}) s
    left join (select customer, ${index} as period, sum(${minorUnits(raw("margin"), facts.digits)}) as margin from "all".orders group by 1, 2) m on m.customer = s.customer and m.period = s.period`;
  return {
    level1,
    keys: ["period", "phase", "earlier"],
    statistics: {customers: raw("count(*)"), margin: raw("sum(r.margin)")}
  };
}

/** The closed periods since the first order, and the last day of each. */
function endsOf(
  period: LifecycleOptions["period"],
  {asOf, calendar, firstOrder}: Facts
): readonly {index: number; day: number}[] {
  if (!firstOrder) return [];
  const [from, to] = [periodOf(firstOrder, period, calendar), lastClosed(asOf, period, calendar)];
  return Array.from({length: Math.max(0, to - from + 1)}, (_, i) => ({
    index: from + i,
    day: dayOf(startOf(from + i + 1, period, calendar)) - 1
  }));
}

interface Row {
  readonly period: Date;
  readonly phase: Phase;
  readonly customers: number;
  readonly share_customers: number | null;
  readonly value: number;
  readonly group: string | null;
}

function finish(
  {phases: rolled}: Readonly<Record<string, Rolled>>,
  options: LifecycleOptions,
  facts: Facts,
  frozen: Frozen
): Result {
  const periods = endsOf(options.period, facts)
    .map(({index}) => index)
    .filter((index) => isInWindow(index, options.period, facts));
  const last = periods.at(-1) ?? null;
  const groups = rolled!.groups.map((group, g) => ({
    group,
    g,
    n: last === null ? 0 : countAt(rolled!, g, {period: last})
  }));
  const rows = groupOrder(groups, ({n}) => n).flatMap(({group, g}) =>
    groupRows(rolled!, {group, g}, {periods, options, facts})
  );
  const n = groups[0]!.n;
  return {
    table: tableOf(rows, [
      "period",
      "phase",
      "customers",
      "share_customers",
      "value",
      ...(options.by === undefined ? [] : ["group" as const])
    ]),
    units: {
      period: options.period === "month" ? "month" : "date",
      phase: "text",
      customers: "count",
      share_customers: "ratio",
      value: "money",
      group: "text",
      from: "text",
      to: "text",
      periods: "number"
    },
    tables: {flows: flows(rolled!, last), time: timeIn(rolled!, periods)},
    summary: {
      median_gap_days: frozen["gap"] as number | null,
      risk: options.risk,
      lapse: options.lapse,
      loyal: options.loyal
    },
    n,
    of: "customers",
    finding: last === null || n < LEAST ? null : finding(rolled!, last, {options, facts}),
    notes:
      rows.length === 0
        ? [facts.window ? "window-empty" : "no-orders"]
        : [
            "lifecycle-rhythm",
            ...(frozen["gap"] === null ? ["lifecycle-no-rhythm"] : []),
            ...(facts.marginIs === "revenue" ? ["revenue-for-margin"] : [])
          ]
  };
}

function groupRows(
  rolled: Rolled,
  {group, g}: {group: string | null; g: number},
  {periods, options, facts}: {periods: readonly number[]; options: LifecycleOptions; facts: Facts}
): Row[] {
  return periods.flatMap((period) => {
    const all = countAt(rolled, g, {period});
    return PHASES.map((phase, p): Row => {
      const customers = countAt(rolled, g, {period, phase: p});
      const value = countAt(rolled, g, {period, phase: p}, "margin") / 10 ** facts.digits;
      return {
        period: startOf(period, options.period, facts.calendar),
        phase,
        customers,
        share_customers: all > 0 ? customers / all : null,
        value,
        group
      };
    });
  });
}

interface Where {
  readonly period?: number;
  readonly phase?: number;
  readonly earlier?: number;
}

function countAt(
  {keys, size, statistics}: Rolled,
  g: number,
  where: Where,
  name: "customers" | "margin" = "customers"
): number {
  let sum = 0;
  for (let k = 0; k < size; ++k) {
    if (where.period !== undefined && keys["period"]![k] !== where.period) continue;
    if (where.phase !== undefined && keys["phase"]![k] !== where.phase) continue;
    if (where.earlier !== undefined && keys["earlier"]![k] !== where.earlier) continue;
    sum += statistics[name]![g]![k]!;
  }
  return sum;
}

function flows(rolled: Rolled, last: number | null) {
  const rows = [...PHASES, "new" as const].flatMap((from, f) =>
    PHASES.map((to, phase) => ({
      from,
      to,
      customers: last === null ? 0 : countAt(rolled, 0, {period: last, phase, earlier: f < PHASES.length ? f : NEW})
    }))
  );
  return tableOf(
    rows.filter(({customers}) => customers > 0),
    ["from", "to", "customers"]
  );
}

/** Customers at the ends of all periods but the last, over those who are in another phase at the end of the next one; null where nobody leaves. */
function timeIn(rolled: Rolled, periods: readonly number[]) {
  const rows = PHASES.map((phase, p) => {
    const [stock, stayed] = periods
      .slice(1)
      .reduce(
        ([all, same], period) =>
          [
            all + countAt(rolled, 0, {period: period - 1, phase: p}),
            same + countAt(rolled, 0, {period, phase: p, earlier: p})
          ] as const,
        [0, 0] as readonly [number, number]
      );
    return {phase, periods: stock > stayed ? stock / (stock - stayed) : null};
  });
  return tableOf(rows, ["phase", "periods"]);
}

function finding(rolled: Rolled, last: number, {options, facts}: {options: LifecycleOptions; facts: Facts}): Finding {
  const customers = countAt(rolled, 0, {period: last});
  const at = (phase: number) => countAt(rolled, 0, {period: last, phase});
  const entered = (phase: number) => at(phase) - countAt(rolled, 0, {period: last, phase, earlier: phase});
  return {
    key: "lifecycle",
    values: {
      at: startOf(last, options.period, facts.calendar),
      period: options.period,
      customers,
      share_loyal: at(LOYAL) / customers,
      share_at_risk: at(AT_RISK) / customers,
      share_lapsed: at(LAPSED) / customers,
      lapsed: entered(LAPSED),
      won_back: entered(WON_BACK)
    }
  };
}
