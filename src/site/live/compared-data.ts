import {table} from "arquero";
import type {ColumnTable} from "arquero";
import {columnEntries} from "../../charts/chart-spec.ts";
import type {Unit} from "../../metrics/metric.ts";
import type {ChartCell, TableCell} from "../../notebook/data-cells.ts";
import type {Column, Dataset} from "../../notebook/dataset.ts";
import {queryFigure} from "../../notebook/query-figure.ts";
import type {QuerySpec} from "../../notebook/query-figure.ts";
import {headsOf} from "../data-figure.ts";
import type {Shown} from "../data-figure.ts";
import type {Style} from "../metric-figure.ts";
import type {LiveWords} from "../words/filter-words.ts";
import type {Sides} from "./comparison.ts";

/** Both sides' names, and the words that put them into the figure. */
interface Naming extends Sides {
  readonly words: Pick<LiveWords, "shareOf" | "comparedColumn">;
}

/**
 * A cell over a query beside what the query gives of others: a chart of one series has theirs in grey, a KPI theirs as what it changed from, a table theirs in a column after each of its own numbers.
 * Null where the cell has no room for that: a chart of several series, a heat map, a histogram, a table whose rows nothing tells apart.
 */
export function besideOther(shown: Shown, beside: Dataset, naming: Naming, style: Style): Shown | null {
  switch (shown.type) {
    case "kpi":
      return besideKpi(shown, beside, naming);
    case "chart":
      return besideChart(shown, beside, naming);
    default:
      return besideTable(shown, beside, {naming, style});
  }
}

function besideKpi(shown: Shown, beside: Dataset, {compare, other, words}: Naming): Shown {
  const {value} = queryFigure(shown.options as unknown as QuerySpec, beside);
  return {...shown, beside: {kpi: {compare, other, value, shareOf: words.shareOf}}};
}

/** Forms of charts in which another series has its place. */
const FORMS: readonly string[] = ["line", "area", "bar", "dot"];

function besideChart(shown: Shown, beside: Dataset, naming: Naming): Shown | null {
  const spec = shown.options as ChartCell;
  const {mark, x, y, color} = spec;
  const isPlain = color === undefined || color === x || color === y;
  if (!isPlain || !FORMS.includes(mark) || [x, y].some((columns) => columnEntries(columns).length !== 1)) return null;
  const {dataset, group} = together(shown.dataset, beside, naming);
  const options = {...spec, color: group, ...(mark === "bar" || mark === "area" ? {stack: false} : {})};
  return {...shown, options, dataset, beside: {series: naming.other}};
}

/** The rows of both, told apart by a first column; and its name, which no other column has. */
function together(
  {table: own, columns}: Dataset,
  {table: beside}: Dataset,
  names: Pick<Sides, "own" | "other">
): {readonly dataset: Dataset; readonly group: string} {
  const group = unusedName("group", columns);
  const sides = [own, beside].flatMap((one, i) =>
    Array.from<string>({length: one.numRows()}).fill(i === 0 ? names.own : names.other)
  );
  const all = columns.map(({name}) => [name, [...valuesOf(own, name), ...valuesOf(beside, name)]] as const);
  return {
    dataset: {
      table: table(Object.fromEntries([[group, sides], ...all])),
      columns: [{name: group, type: "string", unit: "text"}, ...columns]
    },
    group
  };
}

/** Numbers that can be held against each other. */
const NUMBERS: readonly Unit[] = ["count", "ratio", "money", "days", "months", "nps", "score", "number"];
/** What rows can be told apart by. */
const NAMES: readonly string[] = ["string", "boolean"];
const DATES: readonly string[] = ["date", "timestamp"];

