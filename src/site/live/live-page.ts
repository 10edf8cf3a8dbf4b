import type {Facts, Frozen, Months, Unit} from "../../metrics/metric.ts";
import type {Input} from "../../notebook/input.ts";
import type {Names} from "../names.ts";
import type {LiveWords} from "../words/filter-words.ts";

/** A dimension that a page can be filtered by, and how many customers each of its values has. */
export interface FilterDimension {
  readonly name: string;
  /** Plain text. */
  readonly label: string;
  readonly values: readonly FilterValue[];
}

/** One of its values. */
export interface FilterValue {
  /** As the data has it, and the page's address. */
  readonly value: string;
  /** What the page calls it. */
  readonly name: string;
  readonly customers: number;
}

/** Where a cell's sums stand: which of the page's cubes, and the keys that they are added up over. */
export interface LiveReduction {
  readonly cube: number;
  readonly keys: readonly string[];
}

/** A cell that follows filters. Its finish is that of its metric, chosen by `metric`. */
export interface LiveCell {
  readonly name: string;
  readonly metric: string;
  /** The dimension that its sums are split by. */
  readonly by: string | null;
  readonly options: Readonly<Record<string, unknown>>;
  readonly frozen: Frozen;
  readonly tables: readonly string[];
  readonly reductions: Readonly<Record<string, LiveReduction>>;
  /** What it adds up besides where a reporting window is chosen; absent where the window does nothing to it. */
  readonly windowReductions?: Readonly<Record<string, LiveReduction>>;
  /** Dimensions that it does not follow, as its data would be too large, and the sentence that says so. */
  readonly unfollowed?: Readonly<Record<string, string>>;
}

/** An expression in prose that is a path into a cell, `kpis.customers`, and so follows filters without evaluating text. */
export interface LiveInline {
  readonly index: number;
  readonly path: readonly string[];
}

/** The column of the customers' file that says in which month, since 1970-01, each of them joined. Queries do not see it. */
export const JOINED_MONTH = "kizuna_joined";
/** The column of an event table's file that says in which month, since 1970-01, its `at` lies. Queries do not see it. */
export const AT_MONTH = "kizuna_month";

/** A column of a row file; `as` is the SQL that gives its values the type that they have at build. */
export interface LiveColumn {
  readonly name: string;
  readonly as: string;
}

/** A published table: customers as whole numbers, the same ones in every table. */
export interface LiveTable {
  readonly name: string;
  /** Relative to the site's root. */
  readonly file: string;
  /** What queries see; the file may hold more. */
  readonly columns: readonly LiveColumn[];
  /** Whether a filter of customers narrows it. */
  readonly isFiltered: boolean;
  /** Whether a reporting window does: it has an `at`. */
  readonly isWindowed: boolean;
  /** Of a table of sums: what they are kept apart by besides their own columns. Absent for one of rows, whose customers say it. */
  readonly sums?: {readonly dimensions: readonly string[]; readonly isJoined: boolean};
}

/** Where the value of `$1` … comes from: it stands there, a live cell has it, `["kpis", "customers"]`, or an input. */
export type LiveParameter =
  | {readonly value: string | number | boolean | null}
  | {readonly date: string}
  | {readonly path: readonly string[]}
  | {readonly input: string};

/** An SQL cell that follows filters. */
export interface LiveQuery {
  readonly name: string;
  readonly text: string;
  readonly parameters: readonly LiveParameter[];
  /** Whether a figure shows its rows; others only feed queries. */
  readonly isShown: boolean;
  /** Whether it reads, itself or through other queries, a table that a reporting window narrows. */
  readonly isWindowed: boolean;
}

/** A figure of an SQL cell's rows. */
export interface LiveShown {
  readonly name: string;
  readonly type: "sql" | "chart" | "table" | "kpi";
  /** The query whose rows it shows. */
  readonly data: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** What the columns mean: told from all customers, so that no filter changes it. */
  readonly units: Readonly<Record<string, Unit>>;
}

/** Files of the database, relative to the site's root. */
export interface DatabaseFiles {
  readonly worker: string;
  readonly module: string;
  /** Of both. */
  readonly bytes: number;
}

/** What a page needs to run its SQL cells again. */
export interface LiveSql {
  readonly tables: readonly LiveTable[];
  /** In the order in which they run. */
  readonly queries: readonly LiveQuery[];
  readonly figures: readonly LiveShown[];
  /** Bytes of the row files. */
  readonly bytes: number;
  /** Null until the site is written. */
  readonly database: DatabaseFiles | null;
}

/** A `js` cell. */
export interface LiveJs {
  readonly name: string;
  /** What its function is given, in order: cells, names of the library, `display`. */
  readonly parameters: readonly string[];
  /** Names that it gives to the others: its own, if the author named it, and what it declares. */
  readonly gives: readonly string[];
  readonly isExpression: boolean;
  /** Whether it is another one in narrow columns. */
  readonly isFitted: boolean;
  /** Whether it has to run though nothing changed: it listens to the reader, or gives one value after the other. */
  readonly isAwake: boolean;
}

