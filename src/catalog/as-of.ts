import type {Engine} from "../engine/engine.ts";
import {identifier, sql} from "../sql/sql.ts";
import {columnsOf} from "./columns.ts";
import {tableOf} from "./load.ts";
import type {CatalogTable, Loading} from "./loading.ts";
import {count} from "./loading.ts";
import {setAside} from "./rejected.ts";
import {EVENTS} from "./roles.ts";
import {cast, reason} from "./shape.ts";

/** ISO date of the latest event in the tables; in a workspace without events, of the latest start or end of a contract; else null. */
export async function latestDay(engine: Engine, tables: ReadonlyMap<string, CatalogTable>): Promise<string | null> {
  const has = (table: string, column: string) => tables.get(table)?.columns.some(({name}) => name === column) ?? false;
  const events = EVENTS.filter((name) => tables.has(name)).map((name) => [name, "at"] as const);
  const contracts = ["joined", "ended"]
    .filter((column) => has("customers", column))
    .map((column) => ["customers", column] as const);
  let latest: string | null = null;
  for (const [table, column] of events.length > 0 ? events : contracts) {
    const answer = await engine.query(
      sql`select cast(cast(max(${identifier(column)}) as date) as varchar) as day from ${identifier("all", table)}`
    );
    const day = answer.columns["day"]![0];
    if (typeof day === "string" && (latest === null || day > latest)) latest = day;
  }
  return latest;
}

/** Moves the rows of an event table that come after the as-of date out of `all.NAME` into `future.NAME`; counts them as set aside. */
export async function cutAfter(table: CatalogTable, asOf: string, loading: Loading): Promise<CatalogTable> {
  const {engine, reading} = loading;
  const name = tableOf(table.name);
  const all = identifier("all", name);
  const after = sql`from ${all} where cast("at" as date) > cast(${asOf} as date)`;
  const rows = await count(engine, sql`select count(*) ${after}`);
  if (rows === 0) return table;
  await engine.query(sql`create or replace table ${identifier("future", name)} as select * ${after}`);
  await engine.query(sql`delete ${after}`);
  const why = `after the as-of date ${asOf}`;
  const columns = await columnsOf(table.name, loading);
  const at = cast(
    columns.find((column) => column.name === "at")!,
    reading
  ); // a required role
  const source = sql`select * from ${identifier("source", table.name)} where ${reason(columns, reading)} is null and cast(${at} as date) > cast(${asOf} as date)`;
  await setAside(table.name, why, {rows: source, loading});
  return {...table, rows: table.rows - rows, rejected: [...table.rejected, {reason: why, rows}]};
}
