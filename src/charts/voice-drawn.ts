import {label} from "./drawing.ts";
import type {ChartOptions} from "./options.ts";
import {fontSize} from "./theme.ts";

/** A term of the result. */
export interface DrawnTerm {
  readonly group: string | null;
  readonly term: string;
  readonly customers: number;
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
  readonly customers: number;
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

/** A theme's name in the chart's language. */
export function themeName({theme, theme_ja}: Pick<DrawnTheme, "theme" | "theme_ja">, {format}: ChartOptions): string {
  return format.lang === "ja" ? (theme_ja ?? theme) : theme;
}

/** A line that heads a part of the chart. */
export function heading(text: string, x: number, options: ChartOptions): SVGElement {
  const size = fontSize(options);
  return label(options.document, text, {x, y: size / 2 + 1, size, bold: true, room: options.width - x});
}
