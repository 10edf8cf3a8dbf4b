import type {Engine, Parameter, Table} from "../engine/engine.ts";
import {QueryError} from "../errors.ts";
import {quoteIdentifier, quoteLiteral, quoteTable} from "../engine/quote.ts";
import {JOINED_MONTH} from "./live-page.ts";
import type {LiveQuery, LiveSql, LiveTable} from "./live-page.ts";
import {isEverybody} from "./selection.ts";
import type {Selection} from "./selection.ts";

/** For whom queries are asked, and what they are bound to. */
export interface Asking {
  parametersOf(query: LiveQuery): readonly Parameter[];
  /** Whether nobody waits for the answer any more. */
  isStale(): boolean;
}

/**
 * Loads a page's row files into an engine, where its SQL cells then find them under the catalog's names.
 * @param load gives the bytes of a file.
 */
export async function loadTables(
  {tables}: LiveSql,
  engine: Engine,
  load: (file: string) => Promise<Uint8Array>
): Promise<void> {
  for (const schema of ["rows", "all", "cells"]) await engine.query(`create schema ${quoteIdentifier(schema)}`);
  for (const table of tables) await loadTable(table, await load(table.file), engine);
  await engine.query("set search_path = 'cells,main'");
}

/** Rows of the page's SQL cells by name; a query that failed has its error. */
export type Answers = ReadonlyMap<string, Table | QueryError>;

/** What a page's SQL cells give over the selection's customers; null as soon as nobody waits for it. */
export async function answerQueries(
  {tables, queries}: LiveSql,
  engine: Engine,
  {selection, parametersOf, isStale}: Asking & {selection: Selection}
): Promise<Answers | null> {
  for (const table of tables) await engine.query(narrowed(table, selection));
  const answers = new Map<string, Table | QueryError>();
  for (const query of queries) {
    if (isStale()) return null;
    const name = quoteTable(`cells.${query.name}`);
    try {
      // What an earlier selection gave must not stand in for what this one cannot.
      await engine.query(`drop table if exists ${name}`);
      await engine.query({text: `create table ${name} as\n${query.text}`, values: parametersOf(query)});
      if (query.isShown) answers.set(query.name, await engine.query(`select * from ${name}`));
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
      answers.set(query.name, error);
    }
  }
  return isStale() ? null : answers;
}

/** The statement by which queries see only the selection's rows of a table. */
function narrowed({name, isFiltered}: LiveTable, selection: Selection): string {
  const view = `create or replace view ${quoteTable(`main.${name}`)} as select * from ${quoteTable(`all.${name}`)}`;
  if (!isFiltered || isEverybody(selection)) return view;
  const {values, joined} = selection;
  const conditions = [
    ...Object.entries(values)
      .filter(([, kept]) => kept.length > 0)
      .map(([dimension, kept]) => `${quoteIdentifier(dimension)} in (${kept.map(quoteLiteral).join(", ")})`),
    ...(joined ? [`${JOINED_MONTH} between ${joined[0]} and ${joined[1]}`] : [])
  ];
  return `${view} where customer in (select customer from rows.customers where ${conditions.join(" and ")})`;
}

/** Makes `all.NAME` of a file's bytes, each column of its own type; `rows.customers` stays, whose months no query sees. */
async function loadTable({name, columns}: LiveTable, bytes: Uint8Array, engine: Engine): Promise<void> {
  const rows = quoteTable(`rows.${name}`);
  await engine.register(`rows.${name}`, {format: "arrow", bytes});
  const list = columns.map((column) => `${column.as} as ${quoteIdentifier(column.name)}`).join(", ");
  await engine.query(`create table ${quoteTable(`all.${name}`)} as select ${list} from ${rows}`);
  if (name !== "customers") await engine.query(`drop table ${rows}`);
}
