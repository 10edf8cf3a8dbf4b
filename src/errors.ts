/** Where a mistake stands: a file, relative to where the author looks from, and a line counted from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** A mistake the report's author can fix. The build prints it without a stack trace. */
export class ReportError extends Error {
  override name = "ReportError";
  readonly place: Place;
  constructor(problem: string, place: Place, more: string | {readonly hint?: string; readonly cause?: unknown} = {}) {
    const {hint, ...rest} = typeof more === "string" ? {hint: more} : more;
    super(`${place.file}:${place.line}: ${problem}${hint ? `; ${hint}` : ""}`, rest);
    this.place = place;
  }
}

/** A statement that the database refused: what it said in one line, the SQL attached. */
export class QueryError extends Error {
  override name = "QueryError";
  readonly sql: string;
  /** The line of the SQL that the database points at, from 1; null where it points at none. */
  readonly line: number | null;
  /** What the database calls errors of this kind: Binder, Conversion, Out of Memory; null where it does not say. */
  readonly kind: string | null;
  constructor(problem: string, at: {sql: string; line?: number | null; kind?: string | null; cause?: unknown}) {
    super(problem, {cause: at.cause});
    this.sql = at.sql;
    this.line = at.line ?? null;
    this.kind = at.kind ?? null;
  }
}

/** Kinds of errors that are no mistake in a statement. */
const FAILURES: readonly string[] = ["Out of Memory", "INTERNAL", "Internal", "FATAL", "INTERRUPT", "Interrupt"];

/** What the database refused, as a mistake at a place, its cause attached; where the database itself failed, it says so. @param what who asked, `table "orders"`; "" where the place says it */
export function refused(error: QueryError, what: string, place: Place): ReportError {
  const by = what === "" ? "" : `${what}: `;
  return error.kind !== null && FAILURES.includes(error.kind)
    ? new ReportError(`${by}the database itself failed: ${error.message}`, place, {
        hint: "try again with more memory, or fewer rows",
        cause: error
      })
    : new ReportError(`${by}${error.message}`, place, {cause: error});
}

/** A caller broke a function's contract: a defect in Kizuna or in a program that uses it, not in a report. */
export class InputError extends Error {
  override name = "InputError";
}
