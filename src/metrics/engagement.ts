import {z} from "zod";
import type {Rolled} from "../cube/cube.ts";
import {exposureLift} from "../models/exposure-lift.ts";
import type {ExposureLift} from "../models/exposure-lift.ts";
import {holm} from "../models/holm.ts";
import {normalInterval, ratioOfSums} from "../models/ratio-of-sums.ts";
import type {Interval} from "../models/wilson.ts";
import {LEAST} from "./contrast.ts";
import {MOOD, MICRO, OTHER, engagementReductions, exactTimes, kindsOf, productOf} from "./engagement-reductions.ts";
import type {ExactTime, Kinds} from "./engagement-reductions.ts";
import {groupOrder} from "./groups.ts";
import {commonOptions} from "./metric.ts";
import type {Facts, Finding, Frozen, Metric, Result, Unit, Workbench} from "./metric.ts";
import {startOf} from "./period.ts";
import {medianDays} from "./resolution-times.ts";
import {tableOf} from "./table-of.ts";

const schema = z.strictObject({
  ...commonOptions,
  active: z
    .number()
    .int()
    .min(1)
    .max(12)
    .default(3)
    .describe("Periods, the one at hand included, within which a customer has ordered to count as active."),
  chart: z
    .enum(["lift", "trend"])
    .default("lift")
    .describe("lift: who came back after a contact, against others; trend: contacts by period.")
});

export type EngagementOptions = z.output<typeof schema>;

/** The kind that stands for active customers in the sums of the trend. */
const ACTIVE = -1;

/**
 * Signals before leaving: how often customers are in touch, in what mood, how fast they are answered, and how that goes with coming back in the period after.
 *
 * Result: one row per `group` and `kind`, most frequent first. `contacts` in closed periods; `rate` = contacts per active customer and period (ordered in this or the `active` − 1 periods before), with `rate_low`, `rate_high`; `sentiment` −1…1 with bounds; `resolved` of them, `median_days` to that (the lower median; under a filter from classes, at most 5% off).
 * `months`: customer-periods with such a contact that were followed; `retained`: share of them with an order in the period after; `others`: the same of all other customer-periods; `plain`: their ratio; `lift`: the ratio of both to what is usual for customers who last ordered as recently, as often lately and as often in all, with `low`, `high`, `p`, `p_holm` over the kinds of the group, and `differs`.
 * Fewer than 10 customers, with such a contact or with periods without one: counts only. Where customers are all alike, an estimate has neither interval nor p. `tables.trend` (with `chart: trend`): `group`, `kind`, `period`, `contacts`, `customers`, `rate`.
 */
export const engagement: Metric<EngagementOptions> = {
  kind: "engagement",
  schema,
  requires: () => ["orders.at", "contacts.at"],
  freeze,
  reductions: (options, facts, frozen) =>
    engagementReductions(options, frozen["kinds"] as Kinds, {facts, isTrend: options.chart === "trend"}),
  finish
};

async function freeze(options: EngagementOptions, facts: Facts, workbench: Workbench): Promise<Frozen> {
  const {by, period, active} = options;
  const kinds = await workbench.once(`engagement ${period} ${active}`, () => kindsOf(options, facts, workbench));
  return {kinds, times: await exactTimes(options, kinds, {by, facts, workbench})};
}

interface Row {
  readonly group: string | null;
  readonly kind: string;
  readonly contacts: number;
  readonly rate: number | null;
  readonly rate_low: number | null;
  readonly rate_high: number | null;
  readonly sentiment: number | null;
  readonly sentiment_low: number | null;
  readonly sentiment_high: number | null;
  readonly resolved: number;
  readonly median_days: number | null;
  readonly months: number;
  readonly retained: number | null;
  readonly others: number | null;
  readonly plain: number | null;
  readonly lift: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly p: number | null;
  readonly p_holm: number | null;
  readonly differs: boolean;
}

const COLUMNS = ["group", "kind", "contacts", "rate", "rate_low", "rate_high", "sentiment", "sentiment_low", "sentiment_high", "resolved", "median_days", "months", "retained", "others", "plain", "lift", "low", "high", "p", "p_holm", "differs"] as const; // prettier-ignore

