import {table} from "arquero";
import type {ColumnTable} from "arquero";
import {FIGURES} from "../../metrics/kpi-figures.ts";
import type {Result, Unit} from "../../metrics/metric.ts";
import type {Format} from "../../charts/format.ts";
import type {Compare} from "./selection.ts";

/** Between whom, or between which months, a figure is compared. */
export interface Sides {
  readonly compare: Compare;
  /** Name of what the figure shows: "chosen", "May 2025 to Apr 2026". */
  readonly own: string;
  /** Name of what it is compared with: "All customers", "May 2024 to Apr 2025". */
  readonly other: string;
}

/** What a figure is compared with: the result of other customers, or of other months. */
export interface Compared extends Sides {
  readonly result: Result;
}

/** Forms of charts that draw a second line, dot or bar beside theirs; a triangle, a treemap and the like have no room for another one. */
const DRAWN: Readonly<Record<string, (options: Readonly<Record<string, unknown>>) => boolean>> = {
  retention: ({chart}) => chart === "curve",
  "retention-rate": () => true,
  churn: () => true,
  ltv: ({method = "cohort"}) => method === "cohort",
  nps: ({chart}) => chart !== "distribution",
  csat: () => true,
  dwb: () => true
};

/** Metrics whose chart has two forms, of which it chooses by the number of its groups: a comparison is none. */
const TRENDS: Readonly<Record<string, string>> = {nps: "score", csat: "rate", dwb: "rate"};

/** Whether the chart draws what it is compared with. Split into groups, it has its lines already. */
export function isDrawn(metric: string, options: Readonly<Record<string, unknown>>): boolean {
  return options["by"] === undefined && (DRAWN[metric]?.(options) ?? false);
}

/** The chart's options, its form settled by the figure's own rows. */
export function settledForm(
  metric: string,
  options: Readonly<Record<string, unknown>>,
  {table: own}: Result
): Readonly<Record<string, unknown>> {
  const value = TRENDS[metric];
  if (value === undefined || options["chart"] !== undefined) return options;
  const [periods, values, complete] = ["period", value, "complete"].map((name) => own.array(name) as unknown[]);
  const closed = periods!.filter((period, i) => period !== null && values![i] !== null && complete![i] === true);
  return {...options, chart: closed.length > 1 ? "trend" : "groups"};
}

/** The rows of both, told apart by `group`: `own`, and `other` where it is a name; null is the group that charts draw in grey. */
export function together(result: Result, {result: beside, own}: Compared, other: string | null): ColumnTable {
  const names = result.table.columnNames();
  const column = (name: string): unknown[] => [
    ...(result.table.array(name) as Iterable<unknown>),
    ...(beside.table.columnNames().includes(name)
      ? (beside.table.array(name) as Iterable<unknown>)
      : Array.from<null>({length: beside.table.numRows()}).fill(null))
  ];
  const groups = [
    ...Array.from<string>({length: result.table.numRows()}).fill(own),
    ...Array.from<string | null>({length: beside.table.numRows()}).fill(other)
  ];
  return table(Object.fromEntries(names.map((name) => [name, name === "group" ? groups : column(name)])));
}

/** What a row of KPIs says of the figure that its own is compared with. */
export interface ComparedKpi {
  readonly previous: number | null;
  readonly change: number | null;
  /** Null: not known, as neither has an interval. */
  readonly isNoise: boolean | null;
  /** The figure's share of the other one, where it is a part of it; null for rates, scores and means. */
  readonly share: number | null;
}

/** The figure of this name beside its own; null where the other has none. */
export function comparedKpi(
  own: {
    readonly name: string;
    readonly value: number | null;
    readonly low: number | null;
    readonly high: number | null;
  },
  {compare, result}: Compared
): ComparedKpi | null {
  const names = result.table.array("name") as unknown[];
  const at = names.indexOf(own.name);
  const read = (column: string) => (at < 0 ? null : ((result.table.array(column) as (number | null)[])[at] ?? null));
  const [previous, low, high] = [read("value"), read("low"), read("high")];
  if (own.value === null || previous === null) return null;
  const {isSum = false, unit} = FIGURES[own.name]!;
  if (isSum && compare === "all")
    return {previous: null, change: null, isNoise: null, share: previous === 0 ? null : own.value / previous};
  const change = changeFrom(previous, own.value, unit);
  const half = (a: number | null, b: number | null) => (a === null || b === null ? null : (b - a) / 2);
  const [mine, theirs] = [half(own.low, own.high), half(low, high)];
  const isNoise = mine === null || theirs === null ? null : Math.abs(own.value - previous) <= Math.hypot(mine, theirs);
  return {previous, change, isNoise, share: null};
}

/** The change to a value: a share of what it was for counts and amounts, in which it has none from zero; else the difference. */
export function changeFrom(previous: number, value: number, unit: Unit): number | null {
  if (unit !== "count" && unit !== "money") return value - previous;
  return previous === 0 ? null : value / previous - 1;
}

/** "8.5% of all customers’", where the figure is a part. */
export function shareText(share: number, words: {readonly shareOf: string}, format: Format): string {
  return words.shareOf.replace("{share}", () => format.value(share, "ratio"));
}
