import type {Notation} from "./format.ts";

/** How many decimals, and whether it is a percentage or an amount of the notation's currency. Defaults to a plain integer. */
export interface NumberStyle {
  readonly style?: "decimal" | "percent" | "currency";
  readonly min?: number;
  readonly max: number;
  /** Written between the digits and what follows them: k, 万. */
  readonly suffix?: string;
}

type Suffixes = readonly (readonly [number, string])[];
const MYRIADS: Suffixes = [
  [1e4, "万"],
  [1e8, "億"],
  [1e12, "兆"]
];
const THOUSANDS: Suffixes = [
  [1e3, "k"],
  [1e6, "M"],
  [1e9, "B"],
  [1e12, "T"]
];
const COMPACT_FROM = 10_000;
const formatters = new Map<string, (Intl.NumberFormat | undefined)[]>();
const STYLES = ["decimal", "percent", "currency"] as const;

/** The number with a true minus sign; yen in Japanese as 1,234円. */
export function numberText(
  value: number,
  notation: Notation,
  {style = "decimal", min = 0, max, suffix = ""}: NumberStyle
): string {
  const yen = style === "currency" && notation.lang === "ja" && notation.currency === "JPY";
  const format = formatter(notation, yen ? "decimal" : style, min, max);
  // Its parts, which would say where the sign and the last digit stand, cost five times as much as the text.
  let text = format.format(value);
  if (!(value > 0)) text = text.replace("-", /[1-9]/.test(text) ? "−" : "");
  if (suffix !== "") text = text.replace(/\d(?=\D*$)/, (digit) => digit + suffix);
  return text + (yen ? "円" : "");
}

/** The number in three significant digits with a suffix (k, M, B, T; 万, 億, 兆) from 10,000 on; below, rounded to what a headline needs. */
export function compact(value: number, notation: Notation, style: "decimal" | "currency"): string {
  if (Math.abs(value) < COMPACT_FROM) return small(value, notation, style);
  const [scale, suffix] = suffixFor(Number(value.toPrecision(3)), notation);
  const scaled = value / scale;
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(Number(scaled.toPrecision(3))))));
  return numberText(scaled, notation, {style, min: digits, max: digits, suffix});
}

/** The largest suffix that leaves at least one digit before the point, and what it stands for; 1 and "" below 10,000. */
export function suffixFor(value: number, {lang}: Notation): readonly [number, string] {
  if (Math.abs(value) < COMPACT_FROM) return [1, ""];
  return (lang === "ja" ? MYRIADS : THOUSANDS).findLast(([scale]) => Math.abs(value) >= scale)!;
}

/** Decimals of a currency's amounts: 2 for USD, 0 for JPY. */
export function minorDigits(currency: string): number {
  const known =
    digitsOf.get(currency) ??
    new Intl.NumberFormat("en", {style: "currency", currency}).resolvedOptions().maximumFractionDigits ??
    2;
  digitsOf.set(currency, known);
  return known;
}

const digitsOf = new Map<string, number>();

function small(value: number, notation: Notation, style: "decimal" | "currency"): string {
  if (style === "decimal") {
    const whole = Number.isInteger(value) || Math.abs(value) >= 1000;
    return numberText(value, notation, {max: whole ? 0 : Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 1 ? 1 : 2});
  }
  const digits = Math.abs(value) >= 1000 ? 0 : minorDigits(notation.currency);
  return numberText(value, notation, {style, min: digits, max: digits});
}

function formatter(
  {locale, currency}: Notation,
  style: "decimal" | "percent" | "currency",
  min: number,
  max: number
): Intl.NumberFormat {
  // A page writes thousands of numbers in two notations: a key for each of them would cost more than the text.
  const own = formatters.get(locale + currency) ?? [];
  formatters.set(locale + currency, own);
  const at = (STYLES.indexOf(style) * 21 + min) * 21 + max;
  let found = own[at];
  if (!found) {
    const digits = {minimumFractionDigits: min, maximumFractionDigits: max};
    found = new Intl.NumberFormat(locale, {
      style,
      ...digits,
      ...(style === "currency" ? {currency, currencyDisplay: "narrowSymbol"} : {})
    });
    own[at] = found;
  }
  return found;
}
