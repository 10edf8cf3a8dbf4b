import type {Engine, UnreadableRow} from "../engine/engine.ts";
import {identifier, joined, literal, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import {columnsOf} from "./columns.ts";
import type {Loading, Rejection} from "./loading.ts";
import {count} from "./loading.ts";
import {cast} from "./shape.ts";

/** Rows set aside, by reason, most first: those that broke a role (in `broken`), and those that could not be read at all. */
export async function totals(
  engine: Engine,
  broken: Query,
  unreadable: readonly UnreadableRow[]
): Promise<readonly Rejection[]> {
  const answer = await engine.query(sql`select reason, count(*) as rows from ${broken} group by reason`);
  const rows = new Map(
    answer.columns["reason"]!.map((reason, i) => [String(reason), Number(answer.columns["rows"]![i])])
  );
  for (const row of unreadable) rows.set(row.reason, (rows.get(row.reason) ?? 0) + 1);
  return [...rows]
    .map(([reason, n]) => ({reason, rows: n}))
    .sort((a, b) => b.rows - a.rows || (a.reason < b.reason ? -1 : 1));
}

/** {@link totals} of the rows whose customer is in `all.customers` as it is now: those that could not be read at all are nobody's. */
export async function totalsOfCustomers(table: string, loading: Loading): Promise<readonly Rejection[]> {
  const column = (await columnsOf(table, loading)).find(({name}) => name === "customer");
  if (!column) return [];
  const own = sql`(select * from ${rejectedTable(table)} where ${cast({...column, role: {type: "id"}}, loading.reading)} in (select customer from "all".customers)) own`;
  return totals(loading.engine, own, []);
}

/** Where the rows of a table that were set aside stand: `reason`, then the source's columns. */
export function rejectedTable(table: string): Query {
  return identifier("source", `${table}_rejected`);
}

/** Writes the rows set aside to the file that the workspace keeps them in, the reason first. */
export async function keepRejected(
  table: string,
  broken: Query,
  unreadable: readonly UnreadableRow[],
  loading: Loading
): Promise<void> {
  const {engine} = loading;
  const lines = unreadableTable(table);
  await engine.query(sql`create or replace table ${lines} (reason varchar, file varchar, line bigint, text varchar)`);
  for (let i = 0; i < unreadable.length; i += 500) {
    const rows = unreadable.slice(i, i + 500).map((row) => sql`(${row.reason}, ${row.file}, ${row.line}, ${row.text})`);
    await engine.query(sql`insert into ${lines} values ${joined(rows, ", ")}`);
  }
  await writeRejected(table, broken, loading);
}

/**
 * Adds rows to those set aside, after the table was read; writes the file anew.
 * @param rows a query of whole source rows.
 */
export async function setAside(
  table: string,
  reason: string,
  {rows, loading}: {rows: Query; loading: Loading}
): Promise<void> {
  const broken = rejectedTable(table);
  await loading.engine.query(sql`insert into ${broken} select ${reason}, * from (${rows})`);
  await writeRejected(table, broken, loading);
}

async function writeRejected(table: string, broken: Query, {engine, files}: Loading): Promise<void> {
  const path = files.rejectedPath(table);
  if (path === null) return;
  const all = sql`select * from ${unreadableTable(table)} union all by name select * from ${broken}`;
  if ((await count(engine, sql`select count(*) from (${all})`)) > 0)
    await engine.query(sql`copy (${all}) to ${literal(path)} (format csv, header)`);
}

function unreadableTable(table: string): Query {
  return identifier("source", `${table}_unreadable`);
}