/** A value in prose that is more than a path. */
export interface LiveExpression {
  readonly index: number;
  readonly parameters: readonly string[];
}

/** A cell over another one's rows whose value code reads: a chart, a table, or a `kpi` over a query. */
export interface LiveView {
  readonly name: string;
  readonly data: string;
  /** What a `kpi` cell says; null for a chart or a table, whose value is the table. */
  readonly kpi: Readonly<Record<string, unknown>> | null;
}

/** What a page needs to run its JavaScript again. */
export interface LiveCode {
  /** The module of the functions, relative to the site's root. */
  readonly module: string;
  readonly cells: readonly LiveJs[];
  readonly expressions: readonly LiveExpression[];
  readonly views: readonly LiveView[];
  /** Figures of tables that `js` cells give. */
  readonly figures: readonly LiveShown[];
}

/** What a name's value stands on. */
export interface LiveNode {
  /** Whether it reads a table that a filter of customers narrows. */
  readonly isFiltered: boolean;
  /** Whether it reads a table that a reporting window narrows. */
  readonly isWindowed: boolean;
  /** Whether it stays as it was built. */
  readonly isFixed: boolean;
  /** Names of cells and inputs. */
  readonly reads: readonly string[];
}

/** What a page's script needs to answer filters: the block of JSON in its HTML. */
export interface LivePage {
  readonly lang: string;
  readonly words: LiveWords;
  readonly currency: string;
  /** ISO date. */
  readonly asOf: string;
  readonly facts: FactsJson;
  /** What the page calls values of the data. */
  readonly names: Names;
  readonly dimensions: readonly FilterDimension[];
  /** First and last month of joining, counted since 1970-01; null where the page has no filter `joined`. */
  readonly joined: Months | null;
  /** Months from the first event to the as-of date, likewise; null where the page has no filter `period`. */
  readonly period: Months | null;
  readonly customers: number;
  /** Files of the cubes, relative to the site's root. */
  readonly cubes: readonly string[];
  /** By dimension, and by its values, the file of what a filter by them alone needs of all cubes, likewise; none where that saves little. */
  readonly coarse: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** By dimension those of its values that became "(other)" on this page, as its data would be too large. */
  readonly folded: Readonly<Record<string, readonly string[]>>;
  /** The cube that holds nothing but the number of customers. */
  readonly customersCube: number;
  readonly cells: readonly LiveCell[];
  readonly inlines: readonly LiveInline[];
  /** Controls that something on the page follows. */
  readonly inputs: readonly Input[];
  /** Null where no SQL cell follows the filters. */
  readonly sql: LiveSql | null;
  /** Null where no JavaScript has to run again. */
  readonly code: LiveCode | null;
  /** By name, of cells but metrics, which stand on the filters alone. */
  readonly nodes: Readonly<Record<string, LiveNode>>;
}

/** {@link Facts} as JSON. */
export interface FactsJson {
  readonly asOf: string;
  readonly firstOrder: string | null;
  readonly calendar: Facts["calendar"];
  readonly digits: number;
  readonly marginIs: Facts["marginIs"];
  readonly dimensions: readonly string[];
  readonly tables: Readonly<Record<string, readonly string[]>>;
  readonly targets: Readonly<Record<string, number>>;
  readonly rest: Readonly<Record<string, unknown>>;
}

/** The facts as JSON, without what only a build reads. */
export function factsToJson({
  asOf,
  firstOrder,
  calendar,
  digits,
  marginIs,
  dimensions,
  tables,
  targets,
  themes: _themes, // read at build only
  ...rest
}: Facts): FactsJson {
  return {
    asOf: asOf.toISOString(),
    firstOrder: firstOrder?.toISOString() ?? null,
    calendar,
    digits,
    marginIs,
    dimensions,
    tables: Object.fromEntries([...tables].map(([name, columns]) => [name, [...columns]])),
    targets: Object.fromEntries(targets),
    rest: Object.fromEntries(
      Object.entries(rest).map(([name, value]) => [
        name,
        (value as unknown) instanceof Map
          ? {map: [...(value as unknown as Map<string, unknown>)]}
          : (value as unknown) instanceof Set
            ? {set: [...(value as unknown as Set<unknown>)]}
            : {value}
      ])
    )
  };
}

/** The facts that {@link factsToJson} wrote. */
export function factsFromJson({asOf, firstOrder, tables, targets, rest, ...same}: FactsJson): Facts {
  const more = Object.entries(rest as Record<string, {map?: [string, unknown][]; set?: unknown[]; value?: unknown}>);
  return {
    ...same,
    ...Object.fromEntries(
      more.map(([name, {map, set, value}]) => [name, map ? new Map(map) : set ? new Set(set) : value])
    ),
    asOf: new Date(asOf),
    firstOrder: firstOrder === null ? null : new Date(firstOrder),
    tables: new Map(Object.entries(tables).map(([name, columns]) => [name, new Set(columns)])),
    targets: new Map(Object.entries(targets))
  };
}
