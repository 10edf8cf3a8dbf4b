import type {Format} from "./format.ts";

/** The sentences and labels that charts write, in the report's language. */
export interface ChartWords {
  /** Age axis, for example "Months since first order"; `period` is week, month, quarter, half, year or fiscal-year. */
  age(period: string): string;
  /** Head of the column of cohort sizes. */
  size: string;
  /** Label of the row that pools all cohorts. */
  pooled: string;
  /** Label of the hatch: a period that the as-of date does not close. */
  incomplete: string;
  /** Label of the group that stands for everybody. */
  all: string;
  /** Shown in place of a chart whose table has no rows. */
  empty: string;
  /** Names of segments, bands and lines: see `terms.ts`. A term without a word is shown as it is. */
  readonly terms?: Readonly<Record<string, string>>;
}

/** What every chart is given besides its data. A chart draws the same SVG from the same table and options on every host. */
export interface ChartOptions {
  /** Makes the elements: linkedom's at build, the page's own in a browser. */
  readonly document: Document;
  /** Width in CSS pixels of the drawing; about 720 on a desktop figure, about 343 on a phone. Heights follow from the data. */
  readonly width: number;
  /** Prefix of ids inside the SVG (patterns, clip paths), unique on the page. */
  readonly id: string;
  /** One sentence for those who cannot see the chart. */
  readonly label: string;
  readonly format: Format;
  readonly words: ChartWords;
}
