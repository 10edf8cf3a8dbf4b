import {table} from "arquero";
import {z} from "zod";
import type {Rolled} from "../cube/cube.ts";
import {normalQuantile} from "../models/normal.ts";
import {dayIndex, minorUnits, periodIndex} from "../sql/dialect.ts";
import {literal, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import {holdoutAccuracy, spendOf} from "./forecast-accuracy.ts";
import type {Accuracy, Frequency} from "./forecast-accuracy.ts";
import {expectedAhead, expectedSinceFirst, parameterErrors} from "./forecast-expected.ts";
import type {Expected, ParameterErrors} from "./forecast-expected.ts";
import {forecastSpans} from "./forecast-spans.ts";
import type {ForecastSpans} from "./forecast-spans.ts";
import {groupOrder} from "./groups.ts";
import {commonOptions} from "./metric.ts";
import type {Facts, Finding, Frozen, Metric, Model, Reduction, Result, Unit, Workbench} from "./metric.ts";
import {dayOf, lastClosed, startOf} from "./period.ts";
import {fitPurchases, modelOf} from "./purchase-fit.ts";
import type {PurchaseFit} from "./purchase-fit.ts";
import {MICRO, keepPredictions} from "./purchase-predictions.ts";
import {tableOf} from "./table-of.ts";

const schema = z.strictObject({
  ...commonOptions,
  model: z.enum(["bgnbd", "mbgnbd", "paretonbd"]).default("bgnbd").describe("The model of purchases."),
  holdout: z
    .number()
    .int()
    .min(1)
    .max(60)
    .default(6)
    .describe("How many of the last closed periods the check is made on; the fit of the check does not see them."),
  ahead: z.number().int().min(1).max(60).default(12).describe("How many periods to look ahead.")
});

export type ForecastOptions = z.output<typeof schema>;

/**
 * Repeat purchases per period of the customers acquired so far: as they came, as a model expects them, and the next periods.
 *
 * Result: one row per `group` (with `by`; null: everybody) and `period` (its first day): `actual` purchase days after the first one, null for periods to come; `expected`; `low`, `high`, for held-out and coming periods: chance of single customers and
 * uncertainty of the parameters, not seasons or campaigns; `holdout` whether the period was kept from the fit that expects it; `complete` whether the as-of date closes it; `actual_amount`, `expected_amount`; `newcomers`, purchases of customers acquired since in held-out periods, which are not in `actual`.
 * Before the held-out periods `expected` is the fit itself; in them only customers are counted who were there before; in the period that is not over, what has come so far plus what the rest is expected to bring.
 * `tables.accuracy`: the model against naive ways on the held-out stretch, per customer; `tables.by_frequency`: expected and actual by repeat purchases before; both over all customers. `summary.expected_active`: Σ P(alive) of those of whom it can be told.
 */
export const forecast: Metric<ForecastOptions> = {
  kind: "forecast",
  schema,
  requires: () => ["orders.at", "orders.revenue"],
  freeze,
  reductions,
  finish
};

async function freeze(options: ForecastOptions, facts: Facts, workbench: Workbench): Promise<Frozen> {
  const spans = forecastSpans(options, facts);
  const asOf = dayOf(facts.asOf);
  const full = await fitPurchases(options.model, asOf, {facts, workbench});
  const check = spans.until === null ? null : await fitPurchases(options.model, spans.until, {facts, workbench});
  const key = `forecast ${options.model} ${options.period} ${options.holdout} ${options.ahead}`;
  const relations = await workbench.once(key, () => keepExpected({full, check, spans}, {facts, workbench}));
  const held = check?.fit ? await heldOut(check, spans, workbench) : null;
  return {
    spans,
    relations,
    predictions: await keepPredictions(full, {months: 12, annual: 0}, {workbench, facts}),
    model: modelOf(full),
    notes: [
      ...new Set([...full.notes, ...(check === null ? ["holdout-too-short"] : check.fit ? [] : ["holdout-not-fitted"])])
    ],
    errors: {future: parameterErrors(full, spans.future), holdout: check ? parameterErrors(check, spans.holdout) : []},
    ...(held && check ? holdoutAccuracy(check, held) : {accuracy: [], frequency: []})
  };
}

/** Relations that the reduction joins: customers with their place in each part of the forecast, and what is expected of a place. */
async function keepExpected(
  {full, check, spans}: {full: PurchaseFit; check: PurchaseFit | null; spans: ForecastSpans},
  {facts, workbench}: {facts: Facts; workbench: Workbench}
) {
  const money = 10 ** facts.digits;
  const people = (fit: PurchaseFit, place: ArrayLike<number>) =>
    workbench.keep({customer: fit.log.customers, place: Array.from(place), spend: spendOf(fit, money)});
  const numbers = ({place, period, expected, variance}: Expected) =>
    workbench.keep({place, period, expected, variance});
  const past = check ?? full;
  const days = [...new Set(past.log.first)];
  return [
    {
      people: await people(past, past.log.first),
      expected: await numbers(expectedSinceFirst(past, days, spans.calibration))
    },
    ...(check
      ? [
          {
            people: await people(check, check.log.grouping.group),
            expected: await numbers(expectedAhead(check, spans.holdout))
          }
        ]
      : []),
    {people: await people(full, full.log.grouping.group), expected: await numbers(expectedAhead(full, spans.future))}
  ];
}

/** Purchase days of the customers of a log in the held-out stretch, and in as many days before it, repeats only. */
async function heldOut({log}: PurchaseFit, {holdout}: ForecastSpans, workbench: Workbench) {
  const end = holdout.at(-1)!.to;
  const days = end - log.until;
  const rows = await workbench.ask(sql`
    select customer, count(distinct case when day > ${literal(log.until)} then day end) as actual, count(distinct case when day > first_day and day > ${literal(log.until - days)} and day <= ${literal(log.until)} then day end) as earlier
    from (select customer, day, min(day) over (partition by customer) as first_day from (select customer, ${dayIndex(raw('"at"'))} as day from "all".orders where not refund) days) dated
    where first_day <= ${literal(log.until)} and day <= ${literal(end)}
    group by customer`);
  const place = new Map(rows.columns["customer"]!.map((customer, i) => [String(customer), i]));
  const read = (name: string) =>
    Float64Array.from(log.customers, (customer) => Number(rows.columns[name]![place.get(customer)!]));
  return {actual: read("actual"), before: read("earlier"), days};
}

function reductions({period}: ForecastOptions, facts: Facts, frozen: Frozen): Readonly<Record<string, Reduction>> {
  const {until, holdout} = frozen["spans"] as ForecastSpans;
  const relations = frozen["relations"] as readonly {people: string; expected: string}[];
  const parts = relations.map(
    ({people, expected}): Query => sql`
      select p.customer, cast(e.period as bigint) as period, cast(e.expected as bigint) as expected, cast(e.variance as bigint) as variance, cast(round(cast(e.expected as double precision) * p.spend / ${literal(MICRO)}) as bigint) as amount
      from ${raw(people)} p join ${raw(expected)} e on e.place = p.place`
  );
  const isHeld =
    until === null
      ? sql`false`
      : sql`period >= ${literal(holdout[0]!.period)} and period <= ${literal(holdout.at(-1)!.period)}`;
  return {
    actual: {
      level1: sql`
        select customer, period, case when (${isHeld}) and first_day > ${literal(until ?? 0)} then 0 else 1 end as known, sum(case when purchases > 0 and day > first_day then 1 else 0 end) as repeats, sum(case when day > first_day then amount else 0 end) as amount
        from (
          select *, min(case when purchases > 0 then day end) over (partition by customer) as first_day
          from (
            select customer, ${dayIndex(raw('"at"'))} as day, ${periodIndex(raw('min("at")'), period, facts.calendar)} as period, sum(case when refund then 0 else 1 end) as purchases, sum(${minorUnits(raw("margin"), facts.digits)}) as amount
            from "all".orders group by customer, 2
          ) days
        ) dated
        where first_day is not null
        group by 1, 2, 3`,
      keys: ["period"],
      statistics: {
        repeats: raw("sum(r.repeats * r.known)"),
        amount: raw("sum(r.amount * r.known)"),
        newcomers: raw("sum(r.repeats * (1 - r.known))")
      }
    },
    expected: {
      level1: parts.reduce((all, part) => sql`${all} union all ${part}`),
      keys: ["period"],
      statistics: {expected: raw("sum(r.expected)"), variance: raw("sum(r.variance)"), amount: raw("sum(r.amount)")}
    },
    alive: {
      level1: sql`select customer, cast(alive as bigint) as alive, case when alive is null then 1 else 0 end as unknown from ${raw(String(frozen["predictions"]))}`,
      keys: [],
      statistics: {customers: raw("count(*)"), alive: raw("sum(r.alive)"), unknown: raw("sum(r.unknown)")}
    }
  };
}

interface Row {
  readonly period: Date;
  readonly actual: number | null;
  readonly expected: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly holdout: boolean;
  readonly complete: boolean;
  readonly actual_amount: number | null;
  readonly expected_amount: number | null;
  readonly newcomers: number | null;
  readonly group: string | null;
}

const UNITS: Readonly<Record<string, Unit>> = {
  actual: "count",
  expected: "count",
  low: "count",
  high: "count",
  holdout: "boolean",
  complete: "boolean",
  actual_amount: "money",
  expected_amount: "money",
  newcomers: "count",
  group: "text",
  method: "text",
  total: "count",
  bias: "ratio",
  mae: "number",
  rmse: "number",
  repeats: "count",
  customers: "count"
};

function finish(
  rolled: Readonly<Record<string, Rolled>>,
  options: ForecastOptions,
  facts: Facts,
  frozen: Frozen
): Result {
  const {alive} = rolled;
  const model = frozen["model"] as Model | null;
  const customers = (g: number) => alive!.statistics["customers"]![g]![0]!;
  const series = new Series(rolled, {options, facts, frozen});
  const ordered = groupOrder(
    alive!.groups.map((group, g) => ({group, g})).filter(({g}) => g === 0 || customers(g) > 0),
    ({g}) => customers(g)
  );
  const rows = customers(0) === 0 ? [] : ordered.flatMap(({group, g}) => series.rows(group, g));
  const shown = [
    "period",
    "actual",
    "expected",
    "low",
    "high",
    "holdout",
    "complete",
    "actual_amount",
    "expected_amount",
    "newcomers",
    ...(options.by === undefined ? [] : ["group"])
  ] as const;
  const totals = series.totals();
  const unknown = alive!.statistics["unknown"]![0]![0]!;
  const accuracy = frozen["accuracy"] as readonly Accuracy[];
  return {
    table: tableOf(rows, shown as readonly (keyof Row)[]),
    units: {...UNITS, period: options.period === "month" ? "month" : "date"},
    tables: {
      accuracy: tableOf(accuracy, ["method", "total", "actual", "bias", "mae", "rmse"]),
      by_frequency: frequencies(frozen["frequency"] as readonly Frequency[])
    },
    summary: {
      expected_active: model === null ? null : alive!.statistics["alive"]![0]![0]! / MICRO,
      alive_not_identifiable: model === null ? null : unknown,
      holdout_actual: totals.actual,
      holdout_expected: totals.held,
      holdout_bias: totals.actual && totals.held !== null ? (totals.held - totals.actual) / totals.actual : null,
      holdout_rmse: accuracy[0]?.rmse ?? null,
      holdout_by_newcomers: totals.newcomers,
      ahead_expected: totals.ahead,
      ahead_low: totals.low,
      ahead_high: totals.high
    },
    ...(model ? {model} : {}),
    n: customers(0),
    of: "customers",
    finding: customers(0) === 0 || model === null ? null : finding(totals, options),
    notes: notesOf(frozen, {facts, unknown, customers: customers(0), isOpen: !series.isClosed})
  };
}

function frequencies(rows: readonly Frequency[]) {
  return table({
    repeats: rows.map(({repeats}) => repeats),
    customers: rows.map(({customers}) => customers),
    actual: rows.map(({actual, customers}) => actual / customers),
    expected: rows.map(({expected, customers}) => expected / customers)
  });
}

interface Totals {
  /** In the held-out stretch, null without one. */
  readonly actual: number | null;
  readonly held: number | null;
  readonly newcomers: number | null;
  /** To come. */
  readonly ahead: number;
  readonly low: number;
  readonly high: number;
}

/** Reads the sums of a forecast's reductions as rows. */
class Series {
  readonly #rolled: Readonly<Record<string, Rolled>>;
  readonly #options: ForecastOptions;
  readonly #facts: Facts;
  readonly #spans: ForecastSpans;
  readonly #errors: {readonly future: ParameterErrors; readonly holdout: ParameterErrors};
  readonly #hasModel: boolean;
  /** Whether the as-of date closes its period. */
  readonly isClosed: boolean;

  constructor(
    rolled: Readonly<Record<string, Rolled>>,
    {options, facts, frozen}: {options: ForecastOptions; facts: Facts; frozen: Frozen}
  ) {
    this.#rolled = rolled;
    this.#options = options;
    this.#facts = facts;
    this.#spans = frozen["spans"] as ForecastSpans;
    this.#errors = frozen["errors"] as {future: ParameterErrors; holdout: ParameterErrors};
    this.#hasModel = frozen["model"] !== null;
    const closed = lastClosed(facts.asOf, options.period, facts.calendar);
    this.isClosed = dayOf(startOf(closed + 1, options.period, facts.calendar)) === dayOf(facts.asOf) + 1;
  }

  rows(group: string | null, g: number): Row[] {
    const {calibration, holdout, future} = this.#spans;
    const hasCheck = this.#errors.holdout.length > 0;
    return [
      ...calibration.map(({period}) =>
        this.#row({group, g, period, fitted: this.#hasModel, error: null, part: "past"})
      ),
      ...holdout.map(({period}) =>
        this.#row({group, g, period, fitted: hasCheck, error: errorAt(this.#errors.holdout, period), part: "holdout"})
      ),
      ...future.map(({period}) =>
        this.#row({
          group,
          g,
          period,
          fitted: this.#hasModel,
          error: errorAt(this.#errors.future, period),
          part: "future"
        })
      )
    ];
  }

  #row({
    group,
    g,
    period,
    fitted,
    error,
    part
  }: {
    group: string | null;
    g: number;
    period: number;
    fitted: boolean;
    error: number | null;
    part: "past" | "holdout" | "future";
  }): Row {
    const money = 10 ** this.#facts.digits;
    const isOpen = part === "future" && period === this.#spans.future[0]!.period && !this.isClosed;
    const [done, amount] = [this.#sum("actual", "repeats", g, period), this.#sum("actual", "amount", g, period)];
    const rest = this.#sum("expected", "expected", g, period) / MICRO;
    const half =
      error === null || !fitted ? null : this.#half(rest, this.#sum("expected", "variance", g, period) / MICRO, error);
    const expected = fitted ? rest + (isOpen ? done : 0) : null;
    const isPast = part !== "future" || isOpen;
    return {
      period: startOf(period, this.#options.period, this.#facts.calendar),
      actual: isPast ? done : null,
      expected,
      low: half === null ? null : Math.max(isOpen ? done : 0, expected! - half),
      high: half === null ? null : expected! + half,
      holdout: part === "holdout",
      complete: part !== "future",
      actual_amount: isPast ? amount / money : null,
      expected_amount: fitted ? (this.#sum("expected", "amount", g, period) + (isOpen ? amount : 0)) / money : null,
      newcomers: part === "holdout" ? this.#sum("actual", "newcomers", g, period) : null,
      group
    };
  }

  /** Sums over the held-out periods and over those to come, of everybody on screen. */
  totals(): Totals {
    const {holdout, future} = this.#spans;
    const over = (spans: ForecastSpans["future"], name: "actual" | "expected", statistic: string) =>
      spans.reduce((sum, {period}) => sum + this.#sum(name, statistic, 0, period), 0);
    const ahead = over(future, "expected", "expected") / MICRO;
    const half = this.#half(
      ahead,
      over(future, "expected", "variance") / MICRO,
      errorAt(this.#errors.future, null) ?? 0
    );
    const none = holdout.length === 0;
    return {
      actual: none ? null : over(holdout, "actual", "repeats"),
      held: none || this.#errors.holdout.length === 0 ? null : over(holdout, "expected", "expected") / MICRO,
      newcomers: none ? null : over(holdout, "actual", "newcomers"),
      ahead,
      low: Math.max(0, ahead - half),
      high: ahead + half
    };
  }

  #half(expected: number, variance: number, error: number): number {
    return normalQuantile((1 + this.#options.interval) / 2) * Math.sqrt(variance + (error * expected) ** 2);
  }

  #sum(name: "actual" | "expected", statistic: string, g: number, period: number): number {
    const rolled = this.#rolled[name]!;
    const k = rolled.keys["period"]?.indexOf(period) ?? -1;
    return k < 0 ? 0 : rolled.statistics[statistic]![g]![k]!;
  }
}

function errorAt(errors: ParameterErrors, period: number | null): number | null {
  return errors.find((one) => one.period === period)?.error ?? null;
}

function finding(
  {actual, held, ahead, low, high}: Totals,
  {ahead: periods, holdout, interval, period}: ForecastOptions
): Finding {
  return {
    key: "forecast",
    values: {
      period,
      ahead: periods,
      expected: ahead,
      low,
      high,
      level: interval,
      holdout: held === null ? null : holdout,
      held,
      actual,
      bias: actual && held !== null ? (held - actual) / actual : null
    }
  };
}

function notesOf(
  frozen: Frozen,
  {facts, unknown, customers, isOpen}: {facts: Facts; unknown: number; customers: number; isOpen: boolean}
): string[] {
  if (customers === 0) return ["no-orders"];
  return [
    ...(frozen["notes"] as string[]),
    "forecast-known-customers",
    "forecast-interval",
    ...(isOpen ? ["forecast-open-period"] : []),
    ...(frozen["model"] !== null && unknown > 0 ? ["alive-not-identifiable"] : []),
    ...(facts.marginIs === "revenue" ? ["revenue-for-margin"] : [])
  ];
}
