import type {ColumnTable} from "arquero";
import type {Format, Unit} from "../../charts/format.ts";
import {periodLabel} from "../../charts/period.ts";
import type {Period} from "../../charts/period.ts";
import {InputError} from "../../errors.ts";
import {REST} from "../../metrics/groups.ts";
import {sparkline} from "../../charts/sparkline.ts";
import {widest} from "../../charts/text-width.ts";
import {element} from "./element.ts";
import type {ViewOptions} from "./kpi.ts";

/** A column to show: its name in the table, its head, and how its values are written. */
export interface Column {
  readonly name: string;
  /** Plain text. */
  readonly label: string;
  readonly unit: Unit;
  /** Its dates are first days of such periods, which are written for them. */
  readonly period?: Period;
  /** What null stands for; defaults to nothing, "–". */
  readonly none?: string;
  /** The unit of each row of the table, in its order, where they differ. */
  readonly units?: readonly Unit[];
  /** Draws each number as a bar behind it, from zero. */
  readonly bar?: boolean;
  /** Colours each cell by its number, from the column's least to its greatest; but for the rows of “(other)” and “(none)”. */
  readonly heat?: boolean;
  /** Is what another column is compared with: in grey. */
  readonly quiet?: boolean;
  /** Draws the numbers of each text ("3,1,2") as a small line; what is no number is a gap. The column is sorted by the last one. */
  readonly spark?: boolean;
}

/** What {@link tableView} shows of a table. */
export interface TableOptions extends ViewOptions {
  readonly columns: readonly Column[];
  /** Defaults to the table's own order. Nulls come last either way. */
  readonly sort?: {readonly column: string; readonly descending: boolean} | null;
  /** Columns whose sum stands in a last row, over all rows; a column that cannot be added up (a ratio, a score) stays blank. */
  readonly total?: readonly string[];
  /** Plain text; also names the table to those who cannot see it. */
  readonly caption?: string | null;
  /** Plain text: names the table to those who cannot see it, where it stands below its own heading; defaults to the caption. */
  readonly label?: string | null;
  /** Most rows to show; defaults to 100. The rest is announced in a line below. */
  readonly limit?: number;
  /** What rows of what is left over are called in the first column; defaults to the data's own names. */
  readonly rest?: readonly string[];
  /** Whether the page offers a search of its rows. */
  readonly search?: boolean;
}

const NUMERIC = new Set<Unit>(["count", "ratio", "money", "days", "months", "nps", "score", "number"]);
const DATES = new Set<Unit>(["date", "timestamp", "month"]);
const ADDITIVE = new Set<Unit>(["count", "money", "number"]);
const STEPS = 9;
/** In rem: the texts of cells and of heads, and the most room that a column gets for them. A narrow screen would break texts at every word, or letter. */
const TEXT_SIZE = 0.875;
const HEAD_SIZE = 0.8125;
const MOST_ROOM = 8;
/** Scripts that may be broken at any letter. */
const UNSPACED = /[\u3040-\u30FF\u3400-\u9FFF]/u;

/**
 * A table as a `<div class="k-table">`: one row per row of `table`, first column as row head, numbers on the right, null as "–".
 *
 * @throws {InputError} if a column to show, sort by or add up is missing.
 */
export function tableView(table: ColumnTable, options: TableOptions): Element {
  const {document, format, words, columns, caption = null, total = [], limit = 100} = options;
  const rows = sortedRows(readRows(table, options), options);
  const shown = rows.slice(0, limit);
  const named = rows.filter((row) => !isOfRest(row, options));
  const ranges = new Map(columns.map(({heat, name}) => [name, range((heat ? named : rows).map((row) => row[name]))]));
  const writers = new Map(columns.map((column) => [column.name, writerOf(column, rows, format)]));
  const body = shown.map((row) => bodyRow(row, {ranges, writers}, options));
  const parts = [
    caption ? element(document, "caption", {}, [caption]) : null,
    element(document, "thead", {}, [
      element(
        document,
        "tr",
        {},
        columns.map((column) => headCell(column, shown, {document, writers}))
      )
    ]),
    element(document, "tbody", {}, body.length > 0 ? body : [emptyRow(options)]),
    total.length > 0 && rows.length > 0 ? element(document, "tfoot", {}, [totalRow(rows, writers, options)]) : null
  ];
  const scroll = {
    class: "k-scroll",
    tabindex: "0",
    role: "group",
    "aria-label": options.label ?? caption ?? words.figure.table
  };
  const rest = rows.length - shown.length;
  return element(document, "div", {class: "k-table", "data-search": options.search ? "" : null}, [
    element(document, "div", scroll, [element(document, "table", {}, parts)]),
    rest > 0 ? element(document, "p", {class: "k-more"}, [words.table.more(rest)]) : null
  ]);
}

