import {label} from "./drawing.ts";
import type {ChartOptions} from "./options.ts";
import {termWith} from "./terms.ts";
import {fontSize} from "./theme.ts";

/** A term of the result. */
export interface DrawnTerm {
  readonly group: string | null;
  readonly term: string;
  /** Null where it would tell of few on neither side, of which the numbers stand. */
  readonly customers: number | null;
  readonly customers_for: number | null;
  readonly customers_against: number | null;
  readonly mean: number | null;
  readonly log_odds: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly differs: boolean;
}

/** A theme of the result. */
export interface DrawnTheme {
  readonly group: string | null;
  readonly theme: string;
  readonly theme_ja: string | null;
  readonly source: "catalog" | "cluster";
  readonly customers: number | null;
  /** Null where the number of those who commented may not be told. */
  readonly share: number | null;
  readonly share_for: number | null;
  readonly share_against: number | null;
  readonly difference: number | null;
  readonly differs: boolean;
  readonly mean: number | null;
}

/** A theme's share in a closed period; null of too few. */
export interface DrawnShare {
  readonly group: string | null;
  readonly theme: string;
  readonly period: Date;
  readonly share: number | null;
}

/** The two sides: their names and colours. */
export interface Sides {
  readonly own: {readonly name: string; readonly heading: string; readonly colour: string};
  readonly other: {readonly name: string; readonly heading: string; readonly colour: string};
}

/** How many customers are known to say a term. */
export function knownOf({customers, customers_for: own, customers_against: other}: DrawnTerm): number {
  return customers ?? (own ?? 0) + (other ?? 0);
}

/** "n = 20", or, where only both sides are known, "n > 18". */
export function sizeText(term: DrawnTerm, options: ChartOptions): string {
  const known = options.format.value(knownOf(term), "count");
  return termWith(options, term.customers === null ? "n > {0}" : "n = {0}", known);
}

/** A theme's name in the chart's language. */
export function themeName({theme, theme_ja}: Pick<DrawnTheme, "theme" | "theme_ja">, {format}: ChartOptions): string {
  return format.lang === "ja" ? (theme_ja ?? theme) : theme;
}

/** A line that heads a part of the chart. */
export function heading(text: string, x: number, options: ChartOptions): SVGElement {
  const size = fontSize(options);
  return label(options.document, text, {x, y: size / 2 + 1, size, bold: true, room: options.width - x});
}
