import {InputError, QueryError} from "../errors.ts";

/**
 * DuckDB's error as a {@link QueryError}: one line, without its kind and its excerpt of the SQL.
 * `Catalog Error: Table with name oders does not exist!⏎Did you mean "orders"?` → `table with name oders does not exist; did you mean "orders"?`
 * An InputError stays one.
 */
export function queryError(cause: unknown, sql: string): QueryError | InputError {
  if (cause instanceof InputError) return cause;
  if (cause instanceof QueryError)
    return cause.sql === "" ? new QueryError(cause.message, {sql, kind: cause.kind, cause}) : cause;
  const {message, kind} = told(cause);
  const line = /^LINE (\d+):/m.exec(message)?.[1];
  return new QueryError(oneLine(message), {sql, line: line === undefined ? null : Number(line), kind, cause});
}

/** The error of a `register`: it points at no line, and a temporary file is called by the table's name. */
export function registerError(cause: unknown, table: string, temporary: string | undefined): QueryError | InputError {
  const error = queryError(cause, `register ${table}`);
  if (error instanceof InputError) return error;
  const message = temporary === undefined ? error.message : error.message.replaceAll(temporary, table);
  return new QueryError(message, {sql: error.sql, kind: error.kind, cause});
}

/** The error's own words and kind; the JSON that DuckDB sometimes sends instead is opened. */
function told(cause: unknown): {readonly message: string; readonly kind: string | null} {
  const text = cause instanceof Error ? cause.message : String(cause);
  const json = /^\{"exception_type".*\}$/s.exec(text.trim());
  if (!json) return {message: text, kind: /^([A-Z][A-Za-z -]*?) Error: /.exec(text)?.[1] ?? null};
  const error = JSON.parse(json[0]) as {exception_type: string; exception_message: string};
  return {message: error.exception_message, kind: error.exception_type};
}

// A suggestion of one of DuckDB's own tables is none.
const HINT = /^(did you mean (?!"(pg_|duckdb_|sqlite_))|candidate bindings)/i;

function oneLine(message: string): string {
  const lines = message
    .split(/\n+LINE \d+:/)[0]!
    .replace(/^([A-Z][A-Za-z -]* Error|Error): /, "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const hints = lines.slice(1).filter((line) => HINT.test(line));
  return [lines[0] ?? "unknown error", ...hints].map(plain).join("; ");
}

/** Without the end mark, and in lower case unless the first word is written in capitals. */
function plain(sentence: string): string {
  const text = sentence.replace(/[!.:]+$/, "");
  return /^[A-Z]([a-z]|\b)/.test(text) ? text[0]!.toLowerCase() + text.slice(1) : text;
}
