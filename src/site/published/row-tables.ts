import {isKept} from "../../catalog/publishing.ts";
import {InputError, QueryError} from "../../errors.ts";
import {monthIndex} from "../../sql/dialect.ts";
import {identifier, joined, raw, sql} from "../../sql/sql.ts";
import type {Query} from "../../sql/sql.ts";
import type {Loaded} from "../assemble.ts";
import {AT_MONTH, JOINED_MONTH} from "../live/live-page.ts";
import {columnMistake} from "../publish.ts";
import {fileColumns, rowFile} from "../row-file.ts";
import type {RowFile} from "../row-file.ts";
import {hasColumn} from "./candidates.ts";
import type {Candidate, Filters} from "./candidates.ts";
import {differenceOf} from "./difference.ts";

/** Most rows and bytes of a table that a page loads, unless the catalog's `maxRows` says otherwise. */
const MOST_ROWS = 1_000_000;
const MOST_BYTES = 25_000_000;

/** A column that must not stand in a row file. */
export class PersonalColumn extends Error {
  readonly column: string;
  constructor(column: string, message: string) {
    super(message);
    this.column = column;
  }
}

/** Whether queries see a file's column. */
export function isSeen({name}: {readonly name: string}): boolean {
  return name !== JOINED_MONTH && name !== AT_MONTH;
}

/** Tables as a browser will have them, in a database of their own beside the build's. */
export interface Published {
  /** The file of a table with these columns (in lower case); the reason why there is none. */
  publish(table: string, columns: ReadonlySet<string>): Promise<RowFile | string>;
  /** Runs the candidates over the published tables. `failures` takes those that give something else than they did over the build's. */
  verify(candidates: readonly Candidate[], tables: readonly string[], failures: Map<string, string>): Promise<void>;
  close(): Promise<void>;
}

export async function openPublished(
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