function finish(
  rolled: Readonly<Record<string, Rolled>>,
  options: EngagementOptions,
  facts: Facts,
  frozen: Frozen
): Result {
  const {interval, period} = options;
  const kinds = frozen["kinds"] as Kinds;
  const times = frozen["times"] as readonly ExactTime[];
  const [whole, own] = [rolled["whole"]!, rolled["kinds"]!];
  const groups = whole.groups.map((group, g) => ({group, n: whole.statistics["customers"]![g]![0] ?? 0}));
  const rows = groupOrder(groups, ({n}) => n).flatMap(({group}) => {
    const all = kinds.names.flatMap((_, kind) => rowOf(group, kind, {whole, own, kinds, interval}) ?? []);
    return tested(
      all.map((row) => ({...row, median_days: medianOf(rolled, row, {kinds, times})})),
      interval
    );
  });
  const n = groups[0]?.n ?? 0;
  const isEmpty = rows.every(({group}) => group !== null);
  const everybody = rows.filter(({group}) => group === null);
  return {
    table: tableOf(rows, COLUMNS),
    units: UNITS,
    tables: rolled["trend"] ? {trend: trendOf(rolled["trend"], {kinds, period, facts})} : {},
    summary: {
      tested: everybody.filter(({p_holm}) => p_holm !== null).length,
      differing: everybody.filter(({differs}) => differs).length
    },
    n,
    of: "customers",
    finding: isEmpty ? null : finding(everybody, options),
    notes: isEmpty
      ? ["engagement-none"]
      : [
          "engagement-lift",
          "engagement-rate",
          ...(everybody.some(({median_days}) => median_days !== null) ? ["engagement-times"] : []),
          "loyalty-cause"
        ]
  };
}

const UNITS: Readonly<Record<string, Unit>> = {
  group: "text",
  kind: "text",
  contacts: "count",
  customers: "count",
  period: "date",
  rate: "number",
  rate_low: "number",
  rate_high: "number",
  sentiment: "score",
  sentiment_low: "score",
  sentiment_high: "score",
  resolved: "count",
  median_days: "days",
  months: "count",
  retained: "ratio",
  others: "ratio",
  plain: "score",
  lift: "score",
  low: "score",
  high: "score",
  p: "number",
  p_holm: "number",
  differs: "boolean"
};

/** Sums of a group, and of one of its kinds, by name; 0 for what it has not. */
function reader(rolled: Rolled, group: string | null, row: number): (name: string) => number {
  const g = rolled.groups.indexOf(group);
  return (name) => (g < 0 || row < 0 ? 0 : rolled.statistics[name]![g]![row]!);
}

function rowOf(
  group: string | null,
  kind: number,
  {whole, own, kinds, interval}: {whole: Rolled; own: Rolled; kinds: Kinds; interval: number}
): Row | null {
  const all = reader(whole, group, 0);
  const one = reader(own, group, own.keys["kind"]!.indexOf(kind));
  const contacts = one("contacts");
  if (contacts === 0) return null;
  const isKnown = one("people") >= LEAST;
  const rate = isKnown ? perUnit({y: "own", x: "months"}, {n: all("customers"), own: one, base: all, interval}) : null;
  const mood =
    one("raters") >= LEAST ? perUnit({y: "mood", x: "rated"}, {n: one("people"), own: one, base: one, interval}) : null;
  // Customers with periods of exposure, and with others; most have both.
  const isCompared = one("exposed") >= LEAST && all("followed") - one("always") >= LEAST;
  const retained = isCompared ? one("y") / one("n") : null;
  const others = isCompared ? (all("y") - one("y")) / (all("n") - one("n")) : null;
  const lift = isCompared ? liftOf(one, all, interval) : null;
  return {
    group,
    kind: kinds.names[kind]!,
    contacts,
    rate: rate && rate.value,
    rate_low: rate?.bounds ? Math.max(0, rate.bounds.low) : null,
    rate_high: rate?.bounds?.high ?? null,
    sentiment: mood && mood.value / MOOD,
    sentiment_low: mood?.bounds ? Math.max(-1, mood.bounds.low / MOOD) : null,
    sentiment_high: mood?.bounds ? Math.min(1, mood.bounds.high / MOOD) : null,
    resolved: one("resolved"),
    median_days: null,
    months: one("n"),
    retained,
    others,
    plain: retained !== null && others !== null && others > 0 ? retained / others : null,
    lift: lift?.lift ?? null,
    low: lift?.low ?? null,
    high: lift?.high ?? null,
    p: lift?.p ?? null,
    p_holm: null,
    differs: false
  };
}

type Reader = (name: string) => number;

/** A sum per unit of another one, with its interval over customers, null where they are all alike; `base` has the sums of what it is per. */
function perUnit(
  {y, x}: {y: string; x: string},
  {n, own, base, interval}: {n: number; own: Reader; base: Reader; interval: number}
): {readonly value: number; readonly bounds: Interval | null} | null {
  const ratio = ratioOfSums({
    n,
    y: own(y),
    x: base(x),
    yy: own(productOf(y, y)),
    xy: own(productOf(y, x)),
    xx: base(productOf(x, x))
  });
  return ratio && {value: ratio.value, bounds: ratio.variance > 0 ? normalInterval(ratio, interval) : null};
}

