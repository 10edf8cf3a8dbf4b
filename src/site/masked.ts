import {readTokens} from "../engine/tokens.ts";
import type {Table} from "../engine/engine.ts";
import {QueryError} from "../errors.ts";
import type {AskedQuery} from "../notebook/environment.ts";
import {identifier, joined, raw, sql} from "../sql/sql.ts";
import type {Loaded} from "./assemble.ts";
import {nameOf, readsAll} from "./sql-names.ts";

/** Columns of ids. */
const IDS = ["customer", "referrer"];

/** An SQL cell of a page, by its name. */
export interface Asked {
  readonly name: string;
  readonly query: AskedQuery;
}

/** The same tables with other ids, in a database beside the build's: what a query gives of them shows whether its answer rests on who the customers are. */
export interface Masked {
  /** What the cells give over other ids, by name; null for one that fails there. @param cells in the order in which they run. */
  answers(cells: readonly Asked[]): Promise<ReadonlyMap<string, Table | null>>;
  close(): Promise<void>;
}

/** Words that make a value of a whole row. */
const ROWS = /json|^row|struct|^list$|^array|^map/;

/** Whether the queries can give an id at all: they name one, take all columns there are, or make values of rows. */
export function maySeeIds(queries: readonly AskedQuery[]): boolean {
  return queries.some(({text}) => {
    const tokens = readTokens(text);
    return readsAll(tokens) || tokens.some((token) => IDS.includes(nameOf(token)) || ROWS.test(nameOf(token)));
  });
}

/** Makes the masked tables. Ids keep their order, so that what only sorts by them stays as it is; numbers stay numbers. */
export async function openMasked({engine, catalog}: Pick<Loaded, "engine" | "catalog">): Promise<Masked> {
  const home = String((await engine.query("select current_database() as name")).columns["name"]![0]);
  const tables = [...catalog.tables.values()];
  const idsOf = (name: string) =>
    catalog.tables.get(name)!.columns.flatMap((column) => (IDS.includes(column.name) ? [column.name] : []));
  await engine.query("attach if not exists ':memory:' as masked");
  const clear = async () => {
    for (const schema of ["all", "cells", "ids"])
      await engine.query(`drop schema if exists masked."${schema}" cascade`);
    for (const {name} of tables) await engine.query(sql`drop view if exists ${identifier("masked", "main", name)}`);
  };
  await clear();
  for (const schema of ["all", "cells", "ids"]) await engine.query(`create schema masked."${schema}"`);
  const everybody = tables.flatMap(({name}) =>
    idsOf(name).map(
      (column) => sql`select cast(${identifier(column)} as varchar) as id from ${identifier("all", name)}`
    )
  );
  if (everybody.length > 0)
    await engine.query(sql`create table masked.ids.ids as
      select id, cast(100000000000 + 7 * row_number() over (order by id) as varchar) as other
      from (${joined(everybody, " union ")}) where id is not null`);
  for (const {name} of tables) {
    const ids = idsOf(name);
    const list = ids.map((column) => sql`${identifier(`kizuna_${column}`)}.other as ${identifier(column)}`);
    const joins = ids.map(
      (column) =>
        sql` left join masked.ids.ids ${identifier(`kizuna_${column}`)} on ${identifier(`kizuna_${column}`)}.id = cast(t.${identifier(column)} as varchar)`
    );
    const columns =
      ids.length === 0 ? raw("t.* exclude (kizuna_nth)") : sql`t.* exclude (kizuna_nth) replace (${list})`;
    await engine.query(
      sql`create table ${identifier("masked", "all", name)} as select ${columns} from (select *, row_number() over () as kizuna_nth from ${identifier("all", name)}) t${joined(joins, "")} order by t.kizuna_nth`
    );
    await engine.query(
      sql`create view ${identifier("masked", "main", name)} as select * from ${identifier("masked", "all", name)}`
    );
  }
  return {
    async answers(cells) {
      const found = new Map<string, Table | null>();
      await engine.query("set search_path = 'masked.cells,masked.main'");
      try {
        for (const {name, query} of cells) found.set(name, await answerOf(name, query));
      } finally {
        await engine.query(sql`use ${identifier(home, "main")}`);
      }
      return found;
    },
    close: clear
  };

  async function answerOf(name: string, {text, parameters}: AskedQuery): Promise<Table | null> {
    const table = identifier(name);
    try {
      const values = parameters.map(({value}) => value);
      await engine.query({text: `create or replace table ${table.text} as\n${text}`, values});
      return await engine.query(sql`select * from ${table}`);
    } catch (error) {
      if (error instanceof QueryError) return null;
      throw error;
    }
  }
}
