import * as aq from "arquero";
import {ReportError} from "../errors.ts";
import type {Place} from "../errors.ts";
import type {Scope} from "./environment.ts";
import {freeNames, isVariable} from "./expression.ts";
import {quoted} from "./quoted.ts";

/** Names that every expression sees besides the report's cells. */
export const LIBRARY: Scope = {aq, op: aq.op};

/** Makes an async function of a text of the report's author. Runs at build only: pages evaluate no text. */
export const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor as new (
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
