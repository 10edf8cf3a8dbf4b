import {table} from "arquero";
import {z} from "zod";
import type {Rolled} from "../cube/cube.ts";
import {identifier, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import {answers, answersByMonth} from "./answers.ts";
import {customerFlows, customerPeriods} from "./customer-periods.ts";
import {customerStates} from "./customer-states.ts";
import {FIGURES, secondOrderRate} from "./kpi-figures.ts";
import type {Figure, FigureDefinition} from "./kpi-figures.ts";
import {Moments, daysOf, momentsOf} from "./kpi-moments.ts";
import type {Days} from "./kpi-moments.ts";
import {inWindow, isOpenWindow, lengthOf, shifted} from "./kpi-window.ts";
import {acquiredByMonth} from "./kpi-payback.ts";
import type {Acquired} from "./kpi-payback.ts";
import {commonOptions} from "./metric.ts";
import {kpiFinding} from "./kpi-verdicts.ts";
import type {Facts, Frozen, Metric, Period, Reduction, Result} from "./metric.ts";
import {dateOf, lastClosed, periodOf, startOf} from "./period.ts";
import {isInWindow} from "./window.ts";

/** Closed periods in a spark line. */
const HISTORY = 24;

const schema = z.strictObject({
  show: z
    .array(z.string())
    .min(1)
    .describe(`Figures, in order: ${Object.keys(FIGURES).join(", ")}.`),
  period: commonOptions.period
    .unwrap()
    .optional()
    .describe("Flows are those of the last closed period; without it, those of the whole history."),
  interval: commonOptions.interval,
  title: commonOptions.title,
  finding: commonOptions.finding
});

export type KpiOptions = z.output<typeof schema>;

/**
 * Headline figures: where we stand, against the period before, the year before and the catalog's targets.
 *
 * Result: one row per figure shown, in order: `name`; `value`; `previous` and `last_year`, one period and one year earlier (without a `period`: both a year; null for flows);
 * `change` from `previous` (a share of it for counts and amounts, a difference for rates, scores and months); `target`; `unit`; `low`, `high`, `n` of rates and scores, and `previous_low`, `previous_high`, `previous_n`; `within_noise` whether a change of such a one is smaller than what chance gives, null where that was not tested (a page tests the sums of closed periods, too, all its movements together: {@link judgedKpis}); `time` whether it is of a period (flow), a day (state) or the last closed year,
 * `at` and `previous_at` that period's first day, or the day. Fewer than 10 customers or answers: `n` alone. `tables.series` has the last 24 closed periods of flows, by period: `name`, `period`, `value`; a period without orders is 0, one before the first order (of survey figures: the first answer) absent.
 * With a reporting window, flows are those of its months, `previous` those of as many months before, and `until`, `previous_until` the last month of either; states and years stay. A target of a sum is not one of the window, and left out.
 * `summary` has with `repeat_rate` its censoring-safe companion `second_order_180_days` and the number of customers `second_order_180_days_n` whose first order is that long ago.
 */
export const kpi: Metric<KpiOptions> = {
  kind: "kpi",
  schema,
  requires: ({show}) => [
    ...show.flatMap((name) => FIGURES[name]?.needs ?? []),
    ...(show.includes("payback") ? ["spend.month", "orders.at", "orders.revenue"] : [])
  ],
  freeze: async ({show}, facts, workbench) => ({
    acquired: show.includes("payback") ? await acquiredByMonth(facts, workbench) : []
  }),
  reductions,
  window: {shows: "additive", reductions: windowReductions},
  finish
};

function reductions(options: KpiOptions, facts: Facts): Readonly<Record<string, Reduction>> {
  const {show, period} = options;
  const everybody: Reduction = {
    level1: raw('select customer from "all".customers'),
    keys: [],
    statistics: {customers: raw("count(*)")}
  };
  const hasOrders = facts.tables.get("orders")?.has("at") ?? false;
  return {
    states: hasOrders
      ? statesRead(customerStates(daysOf(facts, period).all, facts), show, daysOf(facts, period))
      : everybody,
    ...(needs("orders", show) ? {flows: periods(customerFlows(period ?? "month", facts), amountsOf(show))} : {}),
    ...(show.includes("ltv") || show.includes("payback")
      ? {months: periods(customerPeriods("month", facts), ["margin"])}
      : {}),
    ...(needs("surveys", show) ? {answers: answers(period ?? "month", facts)} : {})
  };
}

/** Flows by month, where they are not reduced so already, and the answers of any run of months. */
function windowReductions({show, period = "month"}: KpiOptions, facts: Facts): Readonly<Record<string, Reduction>> {
  return {
    ...(needs("orders", show) && period !== "month"
      ? {flows_by_month: periods(customerFlows("month", facts), amountsOf(show))}
      : {}),
    ...(needs("surveys", show) ? {answers_by_month: answersByMonth(facts)} : {})
  };
}

function needs(table: string, show: readonly string[]): boolean {
  return show.some((name) => FIGURES[name]!.needs.startsWith(table));
}

function amountsOf(show: readonly string[]): readonly string[] {
  return [
    "orders",
    ...(show.some((name) => name === "revenue" || name === "average_order_value") ? ["revenue"] : []),
    ...(show.includes("margin") ? ["margin"] : [])
  ];
}

function periods(level1: Query, amounts: readonly string[]): Reduction {
  const active = raw("sum(case when orders > 0 then 1 else 0 end)");
  return {
    level1,
    keys: ["cohort", "age"],
    statistics: {active, ...Object.fromEntries(amounts.map((name) => [name, sql`sum(${identifier(name)})`]))}
  };
}

/** The states that the figures shown are computed from: of fourteen statistics a day most are read by none of them. */
function statesRead(states: Reduction, show: readonly string[], days: Days): Reduction {
  const moments = [days.now, days.previous, days.lastYear];
  const read = new Set([
    "customers",
    ...moments.flatMap((day) =>
      ["buyers", ...show.flatMap((name) => READS[name] ?? [])].map((state) => `${state}_${day}`)
    ),
    ...[days.year, days.yearBefore]
      .filter(() => show.includes("crr") || show.includes("churn"))
      .flatMap((day) => [`active_${day}`, `stayed_${day}`])
  ]);
  return {
    ...states,
    statistics: Object.fromEntries(Object.entries(states.statistics).filter(([name]) => read.has(name)))
  };
}

/** What of {@link customerStates} a figure reads at each moment, besides the buyers. */
const READS: Readonly<Record<string, readonly string[]>> = {
  customers: ["customers"],
  active_customers: ["active"],
  orders_per_year: ["orders", "days"],
  repeat_rate: ["repeaters", "observed", "second"]
};

function finish(rolled: Readonly<Record<string, Rolled>>, options: KpiOptions, facts: Facts, frozen: Frozen): Result {
  const {show, period, interval} = options;
  const days = daysOf(facts, period);
  const moments = new Moments(rolled, facts, {days, acquired: frozen["acquired"] as readonly Acquired[]});
  const {window} = facts;
  const standing = momentsOf(moments, period, facts, days);
  const {now, previous, lastYear} = window ? inWindow(standing, moments, {facts, window}) : standing;
  const rows = show.map((name) => {
    const figure = FIGURES[name]!;
    const [current, before] = [figure.at(now, interval), figure.at(previous, interval)];
    return {
      name,
      figure,
      current,
      before,
      last_year: figure.at(lastYear, interval).value,
      target: window && isFlowSum(figure) ? null : (facts.targets.get(name) ?? null),
      ...datesOf(figure, {period, facts, days})
    };
  });
  return {
    table: table({
      name: rows.map(({name}) => name),
      value: rows.map(({current}) => current.value),
      previous: rows.map(({before}) => before.value),
      change: rows.map((row) => change(row.figure, row.current.value, row.before.value)),
      target: rows.map(({target}) => target),
      unit: rows.map(({figure}) => figure.unit),
      last_year: rows.map((row) => row.last_year),
      n: rows.map(({current}) => current.n),
      low: rows.map(({current}) => current.low),
      high: rows.map(({current}) => current.high),
      previous_n: rows.map(({before}) => before.n),
      previous_low: rows.map(({before}) => before.low),
      previous_high: rows.map(({before}) => before.high),
      within_noise: rows.map(({current, before}) => isNoise(current, before)),
      time: rows.map(({figure}) => figure.time),
      at: rows.map(({at}) => at),
      previous_at: rows.map(({before, previous_at}) => (before.value === null ? null : previous_at)),
      ...(window
        ? {
            until: rows.map(({until}) => until),
            previous_until: rows.map(({before, previous_until}) => (before.value === null ? null : previous_until))
          }
        : {})
    }),
    units: {
      name: "text",
      value: "number",
      previous: "number",
      change: "number",
      target: "number",
      unit: "text",
      last_year: "number",
      n: "count",
      low: "number",
      high: "number",
      previous_n: "count",
      previous_low: "number",
      previous_high: "number",
      within_noise: "boolean",
      time: "text",
      at: "date",
      previous_at: "date",
      until: "date",
      previous_until: "date",
      period: "date"
    },
    tables: {series: series(moments, options, facts)},
    ...(show.includes("repeat_rate") ? {summary: secondOrder(secondOrderRate(now, interval))} : {}),
    n: rolled["states"]!.statistics["customers"]![0]![0]!,
    of: "customers",
    finding:
      rolled["states"]!.statistics["customers"]![0]![0]! === 0
        ? null
        : kpiFinding(
            rows.map(({name, current, before, target}) => ({
              name,
              target,
              value: current.value,
              previous: before.value,
              within_noise: isNoise(current, before)
            }))
          ),
    notes: [
      ...(window && rows.some(({figure}) => figure.time !== "flow") ? ["kpi-window-states"] : []),
      ...(window && isOpenWindow(window, facts) ? ["kpi-window-open"] : []),
      ...(rows.some(({name, current}) => name === "payback" && current.value === null) ? ["kpi-not-paid-back"] : []),
      ...(rows.some(({name}) => name === "ltv" || name === "margin" || name === "payback") &&
      facts.marginIs === "revenue"
        ? ["revenue-for-margin"]
        : [])
    ]
  };
}

/** A share of the value before for counts and amounts, else the difference; null where either is unknown. */
function change({unit}: FigureDefinition, value: number | null, before: number | null): number | null {
  if (value === null || before === null) return null;
  if (unit !== "count" && unit !== "money") return value - before;
  return before === 0 ? null : value / before - 1;
}

/** A sum over a time, of which a part of the time has a part. */
function isFlowSum({time, isSum = false}: FigureDefinition): boolean {
  return time === "flow" && isSum;
}

/** The times that a figure and the one before it are of. */
interface Dates {
  readonly at: Date | null;
  readonly previous_at: Date | null;
  readonly until: Date | null;
  readonly previous_until: Date | null;
}

function datesOf(
  {time}: FigureDefinition,
  {period, facts, days}: {period: Period | undefined; facts: Facts; days: Days}
): Dates {
  const {calendar, asOf, window} = facts;
  const none = {until: null, previous_until: null};
  if (time === "state") return {...none, at: asOf, previous_at: dateOf(days.all[days.previous]!)};
  if (time === "year")
    return {...none, at: dateOf(days.all[days.year]! + 1), previous_at: dateOf(days.all[days.yearBefore]! + 1)};
  if (window) {
    const [at, until, previousAt, previousUntil] = [...window, ...shifted(window, lengthOf(window))].map((month) =>
      startOf(month, "month", calendar)
    );
    return {at: at!, until: until!, previous_at: previousAt!, previous_until: previousUntil!};
  }
  if (period === undefined) return {...none, at: null, previous_at: null};
  const closed = lastClosed(asOf, period, calendar);
  return {...none, at: startOf(closed, period, calendar), previous_at: startOf(closed - 1, period, calendar)};
}

function secondOrder({value, n}: Figure): Readonly<Record<string, number | null>> {
  return {second_order_180_days: value, second_order_180_days_n: n};
}

/** Flows of the last closed periods; a period before the first order, or for survey figures before the first answer, is absent. */
function series(moments: Moments, {show, interval, period = "month"}: KpiOptions, facts: Facts) {
  const {asOf, calendar} = facts;
  const closed = lastClosed(asOf, period, calendar);
  const columns: {name: string[]; period: Date[]; value: (number | null)[]} = {name: [], period: [], value: []};
  const nothing = {customers: null, standing: null, kept: null, ltv: null, payback: null};
  const [from, to] = facts.window
    ? [periodOf(startOf(facts.window[0], "month", calendar), period, calendar), closed]
    : [closed - HISTORY + 1, closed];
  for (let index = from; index <= to; ++index) {
    if (!isInWindow(index, period, facts)) continue;
    const moment = {...nothing, flow: moments.flow(index), answers: moments.answers(index)};
    for (const name of show) {
      const figure = FIGURES[name]!;
      const isKnown = figure.needs.startsWith("surveys") ? moment.answers : moment.flow;
      if (figure.time !== "flow" || !isKnown) continue;
      columns.name.push(name);
      columns.period.push(startOf(index, period, calendar));
      columns.value.push(figure.at(moment, interval).value);
    }
  }
  return table(columns);
}

/** Whether the difference of two estimates is smaller than the root of the sum of their squared half-intervals; null where they have none, as counts and sums. */
function isNoise(a: Figure, b: Figure): boolean | null {
  if (a.low === null || a.high === null || b.low === null || b.high === null) return null;
  return Math.abs(a.value! - b.value!) <= Math.hypot((a.high - a.low) / 2, (b.high - b.low) / 2);
}
