import {ReportError} from "../errors.ts";
import {identifier, sql} from "../sql/sql.ts";
import {loadActionLists} from "./action-lists.ts";
import type {ActionLists} from "./action-lists.ts";
import {latestDay} from "./as-of.ts";
import {runChecks} from "./checks.ts";
import type {Check} from "./checks.ts";
import {requireLabels} from "./labels.ts";
import type {CatalogTable, Loading} from "./loading.ts";
import type {Tables} from "./tables.ts";

/** A table as it was read, of all customers. */
export interface ReadTable extends Pick<CatalogTable, "rows" | "rejected"> {
  /** The column that says when its rows happened, and the ISO date of the latest one, if any; null where it does not say when. */
  readonly latest: {readonly day: string | null} | null;
}

/** What the data says before an audience's customers are chosen: it is the same for everybody. */
export interface Whole {
  /** ISO date of the last day observed, inclusive. */
  readonly asOf: string;
  readonly checks: readonly Check[];
  readonly lists: ActionLists;
  /** The catalog's tables, by its names: of `orders` the lines. */
  readonly read: ReadonlyMap<string, ReadTable>;
  /** What the author should know of the catalog, and readers need not. */
  readonly remarks: readonly string[];
}

/** Columns that say when a table's rows happened. */
export const TIMES = ["at", "joined", "month", "started"] as const;

/** Looks at loaded tables of all customers: as-of date, checks, labels, lists, and what gates ask of each table. @throws {ReportError} */
export async function wholeOf({tables, folded}: Tables, loading: Loading): Promise<Whole> {
  const {engine, place, spec} = loading;
  const asOf = spec.asOf ?? (await latestDay(engine, tables));
  if (asOf === null)
    throw new ReportError("no as-of date in the data", place("tables"), "set asOf: 2026-10-31 in the catalog");
  const checks = await runChecks(asOf, loading);
  const remarks = await requireLabels(loading, tables, folded);
  const lists = await loadActionLists(loading);
  const read = new Map<string, ReadTable>();
  for (const name of Object.keys(spec.tables)) {
    const {rows, rejected} = tables.get(name === "orders" ? "order_lines" : name)!;
    read.set(name, {rows, rejected, latest: await latestOf(tables.get(name)!, loading)});
  }
  return {asOf, checks, lists, read, remarks};
}

async function latestOf({name, columns}: CatalogTable, {engine}: Loading): Promise<ReadTable["latest"]> {
  const column = TIMES.find((time) => columns.some((one) => one.name === time && one.role));
  if (column === undefined) return null;
  const answer = await engine.query(
    sql`select cast(cast(max(${identifier(column)}) as date) as varchar) as day from ${identifier("all", name)}`
  );
  return {day: answer.columns["day"]![0] as string | null};
}
