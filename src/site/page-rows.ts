import type {Catalog} from "../catalog/catalog.ts";
import {isKept} from "../catalog/publishing.ts";
import {readTokens, wordOf} from "../engine/tokens.ts";
import type {Engine, Table} from "../engine/engine.ts";
import {InputError, QueryError, ReportError} from "../errors.ts";
import type {Place} from "../errors.ts";
import {cellNames} from "../notebook/evaluate-expression.ts";
import type {AskedQuery} from "../notebook/environment.ts";
import type {Dataset} from "../notebook/dataset.ts";
import type {Evaluated, Output} from "../notebook/evaluate.ts";
import {pathOf} from "../notebook/expression.ts";
import {identifier, joined, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import type {Loaded} from "./assemble.ts";
import {monthIndex} from "../sql/dialect.ts";
import {AT_MONTH, JOINED_MONTH} from "./live/live-page.ts";
import type {LiveParameter, LiveShown, LiveSql, LiveTable} from "./live/live-page.ts";
import type {DataFile} from "./page-cubes.ts";
import {columnMistake} from "./publish.ts";
import {fileColumns, rowFile} from "./row-file.ts";
import type {RowFile} from "./row-file.ts";
import {nameOf, readsAll} from "./sql-names.ts";

/** Most rows and bytes of a table that a page loads, unless the catalog's `maxRows` says otherwise. */
const MOST_ROWS = 1_000_000;
const MOST_BYTES = 25_000_000;

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

/** A column that must not stand in a row file. */
class PersonalColumn extends Error {
  readonly column: string;
  constructor(column: string, message: string) {
    super(message);
    this.column = column;
  }
}

/** What makes a page's SQL cells live, the row files for it, and what the author should know. */
export interface Rows {
  readonly page: LiveSql | null;
  readonly files: readonly DataFile[];
  readonly warnings: readonly string[];
}

type Done = Extract<Output, {state: "done"}>;

/** An SQL cell of the page that may follow filters. */
interface Candidate {
  readonly name: string;
  readonly query: AskedQuery;
  readonly parameters: readonly LiveParameter[];
  readonly dataset: Dataset | null;
}

/**
 * The SQL cells of a page that can follow its filters in a browser, and the rows for them, if the catalog publishes rows and they are to be had (`loaded`). Each cell has run over exactly these rows and given what the page shows;
 * one that gives something else, because it reads a column that is not published, say, stays as built.
 */
export async function liveSql(evaluated: Evaluated, loaded: Loaded | null, filters: Filters): Promise<Rows> {
  const nothing = {page: null, files: [], warnings: []};
  if (loaded === null || !loaded.catalog.publishing.hasRows) return nothing;
  const {report, outputs} = evaluated;
  const done = outputs.filter((output) => output.state === "done");
  const warnings: string[] = [];
  let candidates = candidatesOf(done, filters);
  const published = await openPublished(loaded, filters);
  try {
    for (;;) {
      const figures = figuresOf(done, candidates);
      candidates = closure(candidates, new Set([...figures.map(({data}) => data), ...filters.read]));
      if (candidates.length === 0) return {...nothing, warnings};
      const tables = tablesOf(candidates, loaded.catalog);
      const failures = new Map<string, string>();
      const files = new Map<string, RowFile>();
      for (const [name, columns] of tables) {
        const made = await published.publish(name, columns);
        if (typeof made === "string")
          for (const {name: cell, query} of candidates) {
            // Without customers there is nothing to filter by.
            if (name === "customers" || query.tables.includes(name)) failures.set(cell, made);
          }
        else files.set(name, made);
      }
      if (failures.size === 0) await published.verify(candidates, [...files.keys()], failures);
      if (failures.size === 0) {
        const page = pageOf(
          {candidates, figures, files, hasPeriod: filters.hasPeriod, read: filters.read},
          loaded.catalog
        );
        return {page, files: [...files.values()].map(({file}) => file), warnings};
      }
      warnings.push(...lines(report.file, failures));
      candidates = without(candidates, failures);
    }
  } catch (error) {
    if (!(error instanceof PersonalColumn)) throw error;
    throw new ReportError(
      `${error.message}, and the page's SQL cells would publish it`,
      placeOf(error.column, done),
      `leave it out of the SQL, or name it in the catalog: publish: {allow: [${error.column}]}`
    );
  } finally {
    await published.close();
  }
}

/** Where the first SQL cell stands that names the column; else the first one. */
function placeOf(column: string, done: readonly Done[]): Place {
  const asked = done.filter(({content}) => content.query);
  const names = ({content}: Done) => content.query!.text.toLowerCase().includes(column.toLowerCase());
  return (asked.find(names) ?? asked[0]!).cell.place;
}

function lines(file: string, failures: ReadonlyMap<string, string>): readonly string[] {
  return [...failures].map(([cell, why]) => `${file}: the sql cell "${cell}" does not follow the filters: ${why}`);
}

/** The SQL cells in the order in which they run, but those with a parameter that cannot be followed, and those that read one of these. */
function candidatesOf(done: readonly Done[], filters: Filters): readonly Candidate[] {
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
function figuresOf(done: readonly Done[], candidates: readonly Candidate[]): readonly LiveShown[] {
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
function closure(candidates: readonly Candidate[], wanted: ReadonlySet<string>): readonly Candidate[] {
  const needed = new Set(wanted);
  for (const {name, query} of candidates.toReversed())
    if (needed.has(name)) for (const other of query.cells) needed.add(other);
  return candidates.filter(({name}) => needed.has(name));
}

/** The candidates without those that failed, and without those that read one of these. */
function without(candidates: readonly Candidate[], failures: ReadonlyMap<string, string>): readonly Candidate[] {
  const gone = new Set(failures.keys());
  return candidates.filter(({name, query}) => {
    if (query.cells.some((other) => gone.has(other))) gone.add(name);
    return !gone.has(name);
  });
}

/** The catalog's tables that the candidates read, customers among them, and of each the columns that their SQL may mean. */
function tablesOf(candidates: readonly Candidate[], {tables}: Catalog): ReadonlyMap<string, ReadonlySet<string>> {
  const read = new Map<string, Set<string>>([["customers", new Set()]]);
  for (const {query} of candidates) {
    const tokens = readTokens(query.text);
    // "order by" names no column.
    const words = new Set(tokens.filter((_, i) => wordOf(tokens[i + 1]) !== "by").map(nameOf));
    const isAll = readsAll(tokens);
    for (const name of query.tables) {
      const columns = read.get(name) ?? new Set();
      for (const {name: column} of tables.get(name)!.columns)
        if (isAll || words.has(column.toLowerCase())) columns.add(column.toLowerCase());
      read.set(name, columns);
    }
  }
  return read;
}

function pageOf(
  {
    candidates,
    figures,
    files,
    hasPeriod,
    read
  }: {
    candidates: readonly Candidate[];
    figures: readonly LiveShown[];
    files: ReadonlyMap<string, RowFile>;
    hasPeriod: boolean;
    read: ReadonlySet<string>;
  },
  {tables}: Catalog
): LiveSql {
  const shown = new Set([...figures.map(({data}) => data), ...read]);
  const isWindowed = (table: string) => hasPeriod && hasColumn(table, "at", tables);
  const windowed = new Set<string>();
  for (const {name, query} of candidates)
    if (query.tables.some(isWindowed) || query.cells.some((cell) => windowed.has(cell))) windowed.add(name);
  return {
    tables: [...files].map(([name, {file, columns}]): LiveTable => ({
      name,
      file: file.path,
      columns: columns.filter(isSeen),
      isFiltered: hasColumn(name, "customer", tables),
      isWindowed: isWindowed(name)
    })),
    queries: candidates.map(({name, query, parameters}) => ({
      name,
      text: query.text,
      parameters,
      isShown: shown.has(name),
      isWindowed: windowed.has(name)
    })),
    figures,
    bytes: [...files.values()].reduce((sum, {file}) => sum + file.bytes.length, 0),
    database: null
  };
}

/** Whether a table of the catalog has a column. */
export function hasColumn(table: string, column: string, tables: Catalog["tables"]): boolean {
  return tables.get(table)?.columns.some(({name}) => name === column) ?? false;
}

/** Whether queries see a file's column. */
function isSeen({name}: {readonly name: string}): boolean {
  return name !== JOINED_MONTH && name !== AT_MONTH;
}

/** Tables as a browser will have them, in a database of their own beside the build's. */
interface Published {
  /** The file of a table with these columns (in lower case); the reason why there is none. */
  publish(table: string, columns: ReadonlySet<string>): Promise<RowFile | string>;
  /** Runs the candidates over the published tables. `failures` takes those that give something else than they did over the build's. */
  verify(candidates: readonly Candidate[], tables: readonly string[], failures: Map<string, string>): Promise<void>;
  close(): Promise<void>;
}

async function openPublished(
  {engine, catalog, memory}: Loaded,
  {dimensions, hasPeriod, months}: Filters
): Promise<Published> {
  const {tables} = catalog;
  const {maxRows} = catalog.publishing;
  const schemas = ["rows", "all", "cells"];
  const home = String((await engine.query("select current_database() as name")).columns["name"]![0]);
  await engine.query("attach if not exists ':memory:' as published");
  const clear = async () => {
    for (const schema of schemas) await engine.query(`drop schema if exists published."${schema}" cascade`);
    for (const table of tables.keys())
      await engine.query(sql`drop view if exists ${identifier("published", "main", table)}`);
  };
  await clear();
  for (const schema of schemas) await engine.query(`create schema published."${schema}"`);
  const people = [...tables.keys()].filter((name) => hasColumn(name, "customer", tables));
  const everybody = joined(
    people.map((name) => sql`select cast(customer as varchar) as customer from ${identifier("all", name)}`),
    " union "
  );
  const numbers = raw("published.rows.kizuna_numbers");
  await engine.query(
    sql`create table ${numbers} as select customer, cast(row_number() over (order by customer) as integer) as id from (${everybody}) where customer is not null`
  );
  const made = new Map<string, RowFile | string>();
  return {
    async publish(name, wanted) {
      const {rows, columns} = tables.get(name)!;
      if (rows > (maxRows ?? MOST_ROWS))
        return `table "${name}" has ${rows} rows, over ${maxRows ?? MOST_ROWS}; set publish: {maxRows: …} or leave it`;
      const kept = columns
        .map((column) => column.name)
        .filter(isKept)
        .filter((column) => wanted.has(column.toLowerCase()) || (name === "customers" && dimensions.includes(column)));
      const key = JSON.stringify([name, kept]);
      const known = made.get(key);
      if (known) return known;
      for (const column of kept) await requirePublishable(column, name);
      const relation = identifier("published", "rows", name);
      await engine.query(sql`create or replace table ${relation} as ${prunedQuery(name, kept)}`);
      const file = await (memory?.remember(`rows ${name}`, () => write(name, relation)) ?? write(name, relation));
      made.set(key, file);
      return file;
    },
    async verify(candidates, names, failures) {
      for (const name of names) await show(name, made);
      await engine.query(`set search_path = 'published.cells,published.main'`);
      try {
        for (const candidate of candidates) {
          const why = await differenceOf(candidate, engine);
          if (why !== null) failures.set(candidate.name, why);
          if (why !== null) return;
        }
      } finally {
        await engine.query(sql`use ${identifier(home, "main")}`);
      }
    },
    close: clear
  };

  async function requirePublishable(column: string, name: string): Promise<void> {
    const why = await columnMistake({column, table: name}, {engine, catalog});
    if (why !== null) throw new PersonalColumn(column, `column "${column}" of table "${name}" ${why}`);
  }

  /** The table's rows in their order, customers as numbers. */
  function prunedQuery(name: string, kept: readonly string[]): Query {
    const own = kept.map((column) => sql`t.${identifier(column)}`);
    const isPeople = hasColumn(name, "customer", tables);
    const isJoined = name === "customers" && months !== null;
    const seen = [...(isPeople ? [raw("n.id as customer")] : []), ...own];
    const list = [
      ...(seen.length === 0 ? [raw("true as kizuna_row")] : seen),
      ...(hasPeriod && hasColumn(name, "at", tables)
        ? [sql`cast(${monthIndex(raw('t."at"'))} as integer) as ${identifier(AT_MONTH)}`]
        : []),
      ...(isJoined ? [sql`cast(j.month as integer) as ${identifier(JOINED_MONTH)}`] : [])
    ];
    const people = isPeople ? sql` left join ${numbers} n on n.customer = cast(t.customer as varchar)` : raw("");
    const joins = isJoined ? sql`${people} left join (${months}) j on j.customer = t.customer` : people;
    return sql`select ${list} from (select *, row_number() over () as kizuna_nth from ${identifier("all", name)}) t${joins} order by kizuna_nth`;
  }

  async function write(name: string, relation: Query): Promise<RowFile | string> {
    try {
      const columns = await fileColumns(engine, relation);
      if (columns.length === 0) return `no column of table "${name}" can be published`;
      const file = await rowFile(engine, {table: name, relation, columns});
      const size = file.file.bytes.length;
      return size > MOST_BYTES && maxRows === undefined
        ? `table "${name}" has ${Math.ceil(size / 1e6)} MB, over ${MOST_BYTES / 1e6} MB; set publish: {maxRows: …} or leave it`
        : file;
    } catch (error) {
      if (error instanceof QueryError || error instanceof InputError) return `table "${name}": ${error.message}`;
      throw error;
    }
  }

  /** Makes the views by which queries read the table that was published last under this name. */
  async function show(name: string, files: ReadonlyMap<string, RowFile | string>): Promise<void> {
    const last = [...files].findLast(
      ([key, file]) => typeof file !== "string" && (JSON.parse(key) as [string])[0] === name
    );
    if (!last || typeof last[1] === "string") return;
    const list = last[1].columns.filter(isSeen).map((column) => identifier(column.name));
    await engine.query(
      sql`create or replace view ${identifier("published", "all", name)} as select ${list} from ${identifier("published", "rows", name)}`
    );
    await engine.query(
      sql`create or replace view ${identifier("published", "main", name)} as select * from ${identifier("published", "all", name)}`
    );
  }
}

/** Why the query cannot be live; null if it gives over the published tables what it gave over the build's. */
async function differenceOf({name, query, dataset}: Candidate, engine: Engine): Promise<string | null> {
  const table = identifier(name).text;
  try {
    const values = query.parameters.map(({value}) => value);
    await engine.query({text: `create or replace table ${table} as\n${query.text}`, values});
    if (!dataset) return null;
    const answer = await engine.query(`select * from ${table}`);
    return isSame(answer, dataset) ? null : "over the rows that may be published it gives another answer";
  } catch (error) {
    if (error instanceof QueryError) return error.message;
    throw error;
  }
}

/** Whether they have the same rows, in any order, as far as the order of a sum lets floating point agree. */
function isSame(answer: Table, {table, columns}: Dataset): boolean {
  const names = columns.map((column) => column.name);
  if (answer.fields.map((field) => field.name).join("\n") !== names.join("\n") || answer.length !== table.numRows())
    return false;
  const write = (value: unknown) => (typeof value === "number" ? Number(value.toPrecision(9)) : value);
  const rows = (column: (name: string) => ArrayLike<unknown>) => {
    const values = names.map(column);
    return Array.from({length: answer.length}, (_, i) => JSON.stringify(values.map((all) => write(all[i])))).sort();
  };
  const [one, other] = [rows((name) => answer.columns[name]!), rows((name) => table.array(name) as ArrayLike<unknown>)];
  return one.every((row, i) => row === other[i]);
}
