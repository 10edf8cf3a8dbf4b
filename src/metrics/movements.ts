import type {ColumnTable} from "arquero";
import {normalTwoSided} from "../models/normal.ts";
import {studentTwoSided} from "../models/student-t.ts";
import {criticalValue} from "../models/wilson.ts";
import type {Facts, Period, Result, Unit} from "./metric.ts";
import {lastClosed, startOf} from "./period.ts";

/** How a figure moved from one closed period to the next, and how likely chance alone moves it as far. */
export interface Movement {
  /** What moved: the name of a KPI, or the metric's. */
  readonly measure: string;
  /** Of which group of the cell's dimension; null for all customers. */
  readonly group: string | null;
  readonly unit: Unit;
  readonly period: Period;
  /** First days of the two periods. */
  readonly from: Date;
  readonly to: Date;
  readonly before: number;
  readonly value: number;
  /** Two-sided, 0–1. */
  readonly p: number;
  /** Size without a unit, so that movements can be ranked: a difference of two shares as Cohen's h, of two scores in standard deviations of an answer, of two sums as the logarithm of their ratio. */
  readonly effect: number;
  /** Of a sum the mean of its earlier changes, as the logarithm of a ratio like {@link effect}: what it is tested against. Null where the test is against no change. */
  readonly usual: number | null;
}

/** A result, and what of its cell's options its movements depend on. */
export interface Moving {
  readonly metric: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly result: Result;
}

/** Where the value of a metric by period stands, and what it is. */
const SERIES: Readonly<Record<string, {readonly value: string; readonly unit: Unit; readonly n: string}>> = {
  nps: {value: "score", unit: "nps", n: "answers"},
  csat: {value: "rate", unit: "ratio", n: "answers"},
  dwb: {value: "rate", unit: "ratio", n: "answers"},
  "retention-rate": {value: "retained", unit: "ratio", n: "start"}
};

/** Changes that have to be known before a sum's next one can be called unusual. */
const LEAST_CHANGES = 8;

/**
 * What a cell's figures did from the last but one closed period to the last, each with a test; empty for a cell that shows no periods.
 *
 * Rates and scores are tested by their intervals, taken as independent (customers that both periods hold make that test cautious), sums against the changes that came before: the last one is unusual or it is not (t-test of a further
 * value among logarithms of ratios). What has neither is not in it.
 */
export function movementsOf(moving: Moving, facts: Facts): readonly Movement[] {
  const {metric, options, result} = moving;
  const period = options["period"] as Period | undefined;
  if (period === undefined || result.table.numRows() === 0) return [];
  const last = lastClosed(facts.asOf, period, facts.calendar);
  const window = {
    period,
    from: startOf(last - 1, period, facts.calendar),
    to: startOf(last, period, facts.calendar),
    level: Number(options["interval"] ?? 0.95)
  };
  if (metric === "kpi") return kpiMovements(result, window);
  if (metric === "retention") return cohortMovements(moving, window, facts);
  const series = SERIES[metric];
  if (!series) return [];
  const {measure} = options;
  const rows = estimatesOf(result.table, {...series, at: "period"});
  return estimateMovements(rows, {
    ...window,
    unit: series.unit,
    measure: typeof measure === "string" ? measure : metric
  });
}

interface Window {
  readonly period: Period;
  readonly from: Date;
  readonly to: Date;
  readonly level: number;
}

interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

/** An estimate of a group at the first day of a period. */
interface Placed {
  readonly group: string | null;
  readonly at: Date;
  readonly estimate: Estimate | null;
}

function estimatesOf(
  table: ColumnTable,
  {at, value, n}: {readonly at: string; readonly value: string; readonly n: string},
  isMeant: (row: number) => boolean = () => true
): readonly Placed[] {
  return Array.from({length: table.numRows()}, (_, row) => row).flatMap((row) => {
    const day = table.get(at, row) as unknown;
    if (!(day instanceof Date) || !isMeant(row)) return [];
    const cells = [value, "low", "high", n].map((name) => table.get(name, row) as unknown);
    return [{group: (table.get("group", row) as string | null) ?? null, at: day, estimate: estimate(cells)}];
  });
}

function estimateMovements(
  rows: readonly Placed[],
  {unit, ...window}: Window & {readonly measure: string; readonly unit: Unit}
): readonly Movement[] {
  return [...new Set(rows.map(({group}) => group))].flatMap((group) => {
    const at = (day: Date) =>
      rows.find((row) => row.group === group && row.at.getTime() === day.getTime())?.estimate ?? null;
    const [from, to] = [at(window.from), at(window.to)];
    return from && to ? [{...common(window), group, unit, ...compared(from, to, {unit, level: window.level})}] : [];
  });
}

