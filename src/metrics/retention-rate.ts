import {z} from "zod";
import type {Rolled} from "../cube/cube.ts";
import {wilson} from "../models/wilson.ts";
import type {Interval} from "../models/wilson.ts";
import {activeContracts, activeInPeriod, activeWithin, boundariesFrom} from "./active-customers.ts";
import {LEAST, shareExtremes} from "./contrast.ts";
import {daysOption} from "./duration.ts";
import {groupOrder} from "./groups.ts";
import {currentNote} from "./ltv-groups.ts";
import {commonOptions} from "./metric.ts";
import type {Facts, Finding, Metric, Result} from "./metric.ts";
import {firstKnown, pooledActive, pooledContracts, pooledRetention} from "./pooled-retention.ts";
import type {PooledRetention} from "./pooled-retention.ts";
import {dayOf, lastClosed, periodOf, startOf} from "./period.ts";
import {isInWindow} from "./window.ts";
import {repeatedRevenue, revenueRates} from "./revenue-retention.ts";
import type {RevenueRates} from "./revenue-retention.ts";
import {tableOf} from "./table-of.ts";

const schema = z.strictObject({
  ...commonOptions,
  active: z
    .union([daysOption("active"), z.enum(["period", "contract"])], {
      error: "is none of: a number of days such as 90 days, period, contract"
    })
    .default(90)
    .describe(
      "Who counts as a customer: an order in so many days before (90 days), in the period before (period), or a running contract (contract)."
    )
});

export type RetentionRateOptions = z.output<typeof schema>;

/**
 * Customer retention rate per period: (E − N) / S, and the retained share |S ∩ E| / S.
 *
 * Result: one row per `group` (null: everybody; groups by size) and `period` (its first day; null, first: all closed periods whose rate is known, added up: a customer stands in many), ascending. `start` S, `end` E, `new` N (first order in the period, and active at its end),
 * `reactivated` (active at the end, neither new nor at the start) in customers; `rate` = (E − N) / S, which can pass 1; `retained` 0–1, `low` and `high` its Wilson interval, of all periods together {@link clusteredShare}; `complete` whether the as-of date closes the period.
 * A reporting window bounds the periods, and so what is added up, which then has no interval.
 * Rates are null while the log is younger than the window, and of fewer than 10 customers. Periods before the first order are absent. But on contracts, where revenue is known: `nrr` and `grr`, net and gross revenue retention (see {@link revenueRates}), whatever the window.
 */
export const retentionRate: Metric<RetentionRateOptions> = {
  kind: "retention-rate",
  schema,
  requires: ({active}) => (active === "contract" ? ["customers.joined", "customers.ended"] : ["orders.at"]),
  reductions({active, period}, facts) {
    if (active === "contract")
      return {boundaries: activeContracts(period, facts), pooled: pooledContracts(period, facts)};
    const starts = facts.firstOrder ? boundariesFrom(facts.firstOrder, period, facts) : [{period: 0, day: 0}];
    const boundaries =
      active === "period" ? activeInPeriod(period, facts) : activeWithin(active, starts, {period, facts});
    const first = firstKnown(active === "period" ? 0 : active, period, facts);
    return {
      ...(hasRevenue(active, facts) ? {revenue: repeatedRevenue(period, facts)} : {}),
      boundaries,
      pooled: pooledActive(boundaries, first, lastClosed(facts.asOf, period, facts.calendar))
    };
  },
  window: {shows: "series"},
  finish: ({boundaries, pooled, revenue}, options, facts) =>
    finish({boundaries: boundaries!, pooled: pooled!, revenue}, options, facts)
};

function hasRevenue(active: RetentionRateOptions["active"], {tables}: Facts): boolean {
  return active !== "contract" && (tables.get("orders")?.has("revenue") ?? false);
}

/** How many customers stood at a boundary. */
interface Count {
  readonly active: number;
  readonly stayed: number;
  readonly fresh: number;
}

/** What the counts at both ends of a period say of it. */
interface Row extends RevenueRates {
  readonly group: string | null;
  readonly period: Date | null;
  readonly start: number;
  readonly end: number;
  readonly new: number;
  readonly reactivated: number;
  readonly rate: number | null;
  readonly retained: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly complete: boolean;
  readonly stayed: number;
  readonly isKnown: boolean;
}

const COLUMNS = [
  "group",
  "period",
  "start",
  "end",
  "new",
  "reactivated",
  "rate",
  "retained",
  "low",
  "high",
  "complete"
] as const;
const NOBODY: Count = {active: 0, stayed: 0, fresh: 0};

