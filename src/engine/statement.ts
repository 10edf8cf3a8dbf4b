import {InputError, QueryError} from "../errors.ts";
import type {Parameter, Statement} from "./engine.ts";
import {type Token, readTokens, wordOf} from "./tokens.ts";

/**
 * The statement with its values.
 *
 * @throws {QueryError} for several statements, or unless there is a value for each of `$1` … and no more.
 * @throws {InputError} for an invalid date.
 */
export function toStatement(statement: Statement | string): Required<Statement> {
  const {text, values = [], isParallel = false} = typeof statement === "string" ? {text: statement} : statement;
  const numbers = requireSingle(text).flatMap((token) =>
    token.kind === "parameter" ? Number(token.text.slice(1)) : []
  );
  const count = Math.max(0, ...numbers);
  if (count !== values.length)
    throw new QueryError(`${values.length} values for the ${count} parameters of the statement`, {sql: text});
  if (values.some((value) => value instanceof Date && Number.isNaN(value.getTime())))
    throw new InputError("invalid date value");
  return {text, values, isParallel};
}

/** The tokens of the SQL. @throws {QueryError} if it is more than one statement. */
export function requireSingle(sql: string): Token[] {
  const tokens = readTokens(sql);
  const end = tokens.findIndex((token) => token.text === ";");
  if (end < 0 || tokens.slice(end).every((token) => token.text === ";")) return tokens;
  throw new QueryError("more than one statement; send them one by one", {sql, line: lineAt(sql, tokens[end]!.start)});
}

/** The line of the SQL at this index, from 1. */
export function lineAt(sql: string, index: number): number {
  return sql.slice(0, index).split("\n").length;
}

const ANSWERS = new Set(
  "select with from values table pivot unpivot describe desc show summarize explain call pragma".split(" ")
);

/** Whether the statement is one that has rows for an answer. */
export function hasAnswer(sql: string): boolean {
  const first = readTokens(sql).find((token) => token.text !== "(");
  return ANSWERS.has(wordOf(first)) || /\breturning\b/i.test(sql);
}

/** The SQL type that a value binds as. */
export function parameterType(
  value: Parameter
): "VARCHAR" | "BOOLEAN" | "INTEGER" | "BIGINT" | "DOUBLE" | "TIMESTAMP" | "NULL" {
  if (value === null) return "NULL";
  if (value instanceof Date) return "TIMESTAMP";
  if (typeof value === "string") return "VARCHAR";
  if (typeof value === "boolean") return "BOOLEAN";
  if (!Number.isSafeInteger(value)) return "DOUBLE";
  return Math.abs(value) < 2 ** 31 ? "INTEGER" : "BIGINT";
}
