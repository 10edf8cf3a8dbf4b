/** Where a mistake stands: a file, relative to where the author looks from, and a line counted from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** A mistake the report's author can fix. The build prints it without a stack trace. */
export class ReportError extends Error {
  override name = "ReportError";
  readonly place: Place;
  constructor(problem: string, place: Place, hint?: string) {
    super(`${place.file}:${place.line}: ${problem}${hint ? `; ${hint}` : ""}`);
    this.place = place;
  }
}

/** A statement that the database refused: what it said in one line, the SQL attached. */
export class QueryError extends Error {
  override name = "QueryError";
  readonly sql: string;
  /** The line of the SQL that the database points at, from 1; null where it points at none. */
  readonly line: number | null;
  constructor(problem: string, at: {sql: string; line?: number | null; cause?: unknown}) {
    super(problem, {cause: at.cause});
    this.sql = at.sql;
    this.line = at.line ?? null;
  }
}

/** A caller broke a function's contract: a defect in Kizuna or in a program that uses it, not in a report. */
export class InputError extends Error {
  override name = "InputError";
}
