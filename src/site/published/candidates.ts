import type {Catalog} from "../../catalog/catalog.ts";
import type {Dataset} from "../../notebook/dataset.ts";
import type {AskedQuery} from "../../notebook/environment.ts";
import {cellNames} from "../../notebook/evaluate-expression.ts";
import type {Output} from "../../notebook/evaluate.ts";
import {pathOf} from "../../notebook/expression.ts";
import type {Query} from "../../sql/sql.ts";
import type {LiveParameter, LiveShown, LiveSql} from "../live/live-page.ts";
import type {DataFile} from "../page-cubes.ts";

/** What a page can be filtered by. */
export interface Filters {
  readonly dimensions: readonly string[];
  /** The relation of joined months, if the page can be filtered by them. */
  readonly months: Query | null;
  /** Whether the page has a reporting window. */
  readonly hasPeriod: boolean;
  /** Cells whose values follow filters without rows. */
  readonly paths: ReadonlySet<string>;
  /** Names of the page's inputs. */
  readonly inputs: ReadonlySet<string>;
  /** Cells whose rows the page's JavaScript reads. */
  readonly read: ReadonlySet<string>;
}

/** What makes a page's SQL cells live, the files for it, and what the author should know. */
export interface Rows {
  readonly page: LiveSql | null;
  readonly files: readonly DataFile[];
  readonly warnings: readonly string[];
}

/** A cell that has run. */
export type Done = Extract<Output, {state: "done"}>;

/** An SQL cell of the page that may follow filters. */
export interface Candidate {
  readonly name: string;
  readonly query: AskedQuery;
  readonly parameters: readonly LiveParameter[];
  readonly dataset: Dataset | null;
}

/** The SQL cells in the order in which they run, but those with a parameter that cannot be followed, and those that read one of these. */
export function candidatesOf(done: readonly Done[], filters: Filters): readonly Candidate[] {
  const names = new Set(done.map(({cell}) => cell.name));
  const byName = new Map<string, Candidate>();
  const visit = ({cell, content}: Done): void => {
    const {query, dataset} = content;
    if (!query || byName.has(cell.name)) return;
    for (const name of query.cells) visit(done.find((one) => one.cell.name === name)!);
    const parameters = query.parameters.map((one) => parameterOf(one, names, filters));
    if (parameters.every((one) => one !== null) && query.cells.every((name) => byName.has(name)))
      byName.set(cell.name, {name: cell.name, query, parameters, dataset});
  };
  for (const output of done) visit(output);
  return [...byName.values()];
}

function parameterOf(
  {expression, value}: AskedQuery["parameters"][number],
  names: ReadonlySet<string>,
  {paths, inputs}: Filters
): LiveParameter | null {
  if (inputs.has(expression)) return {input: expression};
  if (cellNames(expression, names).length === 0) return value instanceof Date ? {date: value.toISOString()} : {value};
  const path = pathOf(expression);
  return path && paths.has(path[0]!) ? {path} : null;
}

/** The figures over the candidates' rows. */
export function figuresOf(done: readonly Done[], candidates: readonly Candidate[]): readonly LiveShown[] {
  const names = new Set(candidates.map(({name}) => name));
  return done.flatMap(({cell, content, isRead}): readonly LiveShown[] => {
    const {type, options, dataset, computed} = content;
    if (type === "metric" || type === "input" || type === "js" || computed || !dataset) return [];
    const data = type === "sql" ? cell.name : String(options["data"]);
    if (!names.has(data) || (type === "sql" && isRead)) return [];
    const units = Object.fromEntries(dataset.columns.map(({name, unit}) => [name, unit]));
    const {figure: _figure, sql: _sql, rows: _rows, ...rest} = options;
    return [{name: cell.name, type, data, options: rest, units}];
  });
}

/** The candidates that the wanted ones need, and these. */
export function closure(candidates: readonly Candidate[], wanted: ReadonlySet<string>): readonly Candidate[] {
  const needed = new Set(wanted);
  for (const {name, query} of candidates.toReversed())
    if (needed.has(name)) for (const other of query.cells) needed.add(other);
  return candidates.filter(({name}) => needed.has(name));
}

/** The candidates without those that failed, and without those that read one of these. */
export function without(candidates: readonly Candidate[], failures: ReadonlyMap<string, string>): readonly Candidate[] {
  const gone = new Set(failures.keys());
  return candidates.filter(({name, query}) => {
    if (query.cells.some((other) => gone.has(other))) gone.add(name);
    return !gone.has(name);
  });
}

/** Whether a table of the catalog has a column. */
export function hasColumn(table: string, column: string, tables: Catalog["tables"]): boolean {
  return tables.get(table)?.columns.some(({name}) => name === column) ?? false;
}