type Row = Readonly<Record<string, unknown>> & {readonly [PLACE]: number};
/** A row's place in the table as it was given. */
const PLACE = Symbol("place");
type Span = readonly [least: number, greatest: number] | null;

/** The rows, read column by column: Arquero's own `objects()` compiles a function, which a page's policy forbids. */
function readRows(table: ColumnTable, {columns, sort, total}: TableOptions): Row[] {
  const names = new Set([...columns.map(({name}) => name), ...(sort ? [sort.column] : []), ...(total ?? [])]);
  const known = new Set(table.columnNames());
  for (const name of names) if (!known.has(name)) throw new InputError(`table view: unknown column "${name}"`);
  const values = [...names].map((name) => [name, [...table.array(name)]] as const);
  return Array.from({length: table.numRows()}, (_, i) => ({
    ...Object.fromEntries(values.map(([name, all]) => [name, all[i]])),
    [PLACE]: i
  }));
}

function sortedRows(rows: readonly Row[], {sort, words}: TableOptions): readonly Row[] {
  if (!sort) return rows;
  const collator = new Intl.Collator(words.lang);
  const compare = (a: unknown, b: unknown): number =>
    typeof a === "string" && typeof b === "string" ? collator.compare(a, b) : Number(a) - Number(b);
  const sign = sort.descending ? -1 : 1;
  return rows.toSorted(({[sort.column]: a}, {[sort.column]: b}) =>
    a == null || b == null ? Number(a == null) - Number(b == null) : sign * compare(a, b)
  );
}

/** Least and greatest number; null where there is none. */
function range(values: readonly unknown[]): Span {
  const numbers = values.filter((value) => typeof value === "number");
  if (numbers.length === 0) return null;
  return [numbers.reduce((a, b) => Math.min(a, b)), numbers.reduce((a, b) => Math.max(a, b))];
}

function classOf({unit, quiet}: Column): string | null {
  const kind = NUMERIC.has(unit) ? "k-num" : DATES.has(unit) ? "k-date" : null;
  return quiet ? [kind, "k-quiet"].filter((name) => name !== null).join(" ") : kind;
}

function headCell(
  column: Column,
  rows: readonly Row[],
  {document, writers}: {document: Document; writers: Writers}
): Element {
  const {label, name, spark} = column;
  const kind = spark ? null : classOf(column);
  const texts = spark || kind ? [] : rows.map((row) => writers.get(name)!(row[name] ?? null, row));
  const room = Math.max(Math.min(MOST_ROOM, widest(texts, TEXT_SIZE)), roomOfHead(label));
  const style = room > 0 ? `min-width:${Math.ceil(room * 10) / 10}rem` : null;
  return element(document, "th", {scope: "col", class: kind, style}, [label]);
}

/** What a head needs to stand on two lines, where it may be broken; 0 where it may not. */
function roomOfHead(label: string): number {
  const words = label.split(" ");
  const width = (some: readonly string[]) => widest([some.join(" ")], HEAD_SIZE);
  const halves = words.slice(1).map((_, i) => Math.max(width(words.slice(0, i + 1)), width(words.slice(i + 1))));
  if (halves.length > 0) return Math.min(MOST_ROOM, ...halves);
  if (!UNSPACED.test(label)) return 0;
  // It is broken between phrases, not in the middle; a short one not at all.
  const whole = width(words);
  return Math.min(MOST_ROOM, whole <= 5 * HEAD_SIZE ? whole : whole / 2 + HEAD_SIZE);
}

/** Writes a value of a column in a row, or its total. */
type Writer = (value: unknown, row: Row | null) => string;
/** By the columns' names. */
type Writers = ReadonlyMap<string, Writer>;

function writerOf({name, unit, units, period, none}: Column, rows: readonly Row[], format: Format): Writer {
  const inFull = format.column(
    rows.map((row) => row[name]),
    unit
  );
  return (value, row) => {
    if (value === null && none !== undefined) return none;
    if (period && value instanceof Date) return periodLabel(value, period, format);
    return units && row ? format.value(value, units[row[PLACE]]!) : inFull(value);
  };
}

