import {identifier, raw, sql} from "../sql/sql.ts";
import type {Rolled} from "../cube/cube.ts";
import {LEAST} from "./contrast.ts";
import {groupOrder} from "./groups.ts";
import {fitGroups} from "./group-fits.ts";
import {groupIntervals, valueIntervals} from "./ltv-intervals.ts";
import type {GroupInterval, ValueIntervals} from "./ltv-intervals.ts";
import type {LtvOptions, Method} from "./ltv-options.ts";
import type {Facts, Finding, Frozen, Model, Result, Workbench} from "./metric.ts";
import {dayOf} from "./period.ts";
import {fitPurchases, modelOf} from "./purchase-fit.ts";
import type {PurchaseFit} from "./purchase-fit.ts";
import {MICRO, keepPartPredictions, keepPredictions} from "./purchase-predictions.ts";
import {tableOf} from "./table-of.ts";
import {resampleHere} from "./value-resamples.ts";

/** A share of failed refits beyond which the interval is not to be trusted. */
const FAILED = 0.05;

/**
 * What a customer has brought and, by a purchase and a spend model of the whole log, is expected to bring within the horizon.
 *
 * Result: one row per `group` (null: everybody first, then by size): `customers` with an order; means per customer, in the currency: `observed` so far net of refunds, `expected` within the horizon, discounted (a month's purchases count as paid
 * at its end), `value` their sum, `low` and `high` its bootstrap interval over customers, null under a filter; `share_customers`; `share_value`, of the groups' total value, null where that is not positive;
 * With `fit: groups` each group's predictions come from models fitted to its customers alone, and `tables.models` says which (`own` false: everybody's stands in).
 * `rank`, 1 and the number of groups whose value is higher beyond the noise. Fewer than 10 customers: counts only. `summary`: what the model is built on; the chance to be alive of one-time buyers is not identifiable under BG/NBD.
 */
export const predictive: Method = {
  requires: () => ["orders.at", "orders.revenue"],
  freeze,
  reductions: (_options, _facts, frozen) => ({
    values: {
      level1: sql`select customer, cast(observed as bigint) as observed, cast(expected as bigint) as expected, cast(alive as bigint) as alive, case when alive is null then 1 else 0 end as unknown, case when repeats > 0 then 1 else 0 end as repeats from ${raw(String(frozen["relation"]))}`,
      keys: [],
      statistics: {
        customers: raw("count(*)"),
        observed: raw("sum(r.observed)"),
        expected: raw("sum(r.expected)"),
        alive: raw("sum(r.alive)"),
        unknown: raw("sum(r.unknown)"),
        repeaters: raw("sum(r.repeats)")
      }
    }
  }),
  finish
};

async function freeze(
  {by, discount, fit: scope, horizon, interval, model}: LtvOptions,
  facts: Facts,
  workbench: Workbench
): Promise<Frozen> {
  const fitted = await fitPurchases(model, dayOf(facts.asOf), {facts, workbench});
  const ahead = {months: horizon, annual: discount};
  const groupOf = await groupsOf(fitted, by, workbench);
  const money = 10 ** facts.digits;
  const isByGroup = scope === "groups" && by !== undefined && fitted.fit !== null;
  const own = `${fitted.kind} ${fitted.log.until} ${isByGroup} ${by ?? ""}`;
  const fits = isByGroup
    ? await workbench.once(`group fits ${own}`, async () => fitGroups(fitted, groupOf, facts.digits))
    : [];
  const relation = isByGroup
    ? await keepPartPredictions(
        fits.map((one) => one.fitted),
        ahead,
        {key: own, workbench, facts}
      )
    : await keepPredictions(fitted, ahead, {workbench, facts});
  const setting = {level: interval, money, resample: workbench.resample ?? resampleHere};
  const intervals =
    fitted.fit &&
    (await workbench.once(`ltv intervals ${own} ${horizon} ${discount} ${interval}`, () =>
      isByGroup ? groupIntervals(fits, ahead, setting) : valueIntervals(fitted, ahead, {...setting, groupOf})
    ));
  const {fit, notes, spend, failure} = fitted;
  return {
    relation,
    model: modelOf(fitted),
    failure: fit ? null : failure,
    intervals,
    notes: [
      ...notes,
      ...(isByGroup ? ["ltv-fits-by-group"] : []),
      ...(fits.some(({isOwn}) => !isOwn) ? ["ltv-group-unfitted"] : [])
    ],
    models: fits.map(({group, fitted: one, isOwn}) => ({
      group,
      customers: one.log.customers.length,
      own: isOwn,
      model: one.kind,
      log_likelihood: isOwn ? (one.fit?.logLikelihood ?? null) : null
    })),
    spend: {
      log_likelihood: spend.fit?.logLikelihood ?? null,
      correlation: spend.correlation,
      repeaters: spend.fit?.customers ?? 0,
      excluded: spend.groups.excluded,
      kept: spend.kept
    }
  };
}

