import type {ColumnTable} from "arquero";
import {z} from "zod";
import type {Rolled, Rows} from "../cube/cube.ts";
import type {Calendar, Period} from "../sql/dialect.ts";
import type {Query} from "../sql/sql.ts";
import type {Resample} from "./value-resamples.ts";

/** What a column's values are, and so how they are written. */
export type Unit =
  | "count"
  | "ratio"
  | "money"
  | "days"
  | "months"
  | "nps"
  | "score"
  | "number"
  | "text"
  | "date"
  | "timestamp"
  | "month"
  | "boolean";

/** A range of whole calendar months, both inclusive, counted since 1970-01. */
export type Months = readonly [first: number, last: number];

/** What metrics know of the workspace. All but the window is fixed at build, whatever a reader filters. */
export interface Facts {
  /** The reporting window that the reader chose; absent for the whole history. Only metrics that declare a {@link Metric.window} are told. */
  readonly window?: Months;
  /** The last day observed, inclusive, at midnight UTC. */
  readonly asOf: Date;
  /** The first and the last moment of an order; null without orders. */
  readonly firstOrder: Date | null;
  readonly calendar: Calendar;
  /** Decimal places of the currency: amounts are reduced to whole minor units. */
  readonly digits: number;
  readonly marginIs: "margin" | "revenue";
  readonly dimensions: readonly string[];
  /** Of these, the ones that say what customers are today, and not what they were when they came. */
  readonly currentDimensions?: ReadonlySet<string>;
  /** Columns of each catalog table. */
  readonly tables: ReadonlyMap<string, ReadonlySet<string>>;
  /** Targets of the catalog, by the KPI's name. */
  readonly targets: ReadonlyMap<string, number>;
  /** The period that a target is of, where the catalog says so. */
  readonly targetPeriods?: ReadonlyMap<string, Period>;
  /** Somebody's published figures, with their source, by the KPI's name. */
  readonly benchmarks?: ReadonlyMap<string, Benchmark>;
  /** What a point of the loyalty programme is worth, in the currency; absent where the catalog does not say. */
  readonly pointValue?: number;
  /** Whether figures may name customers: the catalog says `publish: {rows: all}`. */
  readonly publishesCustomers?: boolean;
  /** Whether customers were taken out whom the site's audience may not see: costs of all are allotted to the others at build. Absent: no. */
  readonly isNarrowed?: boolean;
  /** What is said by fewer customers is not shown; absent: 5. */
  readonly minimumCell?: number;
  /** Measures that are for a list of customers, drawn at random out of more; absent: none. */
  readonly actionLists?: ReadonlyMap<string, {readonly treated: number; readonly control: number}>;
  /** Themes of comments, as the catalog names them. Read at build only. */
  readonly themes?: readonly ThemeWords[];
}

/** A theme of comments, and the words by which it is known. */
export interface ThemeWords {
  readonly name: string;
  readonly words: readonly string[];
  /** What reports in Japanese call it; absent: its name. */
  readonly ja?: string;
}

/** A published figure to stand beside ours. */
export interface Benchmark {
  readonly value: number;
  readonly source: string;
  readonly period?: Period | undefined;
}

/** How rows become additive statistics. Two levels, so that a warehouse can run the first one where a customer's rows are together. */
export interface Reduction {
  /** A relation with a `customer` column and the columns that the second level reads; metrics that ask for the same text share it. */
  readonly level1: Query;
  /** Integer columns of level 1 that the statistics are kept apart by, besides the dimensions. */
  readonly keys: readonly string[];
  /** Sums over level 1, by name. */
  readonly statistics: Readonly<Record<string, Query>>;
}

/**
 * What a metric fixes at build over all customers, whatever a reader filters later: breakpoints, thresholds, model parameters, names of relations. Plain JSON: it travels with the cube.
 */
export type Frozen = Readonly<Record<string, unknown>>;

/** The build's database, as a metric's `freeze` may use it. */
export interface Workbench {
  ask(query: Query): Promise<Rows>;
  /** Makes a relation of columns of equal length, numbers (NaN is null) or texts. @returns its name, quoted, as reductions write it. */
  keep(
    columns: Readonly<Record<string, Float64Array | readonly (number | null)[] | readonly (string | null)[]>>
  ): Promise<string>;
  /** What `make` gave the first time for this key: metrics that fit the same model share it. */
  once<T>(key: string, make: () => Promise<T>): Promise<T>;
  /** Makes resamples of customers elsewhere, or knows them from before; without it they are made at once. */
  readonly resample?: Resample | undefined;
}

