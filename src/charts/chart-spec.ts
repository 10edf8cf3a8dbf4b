import type {Unit} from "./format.ts";
import type {ChartOptions} from "./options.ts";

/** The forms that the `chart` cell draws. */
export type ChartMark = "line" | "bar" | "area" | "dot" | "heatmap" | "histogram";

/** One column, several columns (each a series), or columns with the names of their series. */
export type ChartColumns = string | readonly string[] | Readonly<Record<string, string>>;

/** A value that the data is held against, on one of the axes. */
export interface ChartReference {
  readonly x?: number | string | undefined;
  readonly y?: number | string | undefined;
  readonly label?: string | undefined;
}

/** What a `chart` cell draws; its data is resolved by the caller. Columns are names of the table's columns. */
export interface ChartSpec {
  readonly mark: ChartMark;
  /** Required, but for a histogram's `y`. */
  readonly x: ChartColumns;
  readonly y?: ChartColumns | undefined;
  /** Column whose values are the series; in a heat map, the column of numbers. */
  readonly color?: string | undefined;
  /** Column whose values each have a small chart of their own. */
  readonly facet?: string | undefined;
  /**
   * Bars and areas: on top of each other instead of side by side; `normalize` as shares of 100%. Areas default to true, bars to true if
   * `color` splits a count or an amount.
   */
  readonly stack?: boolean | "normalize" | undefined;
  /** Order of categories and series; defaults to the order of the rows. Ties keep that order. Numbers and dates always ascend. */
  readonly sort?: "name" | "-name" | "value" | "-value" | undefined;
  readonly reference?: readonly ChartReference[] | undefined;
  /** Columns that bound the interval of each value. */
  readonly low?: string | undefined;
  readonly high?: string | undefined;
  /** Histogram: about how many bins. */
  readonly bins?: number | undefined;
  /** Histogram: the bins' bounds, ascending. */
  readonly thresholds?: readonly number[] | undefined;
  /** Titles of the axes and of the colour key. */
  readonly labels?:
    {readonly x?: string | undefined; readonly y?: string | undefined; readonly color?: string | undefined} | undefined;
  /** What the numbers mean, where the data does not say so. */
  readonly units?:
    {readonly x?: Unit | undefined; readonly y?: Unit | undefined; readonly color?: Unit | undefined} | undefined;
}

/** {@link ChartOptions} of the generic chart. */
export interface GenericOptions extends ChartOptions {
  /** Units of the table's columns, where they are known; the specification's own come first. */
  readonly units?: Readonly<Record<string, Unit>> | undefined;
  /** The series to compare the others with: drawn in grey, behind them in each order. */
  readonly quiet?: string | undefined;
}

/** The columns of {@link ChartColumns}, each with its series' name. */
export function columnEntries(columns: ChartColumns | undefined): [column: string, name: string][] {
  if (columns === undefined) return [];
  if (typeof columns === "string") return [[columns, columns]];
  if (Array.isArray(columns)) return columns.map((column: string) => [column, column.replaceAll("_", " ")]);
  return Object.entries(columns);
}

/** All columns that the specification reads, each once, in the order of its keys. */
export function chartColumns({x, y, color, facet, low, high}: ChartSpec): string[] {
  const names = [...columnEntries(x), ...columnEntries(y)].map(([column]) => column);
  return [...new Set([...names, ...[color, facet, low, high].filter((name) => name !== undefined)])];
}
