import type {Unit} from "../../metrics/metric.ts";
import type {Json, TableJson} from "../table-json.ts";

/** A report's `index.json`, as far as two of them are compared. */
export interface ReportJson {
  readonly cells: Readonly<Record<string, TableJson & {readonly kind: string; readonly data?: string}>>;
}

/** What tells a row from others: a column's value. */
export interface Key {
  readonly column: string;
  readonly value: Json;
  readonly unit: Unit | null;
}

/** A value that both snapshots have, and that is another in each. */
export interface Moved {
  readonly cell: string;
  readonly kind: string;
  /** Which row: the columns that tell rows apart, and their values. */
  readonly row: readonly Key[];
  readonly column: string;
  readonly unit: Unit;
  readonly before: number;
  readonly after: number;
  /** The least difference of the two that is beyond chance. */
  readonly noise: number;
}

/** A cell without intervals whose rows both snapshots have, some with other values. */
export interface Changed {
  readonly cell: string;
  /** The figure that shows it: its own, or that of another cell over its rows. */
  readonly figure: string;
  readonly kind: string;
  /** Rows that both have. */
  readonly rows: number;
  readonly changed: number;
}

/** How the figures of a report differ between two snapshots. */
export interface FigureChanges {
  /** Beyond their noise, the farthest first. */
  readonly moved: readonly Moved[];
  /** Values with an interval that both have. */
  readonly compared: number;
  readonly changed: readonly Changed[];
}

/** Whole numbers that tell rows apart; all others are counted. */
const NUMBERED = new Set(["age", "answer", "points", "score"]);
/** Cells that show what another one has. */
const REPEATING = new Set(["chart", "table", "input"]);

/** Compares the figures of a report in two snapshots: rows with the same names, dates and ages. An estimate has moved if the difference is larger than the root of the sum of its squared half-intervals. */
export function figureChanges(before: ReportJson, after: ReportJson): FigureChanges {
  const moved: Moved[] = [];
  const changed: Changed[] = [];
  let compared = 0;
  for (const [cell, now] of Object.entries(after.cells)) {
    const then = before.cells[cell];
    if (!then || then.kind !== now.kind || REPEATING.has(now.kind)) continue;
    const keys = keysOf(now, then);
    if (keys === null) continue;
    const pairs = pairsOf(then, now, keys);
    const bounds = boundsOf(now);
    for (const bound of bounds)
      for (const {row, was, is} of pairs) {
        const values = [was[bound.value]!, is[bound.value]!, halfWidth(was, bound), halfWidth(is, bound)] as const;
        if (values.some((value) => value === null)) continue;
        ++compared;
        const [b, a, wide, wider] = values as readonly [number, number, number, number];
        const noise = Math.hypot(wide, wider);
        if (Math.abs(a - b) > noise && a !== b)
          moved.push({
            cell,
            kind: now.kind,
            row,
            column: bound.value,
            unit: unitOf(now, bound.value, is),
            before: b,
            after: a,
            noise
          });
      }
    if (bounds.length > 0) continue;
    const numeric = now.columns.filter(({name, type}) => isNumber(type) && !keys.includes(name)).map(({name}) => name);
    const others = pairs.filter(({was, is}) => numeric.some((name) => name in was && was[name] !== is[name]));
    const figure = Object.entries(after.cells).find(([, {data}]) => data === cell)?.[0] ?? cell;
    if (others.length > 0) changed.push({cell, figure, kind: now.kind, rows: pairs.length, changed: others.length});
  }
  const far = ({before: b, after: a, noise}: Moved) => Math.abs(a - b) / (noise || 1e-12);
  return {moved: moved.sort((one, other) => far(other) - far(one)), compared, changed};
}

type Row = Readonly<Record<string, Json>>;

interface Bounds {
  readonly value: string;
  readonly low: string;
  readonly high: string;
}

function rowsOf({columns, rows}: TableJson): readonly Row[] {
  return rows.map((row) => Object.fromEntries(columns.map(({name}, i) => [name, row[i]!])));
}

function isNumber(type: string): boolean {
  return type === "number" || type === "integer";
}

/** The first columns, from the left, whose values tell the rows of both tables apart; null where none do. */
function keysOf(...tables: readonly TableJson[]): readonly string[] | null {
  const keys: string[] = [];
  const isUnique = () =>
    tables.every((table) => new Set(rowsOf(table).map((row) => keyOf(row, keys))).size === table.rows.length);
  for (const {name, type} of tables[0]!.columns) {
    if (isUnique()) break;
    if ((!isNumber(type) && type !== "boolean") || NUMBERED.has(name)) keys.push(name);
  }
  return isUnique() ? keys : null;
}

function keyOf(row: Row, keys: readonly string[]): string {
  return JSON.stringify(keys.map((name) => row[name] ?? null));
}

function pairsOf(then: TableJson, now: TableJson, keys: readonly string[]) {
  const old = new Map(rowsOf(then).map((row) => [keyOf(row, keys), row]));
  return rowsOf(now).flatMap((is) => {
    const was = old.get(keyOf(is, keys));
    const isClosed = was !== undefined && was["complete"] !== false && is["complete"] !== false;
    return isClosed ? [{row: keys.map((column) => keyAt(now, column, is)), was, is}] : [];
  });
}

/** The columns that have an interval: `ltv` with `ltv_low` and `ltv_high`; with `low` and `high` the nearest one before them that these bound in every row. */
function boundsOf(table: TableJson): readonly Bounds[] {
  const names = table.columns.map(({name}) => name);
  const own = names
    .filter((name) => names.includes(`${name}_low`) && names.includes(`${name}_high`))
    .map((value) => ({value, low: `${value}_low`, high: `${value}_high`}));
  const at = names.indexOf("low");
  if (at < 0 || !names.includes("high")) return own;
  const rows = rowsOf(table).filter(({low, high}) => typeof low === "number" && typeof high === "number");
  const isBounded = (name: string) =>
    rows.length > 0 &&
    rows.every((row) => {
      const value = row[name];
      return (
        typeof value === "number" && value >= (row["low"] as number) - 1e-9 && value <= (row["high"] as number) + 1e-9
      );
    });
  const value = table.columns
    .slice(0, at)
    .reverse()
    .find(({name, type}) => isNumber(type) && isBounded(name))?.name;
  return value === undefined ? own : [{value, low: "low", high: "high"}, ...own];
}

function halfWidth(row: Row, {low, high}: Bounds): number | null {
  const [least, most] = [row[low], row[high]];
  return typeof least === "number" && typeof most === "number" ? (most - least) / 2 : null;
}

function keyAt({columns}: TableJson, column: string, row: Row): Key {
  const {unit = null} = columns.find(({name}) => name === column)!;
  return {column, value: row[column] ?? null, unit: unit as Unit | null};
}

function unitOf({columns}: TableJson, name: string, row: Row): Unit {
  const own = row["unit"];
  return (typeof own === "string" ? own : (columns.find((column) => column.name === name)?.unit ?? "number")) as Unit;
}
