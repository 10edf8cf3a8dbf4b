import type {Engine, Parameter, Table} from "../../engine/engine.ts";
import {QueryError} from "../../errors.ts";
import {quoteIdentifier, quoteLiteral, quoteTable} from "../../engine/quote.ts";
import {dimensionColumn} from "../../metrics/reduce.ts";
import {AT_MONTH, JOINED_MONTH} from "./live-page.ts";
import type {LiveQuery, LiveSql, LiveTable} from "./live-page.ts";
import {isUnfiltered} from "./selection.ts";
import type {Selection} from "./selection.ts";

/** For whom queries are asked, and what they are bound to. */
export interface Asking {
  parametersOf(query: LiveQuery): readonly Parameter[];
  /** A text that is the same as long as the query's answer is. */
  stateOf(query: LiveQuery): string;
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
  for (const schema of ["rows", "typed", "all", "cells"])
    await engine.query(`create schema ${quoteIdentifier(schema)}`);
  for (const table of tables) await loadTable(table, await load(table.file), engine);
  await engine.query("set search_path = 'cells,main'");
}

/** Rows of the page's SQL cells by name; a query that failed has its error. */
export type Answers = ReadonlyMap<string, Table | QueryError>;

/** Answers that a database has given, by query, with the state that each is of: what it has not to do again. */
export type Given = Map<string, {readonly state: string; readonly answer: Table | QueryError | null}>;

/**
 * What a page's SQL cells give over the selection's customers; null as soon as nobody waits for it. A query whose state is that of its last answer is not asked again.
 * @param given what the engine's tables `cells.…` hold; changed.
 */
export async function answerQueries(
  {tables, queries}: LiveSql,
  engine: Engine,
  {selection, parametersOf, stateOf, isStale, given}: Asking & {selection: Selection; given: Given}
): Promise<Answers | null> {
  for (const table of tables) await engine.query(narrowed(table, selection));
  for (const query of queries) {
    const state = stateOf(query);
    if (given.get(query.name)?.state === state) continue;
    if (isStale()) return null;
    given.delete(query.name);
    const name = quoteTable(`cells.${query.name}`);
    try {
      // What an earlier selection gave must not stand in for what this one cannot.
      await engine.query(`drop table if exists ${name}`);
      await engine.query({text: `create table ${name} as\n${query.text}`, values: parametersOf(query)});
      given.set(query.name, {state, answer: query.isShown ? await engine.query(`select * from ${name}`) : null});
    } catch (error) {
      if (isStale()) return null;
      if (!(error instanceof QueryError)) throw error;
      given.set(query.name, {state, answer: error});
    }
  }
  if (isStale()) return null;
  return new Map([...given].flatMap(([name, {answer}]) => (answer ? [[name, answer] as const] : [])));
}

/** The statement by which queries see only the selection's rows of a table, and of the reporting window those of events. */
function narrowed(table: LiveTable, selection: Selection): string {
  const {name, isFiltered, isWindowed} = table;
  const view = `create or replace view ${quoteTable(`main.${name}`)} as select`;
  if (isUnfiltered(selection)) return `${view} * from ${quoteTable(`all.${name}`)}`;
  const {period = null} = selection;
  const conditions = [
    ...(table.sums ? cellsOf(selection) : isFiltered ? customersOf(selection) : []),
    ...(isWindowed && period ? [`${AT_MONTH} between ${period[0]} and ${period[1]}`] : [])
  ];
  const where = conditions.length === 0 ? "" : ` where ${conditions.join(" and ")}`;
  return `${view} ${namesOf(table)} from ${quoteTable(`typed.${name}`)}${where}`;
}

/** The condition on `customer` of a selection that leaves customers out. */
function customersOf(selection: Selection): readonly string[] {
  const conditions = chosenBy(selection, (dimension) => dimension);
  return conditions.length === 0
    ? []
    : [`customer in (select customer from rows.customers where ${conditions.join(" and ")})`];
}

/** The conditions on sums, which are kept apart by what a selection chooses by. */
function cellsOf(selection: Selection): readonly string[] {
  return chosenBy(selection, dimensionColumn);
}

function chosenBy({values, joined}: Selection, column: (dimension: string) => string): readonly string[] {
  return [
    ...Object.entries(values)
      .filter(([, kept]) => kept.length > 0)
      .map(([dimension, kept]) => `${quoteIdentifier(column(dimension))} in (${kept.map(quoteLiteral).join(", ")})`),
    ...(joined ? [`${JOINED_MONTH} between ${joined[0]} and ${joined[1]}`] : [])
  ];
}

/** Makes `all.NAME` of a file's bytes, each column of its own type; `typed.NAME` has also the month of each event, and `rows.customers` that of joining, which no query sees. */
async function loadTable(table: LiveTable, bytes: Uint8Array, engine: Engine): Promise<void> {
  const {name, columns, isWindowed, sums} = table;
  const [rows, typed] = [quoteTable(`rows.${name}`), quoteTable(`typed.${name}`)];
  await engine.register(`rows.${name}`, {format: "arrow", bytes});
  const list = columns.map((column) => `${column.as} as ${quoteIdentifier(column.name)}`);
  const hidden = [
    ...(isWindowed ? [AT_MONTH] : []),
    ...(sums
      ? [...sums.dimensions.map(dimensionColumn).map(quoteIdentifier), ...(sums.isJoined ? [JOINED_MONTH] : [])]
      : [])
  ];
  // Their Arrow types are all but those of the columns: to cast them again costs less than to keep them twice.
  await engine.query(`create view ${typed} as select ${[...list, ...hidden].join(", ")} from ${rows}`);
  await engine.query(`create view ${quoteTable(`all.${name}`)} as select ${namesOf(table)} from ${typed}`);
}

/** The columns that queries see. */
function namesOf({columns}: LiveTable): string {
  return columns.map(({name}) => quoteIdentifier(name)).join(", ");
}
