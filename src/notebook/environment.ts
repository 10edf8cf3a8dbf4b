import type {Catalog} from "../catalog/catalog.ts";
import type {Format} from "../charts/format.ts";
import type {Engine, Parameter} from "../engine/engine.ts";
import type {Place} from "../errors.ts";
import type {Facts, Finding, Frozen, Metric, MetricOptions, Reduction, Result} from "../metrics/metric.ts";
import type {Cell} from "./cell.ts";
import type {Input} from "./input.ts";
import type {Dataset} from "./dataset.ts";
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
  /** A finding as a sentence in the report's language. */
  say(finding: Finding): string | null;
}

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
  /** Tables of the catalog that it reads itself. */
  readonly tables: readonly string[];
  run(context: Context): Promise<Content>;
}

/** What a cell sees when it runs. */
export interface Context {
  readonly scope: Scope;
  /** Tables of earlier cells, by name. */
  readonly datasets: ReadonlyMap<string, Dataset>;
  /** Whether a cell other than SQL, or prose, reads the cell; then its rows have to be at hand. */
  readonly isShown: boolean;
}

/** What a cell gives. */
export interface Content {
  readonly type: "sql" | "chart" | "table" | "kpi" | "metric" | "input";
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
  /** The cell's YAML, read. */
  readonly options: Readonly<Record<string, unknown>>;
  /** What expressions see under the cell's name. */
  readonly value: unknown;
}

/** An SQL cell as the database was asked. */
export interface AskedQuery {
  /** One statement, `$1` … for the parameters. */
  readonly text: string;
  readonly parameters: readonly {readonly expression: string; readonly value: Parameter}[];
  /** Tables of the catalog that it reads itself. */
  readonly tables: readonly string[];
  /** SQL cells that it reads as tables. */
  readonly cells: readonly string[];
}

/** A metric's result over all customers, and what made it. */
export interface Computed {
  readonly metric: string;
  readonly frozen: Frozen;
  readonly reductions: Readonly<Record<string, Reduction>>;
  readonly result: Result;
}
