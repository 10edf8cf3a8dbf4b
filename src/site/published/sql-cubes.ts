import {InputError, QueryError} from "../../errors.ts";
import {NOT_JOINED, dimensionColumn} from "../../metrics/reduce.ts";
import type {Evaluated} from "../../notebook/evaluate.ts";
import {monthIndex} from "../../sql/dialect.ts";
import {identifier, joined, literal, raw, sql} from "../../sql/sql.ts";
import type {Query} from "../../sql/sql.ts";
import type {Loaded} from "../assemble.ts";
import {MOST_CELLS} from "../live/cube-budget.ts";
import {AT_MONTH, JOINED_MONTH} from "../live/live-page.ts";
import type {LiveQuery, LiveTable} from "../live/live-page.ts";
import type {DataFile} from "../page-cubes.ts";
import {fileColumns, rowFile} from "../row-file.ts";
import {candidatesOf, closure, figuresOf, without} from "./candidates.ts";
import type {Candidate, Filters, Rows} from "./candidates.ts";
import {differenceOf} from "./difference.ts";
import {AT, CUSTOMER, NoForm, sqlForm} from "./sql-form.ts";
import type {SqlForm} from "./sql-form.ts";

/** What stands in the place of an SQL cell's tables: its sums by the page's filters. */
interface Cubed {
  readonly table: LiveTable;
  readonly file: DataFile;
  readonly text: string;
}

/**
 * The SQL cells of a page whose catalog publishes no rows that can follow its filters all the same: those that only group by dimensions, periods and scores, and add up. Their sums are published by the page's filters, as those of metrics are,
 * and the same query adds them up again. Each has given over its sums what the page shows; any other cell stays as built, and the build says why.
 */
export async function cubedSql(evaluated: Evaluated, loaded: Loaded, filters: Filters): Promise<Rows> {
  const {report, outputs} = evaluated;
  const done = outputs.filter((output) => output.state === "done");
  const all = candidatesOf(done, filters);
  const nothing = {page: null, files: [], warnings: []};
  if (all.length === 0 || (filters.dimensions.length === 0 && !filters.months && !filters.hasPeriod)) return nothing;
  const failures = new Map<string, string>();
  const cubes = new Map<string, Cubed>();
  const made = await openSums(loaded, filters);
  try {
    for (const candidate of all) {
      const {name, query} = candidate;
      if (query.cells.some((other) => failures.has(other))) continue;
      const cubed = query.tables.length === 0 ? null : await made.cube(candidate);
      if (typeof cubed === "string") failures.set(name, cubed);
      else if (cubed) cubes.set(name, cubed);
      const why = failures.has(name)
        ? null
        : await made.check({...candidate, query: {...query, text: cubed ? (cubed as Cubed).text : query.text}});
      if (why !== null) failures.set(name, why);
    }
  } finally {
    await made.close();
  }
  const warnings = [...failures].map(
    ([cell, why]) =>
      `${report.file}: the sql cell "${cell}" does not follow the filters: no rows are published, and ${why}`
  );
  const able = without(all, failures);
  const figures = figuresOf(done, able);
  const shown = new Set([...figures.map(({data}) => data), ...filters.read]);
  const queries = closure(able, shown);
  if (queries.length === 0) return {...nothing, warnings};
  const used = queries.flatMap(({name}) => cubes.get(name) ?? []);
  const windowed = new Set<string>();
  for (const {name, query} of queries)
    if (cubes.get(name)?.table.isWindowed || query.cells.some((cell) => windowed.has(cell))) windowed.add(name);
  return {
    page: {
      tables: used.map(({table}) => table),
      queries: queries.map(({name, query, parameters}): LiveQuery => ({
        name,
        text: cubes.get(name)?.text ?? query.text,
        parameters,
        isShown: shown.has(name),
        isWindowed: windowed.has(name)
      })),
      figures,
      bytes: used.reduce((sum, {file}) => sum + file.bytes.length, 0),
      database: null
    },
    files: used.map(({file}) => file),
    warnings
  };
}