/** The value of a dimension of every customer of the log, in its order; null for all without one. */
async function groupsOf(
  {log}: PurchaseFit,
  by: string | undefined,
  workbench: Workbench
): Promise<readonly (string | null)[]> {
  if (by === undefined) return log.customers.map(() => null);
  const rows = await workbench.ask(sql`select customer, ${identifier(by)} as value from "all".customers`);
  const values = new Map(
    rows.columns["customer"]!.map((customer, i) => [String(customer), String(rows.columns["value"]![i])])
  );
  return log.customers.map((customer) => values.get(customer) ?? null);
}

interface Sums {
  readonly group: string | null;
  readonly customers: number;
  readonly observed: number;
  readonly expected: number;
}

function finish({values}: Readonly<Record<string, Rolled>>, options: LtvOptions, facts: Facts, frozen: Frozen): Result {
  const money = 10 ** facts.digits;
  const model = frozen["model"] as Model | null;
  const intervals = frozen["intervals"] as ValueIntervals | null;
  const read = (name: string, g: number) => values!.statistics[name]![g]![0] ?? 0;
  const sums = values!.groups.map((group, g): Sums => ({
    group,
    customers: read("customers", g),
    observed: read("observed", g) / money,
    expected: read("expected", g) / money
  }));
  const all = sums[0]!;
  const ordered = groupOrder(sums, ({customers}) => customers).filter(({customers}) => customers > 0);
  const rows = ordered.map((one) => row(one, all, {fitted: model !== null, bounds: boundsOf(one, intervals)}));
  const isFiltered =
    intervals !== null && rows.some((one) => one.value !== null && one.low === null && one.customers >= LEAST);
  const spend = frozen["spend"] as Readonly<Record<string, number | null>>;
  const models = frozen["models"] as readonly {group: string; customers: number; own: boolean; model: string; log_likelihood: number | null}[]; // prettier-ignore
  const unknown = read("unknown", 0);
  return {
    table: tableOf(rows, [
      "group",
      "customers",
      "observed",
      "expected",
      "value",
      "low",
      "high",
      "share_customers",
      "share_value",
      "rank"
    ]),
    units: {
      group: "text",
      customers: "count",
      observed: "money",
      expected: "money",
      value: "money",
      low: "money",
      high: "money",
      share_customers: "ratio",
      share_value: "ratio",
      rank: "count",
      ...(models.length > 0 ? {own: "boolean", model: "text", log_likelihood: "number"} : {})
    },
    summary: {
      horizon_months: options.horizon,
      discount: options.discount,
      repeaters: read("repeaters", 0),
      expected_active_repeaters: model === null ? null : read("alive", 0) / MICRO,
      alive_not_identifiable: model === null ? null : unknown,
      alive_of_one_time_buyers: model?.kind === "bgnbd" ? "not identifiable" : null,
      spend_log_likelihood: spend["log_likelihood"]!,
      spend_repeaters: spend["repeaters"]!,
      spend_excluded: spend["excluded"]!,
      spend_frequency_correlation: spend["correlation"]!,
      kept_after_refunds: spend["kept"]!,
      replicates: intervals?.replicates ?? 0,
      replicates_failed: intervals?.failed ?? 0,
      interval_method: intervals?.method ?? null
    },
    ...(model ? {model} : {}),
    ...(models.length > 0 ? {tables: {models: tableOf(models, ["group", "customers", "own", "model", "log_likelihood"])}} : {}), // prettier-ignore
    n: all.customers,
    of: "customers",
    finding: rows.length === 0 ? null : finding(rows, options),
    notes: notesOf(frozen, {intervals, isFiltered, facts, unknown, customers: all.customers})
  };
}

