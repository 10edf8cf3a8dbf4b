import type {Control} from "../metrics/metric.ts";
import type {Assumption} from "./assumptions.ts";
import type {Entries} from "./client-bundle.ts";
import type {Input} from "../notebook/input.ts";
import type {LivePage} from "./live/live-page.ts";

/** A heading of the page, for its table of contents. */
export interface Heading {
  readonly depth: number;
  readonly id: string;
  readonly text: string;
}

/** A report in the navigation. `path` is "" for the first page, else "value/cohorts": no slash at either end. */
export interface Entry {
  readonly path: string;
  readonly title: string;
  readonly description: string | null;
  readonly lang: string;
}

/** One cell's output, ready to be placed: everything in it is finished HTML, SVG or plain text in the report's language. */
export interface Figure {
  /** The cell's name, which is also the element's id. */
  readonly id: string;
  readonly kind: string;
  /** Plain text. */
  readonly title: string | null;
  /** Plain text: measure, unit, n, interval. */
  readonly subtitle: string | null;
  /** One plain sentence with the numbers in it. */
  readonly finding: string | null;
  /** Plain text below the figure, how far it can be trusted: "revenue, not margin"; null where there is nothing to say. */
  readonly note: string | null;
  /** Plain text sentences, how it is computed, shown in a fold-out. */
  readonly methods: readonly string[];
  /** SVG text of the chart for wide and for narrow columns; null for tables and KPI rows. Both are in the page, CSS shows one. Paper gives a tall one a sheet of its own. */
  readonly chart: {readonly wide: string; readonly narrow: string; readonly isTall?: boolean} | null;
  /** What a modelled figure rests on, shown with the methods. */
  readonly assumptions: readonly Assumption[];
  /** The figure's sliders; shown only where the page's script answers them. */
  readonly sliders: readonly Slider[];
  /** HTML of a KPI row or a table that is the figure itself; null for charts. */
  readonly body: string | null;
  /** HTML of the table behind a chart, shown in a fold-out; null where the figure is a table itself. */
  readonly table: string | null;
  /** HTML of a list of customers, shown in a fold-out; null where none is published. */
  readonly list: string | null;
  /** Plain text: the tables it reads and the as-of date. */
  readonly source: string;
}

/** A slider: what it moves, its bounds, and its value as a number and as text. */
export interface Slider extends Control {
  readonly label: string;
  readonly text: string;
}

/** A piece of a page, in order. `html` is trusted: made by our own Markdown pipeline or renderers. */
export type Block =
  | {readonly type: "html"; readonly html: string}
  | {readonly type: "grid"; readonly cols: number; readonly blocks: readonly Block[]}
  | {
      readonly type: "tabs";
      readonly id: string;
      readonly tabs: readonly {readonly title: string; readonly blocks: readonly Block[]}[];
    }
  | {readonly type: "details"; readonly title: string; readonly blocks: readonly Block[]}
  /** Blocks, and the Markdown that makes them. */
  | {readonly type: "example"; readonly source: string; readonly blocks: readonly Block[]}
  | {readonly type: "card"; readonly title: string | null; readonly blocks: readonly Block[]}
  | {readonly type: "figure"; readonly figure: Figure}
  /** A control; `isLive`: something on the page follows it. */
  | {readonly type: "input"; readonly input: Input; readonly isLive: boolean}
  /** A cell that failed (only in `dev`), or whose kind is not available yet; plain text. */
  | {readonly type: "problem"; readonly id: string; readonly title: string; readonly message: string};

/** A line of the data note: one table, where its rows came from and what was set aside. */
export interface SourceNote {
  readonly table: string;
  /** File names as the catalog gives them, or "derived from orders". */
  readonly from: string;
  readonly rows: number;
  /** Rows set aside, by reason, most first. */
  readonly rejected: readonly {readonly reason: string; readonly rows: number}[];
}

/** A report, finished: what the route writes to `index.html`, and to `index.json`. */
export interface Page extends Entry {
  /** The report's file, relative to the workspace. */
  readonly file: string;
  readonly headings: readonly Heading[];
  readonly blocks: readonly Block[];
  /** HTML of what changed since the period before; null where nothing can be told, or the report does not want it. */
  readonly changes: string | null;
  /** ISO date, YYYY-MM-DD. */
  readonly asOf: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly sources: readonly SourceNote[];
  /** Plain text lines: "3 customers have orders but no row in customers". */
  readonly warnings: readonly string[];
  /** What makes the page's filters work; null where it has none. */
  readonly live: LivePage | null;
  /** The contents of `index.json`; null where there is none. */
  readonly json: unknown;
}

/** Everything a build writes, and a dev server shows. */
export interface Site {
  readonly title: string;
  readonly pages: readonly Page[];
  /** The contents of `manifest.json`; null in dev. */
  readonly manifest: unknown;
  /** Only in dev: mistakes that belong to no page (catalog, data); plain text, one a line. */
  readonly problems: readonly string[];
  readonly dev: boolean;
  /** From the site's root to where `_data/` and `_assets/` stand: "" but for a snapshot, which shares them with others: "../../". */
  readonly base: string;
  /** The scripts of pages; null in dev, which has its own. */
  readonly scripts: Entries | null;
  /** Where the site will be on the web; null where nobody said. */
  readonly url: string | null;
}
