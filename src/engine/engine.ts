/** The types that a column can have, whichever engine answered. */
export type ColumnType =
  "boolean" | "integer" | "number" | "string" | "date" | "timestamp" | "list" | "struct" | "binary";

/**
 * One value of a column, by its type: `boolean` → boolean; `integer` (also HUGEINT, and DECIMAL without decimals) → a safe
 * whole number, beyond which the query fails; `number` (DOUBLE, FLOAT, DECIMAL) → the nearest finite number (NaN and infinities
 * become null); `string` (also ENUM, UUID, TIME, INTERVAL) → string; `date` → Date at midnight UTC; `timestamp` → Date whose UTC
 * fields are the wall clock, of a zoned one in UTC, cut to milliseconds; infinite dates and timestamps become null; `list` →
 * array; `struct` (also MAP) → object; `binary` → bytes.
 */
export type Value =
  boolean | number | string | Date | Uint8Array | null | readonly Value[] | {readonly [key: string]: Value};

/** A column's name, in the case the SQL gave it, and its type. */
export interface Field {
  readonly name: string;
  readonly type: ColumnType;
}

/** A query's answer: one array per field, each `length` long. Field names are unique. */
export interface Table {
  readonly fields: readonly Field[];
  readonly columns: Readonly<Record<string, readonly Value[]>>;
  readonly length: number;
}

/** A value bound to `$1`, `$2`, … A Date binds as TIMESTAMP (its UTC fields). */
export type Parameter = string | number | boolean | Date | null;

/** SQL text with its values: `$1` in the text is `values[0]`. */
export interface Statement {
  readonly text: string;
  readonly values?: readonly Parameter[];
  /**
   * Whether all threads may run it: only where its rows have an order of their own or none matters, and nothing in them rests on the order in which rows come together (sums of whole numbers do not, sums
   * of doubles do). Defaults to false: one thread, and the same rows in the same order each time, whatever the machine.
   */
  readonly isParallel?: boolean;
}

export type Format = "csv" | "tsv" | "json" | "jsonl" | "parquet" | "arrow";

/** What `register` reads: files on disk (native), or bytes in memory (both engines). gzip and zstd are told by the name's ending. */
export interface Source {
  readonly format: Format;
  readonly paths?: readonly string[];
  readonly bytes?: Uint8Array;
}

/** A row of a CSV or TSV that could not be read at all. */
export interface UnreadableRow {
  /** The path as given; the table's name where bytes were given. */
  readonly file: string;
  /** Line of the file, from 1. */
  readonly line: number;
  readonly reason: string;
  readonly text: string;
}

/** A database that reads files and answers SQL. The same SQL over the same rows gives the same {@link Table} on every engine. */
export interface Engine {
  readonly name: "duckdb-native" | "duckdb-wasm";
  /**
   * Makes the source's rows a table (or view) `name`, replacing one of that name; `name` may be qualified by a schema (`source.orders`) that exists.
   * Column types are sniffed over all rows of a text format. @returns the rows that could not be read, which the table leaves out.
   * @throws {QueryError} if a file cannot be read. @throws {InputError} for a format this engine cannot read.
   */
  register(name: string, source: Source): Promise<readonly UnreadableRow[]>;
  /**
   * The answer to one statement. A statement without an answer (create …) gives an empty table.
   * @throws {QueryError} in one line, with the SQL, the line where known.
   */
  query(statement: Statement | string): Promise<Table>;
  /** Names of the tables that the SQL reads, as written (qualified ones with their dots, unquoted), sorted, without its own CTEs. @throws {QueryError} if it does not parse. */
  tableNames(sql: string): Promise<readonly string[]>;
  close(): Promise<void>;
}
