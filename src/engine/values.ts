import {QueryError} from "../errors.ts";
import type {ColumnType, Field, Table, Value} from "./engine.ts";

/** How the raw values of one column become {@link Value}s; a null never reaches `read`. */
export interface Reader {
  readonly type: ColumnType;
  readonly read: (raw: unknown) => Value;
}

const LAST_DATE = 8.64e15; // milliseconds; a JavaScript Date holds no more
const DAY = 86_400_000;

/** The whole number. @throws {QueryError} beyond ±(2^53 − 1), where JavaScript would round it. */
export function integerOf(raw: number | bigint, column: string): number {
  const value = Number(raw);
  if (Number.isSafeInteger(value)) return value;
  throw new QueryError(`integer ${raw} in column "${column}" is too large; cast it to double or varchar`, {sql: ""});
}

/** The number, or null for NaN and the infinities. */
export function finiteOf(raw: number): number | null {
  return Number.isFinite(raw) ? raw : null;
}

/** The number nearest to `unscaled` / 10^`scale`. */
export function decimalOf(unscaled: bigint, scale: number): number {
  const value = Number(unscaled);
  // Both operands are exact, so that the division rounds only once.
  if (Number.isSafeInteger(value) && scale <= 22) return value / 10 ** scale;
  return Number(`${unscaled}e-${scale}`);
}

/** Midnight UTC of the day, counted from 1970-01-01; null where JavaScript has no such date (infinity). */
export function dateOf(days: number): Date | null {
  return maybeDate(days * DAY);
}

/** What a timestamp counts since 1970. */
export type TickUnit = "s" | "ms" | "us" | "ns";

/** The Date whose UTC fields are the wall clock, parts of a millisecond cut off; null where JavaScript has no such date (infinity). */
export function timestampOf(ticks: bigint, unit: TickUnit): Date | null {
  return maybeDate(unit === "s" ? Number(ticks) * 1000 : Number(floorDivide(ticks, PER_MILLISECOND[unit])));
}

const PER_MILLISECOND = {ms: 1n, us: 1000n, ns: 1_000_000n};

function floorDivide(a: bigint, b: bigint): bigint {
  return a / b - (a < 0n && a % b !== 0n ? 1n : 0n);
}

function maybeDate(milliseconds: number): Date | null {
  return Math.abs(milliseconds) <= LAST_DATE ? new Date(milliseconds) : null;
}

/** The time of day as SQL writes it: `10:11:12.5`. */
export function timeText(microseconds: bigint): string {
  const seconds = microseconds / 1_000_000n;
  const clock = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n].map((part) => String(part).padStart(2, "0"));
  const fraction = String(microseconds % 1_000_000n)
    .padStart(6, "0")
    .replace(/0+$/, "");
  return clock.join(":") + (fraction && `.${fraction}`);
}

/** The interval as SQL writes it: `1 year 2 days 00:00:03`. */
export function intervalText(months: number, days: number, microseconds: bigint): string {
  const parts = [plural(Math.trunc(months / 12), "year"), plural(months % 12, "month"), plural(days, "day")];
  const sign = microseconds < 0n ? "-" : "";
  if (microseconds !== 0n) parts.push(sign + timeText(microseconds < 0n ? -microseconds : microseconds));
  return parts.filter((part) => part !== "").join(" ") || "00:00:00";
}

function plural(count: number, unit: string): string {
  return count === 0 ? "" : `${count} ${unit}${count === 1 || count === -1 ? "" : "s"}`;
}

/** The object with these fields, in their order. */
export function structOf(names: readonly string[], values: readonly Value[]): Value {
  return Object.fromEntries(names.map((name, i) => [name, values[i] ?? null]));
}

/** The values, null for null. */
export function readAll(raw: Iterable<unknown>, reader: Reader): Value[] {
  return Array.from(raw, (value) => maybeRead(value, reader));
}

/** The value, null for null. */
export function maybeRead(raw: unknown, reader: Reader): Value {
  return raw === null || raw === undefined ? null : reader.read(raw);
}

/** The error for a type that no {@link Value} stands for. */
export function unknownType(type: string, column: string): QueryError {
  return new QueryError(`type ${type} of column "${column}" cannot be shown; cast it to varchar`, {sql: ""});
}

/** The table. @throws {QueryError} if two fields have one name. */
export function tableOf(fields: readonly Field[], columns: readonly (readonly Value[])[]): Table {
  const names = fields.map((field) => field.name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new QueryError(`duplicate column "${twice}"; rename one with "as"`, {sql: ""});
  return {
    fields,
    columns: Object.fromEntries(names.map((name, i) => [name, columns[i]!])),
    length: columns[0]?.length ?? 0
  };
}

/** The table without fields and rows: the answer of a statement that has none. */
export const NO_ANSWER: Table = {fields: [], columns: {}, length: 0};