function besideTable(shown: Shown, beside: Dataset, {naming, style}: {naming: Naming; style: Style}): Shown | null {
  const {dataset, type} = shown;
  const spec = type === "table" ? (shown.options as TableCell) : null;
  const heads = headsOf(spec, dataset, style);
  const seen = dataset.columns.filter(({name}) => heads.has(name));
  const keys = keysOf(seen, [dataset.table, beside.table], spec?.spark ?? []);
  const values = seen.filter((column) => NUMBERS.includes(column.unit) && !keys?.includes(column));
  if (keys === null || values.length === 0) return null;
  const matches = matchesOf(dataset.table, beside.table, keys);
  if (matches.every((place) => place === null)) return null;
  const headed = (label: string) => naming.words.comparedColumn.replace(/\{(label|other)\}/g, (_, part) => (part === "label" ? label : naming.other)); // prettier-ignore
  const added = values.map((column): {readonly of: Column; readonly column: Column; readonly values: unknown[]} => {
    const theirs = valuesOf(beside.table, column.name);
    return {
      of: column,
      column: {...column, name: unusedName(headed(column.name), dataset.columns)},
      values: matches.map((place) => (place === null ? null : theirs[place]))
    };
  });
  const columns = dataset.columns.flatMap((column) => [
    column,
    ...added.filter(({of}) => of === column).map((one) => one.column)
  ]);
  const all = new Map([
    ...dataset.columns.map(({name}) => [name, valuesOf(dataset.table, name)] as const),
    ...added.map((one) => [one.column.name, one.values] as const)
  ]);
  const wide = {table: table(Object.fromEntries(columns.map(({name}) => [name, all.get(name)!]))), columns};
  const quiet = {columns: Object.fromEntries(added.map(({of, column}) => [column.name, headed(heads.get(of.name)!)]))};
  if (!spec) return {...shown, dataset: wide, beside: quiet};
  // What they have in rows that are not here would be missing from their sum.
  const isWhole = matches.filter((place) => place !== null).length === beside.table.numRows();
  const totals = isWhole ? added.filter(({of}) => spec.total.includes(of.name)) : [];
  const columnsShown = [...heads].flatMap(([name, label]) => [
    [name, label],
    ...added.filter(({of}) => of.name === name).map(({column}) => [column.name, quiet.columns[column.name]!])
  ]);
  const options = {
    ...spec,
    columns: Object.fromEntries(columnsShown) as Record<string, string>,
    total: [...spec.total, ...totals.map(({column}) => column.name)]
  };
  return {...shown, options, dataset: wide, beside: quiet};
}

/** The columns that tell rows apart, in each of the tables: names and dates, and as many numbers of the first ones as it takes; null where none do. A single row has no need of dates, which may be a figure themselves. */
function keysOf(
  columns: readonly Column[],
  tables: readonly ColumnTable[],
  drawn: readonly string[]
): readonly Column[] | null {
  const types = tables.every((one) => one.numRows() === 1) ? NAMES : [...NAMES, ...DATES];
  const names = columns.filter(({name, type}) => types.includes(type) && !drawn.includes(name));
  const numbers = columns.filter((column) => NUMBERS.includes(column.unit) && !names.includes(column));
  for (let more = 0; more < Math.max(1, numbers.length); ++more) {
    const keys = [...names, ...numbers.slice(0, more)];
    if (tables.every((one) => new Set(rowKeys(one, keys)).size === one.numRows())) return keys;
  }
  return null;
}

/** Where the row of the same keys is in the other table, for each row; null where it has none. */
function matchesOf(own: ColumnTable, other: ColumnTable, keys: readonly Column[]): readonly (number | null)[] {
  const places = new Map(rowKeys(other, keys).map((key, i) => [key, i]));
  return rowKeys(own, keys).map((key) => places.get(key) ?? null);
}

/** What tells each row of a table from the others. */
function rowKeys(one: ColumnTable, keys: readonly Column[]): readonly string[] {
  const values = keys.map(({name}) => valuesOf(one, name));
  return Array.from({length: one.numRows()}, (_, i) => JSON.stringify(values.map((column) => column[i] ?? null)));
}

function valuesOf(one: ColumnTable, name: string): readonly unknown[] {
  return [...(one.array(name) as Iterable<unknown>)];
}

/** The name, or the first of it with a number that no column has. */
function unusedName(name: string, columns: readonly Column[]): string {
  const used = new Set(columns.map((column) => column.name));
  let free = name;
  for (let i = 2; used.has(free); ++i) free = `${name} ${i}`;
  return free;
}
