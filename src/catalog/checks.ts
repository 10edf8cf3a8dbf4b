import type {Place} from "../errors.ts";
import {authored, replaceNames} from "../sql/authored.ts";
import {identifier, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import {showTable} from "./load.ts";
import type {Loading} from "./loading.ts";
import {count, placed} from "./loading.ts";

/** A check of the catalog, and how many rows it found; none is well. */
export interface Check {
  readonly name: string;
  readonly place: Place;
  readonly rows: number;
}

/**
 * Runs the catalog's checks over all rows, those after the as-of date included. `:as_of` is the last moment of that day.
 * @throws {ReportError} at the first check whose SQL fails.
 */
export async function runChecks(asOf: string, loading: Loading): Promise<readonly Check[]> {
  const {engine, place, spec} = loading;
  const future = await engine.query(`select table_name from information_schema.tables where table_schema = 'future'`);
  const cut = future.columns["table_name"]!.map(String);
  for (const name of cut) await showWithFuture(name, sql`select * from ${identifier("future", name)}`, loading);
  // Customers who come after the as-of date are no customers yet, but a check that looks them up for their orders has to find them.
  if (cut.includes("orders"))
    await showWithFuture(
      "customers",
      sql`select distinct customer from future.orders where customer not in (select customer from "all".customers)`,
      loading
    );
  const checks: Check[] = [];
  for (const [i, check] of spec.checks.entries()) {
    const at = place("checks", i);
    const text = withAsOf(check.sql, asOf);
    const rows = await placed(at, `check "${check.name}"`, () =>
      count(engine, sql`select count(*) from (${raw(text)}\n)`)
    );
    checks.push({name: check.name, place: at, rows});
  }
  for (const name of cut.includes("orders") ? [...cut, "customers"] : cut) await showTable(name, loading);
  return checks;
}

async function showWithFuture(name: string, future: Query, {engine}: Loading): Promise<void> {
  await engine.query(
    sql`create or replace view ${identifier("main", name)} as select * from ${identifier("all", name)} union all by name ${future}`
  );
}

/** The SQL with `:as_of`, outside quotes and comments, as the last microsecond of the day. */
function withAsOf(text: string, asOf: string): string {
  return replaceNames(authored(text), (name) =>
    name === "as_of" ? `(timestamp '${asOf} 23:59:59.999999')` : `:${name}`
  );
}