function finish(
  {boundaries: rolled, pooled, revenue}: {boundaries: Rolled; pooled: Rolled; revenue: Rolled | undefined},
  options: RetentionRateOptions,
  facts: Facts
): Result {
  const sized = rolled.groups.map((group, g) => {
    const counts = countsOf(rolled, g, options.active);
    return {group, counts, size: [...counts.values()].reduce((n, {fresh}) => n + fresh, 0)};
  });
  const oldest = [...sized[0]!.counts].reduce(
    (least, [boundary, {active}]) => (active > 0 ? Math.min(least, boundary) : least),
    Infinity
  );
  const byGroup = groupOrder(sized, ({size}) => size).map(({group, counts}) => {
    const paid = revenueRates(revenue, group);
    const known = Number.isFinite(oldest) ? periodRows(group, counts, {oldest, options, facts, paid}) : [];
    const rows = known.filter(({index}) => isInWindow(index, options.period, facts));
    const closed = rows.flatMap(({index, complete}) => (complete ? [index] : []));
    const together = facts.window ? null : pooledRetention(pooled, group);
    return rows.length === 0 ? [] : [{...pooledRow(group, rows, {together, options}), ...paid(closed)}, ...rows];
  });
  const rows = byGroup.flat();
  const all = byGroup[0]!;
  const isPast = all.some(({rate}) => rate !== null && rate > 1);
  return {
    table: tableOf(rows, [...COLUMNS, ...(revenue ? (["nrr", "grr"] as const) : [])]),
    units: {
      group: "text",
      period: options.period === "month" ? "month" : "date",
      start: "count",
      end: "count",
      new: "count",
      reactivated: "count",
      rate: "ratio",
      retained: "ratio",
      low: "ratio",
      high: "ratio",
      complete: "boolean",
      nrr: "ratio",
      grr: "ratio"
    },
    summary: {
      retained: all[0]?.retained ?? null,
      rate: all[0]?.rate ?? null,
      ...(revenue ? {nrr: all[0]?.nrr ?? null, grr: all[0]?.grr ?? null} : {}),
      periods: all.filter(({isKnown, complete, period}) => isKnown && complete && period !== null).length,
      ...goals(options, facts)
    },
    n: sized[0]!.size,
    of: "customers",
    finding: finding(byGroup, options),
    notes: notes(all, options, {facts, isPast, hasRevenue: revenue !== undefined})
  };
}

function countsOf(
  {keys, size, statistics}: Rolled,
  group: number,
  active: RetentionRateOptions["active"]
): ReadonlyMap<number, Count> {
  const counts = new Map<number, Count>();
  let standing = 0;
  const read = (name: string, k: number) => statistics[name]![group]![k]!;
  for (let k = 0; k < size; ++k) {
    const fresh = read("fresh", k);
    if (active === "contract") {
      const stayed = standing - read("gone", k);
      standing = stayed + fresh;
      counts.set(keys["boundary"]![k]!, {active: standing, stayed, fresh});
    } else counts.set(keys["boundary"]![k]!, {active: read("active", k), stayed: read("stayed", k), fresh});
  }
  return counts;
}

/** The periods that begin at or after the boundary `oldest`, the first one at which anybody is active. */
function periodRows(
  group: string | null,
  counts: ReadonlyMap<number, Count>,
  {
    oldest,
    options,
    facts,
    paid
  }: {oldest: number; options: RetentionRateOptions; facts: Facts; paid: ReturnType<typeof revenueRates>}
): (Row & {readonly index: number})[] {
  const {active, period, interval} = options;
  const closed = lastClosed(facts.asOf, period, facts.calendar);
  const open = periodOf(facts.asOf, period, facts.calendar);
  const first = facts.firstOrder === null ? Infinity : dayOf(facts.firstOrder);
  const rows: (Row & {readonly index: number})[] = [];
  let before = at(counts, oldest, active, NOBODY);
  for (let index = oldest; index <= open; ++index) {
    const end = at(counts, index + 1, active, before);
    const isKnown = typeof active !== "number" || dayOf(startOf(index, period, facts.calendar)) - active >= first;
    const sums = {start: before.active, end: end.active, new: end.fresh, stayed: end.stayed};
    rows.push({
      group,
      index,
      ...paid([index]),
      period: startOf(index, period, facts.calendar),
      complete: index <= closed,
      isKnown,
      ...sums,
      ...ratesOf(sums, isKnown && sums.start >= LEAST, (share) => wilson(share.stayed, share.start, interval))
    });
    before = end;
  }
  return rows;
}

/** A boundary without a row: nobody is active at it; of contracts, nobody came or went. */
function at(
  counts: ReadonlyMap<number, Count>,
  boundary: number,
  active: RetentionRateOptions["active"],
  before: Count
): Count {
  return (
    counts.get(boundary) ?? (active === "contract" ? {active: before.active, stayed: before.active, fresh: 0} : NOBODY)
  );
}

interface Sums {
  readonly start: number;
  readonly end: number;
  readonly new: number;
  readonly stayed: number;
}