function liftOf(one: (name: string) => number, all: (name: string) => number, interval: number): ExposureLift | null {
  const [e, ee] = [one("e") / MICRO, one(productOf("e", "e")) / MICRO ** 2];
  return exposureLift(
    {
      n: all("customers"),
      y: one("y"),
      e,
      allY: all("y"),
      allE: all("e") / MICRO,
      yy: one(productOf("y", "y")),
      ye: one(productOf("y", "e")) / MICRO,
      ee,
      yAllY: one(productOf("y", "all_y")),
      yAllE: one(productOf("y", "all_e")) / MICRO,
      eAllY: one(productOf("e", "all_y")) / MICRO,
      eAllE: one(productOf("e", "all_e")) / MICRO ** 2,
      allYY: all(productOf("y", "y")),
      allYE: all(productOf("y", "e")) / MICRO,
      allEE: all(productOf("e", "e")) / MICRO ** 2
    },
    interval
  );
}

/** The rows with their p-values corrected for their number. */
function tested(rows: readonly Row[], interval: number): readonly Row[] {
  const known = rows.filter(({p, kind}) => p !== null && kind !== OTHER);
  const corrected = holm(known.map(({p}) => p!));
  return rows.map((row) => {
    const at = known.indexOf(row);
    const p_holm = at < 0 ? null : corrected[at]!;
    return {...row, p_holm, differs: p_holm !== null && p_holm < 1 - interval};
  });
}

/** The exact median where the sums are those that it was taken of; else that of the classes. Null of fewer than 10 customers, however many contacts one of them has. */
function medianOf(
  {kinds: own, times: classes}: Readonly<Record<string, Rolled>>,
  {group, kind, resolved}: Pick<Row, "group" | "kind" | "resolved">,
  {kinds, times}: {kinds: Kinds; times: readonly ExactTime[]}
): number | null {
  const number = kinds.names.indexOf(kind);
  if (reader(own!, group, own!.keys["kind"]!.indexOf(number))("answered") < LEAST) return null;
  const rolled = classes!;
  const g = rolled.groups.indexOf(group);
  const rows = Array.from({length: rolled.size}, (_, k) => k).filter((k) => rolled.keys["kind"]![k] === number);
  const seconds = rows.reduce((sum, k) => sum + rolled.statistics["seconds"]![g]![k]!, 0);
  const exact = times.find((time) => time.group === group && time.kind === number);
  if (exact && exact.resolved === resolved && exact.seconds === seconds) return exact.days;
  return medianDays(new Map(rows.map((k) => [rolled.keys["time"]![k]!, rolled.statistics["resolved"]![g]![k]!])));
}

function trendOf(
  rolled: Rolled,
  {kinds, period, facts}: {kinds: Kinds; period: EngagementOptions["period"]; facts: Facts}
) {
  const {groups, keys, size, statistics} = rolled;
  const rows = groups.flatMap((group, g) => {
    const at = (kind: number) =>
      new Map(
        Array.from({length: size}, (_, k) => k)
          .filter((k) => keys["kind"]![k] === kind)
          .map((k) => [keys["period"]![k]!, statistics["n"]![g]![k]!])
      );
    const customers = at(ACTIVE);
    const periods = [...customers.keys()].sort((a, b) => a - b);
    return kinds.names.flatMap((kind, i) => {
      const counts = at(i);
      return periods.map((index) => {
        const [contacts, of] = [counts.get(index) ?? 0, customers.get(index)!];
        return {
          group,
          kind,
          period: startOf(index, period, facts.calendar),
          contacts,
          customers: of,
          rate: of < LEAST ? null : contacts / of
        };
      });
    });
  });
  return tableOf(rows, ["group", "kind", "period", "contacts", "customers", "rate"]);
}

function finding(rows: readonly Row[], {period, interval}: EngagementOptions): Finding {
  const known = rows.filter(({differs}) => differs).toSorted((a, b) => a.lift! - b.lift!);
  const worst = known[0] && known[0].lift! < 1 ? known[0] : null;
  const last = known.at(-1);
  const best = last && last.lift! > 1 ? last : null;
  return {
    key: "engagement",
    values: {
      tested: rows.filter(({p_holm}) => p_holm !== null).length,
      differing: known.length,
      period,
      level: interval,
      worst: worst?.kind ?? null,
      worst_lift: worst?.lift ?? null,
      worst_low: worst?.low ?? null,
      worst_high: worst?.high ?? null,
      worst_retained: worst?.retained ?? null,
      worst_others: worst?.others ?? null,
      best: best?.kind ?? null,
      best_lift: best?.lift ?? null,
      best_low: best?.low ?? null,
      best_high: best?.high ?? null
    }
  };
}
