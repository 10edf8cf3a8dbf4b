import type {Engine, Source, Table} from "../engine/engine.ts";
import {QueryError, refused} from "../errors.ts";
import type {Place} from "../errors.ts";
import type {Query} from "../sql/sql.ts";
import type {Audience} from "./audience.ts";
import type {CatalogSpec} from "./schema.ts";
import type {Reading} from "./shape.ts";

/** The disk, as far as a catalog needs it; what it names is relative to the catalog's folder. */
export interface Files {
  /**
   * The files that `from` names (a path, a glob, or the output of a loader script), or null if there is none. Paths are absolute and sorted.
   * @throws {QueryError} if there is no reader for them. @throws {ReportError} if a loader script fails.
   */
  find(from: string): Promise<Source | null>;
  /** The text of a `.sql` file, or null if there is none. */
  text(from: string): Promise<string | null>;
  /** Names of the files beside the catalog that a table can be read from, to suggest from. */
  names(): Promise<readonly string[]>;
  /** Where the rows of `table` that were set aside are written, as CSV; null to keep only their number. */
  rejectedPath(table: string): string | null;
}

/** What every step of loading a catalog is given. */
export interface Loading {
  readonly spec: CatalogSpec;
  readonly engine: Engine;
  readonly files: Files;
  readonly reading: Reading;
  /** Null for everybody. */
  readonly audience: Audience | null;
  /** Where the catalog says the thing at this path. */
  place(...path: readonly PropertyKey[]): Place;
}

/** A table that reports can read, as it was loaded. */
export interface CatalogTable {
  readonly name: string;
  /** What the catalog's `from` says, or "derived from orders". */
  readonly from: string;
  /** Absolute paths of the files behind it; empty for derived tables. */
  readonly files: readonly string[];
  readonly rows: number;
  readonly rejected: readonly Rejection[];
  /** In the order of the table; `role` is false for extra columns. */
  readonly columns: readonly {readonly name: string; readonly role: boolean}[];
}

/** A number of rows that were set aside for one reason. */
export interface Rejection {
  readonly reason: string;
  readonly rows: number;
}

/** The number in the first row and column of an answer. */
export async function count(engine: Engine, query: Query): Promise<number> {
  const answer = await engine.query(query);
  return Number(firstOf(answer) ?? 0);
}

function firstOf(table: Table): unknown {
  const field = table.fields[0];
  return field ? table.columns[field.name]![0] : null;
}

/** The file `from`, which the catalog names, as messages call it: beside the catalog's own name. */
export function besideCatalog(from: string, {place}: Loading): string {
  return place().file.replace(/[^/]*$/, from);
}

/** Runs `work`; a {@link QueryError} out of it becomes a mistake at `place`, which says `what` failed. */
export async function placed<T>(place: Place, what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof QueryError) throw refused(error, what, place);
    throw error;
  }
}
