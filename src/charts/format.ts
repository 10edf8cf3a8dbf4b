import type {Unit} from "../metrics/metric.ts";
import {columnDecimals, columnText, fineDecimals} from "./column-text.ts";
import {compact, minorDigits, numberText} from "./number-text.ts";
import {dateText, monthText, timestampText} from "./date-text.ts";
import {tickTexts} from "./tick-text.ts";

export type {Unit};

/** Writes values for one locale, currency and language. Null is "–". Every function is pure. */
export interface Format {
  readonly lang: string;
  readonly currency: string;
  /** The value in full, for tables and prose, of what is small at least two digits: 23,570 · 48.9% · $2,500,315.63 · 2025-01-31 by the locale's form. */
  value(value: unknown, unit: Unit): string;
  /** The value shortened for axes and big figures: 23.6k · 49% · $2.50M (万, 億 in ja). */
  short(value: unknown, unit: Unit): string;
  /** Writes the values of a column of these in full: plain numbers and durations all with the same decimals, so that they stand below each other; what they would not show has its own. */
  column(values: readonly unknown[], unit: Unit): (value: unknown) => string;
  /** The values of one axis, all with the same suffix and as many decimals as it takes to tell them apart: $0 · $0.5M · $1.0M. */
  ticks(values: readonly number[], unit: Unit): string[];
}

/** What {@link createFormat} needs. `locale` orders dates and groups digits (`en-GB`); it defaults to `lang`. */
export interface FormatOptions {
  readonly lang: string;
  readonly locale?: string;
  /** ISO 4217 code, such as JPY. */
  readonly currency: string;
}

/** How numbers are written: {@link FormatOptions} with nothing left open. */
export interface Notation {
  readonly lang: string;
  readonly locale: string;
  readonly currency: string;
}

const NONE = "–";

/** A {@link Format}. Dates are read as UTC; numbers that are not finite are written like null, "–". */
export function createFormat({lang, locale = lang, currency}: FormatOptions): Format {
  const notation: Notation = {lang, locale, currency};
  return {
    lang,
    currency,
    value: (value, unit) => write(value, unit, {number: fullText, notation}),
    short: (value, unit) => write(value, unit, {number: shortText, notation}),
    column: (values, unit) => columnWriter(columnDecimals(values, unit), unit, notation),
    ticks: (values, unit) => tickTexts(values, unit, notation)
  };
}

function columnWriter(digits: number | null, unit: Unit, notation: Notation): (value: unknown) => string {
  const number: Writer["number"] =
    digits === null
      ? fullText
      : (value) => {
          const text = columnText(value, digits, notation);
          return unit === "days" || unit === "months" ? duration(text, unit, notation) : text;
        };
  return (value) => write(value, unit, {number, notation});
}

interface Writer {
  readonly number: (value: number, unit: Unit, notation: Notation) => string;
  readonly notation: Notation;
}

function write(value: unknown, unit: Unit, {number, notation}: Writer): string {
  if (value == null || value === "") return NONE;
  switch (unit) {
    case "text":
      return value instanceof Date ? (dateText(value, notation) ?? NONE) : String(value);
    case "boolean":
      return booleanText(value, notation);
    case "date":
      return dateText(value, notation) ?? NONE;
    case "timestamp":
      return timestampText(value, notation) ?? NONE;
    case "month":
      return monthText(value, notation) ?? NONE;
    default: {
      const n = Number(value);
      return Number.isFinite(n) ? number(n, unit, notation) : NONE;
    }
  }
}

function booleanText(value: unknown, {lang}: Notation): string {
  const yes = value === true || value === "true" || value === 1;
  return lang === "ja" ? (yes ? "はい" : "いいえ") : yes ? "yes" : "no";
}

function fullText(value: number, unit: Unit, notation: Notation): string {
  switch (unit) {
    case "ratio":
      return numberText(value, notation, {style: "percent", min: 1, max: 1});
    case "money": {
      const minor = minorDigits(notation.currency);
      // Less than the least coin is a mean, or no amount.
      const digits = Math.abs(value) < 10 ** -minor ? fineDecimals(value, minor) : minor;
      return numberText(value, notation, {style: "currency", min: digits, max: digits});
    }
    case "days":
    case "months":
      return duration(numberText(value, notation, {max: fineDecimals(value, 1)}), unit, notation);
    case "nps":
      return numberText(value, notation, {min: 1, max: 1});
    case "score":
      return numberText(value, notation, {min: 2, max: 2});
    case "number":
      return numberText(value, notation, {max: Math.abs(value) < 1 ? fineDecimals(value, 4) : 2});
    default:
      return numberText(value, notation, {max: Number.isInteger(value) ? 0 : fineDecimals(value, 1)}); // an expected count may have a fraction
  }
}

function shortText(value: number, unit: Unit, notation: Notation): string {
  switch (unit) {
    case "ratio":
      return numberText(value, notation, {style: "percent", max: 0});
    case "money":
      return compact(value, notation, "currency");
    case "days":
    case "months":
      return duration(numberText(value, notation, {max: 1}), unit, notation);
    case "nps":
      return numberText(value, notation, {max: 0});
    case "score":
      return numberText(value, notation, {min: 1, max: 1});
    default:
      return compact(value, notation, "decimal");
  }
}

const PERIODS = {days: ["日", "day"], months: ["か月", "month"]} as const;

function duration(text: string, unit: "days" | "months", notation: Notation): string {
  const [ja, en] = PERIODS[unit];
  return notation.lang === "ja" ? `${text}${ja}` : `${text} ${en}${text === "1" || text === "−1" ? "" : "s"}`;
}
