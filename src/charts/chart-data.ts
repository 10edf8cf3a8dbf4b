import type {ColumnTable} from "arquero";
import type {ChartReference, ChartSpec, GenericOptions} from "./chart-spec.ts";
import type {Unit} from "./format.ts";
import {InputError} from "../errors.ts";
import {chartColumns, columnEntries} from "./chart-spec.ts";
import {nameOf, numberOf, sortedNames} from "./chart-values.ts";
import {isTime, keyAxis, keyOf, type Key, type KeyAxis} from "./key-axis.ts";
import {requireRows} from "./rows.ts";

/** A value at its place: a row of the table, or a row and one of several columns. */
export interface Point {
  readonly key: Key;
  readonly value: number | null;
  readonly series: string;
  readonly facet: string;
  readonly low: number | null;
  readonly high: number | null;
}

/** A line to hold the data against, on the axis of keys or on that of values. */
export interface Reference {
  readonly axis: "key" | "value";
  readonly at: Key;
  readonly label: string;
}

/** What a chart of values by key draws, all defaults resolved. Points are sorted by key, then series. */
export interface ChartData {
  readonly points: readonly Point[];
  /** Names in the order of colours. */
  readonly series: readonly string[];
  /** The series to compare the others with, drawn in grey; null for none. */
  readonly quiet: string | null;
  /** One empty name where the chart is not split. */
  readonly facets: readonly string[];
  readonly key: KeyAxis;
  /** Unit of the values, and of the axis that they are drawn on: shares where they are normalised. */
  readonly unit: Unit;
  readonly axisUnit: Unit;
  readonly valueLabel: string | null;
  readonly stack: boolean | "normalize";
  /** Are series only the keys again, so that colour needs neither legend nor room? */
  readonly isKeyColoured: boolean;
  /** Does the specification have its values across? */
  readonly isHorizontal: boolean;
  readonly hasInterval: boolean;
  readonly references: readonly Reference[];
}

/** A row of the table by column. */
export type Row = Readonly<Record<string, unknown>>;

/** The rows with the columns that the specification names. @throws {InputError} if one is missing. */
export function chartRows(table: ColumnTable, spec: ChartSpec): Row[] {
  return requireRows<Row>(table, chartColumns(spec));
}

/** @throws {InputError} if `y` is not given, a value is no number, or two rows are at one place. */
export function chartData(rows: readonly Row[], spec: ChartSpec, options: GenericOptions): ChartData {
  const [xs, ys] = [columnEntries(spec.x), columnEntries(spec.y)];
  if (ys.length === 0) throw new InputError(`${spec.mark} chart without "y"`);
  const isHorizontal =
    spec.mark !== "line" &&
    spec.mark !== "area" &&
    isAcross(
      rows,
      xs.map(([name]) => name),
      ys.map(([name]) => name)
    );
  const [keys, values] = isHorizontal ? [ys, xs] : [xs, ys];
  const keyColumn = keys[0]![0];
  const [keySide, valueSide] = isHorizontal ? (["y", "x"] as const) : (["x", "y"] as const);
  const asked = spec.units?.[keySide];
  const unsorted = rows.flatMap((row) =>
    values.map(([column, name]) =>
      toPoint(row, {spec, keyColumn, column, name, many: values.length > 1, isText: asked === "text", options})
    )
  );
  const unit = spec.units?.[valueSide] ?? options.units?.[values[0]![0]] ?? inferredUnit(unsorted);
  const {quiet = null} = options;
  // What is compared with moves nothing.
  const weighed = unsorted.map((point) => (point.series === quiet ? {...point, value: null} : point));
  const key = keyAxis(weighed, {
    column: keyColumn,
    unit: asked ?? known(options.units?.[keyColumn]),
    isTime: asked !== "text" && isTime(rows.map((row) => row[keyColumn])),
    label: spec.labels?.[keySide] ?? null,
    sort: spec.sort,
    isFilled: spec.mark === "bar",
    format: options.format
  });
  const named = seriesOrder(unsorted, spec, options);
  const series = [...named.filter((name) => name !== quiet), ...named.filter((name) => name === quiet)];
  const order = new Map(key.keys.map((k, i) => [k, i]));
  const rank = new Map(series.map((name, i) => [name, i]));
  const points = unsorted
    .filter((point) => order.has(point.key))
    .sort((a, b) => order.get(a.key)! - order.get(b.key)! || rank.get(a.series)! - rank.get(b.series)!);
  if (spec.mark !== "dot") requireOnce(points, key, spec);
  const stack = spec.stack ?? defaultStack(spec, unit);
  return {
    points,
    series,
    quiet,
    facets: [...new Set(unsorted.map(({facet}) => facet))],
    key,
    unit,
    axisUnit: stack === "normalize" ? "ratio" : unit,
    valueLabel: spec.labels?.[valueSide] ?? null,
    stack,
    isKeyColoured: spec.color !== undefined && spec.color === keyColumn,
    isHorizontal,
    hasInterval: spec.low !== undefined && spec.high !== undefined,
    references: (spec.reference ?? []).flatMap((reference) => toReferences(reference, isHorizontal))
  };
}