function ratesOf(sums: Sums, isShown: boolean, boundsOf: (sums: Sums) => Interval | null) {
  const {start, end, new: fresh, stayed} = sums;
  const bounds = isShown ? boundsOf(sums) : null;
  return {
    reactivated: end - stayed - fresh,
    rate: isShown ? (end - fresh) / start : null,
    retained: isShown ? stayed / start : null,
    low: bounds?.low ?? null,
    high: bounds?.high ?? null
  };
}

/** All closed periods together. @param together null in a reporting window, of which is only known that its customers are at least those of one period. */
function pooledRow(
  group: string | null,
  rows: readonly Row[],
  {together, options}: {together: PooledRetention | null; options: RetentionRateOptions}
): Omit<Row, keyof RevenueRates> {
  const pooled = rows.filter(({complete, isKnown}) => complete && isKnown);
  const sum = (name: "start" | "end" | "new" | "stayed") => pooled.reduce((total, row) => total + row[name], 0);
  const sums = {start: sum("start"), end: sum("end"), new: sum("new"), stayed: sum("stayed")};
  const customers = together?.customers ?? pooled.reduce((most, {start}) => Math.max(most, start), 0);
  const rates = ratesOf(sums, customers >= LEAST, () => together?.interval(options.interval) ?? null);
  return {group, period: null, complete: true, isKnown: true, ...sums, ...rates};
}

/** Target and benchmark, where they are of a period as long as the cell's. */
function goals({period}: RetentionRateOptions, facts: Facts): Record<string, number | string | null> {
  const benchmark = facts.benchmarks?.get("crr");
  const fits = (of: string | undefined) => periodsAlike(of ?? "year", period);
  return {
    target: fits(facts.targetPeriods?.get("crr")) ? (facts.targets.get("crr") ?? null) : null,
    benchmark: benchmark && fits(benchmark.period) ? benchmark.value : null,
    benchmark_source: benchmark && fits(benchmark.period) ? benchmark.source : null
  };
}

function periodsAlike(a: string, b: string): boolean {
  const plain = (period: string) => (period === "fiscal-year" ? "year" : period);
  return plain(a) === plain(b);
}

function notes(
  all: readonly Row[],
  {active, by, period}: RetentionRateOptions,
  {facts, isPast, hasRevenue: isPaid}: {facts: Facts; isPast: boolean; hasRevenue: boolean}
): string[] {
  const has = (test: (row: Row) => boolean) => all.some((row) => row.period !== null && test(row));
  const benchmark = facts.benchmarks?.get("crr");
  const isElsewhere =
    (facts.targets.has("crr") && !periodsAlike(facts.targetPeriods?.get("crr") ?? "year", period)) ||
    (benchmark !== undefined && !periodsAlike(benchmark.period ?? "year", period));
  return [
    ...(facts.window && all.length === 0 ? ["window-empty"] : []),
    active === "contract" ? "crr-contract" : active === "period" ? "crr-period" : "crr-window",
    ...(isPast || has(({reactivated}) => reactivated > 0) ? ["crr-reactivated"] : []),
    ...(has(({isKnown}) => !isKnown) ? ["crr-young"] : []),
    ...(has(({complete}) => !complete) ? ["incomplete-not-drawn"] : []),
    ...(facts.window && all[0]?.retained != null ? ["crr-window-together"] : []),
    ...(isElsewhere ? ["crr-goal-period"] : []),
    ...(isPaid ? ["revenue-retention"] : []),
    ...currentNote(by, facts)
  ];
}

/** The last closed period, with the groups that are highest and lowest in it, where each customer counts once; and all closed periods together. */
function finding(
  byGroup: readonly (readonly Row[])[],
  {active, period, interval}: RetentionRateOptions
): Finding | null {
  const all = byGroup[0]!;
  const known = all.filter((row) => row.period !== null && row.complete && row.retained !== null);
  const last = known.at(-1);
  if (!last) return null;
  const shares = byGroup.flatMap((rows) =>
    rows
      .filter((row) => row.period?.getTime() === last.period!.getTime())
      .map(({group, start, stayed}) => ({group, counted: stayed, size: start}))
  );
  const ends = shareExtremes(shares, interval);
  return {
    key: "retention-rate",
    values: {
      basis: typeof active === "number" ? "days" : active,
      days: typeof active === "number" ? active : null,
      period,
      when: last.period,
      rate: last.retained,
      low: last.low,
      high: last.high,
      level: interval,
      size: last.start,
      reactivated: last.reactivated,
      periods: known.length,
      pooled: all[0]!.retained,
      best: ends?.best.group ?? null,
      best_rate: ends?.best.value ?? null,
      worst: ends?.worst.group ?? null,
      worst_rate: ends?.worst.value ?? null
    }
  };
}
