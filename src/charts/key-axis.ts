import type {ChartSpec} from "./chart-spec.ts";
import type {Format, Unit} from "./format.ts";
import {sortedNames} from "./chart-values.ts";
import {toDate} from "./date-text.ts";
import {filledKeys} from "./filled-keys.ts";

/** What a value stands at: a number, a time in milliseconds (UTC), or a name. */
export type Key = number | string;

/** The axis that values stand at. */
export interface KeyAxis {
  readonly kind: "number" | "date" | "category";
  /** Every key once, in order. */
  readonly keys: readonly Key[];
  readonly unit: Unit;
  readonly label: string | null;
  /** Are all keys first days of a month? */
  readonly isMonthly: boolean;
  /** Distances of labels to choose from, where they count in other than tens; null for round numbers. */
  readonly steps: readonly number[] | null;
  /** The key in full. */
  text(key: Key): string;
}

interface Keyed {
  readonly key: Key;
  readonly value: number | null;
}

interface KeyAxisOptions {
  /** Are the keys times? */
  readonly isTime: boolean;
  readonly column: string;
  readonly unit: Unit | undefined;
  readonly label: string | null;
  readonly sort: ChartSpec["sort"];
  /** Are numbers and times that are missing between others given a place, since each has a band of its own? */
  readonly isFilled: boolean;
  readonly steps?: readonly number[] | null;
  readonly format: Format;
}

/** A number as it is, a date or "2025-03" as a time (a number too), anything else by the name that is given to it. */
export function keyOf(value: unknown, name: (value: unknown) => string): Key {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  return toDate(value)?.getTime() ?? name(value);
}

/** Are all values that are not missing dates, months or times? */
export function isTime(values: readonly unknown[]): boolean {
  const known = values.filter((value) => value != null);
  return known.length > 0 && known.every((value) => toDate(value) !== null);
}

/** The axis of the points' keys: names in their own order or sorted, numbers and times ascending. A missing number or time has no place and is left out. */
export function keyAxis(
  points: readonly Keyed[],
  {column, unit, isTime, label, sort, isFilled, steps = null, format}: KeyAxisOptions
): KeyAxis {
  const all = [...new Set(points.map(({key}) => key))];
  const numbers = all.filter((key) => typeof key === "number");
  const names = all.length - numbers.length;
  if (numbers.length === 0 || names > 1) {
    const keys = categoryOrder(points, sort, format.lang);
    return {kind: "category", keys, unit: "text", label, isMonthly: false, steps: null, text: String};
  }
  const known = numbers.sort((a, b) => a - b);
  const isMonthly = isTime && known.every((key) => isMonthStart(key));
  const keys = isFilled ? filledKeys(known, {isTime, isMonthly}) : known;
  if (isTime) {
    const written = unit === "timestamp" || (unit === "date" && !isMonthly) ? unit : isMonthly ? "month" : "date";
    return {
      kind: "date",
      keys,
      unit: written,
      label,
      isMonthly,
      steps: null,
      text: (key) => format.value(new Date(key), written)
    };
  }
  const isYear = /year/i.test(column) && keys.every((key) => Number.isInteger(key) && key > 1800 && key < 2200);
  const written = unit ?? (isYear ? "text" : keys.every(Number.isInteger) ? "count" : "number");
  return {
    kind: "number",
    keys,
    unit: isYear ? "text" : written,
    label,
    isMonthly: false,
    steps,
    text: (key) => format.value(key, isYear ? "text" : written)
  };
}

function isMonthStart(time: number): boolean {
  const date = new Date(time);
  return date.getUTCDate() === 1 && time % 86_400_000 === 0;
}

function categoryOrder(points: readonly Keyed[], sort: ChartSpec["sort"], lang: string): string[] {
  const totals = new Map<string, number>();
  for (const {key, value} of points) totals.set(String(key), (totals.get(String(key)) ?? 0) + (value ?? 0));
  return sortedNames([...totals], sort, lang);
}