/** Sums of SQL cells as a browser will have them, in a database of their own beside the build's. */
interface SumTables {
  /** The sums of a cell; the reason why there are none. */
  cube(candidate: Candidate): Promise<Cubed | string>;
  /** Why a cell cannot be live; null if it gives over the sums what it gave over the rows. */
  check(candidate: Candidate): Promise<string | null>;
  close(): Promise<void>;
}

async function openSums({engine, catalog}: Loaded, filters: Filters): Promise<SumTables> {
  const home = String((await engine.query("select current_database() as name")).columns["name"]![0]);
  await engine.query("attach if not exists ':memory:' as published");
  const clear = async () => {
    for (const schema of ["sums", "cells"]) await engine.query(`drop schema if exists published."${schema}" cascade`);
  };
  await clear();
  for (const schema of ["sums", "cells"]) await engine.query(`create schema published."${schema}"`);
  return {
    close: clear,
    async cube({name, query, parameters}) {
      if (query.cells.length > 0) return "it reads both tables and other cells";
      if (parameters.length > 0) return "it has a value of another cell or input";
      const sums = `${name} sums`;
      try {
        const {fields} = await engine.query(sql`select * from ${identifier("cells", name)} limit 0`);
        const asked = {
          text: query.text,
          columns: fields.map((field) => field.name),
          relation: identifier(sums).text
        };
        const form = await sqlForm(asked, {catalog, engine});
        return await write(sums, form);
      } catch (error) {
        if (error instanceof NoForm || error instanceof QueryError || error instanceof InputError) return error.message;
        throw error;
      }
    },
    async check(candidate) {
      await engine.query("set search_path = 'published.cells,published.sums'");
      try {
        return await differenceOf(candidate, engine);
      } finally {
        await engine.query(sql`use ${identifier(home, "main")}`);
      }
    }
  };

  async function write(name: string, form: SqlForm): Promise<Cubed | string> {
    const isWindowed = filters.hasPeriod && form.isWindowed;
    const relation = identifier("published", "sums", name);
    await engine.query(sql`create or replace table ${relation} as ${level2(form, filters, isWindowed)}`);
    const columns = await fileColumns(engine, relation);
    const {fields} = await engine.query(sql`select * from ${relation} limit 0`);
    const lost = fields.find((field) => columns.every((column) => column.name !== field.name));
    if (lost) return "its sums are of a type that cannot be published exactly";
    const {file, columns: written} = await rowFile(engine, {table: name, relation, columns});
    if (file.rows > MOST_CELLS) return `its sums by the page's filters are ${file.rows} cells, over ${MOST_CELLS}`;
    const own = new Set([...form.keys, ...Object.keys(form.statistics)]);
    return {
      table: {
        name,
        file: file.path,
        columns: written.filter((column) => own.has(column.name)),
        isFiltered: true,
        isWindowed,
        sums: {dimensions: filters.dimensions, isJoined: filters.months !== null}
      },
      file: {...file, kind: "cube", table: null},
      text: form.query
    };
  }
}

/** The sums per value of the page's dimensions, month of joining, month of the event, and group of the query. */
function level2({level1, keys, statistics}: SqlForm, {dimensions, months}: Filters, isWindowed: boolean): Query {
  const columns = [
    ...dimensions.map((name) => sql`c.${identifier(name)} as ${identifier(dimensionColumn(name))}`),
    ...(months ? [sql`cast(coalesce(j.month, ${literal(NOT_JOINED)}) as integer) as ${identifier(JOINED_MONTH)}`] : []),
    ...(isWindowed ? [sql`cast(${monthIndex(raw(`r.${AT}`))} as integer) as ${identifier(AT_MONTH)}`] : []),
    ...keys.map((name) => sql`r.${identifier(name)} as ${identifier(name)}`)
  ];
  const sums = Object.entries(statistics).map(([name, sum]) => raw(`${sum} as "${name}"`));
  const customers =
    dimensions.length === 0 ? raw("") : raw(` left join "all".customers c on c.customer = r.${CUSTOMER}`);
  const joins = months ? sql`${customers} left join (${months}) j on j.customer = ${raw(`r.${CUSTOMER}`)}` : customers;
  const end = columns.length === 0 ? raw("") : raw(" group by all order by all");
  return sql`select ${joined([...columns, ...sums], ", ")} from (${raw(level1)}) r${joins}${end}`;
}
