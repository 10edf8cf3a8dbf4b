import * as aq from "arquero";
import {ReportError} from "../errors.ts";
import type {Place} from "../errors.ts";
import type {Format} from "../charts/format.ts";
import type {Scope} from "./environment.ts";
import {freeNames, isVariable, quoted} from "./expression.ts";
import {Quantity} from "./quantity.ts";

/** Names that every expression sees besides the report's cells. */
export const LIBRARY: Scope = {aq, op: aq.op};

const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor as new (
  ...text: string[]
) => (...values: unknown[]) => Promise<unknown>;

/** Names that the expression reads of its report: cells', and those that nothing has. JavaScript's own and the {@link LIBRARY}'s are none, unless a cell has that name. */
export function cellNames(expression: string, cells: ReadonlySet<string>): readonly string[] {
  return freeNames(expression).filter(
    (name) => cells.has(name) || !(Object.hasOwn(LIBRARY, name) || Object.hasOwn(globalThis, name))
  );
}

/**
 * What a JavaScript expression of the report's author gives over the cells in scope. Runs at build only: pages evaluate no text.
 * @throws {ReportError} at the expression, if it throws.
 */
export async function evaluateExpression(expression: string, scope: Scope, place: Place): Promise<unknown> {
  const visible = Object.entries({...LIBRARY, ...scope}).filter(([name]) => isVariable(name));
  try {
    const run = new AsyncFunction(...visible.map(([name]) => name), `"use strict"; return (${expression}\n);`);
    return await run(...visible.map(([, value]) => value));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ReportError(`${quoted(expression)} fails: ${why.replace(/\s+/g, " ")}`, place);
  }
}

/** A value as prose shows it. @throws {ReportError} for what is no single value. */
export function inlineText(
  value: unknown,
  format: Format,
  {expression, place}: {expression: string; place: Place}
): string {
  if (value instanceof Quantity) return format.value(value.value, value.unit);
  if (value === null || value === undefined) return format.value(null, "text");
  if (typeof value === "number") return format.value(value, Number.isInteger(value) ? "count" : "number");
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return format.value(value, "boolean");
  if (value instanceof Date) return format.value(value, value.getTime() % 86_400_000 === 0 ? "date" : "timestamp");
  throw notSingle(expression, place);
}

/** The mistake of an expression that gives an object where one value belongs. */
export function notSingle(expression: string, place: Place): ReportError {
  return new ReportError(`${quoted(expression)} gives no single value`, place, "choose a number, text or date of it");
}