interface Row extends Omit<Sums, "observed" | "expected"> {
  readonly observed: number | null;
  readonly expected: number | null;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly share_customers: number | null;
  readonly share_value: number | null;
  readonly rank: number | null;
}

/** An interval is of the customers that it was made over; under a filter there is none. */
function boundsOf({group, customers}: Sums, intervals: ValueIntervals | null): GroupInterval | null {
  return intervals?.groups.find((one) => one.group === group && one.customers === customers) ?? null;
}

function row(
  {group, customers, observed, expected}: Sums,
  all: Sums,
  {fitted, bounds}: {fitted: boolean; bounds: GroupInterval | null}
): Row {
  const isShown = customers >= LEAST;
  const mean = (sum: number) => (isShown ? sum / customers : null);
  const total = all.observed + all.expected;
  return {
    group,
    customers,
    observed: mean(observed),
    expected: fitted ? mean(expected) : null,
    value: fitted ? mean(observed + expected) : null,
    low: bounds?.low ?? null,
    high: bounds?.high ?? null,
    share_customers: customers / all.customers,
    share_value: fitted && isShown && total > 0 ? (observed + expected) / total : null,
    rank: bounds?.rank ?? null
  };
}

/** The value of everybody, and of the groups that lie highest and lowest beyond the noise. */
function finding(rows: readonly Row[], {by, discount, horizon, interval}: LtvOptions): Finding {
  const [all, ...groups] = rows;
  const ranked = groups.filter(({rank}) => rank !== null).toSorted((a, b) => b.value! - a.value!);
  const [best, worst] = [ranked[0], ranked.at(-1)];
  const isApart = best !== undefined && worst !== undefined && worst.rank! > 1;
  return {
    key: "ltv-predictive",
    values: {
      observed: all!.observed,
      expected: all!.expected,
      value: all!.value,
      low: all!.low,
      high: all!.high,
      level: interval,
      horizon,
      discount,
      customers: all!.customers,
      groups: by === undefined ? null : ranked.length,
      best: isApart ? best.group : null,
      best_value: isApart ? best.value : null,
      worst: isApart ? worst.group : null,
      worst_value: isApart ? worst.value : null
    }
  };
}

function notesOf(
  frozen: Frozen,
  {
    intervals,
    isFiltered,
    facts,
    unknown,
    customers
  }: {intervals: ValueIntervals | null; isFiltered: boolean; facts: Facts; unknown: number; customers: number}
): string[] {
  const failed = intervals === null ? 0 : intervals.failed / intervals.replicates;
  return [
    ...(customers === 0 ? ["no-orders"] : (frozen["notes"] as string[])),
    ...(frozen["model"] !== null && unknown > 0 ? ["alive-not-identifiable"] : []),
    ...(intervals?.method === "normal" ? ["fewer-resamples"] : []),
    ...(failed > FAILED ? ["resamples-failed"] : []),
    ...(isFiltered ? ["interval-for-all-only"] : []),
    ...(facts.marginIs === "revenue" ? ["revenue-for-margin"] : [])
  ];
}
