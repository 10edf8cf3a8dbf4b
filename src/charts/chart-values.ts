import type {ChartSpec, GenericOptions} from "./chart-spec.ts";
import {InputError} from "../errors.ts";

/** The values of a series as text: what a missing one is called in the data's own column. */
export function nameOf(value: unknown, column: string, {words, format, units}: GenericOptions): string {
  if (value == null) return column === "group" ? words.all : "–";
  const unit = units?.[column] ?? "text";
  return format.value(
    value,
    typeof value === "boolean" ? "boolean" : unit === "count" || unit === "number" ? "text" : unit
  );
}

/** The number, null where there is none. @throws {InputError} if it is something else. */
export function numberOf(value: unknown, column: string): number | null {
  if (value == null) return null;
  if (typeof value !== "number" && typeof value !== "bigint")
    throw new InputError(`chart value "${String(value)}" of column "${column}" is not a number`);
  const n = Number(value);
  return Number.isFinite(n) ? n : null;
}

/** Names by name or total; by their order where `sort` is not given, and in a tie. */
export function sortedNames(
  totals: readonly (readonly [string, number])[],
  sort: ChartSpec["sort"],
  lang: string
): string[] {
  const sign = sort?.startsWith("-") ? -1 : 1;
  const collator = new Intl.Collator(lang, {numeric: true});
  const names = totals.toSorted(([a, m], [b, n]) =>
    sort === undefined ? 0 : sort.endsWith("name") ? sign * collator.compare(a, b) : sign * (m - n)
  );
  return names.map(([name]) => name);
}