/** A fitted model, as `index.json` shows it. */
export interface Model {
  readonly kind: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly log_likelihood: number | null;
  readonly unit: string;
}

/** A fact to be said in a sentence of the report's language. */
export interface Finding {
  readonly key: string;
  readonly values: Readonly<Record<string, number | string | Date | null>>;
}

/** What a metric says. */
export interface Result {
  readonly table: ColumnTable;
  /** Unit of each column of `table` and of the further tables. */
  readonly units: Readonly<Record<string, Unit>>;
  readonly tables?: Readonly<Record<string, ColumnTable>>;
  readonly summary?: Readonly<Record<string, number | string | null>>;
  readonly model?: Model;
  /** How many customers or answers it stands on. */
  readonly n: number;
  readonly of: "customers" | "answers";
  readonly finding: Finding | null;
  /** Keys of sentences to print below the figure. */
  readonly notes: readonly string[];
}

/** Options that every metric has. */
export const commonOptions = {
  by: z.string().optional().describe("A dimension to compare the groups of."),
  period: z
    .enum(["week", "month", "quarter", "half", "year", "fiscal-year"])
    .default("month")
    .describe("Calendar period."),
  interval: z
    .union(
      [
        z.number().gt(0).lt(1),
        z
          .string()
          .regex(/^(?=.*[1-9])\d{1,2}(\.\d+)?%$/)
          .transform((text) => Number(text.slice(0, -1)) / 100)
      ],
      {error: "is no confidence level such as 95%"}
    )
    .default(0.95)
    .describe("Confidence level of the intervals."),
  title: z.string().optional().describe("Heading of the figure."),
  finding: z.boolean().default(true).describe("false leaves out the sentence.")
};

/** Options that are read without knowing the metric. */
export interface MetricOptions {
  readonly by?: string | undefined;
  /** A dimension, too. */
  readonly weight?: string | undefined;
  readonly title?: string | undefined;
  readonly finding?: boolean;
}

/** A slider in a metric's figure: the reader's own value of one of the cell's options, in the page only. */
export interface Control {
  /** The option's name. */
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly unit: Unit;
  /** What the cell says. */
  readonly value: number;
}

/**
 * How a metric answers a reporting window of whole months: it adds up what lies in it (additive), or shows the points of a series that lie in it whole (series). First orders, cohorts, ages, recency, states and fits are of the full history all the same.
 */
export interface Windowed<Options extends MetricOptions> {
  readonly shows: "additive" | "series";
  /** Sums that only a window needs, besides the metric's own. */
  reductions?(options: Options, facts: Facts, frozen: Frozen): Readonly<Record<string, Reduction>>;
}

/** A name that an author wrote in an option, and that means nothing. */
export interface UnknownName {
  readonly option: string;
  /** What it should be the name of: "measure". */
  readonly what: string;
  readonly name: string;
  readonly known: readonly string[];
}

/** One loyalty metric: SQL that reduces rows to additive sums, and a pure function that finishes them. */
export interface Metric<Options extends MetricOptions> {
  readonly kind: string;
  /** What its cell may say. */
  readonly schema: z.ZodType<Options>;
  /** What `by` may say besides a dimension of customers: the metric keeps such groups apart itself, by that column. */
  readonly ownGroups?: Readonly<Record<string, string>>;
  /** A name in an option that the data does not have, with those that it has; null where there is none. */
  unknownName?(options: Options, frozen: Frozen): UnknownName | null;
  /** Whether it can name customers, in `tables.list`. */
  readonly listsCustomers?: boolean;
  /** Columns without which it cannot be computed, as `table.column`. */
  requires(options: Options): readonly string[];
  /** Runs once at build, before the reductions. */
  freeze?(options: Options, facts: Facts, workbench: Workbench): Promise<Frozen>;
  /** Options that a reader may move; only `finish` may read them. */
  controls?(options: Options, frozen: Frozen): readonly Control[];
  reductions(options: Options, facts: Facts, frozen: Frozen): Readonly<Record<string, Reduction>>;
  /** What a reporting window does to it; absent: nothing, and the figure says so where one is chosen. */
  readonly window?: Windowed<Options>;
  /** @param rolled the reductions' sums for the customers on screen, by the reductions' names. */
  finish(rolled: Readonly<Record<string, Rolled>>, options: Options, facts: Facts, frozen: Frozen): Result;
}

export type {Calendar, Period};
