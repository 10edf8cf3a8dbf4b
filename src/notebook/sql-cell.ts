import {QueryError, ReportError, refused} from "../errors.ts";
import type {Engine, Parameter} from "../engine/engine.ts";
import {authored} from "../sql/authored.ts";
import {suggestion} from "../text/suggest.ts";
import {sourcePlace} from "./cell.ts";
import type {Cell} from "./cell.ts";
import {datasetOf} from "./dataset.ts";
import type {Content, Context, Environment, Prepared, Reference} from "./environment.ts";
import {cellNames, evaluateExpression} from "./evaluate-expression.ts";
import {notSingle} from "./inline-text.ts";
import {expressionAt} from "./expression.ts";
import {SEPARATOR} from "./input.ts";
import {givesList} from "./input-cell.ts";
import {Quantity} from "./quantity.ts";
import {inRowOrder} from "./row-order.ts";

/** Most rows of a query that a page takes. */
const MOST_ROWS = 100_000;

/** Most rows of a query that only other queries read which are fetched all the same. */
const SMALL = 10_000;

/**
 * An SQL cell, read: its `${…}` bound, and the tables that it needs known.
 * @param cells the report's cells. @throws {ReportError} at SQL that does not parse, or an unknown table.
 */
export async function prepareSql(cell: Cell, cells: readonly Cell[], env: Environment): Promise<Prepared> {
  const lists = new Set(cells.filter((one) => one.kind === "input" && givesList(one)).map(({name}) => name));
  const {text, expressions} = bindExpressions(cell, lists);
  const query = authored(text);
  const names = new Set(cells.map(({name}) => name));
  const references: Reference[] = expressions.flatMap(({expression, line}) =>
    cellNames(expression, names).map((name) => ({name, place: sourcePlace(cell, line)}))
  );
  const tables = new Set<string>();
  for (const read of await atLine(cell, 0, () => env.engine.tableNames(query))) {
    const place = sourcePlace(cell, lineOf(read, cell.source));
    const source = resolveTable(read, cells, env);
    if (source === null)
      throw new ReportError(
        `unknown table "${read}"`,
        place,
        suggestion(
          read.replace(/^.*\./, ""),
          tableNames(cells, env).filter((name) => name !== cell.name)
        )
      );
    if (source.isCell) references.push({name: source.name, place, isTable: true});
    else tables.add(source.name);
  }
  const bound = {
    query,
    expressions,
    tables: [...tables],
    cells: references.flatMap(({name, isTable}) => (isTable ? [name] : []))
  };
  return {cell, references, tables: [...tables], run: (context) => runSql(cell, bound, {context, env})};
}

/** What stands behind a table's name, written in any case: an SQL cell, or a table of the catalog, filtered or (`all.`) not; null if nothing does. */
function resolveTable(
  name: string,
  cells: readonly Cell[],
  {catalog}: Environment
): {readonly name: string; readonly isCell: boolean} | null {
  const isNamed = (wanted: string) => (other: string) => other.toLowerCase() === wanted.toLowerCase();
  const cell = cells.find((one) => one.kind === "sql" && isNamed(name)(one.name));
  if (cell) return {name: cell.name, isCell: true};
  const table = [...catalog.tables.keys()].find(isNamed(name.replace(/^all\./i, "")));
  return table === undefined ? null : {name: table, isCell: false};
}

function tableNames(cells: readonly Cell[], {catalog}: Environment): readonly string[] {
  return [...cells.filter(({kind}) => kind === "sql").map(({name}) => name), ...catalog.tables.keys()];
}

interface Bound {
  /** With `$1`, `$2`, … for the expressions. */
  readonly query: string;
  readonly expressions: readonly Expression[];
  readonly tables: readonly string[];
  readonly cells: readonly string[];
}

/** A `${…}` of the cell, and the line of the source, from 1, on which it begins. */
interface Expression {
  readonly expression: string;
  readonly line: number;
}

async function runSql(
  cell: Cell,
  {query, expressions, tables, cells}: Bound,
  {context, env}: {context: Context; env: Environment}
): Promise<Content> {
  const {engine, catalog, listsCustomers = false} = env;
  const values: Parameter[] = [];
  for (const one of expressions) values.push(await valueOf(one, context, cell));
  // The empty select in which the columns are counted is one line longer, too.
  const text = await atLine(cell, 1, () => inRowOrder(query, values, engine));
  const asked = {
    text,
    written: query,
    parameters: expressions.map(({expression}, i) => ({expression, value: values[i]!})),
    tables,
    cells
  };
  const name = `"${cell.name}"`;
  await atLine(cell, 1, () => keepRows(name, {text, query, values}, engine));
  const found = Number((await engine.query(`select count(*) as n from ${name}`)).columns["n"]![0]);
  const {fields} = await engine.query(`select * from ${name} limit 0`);
  const personal = listsCustomers ? undefined : fields.find((field) => catalog.publishing.isPersonal(field.name));
  const options = {sql: cell.source, rows: found};
  if (!context.isShown && (found > SMALL || personal))
    return {type: "sql", dataset: null, query: asked, options, value: null};
  if (personal)
    throw new ReportError(
      `column "${personal.name}" is personal, and the catalog publishes no rows`,
      cell.place,
      "leave it out or count it, or set publish: {rows: all}"
    );
  if (found > MOST_ROWS && !listsCustomers)
    throw new ReportError(`${found} rows are too many for a page`, cell.place, `group them, or add limit ${MOST_ROWS}`);
  const dataset = datasetOf(await engine.query(`select * from ${name}`));
  return {type: "sql", dataset, query: asked, options, value: dataset.table};
}

