import {ReportError} from "../errors.ts";
import {suggestion} from "../text/suggest.ts";
import {sourcePlace} from "./cell.ts";
import type {Cell} from "./cell.ts";
import {isTable} from "./dataset.ts";
import {datasetOfTable} from "./js-table.ts";
import type {Content, Context, Environment, JsOutput, Prepared, Scope} from "./environment.ts";
import {AsyncFunction} from "./evaluate-expression.ts";
import {hasMore, ownValue, settled} from "./js-value.ts";
import {isNamed, readJs} from "./js-syntax.ts";
import type {JsSyntax} from "./js-syntax.ts";

/** How long a cell may take at build, in milliseconds. */
const PATIENCE = 30_000;

/** A `js` cell, read. @param names all names that the report's cells give. @throws {ReportError} at its syntax, or a name that nothing has. */
export function prepareJs(cell: Cell, names: ReadonlySet<string>, {library}: Pick<Environment, "library">): Prepared {
  const syntax = readJs(cell);
  for (const {name, line} of syntax.reads) if (!isKnown(name)) throw unknown(name, line);
  const references = syntax.reads
    .filter(({name}) => names.has(name))
    .map(({name, line}) => ({name, place: sourcePlace(cell, line)}));
  const parameters = syntax.reads.map(({name}) => name).filter((name) => names.has(name) || isOffered(name));
  return {
    cell,
    references,
    defines: syntax.defines,
    tables: [],
    run: (context) => runJs({cell, syntax, parameters}, context, library)
  };

  function isOffered(name: string): boolean {
    return name === "display" || Object.hasOwn(library.at("wide"), name);
  }

  function isKnown(name: string): boolean {
    return names.has(name) || isOffered(name) || library.names.has(name);
  }

  function unknown(name: string, line: number): ReportError {
    const others = [...names, ...library.names, ...Object.keys(library.at("wide"))].filter((one) => one !== cell.name);
    return new ReportError(
      `the js cell "${cell.name}" needs "${name}", which no cell is named`,
      sourcePlace(cell, line),
      suggestion(name, others)
    );
  }
}

/** A cell's code, and the names that it is given. */
interface Code {
  readonly cell: Cell;
  readonly syntax: JsSyntax;
  readonly parameters: readonly string[];
}

async function runJs(code: Code, {scope, narrow}: Context, library: Environment["library"]): Promise<Content> {
  const wide = await evaluate(code, {...library.at("wide"), ...scope});
  const isFitted = code.parameters.some((name) =>
    Object.hasOwn(scope, name) ? Object.hasOwn(narrow, name) : library.fitted.has(name)
  );
  const second = isFitted ? await evaluate(code, {...library.at("narrow"), ...scope, ...narrow}) : null;
  const js: JsOutput = {
    parameters: code.parameters,
    body: code.syntax.body,
    isExpression: code.syntax.isExpression,
    values: wide.values,
    narrow: second && {value: second.value, values: second.values},
    displayed: {wide: wide.displayed, narrow: second?.displayed ?? null},
    isLasting: wide.isLasting
  };
  const dataset = isTable(wide.value) ? datasetOfTable(wide.value) : null;
  return {type: "js", dataset, js, options: {}, value: wide.value};
}

/** What came of running a cell's code once. */
interface Ran {
  readonly value: unknown;
  readonly values: Scope;
  readonly displayed: readonly unknown[];
  readonly isLasting: boolean;
}

async function evaluate({cell, syntax, parameters}: Code, scope: Scope): Promise<Ran> {
  const displayed: unknown[] = [];
  const display = (value: unknown): unknown => (displayed.push(value), value);
  const file = `kizuna-cell-${++runs}`;
  const work = async (): Promise<Ran> => {
    const run = new AsyncFunction(...parameters, `"use strict"; ${syntax.body}\n//# sourceURL=${file}`);
    const given = await run(...parameters.map((name) => (name === "display" ? display : scope[name])));
    const isLasting = hasMore(given) || Object.values(syntax.isExpression ? {} : (given as Scope)).some(hasMore);
    if (syntax.isExpression) {
      const value = await settled(given);
      return {value, values: {}, displayed: displayed.length === 0 ? [value] : displayed, isLasting};
    }
    const values: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    for (const [name, value] of Object.entries(given as Scope)) values[name] = await settled(value);
    return {value: ownValue(cell, values, displayed), values: isNamed(cell) ? {} : values, displayed, isLasting};
  };
  try {
    return await inTime(work());
  } catch (error) {
    throw new ReportError(
      `the js cell "${cell.name}" fails: ${(error instanceof Error ? error.message : String(error)).replace(/\s+/g, " ")}`,
      sourcePlace(cell, lineOf(error, file) ?? 1),
      error instanceof ReferenceError ? "at build there is a document, but no window" : undefined
    );
  }
}

/** Tells the code of one run from that of others in stacks. */
let runs = 0;

/** The line of the cell's source, from 1, on which its code failed; null if it was not its code. The source begins on the second line of the body, the body on the third of the function. */
function lineOf(error: unknown, file: string): number | null {
  const line = error instanceof Error ? new RegExp(`${file}:(\\d+)`).exec(error.stack ?? "")?.[1] : undefined;
  return line === undefined ? null : Math.max(1, Number(line) - 3);
}

/** The work's value; gives up waiting for one that never comes. Code that computes without end cannot be interrupted from here: the build hangs at it, as any program would. */
async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(`it gives nothing within ${PATIENCE / 1000} seconds`)), PATIENCE);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