function bodyRow(
  row: Row,
  {ranges, writers}: {ranges: ReadonlyMap<string, Span>; writers: Writers},
  options: TableOptions
): Element {
  const {document, columns} = options;
  const cells = columns.map((column, i) => {
    const value = row[column.name] ?? null;
    if (column.spark) return sparkCell(i === 0 ? "th" : "td", seriesOf(value), {column, options});
    const text = writers.get(column.name)!(value, row);
    const marks = {
      ...cellMarks(column, value, column.heat && isOfRest(row, options) ? null : (ranges.get(column.name) ?? null)),
      "data-v": value === null && column.none !== undefined ? "" : sortValue(value)
    };
    return i === 0 ? element(document, "th", {scope: "row", ...marks}, [text]) : element(document, "td", marks, [text]);
  });
  return element(document, "tr", {}, cells);
}

/** Whether the row is what is left over of groups too small to name: a mix whose few customers would set the colours of all others. */
function isOfRest(row: Row, {columns, rest = REST}: TableOptions): boolean {
  return rest.includes(row[columns[0]!.name] as string);
}

/** Numbers of a text with commas between them. */
function seriesOf(value: unknown): readonly (number | null)[] {
  const texts = value === null ? [] : String(value).split(",");
  return texts.map((text) => (text.trim() === "" || Number.isNaN(Number(text)) ? null : Number(text)));
}

function sparkCell(
  name: "th" | "td",
  values: readonly (number | null)[],
  {column: {unit}, options}: {column: Column; options: TableOptions}
): Element {
  const {document, format, words} = options;
  const look = {document, format, words: words.chart, width: 96, height: 22};
  const line = sparkline(values, {...look, unit: unit === "text" ? "number" : unit});
  const marks = {class: "k-spark-cell", "data-v": sortValue(values.at(-1) ?? null)};
  return element(document, name, name === "th" ? {scope: "row", ...marks} : marks, [line]);
}

/** What a page sorts a number or a date by, which its text does not say; null for a text. Finer than its text, and no finer than that takes: a page has thousands. The reader's sort takes empty, where the text is a name for nothing, as missing. */
function sortValue(value: unknown): string | null {
  const number = value instanceof Date ? value.getTime() : typeof value === "bigint" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isFinite(number)) return null;
  return String(Number(Math.abs(number) < 1 ? number.toPrecision(6) : number.toFixed(4)));
}

function cellMarks(column: Column, value: unknown, span: Span): Record<string, string | null> {
  const {bar, heat} = column;
  const plain = {class: classOf(column)};
  if (typeof value !== "number" || span === null) return plain;
  if (heat) return {...plain, "data-heat": String(heatStep(value, span))};
  return bar ? {class: "k-num k-bar", style: barStyle(value, span)} : plain;
}

/** Which of nine colours stands for the value; the lowest where all values are equal. */
function heatStep(value: number, [least, greatest]: NonNullable<Span>): number {
  if (greatest === least) return 0;
  return Math.min(STEPS - 1, Math.floor(((value - least) / (greatest - least)) * STEPS));
}

/** Where the bar begins and ends, as fractions of the cell. The cell spans zero and all values of its column. */
function barStyle(value: number, [least, greatest]: NonNullable<Span>): string {
  const [start, end] = [Math.min(0, least), Math.max(0, greatest)];
  const at = (x: number): number => Math.round(((x - start) / (end - start || 1)) * 1000) / 1000;
  const from = start < 0 ? `--k-from:${at(Math.min(0, value))};` : "";
  return `${from}--k-to:${at(Math.max(0, value))}`;
}

/** Sums over all rows; a column without any number stays null. */
function totalRow(
  rows: readonly Row[],
  writers: Writers,
  {document, words, columns, total = []}: TableOptions
): Element {
  const cells = columns.map(({name, unit}, i) => {
    if (i === 0) return element(document, "th", {scope: "row"}, [words.table.total]);
    if (!total.includes(name) || !ADDITIVE.has(unit)) return element(document, "td");
    const numbers = rows.map((row) => row[name]).filter((value) => typeof value === "number");
    const sum = numbers.length > 0 ? numbers.reduce((a, b) => a + b) : null;
    return element(document, "td", {class: "k-num"}, [writers.get(name)!(sum, null)]);
  });
  return element(document, "tr", {}, cells);
}

function emptyRow({document, words, columns}: TableOptions): Element {
  return element(document, "tr", {}, [
    element(document, "td", {class: "k-empty", colspan: String(columns.length)}, [words.table.empty])
  ]);
}