/** Makes a table of a query whose rows are in order, `text`. @throws {QueryError} whose line, if any, is that of the author's `query`, the first counted as 2. */
async function keepRows(
  name: string,
  {text, query, values}: {text: string; query: string; values: readonly Parameter[]},
  engine: Engine
): Promise<void> {
  // The query begins on a line of its own.
  const make = (rows: string) => engine.query({text: `create or replace table ${name} as\n${rows}`, values});
  try {
    await make(text);
  } catch (error) {
    if (!(error instanceof QueryError) || error.line === null || text.startsWith(query)) throw error;
    // The text may be written anew, on other lines: only the author's own can tell.
    await make(query);
    throw new QueryError(error.message, {sql: error.sql, kind: error.kind, cause: error});
  }
}

async function valueOf({expression, line}: Expression, {scope}: Context, cell: Cell): Promise<Parameter> {
  const place = sourcePlace(cell, line);
  const value = await evaluateExpression(expression, scope, place);
  const plain = value instanceof Quantity ? value.value : (value ?? null);
  if (
    plain === null ||
    plain instanceof Date ||
    typeof plain === "string" ||
    typeof plain === "number" ||
    typeof plain === "boolean"
  )
    return plain;
  if (Array.isArray(plain) && plain.every((one) => typeof one === "string")) return plain.join(SEPARATOR);
  throw notSingle(expression, place);
}

/** Quoted text and names, dollar-quoted text, comments: where SQL reads no parameter. */
const QUOTED = /'(?:[^']|'')*'?|"(?:[^"]|"")*"?|\$(\w*)\$[^]*?\$\1\$|--[^\n]*|\/\*[^]*?(?:\*\/|$)/y;

/** The SQL with each `${…}` as `$n`, on as many lines. @throws {ReportError} at one in quotes, or that does not close. */
function bindExpressions(cell: Cell, lists: ReadonlySet<string>): {text: string; expressions: readonly Expression[]} {
  const {source} = cell;
  const lineAt = (index: number) => source.slice(0, index).split("\n").length;
  const expressions: Expression[] = [];
  let text = "";
  for (let i = 0; i < source.length;) {
    QUOTED.lastIndex = i;
    const skipped = QUOTED.exec(source)?.[0];
    if (skipped !== undefined) {
      const inside = /^['"$]/.test(skipped) ? skipped.indexOf("${") : -1;
      if (inside >= 0)
        throw new ReportError(
          "${…} stands in quotes",
          sourcePlace(cell, lineAt(i + inside)),
          "leave out the quotes: the value is bound, not pasted"
        );
      text += skipped;
      i += skipped.length;
    } else if (source.startsWith("${", i)) {
      const line = lineAt(i);
      const {expression, end} = expressionAt(source, i, sourcePlace(cell, line));
      expressions.push({expression, line});
      // The space keeps a digit that follows out of the parameter's number.
      const parameter = `$${expressions.length} `;
      const isAmong = /\bin\s*\(\s*$/i.test(text) && /^\s*\)/.test(source.slice(end));
      text += lists.has(expression) ? listOf(parameter, isAmong) : parameter;
      text += "\n".repeat(lineAt(end) - line);
      i = end;
    } else text += source[i++]!;
  }
  return {text, expressions};
}

/** A list that is bound as one text, as SQL sees it: a list of texts; in the parentheses of `in (…)` its rows. */
function listOf(parameter: string, isAmong: boolean): string {
  const list = `(case when ${parameter}= '' then []::varchar[] else string_split(${parameter}, chr(31)) end)`;
  return isAmong ? `select unnest${list}` : list;
}

/** Runs `work`; an SQL error out of it becomes a mistake on its line of the report. `before` lines stand before the author's. */
async function atLine<T>(cell: Cell, before: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    throw refused(error, "", sourcePlace(cell, Math.max(1, (error.line ?? 1 + before) - before)));
  }
}

/** The line, from 1, on which the SQL reads the table: after `from` or `join`, else after a comma, else where its name first stands. Text and comments are passed over. */
function lineOf(table: string, text: string): number {
  const code = text.replace(/'(?:[^']|'')*'|--[^\n]*|\/\*[^]*?\*\//g, (part) => part.replace(/[^\n]/g, " "));
  const name = table
    .split(".")
    .map((part) => `"?${part.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")}"?`)
    .join(String.raw`\s*\.\s*`);
  const word = String.raw`(?<![\p{ID_Continue}$.])${name}(?![\p{ID_Continue}$])`;
  const patterns = [String.raw`\b(?:from|join)\s+\(?\s*${word}`, String.raw`,\s*${word}(?!\s*\.)`, word];
  const found = patterns.map((pattern) => new RegExp(pattern, "iu").exec(code)).find((match) => match !== null);
  return found ? code.slice(0, found.index + found[0].length).split("\n").length : 1;
}