function common({measure, period, from, to}: Window & {readonly measure: string}) {
  return {measure, period, from, to};
}

/** Null where the value or its interval is not known. */
function estimate(cells: readonly unknown[]): Estimate | null {
  if (!cells.every((cell) => typeof cell === "number")) return null;
  const [value, low, high, n] = cells as [number, number, number, number];
  return high > low ? {value, low, high, n} : null;
}

function compared(from: Estimate, to: Estimate, {unit, level}: {unit: Unit; level: number}) {
  const error = ({low, high}: Estimate): number => (high - low) / (2 * criticalValue(level));
  const difference = to.value - from.value;
  const spread = Math.sqrt((error(from) ** 2 * from.n + error(to) ** 2 * to.n) / 2);
  const effect = unit === "ratio" ? angle(to.value) - angle(from.value) : difference / spread;
  return {
    before: from.value,
    value: to.value,
    p: normalTwoSided(difference / Math.hypot(error(from), error(to))),
    effect,
    usual: null
  };
}

/** The arcsine transformation of a share. */
function angle(share: number): number {
  return 2 * Math.asin(Math.sqrt(Math.min(1, Math.max(0, share))));
}

/** Of each cohort the share that came back at age 1: the last cohort that has completed it against the one before. */
function cohortMovements({options, result}: Moving, window: Window, facts: Facts): readonly Movement[] {
  if (options["kind"] !== undefined && options["kind"] !== "period") return [];
  const last = lastClosed(facts.asOf, window.period, facts.calendar) - 1;
  const {table} = result;
  const rows = estimatesOf(
    table,
    {at: "cohort", value: "rate", n: "size"},
    (row) => table.get("age", row) === 1 && table.get("complete", row) === true
  );
  return estimateMovements(rows, {
    ...window,
    from: startOf(last - 1, window.period, facts.calendar),
    to: startOf(last, window.period, facts.calendar),
    measure: "retention",
    unit: "ratio"
  });
}

/** Flows and scores of the last closed period; states, which hold the same customers twice, are not tested. */
function kpiMovements({table, tables}: Result, window: Window): readonly Movement[] {
  const history = tables?.["series"];
  return Array.from({length: table.numRows()}, (_, row) => row).flatMap((row): readonly Movement[] => {
    const cell = (name: string): unknown => table.get(name, row) as unknown;
    if (cell("time") !== "flow") return [];
    const measure = String(cell("name"));
    const unit = cell("unit") as Unit;
    const base = {...common({...window, measure}), group: null, unit};
    const [from, to] = [
      estimate(["previous", "previous_low", "previous_high", "previous_n"].map(cell)),
      estimate(["value", "low", "high", "n"].map(cell))
    ];
    if (from && to) return [{...base, ...compared(from, to, {unit, level: window.level})}];
    const unusual = history ? unusualChange(valuesOf(history, measure)) : null;
    return unusual && cell("low") === null ? [{...base, ...unusual}] : [];
  });
}

function valuesOf(history: ColumnTable, measure: string): readonly number[] {
  const rows = Array.from({length: history.numRows()}, (_, i) => i).filter((i) => history.get("name", i) === measure);
  return rows.map((i) => Number(history.get("value", i) ?? NaN));
}

/** The last change of a series of sums against those before it; null where they are too few, or a sum is not positive. */
function unusualChange(
  values: readonly number[]
): Omit<Movement, "measure" | "group" | "unit" | "period" | "from" | "to"> | null {
  const changes = values.slice(1).map((value, i) => Math.log(value / values[i]!));
  if (changes.length <= LEAST_CHANGES || !changes.every(Number.isFinite)) return null;
  const earlier = changes.slice(0, -1);
  const effect = changes.at(-1)!;
  const mean = earlier.reduce((sum, change) => sum + change, 0) / earlier.length;
  const squares = earlier.reduce((sum, change) => sum + (change - mean) ** 2, 0);
  const error = Math.sqrt((squares / (earlier.length - 1)) * (1 + 1 / earlier.length));
  if (error === 0) return null;
  return {
    before: values.at(-2)!,
    value: values.at(-1)!,
    p: studentTwoSided((effect - mean) / error, earlier.length - 1),
    effect,
    usual: mean
  };
}
