import type {Notation} from "./format.ts";

const formatters = new Map<string, Intl.DateTimeFormat>();
const DAY = {year: "numeric", month: "short", day: "numeric"} as const;
const MONTH = {year: "numeric", month: "short"} as const;
const CLOCK = {...DAY, hour: "2-digit", minute: "2-digit", hourCycle: "h23"} as const;
const ISO = /^(\d{4})-(\d{2})(?:-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?)?$/;

/** A point in time from a Date, "2025-03", "2025-03-31", or an ISO timestamp, all read as UTC; null for anything else. */
export function toDate(value: unknown): Date | null {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value;
  if (typeof value !== "string" || !ISO.test(value)) return null;
  const text = value.length === 7 ? `${value}-01` : value.replace(" ", "T");
  const date = new Date(text.length > 10 && !text.endsWith("Z") ? `${text}Z` : text);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** "Mar 31, 2025", "2025年3月31日"; null for no date. */
export function dateText(value: unknown, notation: Notation): string | null {
  return text(value, notation, DAY);
}

/** "Mar 2025", "2025年3月"; null for no month. */
export function monthText(value: unknown, notation: Notation): string | null {
  return text(value, notation, MONTH);
}

/** "Mar 31, 2025, 09:30"; the clock is the value's UTC fields. Null for no date. */
export function timestampText(value: unknown, notation: Notation): string | null {
  return text(value, notation, CLOCK);
}

/** The date by the given parts (`{month: "short"}` → "Mar", "3月"). */
export function datePart(date: Date, {locale}: Pick<Notation, "locale">, parts: Intl.DateTimeFormatOptions): string {
  const key = `${locale} ${JSON.stringify(parts)}`;
  let found = formatters.get(key);
  if (!found) formatters.set(key, (found = new Intl.DateTimeFormat(locale, {...parts, timeZone: "UTC"})));
  return found.format(date);
}

function text(value: unknown, notation: Notation, parts: Intl.DateTimeFormatOptions): string | null {
  const date = toDate(value);
  return date && datePart(date, notation, parts);
}
