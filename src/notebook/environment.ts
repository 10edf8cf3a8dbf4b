import type {Catalog} from "../catalog/catalog.ts";
import type {Format} from "../charts/format.ts";
import type {Engine, Parameter} from "../engine/engine.ts";
import type {Place} from "../errors.ts";
import type {Facts, Finding, Frozen, Metric, MetricOptions, Reduction, Result} from "../metrics/metric.ts";
import type {Cell} from "./cell.ts";
import type {Input} from "./input.ts";
import type {Dataset} from "./dataset.ts";
import type {SaidOptions} from "./metric-value.ts";
import type {Reducer} from "./reducer.ts";

/** What evaluating a report needs of the world. */
export interface Environment {
  readonly engine: Engine;
  readonly catalog: Catalog;
  readonly facts: Facts;
  readonly reducer: Reducer;
  readonly metrics: ReadonlyMap<string, Metric<MetricOptions>>;
  /** Writes values in the report's language. */
  readonly format: Format;
  readonly library: Library;
  /** Whether a list of customers is made, and no page: queries may then name them, however many they are. */
  readonly listsCustomers?: boolean;
  /** A finding as a sentence in the report's language. @param options of its cell. */
  say(finding: Finding, options: SaidOptions): string | null;
}

/** What `js` cells see besides the report's cells. */
export interface Library {
  /** Its names, and those of the browser's own that a page may use. */
  readonly names: ReadonlySet<string>;
  /** Those that differ by how wide the figure is: cells that read one of them run once for each width. */
  readonly fitted: ReadonlySet<string>;
  at(width: Width): Scope;
}

/** The two widths that figures are drawn for; CSS shows one of them. */
export type Width = "wide" | "narrow";

/** A name that a cell needs, and where it says so. */
export interface Reference {
  readonly name: string;
  readonly place: Place;
  /** Whether SQL reads it as a table; its rows then stay in the database. */
  readonly isTable?: boolean;
}

/** What cells and expressions see, by name: earlier cells' values. */
export type Scope = Readonly<Record<string, unknown>>;

/** A cell, read but not yet run. */
export interface Prepared {
  readonly cell: Cell;
  readonly references: readonly Reference[];
  /** Names that it gives to the others besides its own. */
  readonly defines?: readonly string[];
  /** Tables of the catalog that it reads itself. */
  readonly tables: readonly string[];
  run(context: Context): Promise<Content>;
}

/** What a cell sees when it runs. */
export interface Context {
  readonly scope: Scope;
  /** Those values that are others in narrow columns. */
  readonly narrow: Scope;
  /** Tables of earlier cells, by name. */
  readonly datasets: ReadonlyMap<string, Dataset>;
  /** Whether a cell other than SQL, or prose, reads the cell; then its rows have to be at hand. */
  readonly isShown: boolean;
}

/** What a cell gives. */
export interface Content {
  readonly type: "sql" | "chart" | "table" | "kpi" | "metric" | "input" | "js";
  /** Null for an SQL cell whose rows nobody but other SQL cells reads, and for an input. */
  readonly dataset: Dataset | null;
  /** The metric's result, for metric cells and the kpi cell over metrics. */
  readonly result?: Result;
  /** How the result was made, so that it can be made again of fewer customers. */
  readonly computed?: Computed;
  /** What an SQL cell asks, so that it can be asked again of fewer customers. */
  readonly query?: AskedQuery;
  /** The control of an input cell. */
  readonly input?: Input;
  /** The code of a js cell, and what came of it. */
  readonly js?: JsOutput;
  /** The cell's YAML, read. */
  readonly options: Readonly<Record<string, unknown>>;
  /** What expressions see under the cell's name. */
  readonly value: unknown;
}

/** A js cell that has run. */
export interface JsOutput {
  /** Names that the code is given, in order: of cells, of the library, and `display`. */
  readonly parameters: readonly string[];
  /** Body of an async function of these. */
  readonly body: string;
  readonly isExpression: boolean;
  /** Names that it gives to the others besides its own, with their values. */
  readonly values: Scope;
  /** The cell's own value and these as they are in narrow columns; null if no width matters. */
  readonly narrow: {readonly value: unknown; readonly values: Scope} | null;
  /** What it shows, in order, for each width; `narrow` is null if no width matters. */
  readonly displayed: {readonly wide: readonly unknown[]; readonly narrow: readonly unknown[] | null};
  /** Whether it gives more than one value, by and by. */
  readonly isLasting: boolean;
}

/** An SQL cell as the database was asked. */
export interface AskedQuery {
  /** One statement, `$1` … for the parameters; the order of its rows is decided. */
  readonly text: string;
  /** The same as its author wrote it. */
  readonly written: string;
  readonly parameters: readonly {readonly expression: string; readonly value: Parameter}[];
  /** Tables of the catalog that it reads itself. */
  readonly tables: readonly string[];
  /** SQL cells that it reads as tables. */
  readonly cells: readonly string[];
}

/** A metric's result over all customers, and what made it. */
export interface Computed {
  readonly metric: string;
  /** The dimension of customers that it is split by; null also where the metric keeps its groups apart itself. */
  readonly by: string | null;
  readonly frozen: Frozen;
  readonly reductions: Readonly<Record<string, Reduction>>;
  readonly result: Result;
}