/** @throws {InputError} if two points would be drawn at one place: whether to add them up, or to split them, is the author's to say. */
function requireOnce(points: readonly Point[], {text}: KeyAxis, {mark, color}: ChartSpec): void {
  const seen = new Set<string>();
  for (const {key, series, facet} of points) {
    const place = JSON.stringify([key, series, facet]);
    const name = [text(key), series, facet].filter((part) => part !== "").join(", ");
    const hint =
      color === undefined
        ? 'split them by "color" or "facet", or add them up in the query'
        : "add them up in the query";
    if (seen.has(place)) throw new InputError(`${mark} chart with more than one row for "${name}"; ${hint}`);
    seen.add(place);
  }
}

/** Does `x` hold the numbers, and `y` the names? */
function isAcross(rows: readonly Row[], xs: readonly string[], ys: readonly string[]): boolean {
  const present = (columns: readonly string[]): unknown[] =>
    rows.flatMap((row) => columns.map((column) => row[column])).filter((value) => value != null);
  const isNumber = (value: unknown): boolean => typeof value === "number" || typeof value === "bigint";
  return present(xs).every(isNumber) && !present(ys).every(isNumber);
}

/** The unit, unless it is "text": a text column may hold months. */
function known(unit: Unit | undefined): Unit | undefined {
  return unit === "text" ? undefined : unit;
}

interface PointOptions {
  readonly spec: ChartSpec;
  readonly keyColumn: string;
  readonly column: string;
  readonly name: string;
  readonly many: boolean;
  /** Are keys names, even where they look like numbers or months? */
  readonly isText: boolean;
  readonly options: GenericOptions;
}

function toPoint(row: Row, {spec, keyColumn, column, name, many, isText, options}: PointOptions): Point {
  const {color, facet, low, high} = spec;
  const own = color === undefined ? "" : nameOf(row[color], color, options);
  return {
    key: isText
      ? nameOf(row[keyColumn], keyColumn, options)
      : keyOf(row[keyColumn], (value) => nameOf(value, keyColumn, options)),
    value: numberOf(row[column], column),
    series: many ? (own ? `${own}, ${name}` : name) : own,
    facet: facet === undefined ? "" : nameOf(row[facet], facet, options),
    low: low === undefined ? null : numberOf(row[low], low),
    high: high === undefined ? null : numberOf(row[high], high)
  };
}

function inferredUnit(points: readonly Point[]): Unit {
  return points.every(({value}) => value === null || Number.isInteger(value)) ? "count" : "number";
}

function defaultStack({mark, color, y, low}: ChartSpec, unit: Unit): boolean {
  if (mark === "area") return true;
  return (
    mark === "bar" &&
    color !== undefined &&
    columnEntries(y).length === 1 &&
    low === undefined &&
    (unit === "count" || unit === "money")
  );
}

function seriesOrder(points: readonly Point[], {sort}: ChartSpec, {format}: GenericOptions): string[] {
  const totals = new Map<string, number>();
  for (const {series, value} of points) totals.set(series, (totals.get(series) ?? 0) + (value ?? 0));
  return sortedNames([...totals], sort, format.lang);
}

function toReferences({x, y, label = ""}: ChartReference, isHorizontal: boolean): Reference[] {
  const one = (at: number | string | undefined, isKey: boolean): Reference[] =>
    at === undefined ? [] : [{axis: isKey ? "key" : "value", at: isKey ? keyOf(at, String) : Number(at), label}];
  return [...one(x, !isHorizontal), ...one(y, isHorizontal)];
}
