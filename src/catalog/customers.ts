import {ReportError} from "../errors.ts";
import {identifier, joined, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import {suggestion} from "../text/suggest.ts";
import {columnsOf} from "./columns.ts";
import {foldCells, foldedValues, OTHER} from "./fold.ts";
import {loadTable} from "./load.ts";
import type {CatalogTable, Loading} from "./loading.ts";
import {count} from "./loading.ts";
import {setAside} from "./rejected.ts";
import {cast, reason} from "./shape.ts";

/** The value of a dimension where the data has none. */
export const NONE = "(none)";

/**
 * Makes `all.customers`: one row per customer of the customers' file or `.sql` table, and of the orders. Without a customers table, customers are those of the orders, `joined` their first (refunds are none).
 * @param withOrders whether orders are loaded; @param mayBeEmpty whether there may be no customer, too. Both default to false.
 * @returns the table, and how many customers of the orders it had no row of.
 */
export async function customersTable(
  loading: Loading,
  {withOrders = false, mayBeEmpty = false}: {readonly withOrders?: boolean; readonly mayBeEmpty?: boolean} = {}
): Promise<{table: CatalogTable; added: number}> {
  const {engine, spec} = loading;
  if (spec.tables["customers"]) {
    const table = await withoutDoubles(await loadTable("customers", loading, {mayBeEmpty}), loading);
    const added = withOrders ? await addMissing(loading) : 0;
    return {table: {...table, rows: table.rows + added}, added};
  }
  await engine.query(
    sql`create or replace table "all".customers as select customer, min("at") filter (where not refund) as joined from "all".orders group by customer`
  );
  const table: CatalogTable = {
    name: "customers",
    from: "derived from orders",
    files: [],
    rows: await count(engine, sql`select count(*) from "all".customers`),
    rejected: [],
    columns: [
      {name: "customer", role: true},
      {name: "joined", role: true}
    ]
  };
  return {table, added: 0};
}

/** A line for the data note on customers that {@link customersTable} added; null for none. */
export function addedWarning(added: number): string | null {
  if (added === 0) return null;
  return `${added} ${added === 1 ? "customer has orders but no row" : "customers have orders but no rows"} in customers; counted under "${NONE}"`;
}

/** A customer has one row: the first one stays, later ones are set aside. */
async function withoutDoubles(table: CatalogTable, loading: Loading): Promise<CatalogTable> {
  const {engine, reading} = loading;
  const doubles = sql`select rowid from (select rowid, row_number() over (partition by customer order by rowid) as n from "all".customers) where n > 1`;
  const rows = await count(engine, sql`select count(*) from (${doubles})`);
  if (rows === 0) return table;
  await engine.query(sql`delete from "all".customers where rowid in (${doubles})`);
  const why = "second row of the same customer";
  const columns = await columnsOf("customers", loading);
  const customer = cast(
    columns.find((column) => column.name === "customer")!,
    reading
  ); // a required role
  const names = [identifier("kizuna_row"), identifier("kizuna_nth")];
  const source = sql`
    select * exclude (${names}) from (
      select *, row_number() over (partition by ${customer} order by ${names[0]!}) as ${names[1]!}
      from (select *, row_number() over () as ${names[0]!} from ${identifier("source", "customers")}) where ${reason(columns, reading)} is null
    ) where ${names[1]!} > 1`;
  await setAside("customers", why, {rows: source, loading});
  return {...table, rows: table.rows - rows, rejected: [...table.rejected, {reason: why, rows}]};
}

async function addMissing({engine}: Loading): Promise<number> {
  await engine.query(
    sql`create table "whole".added as select distinct customer from "all".orders where customer not in (select customer from "all".customers)`
  );
  const rows = await count(engine, sql`select count(*) from "whole".added`);
  if (rows > 0) await engine.query(sql`insert into "all".customers by name select * from "whole".added`);
  return rows;
}

/** A dimension's value as text, "(none)" where it is missing. */
export function dimensionText(name: string): Query {
  return sql`coalesce(nullif(trim(cast(${identifier(name)} as varchar)), ''), ${NONE})`;
}

/** @throws {ReportError} at a dimension that is named twice, or is no column of customers. */
export function requireDimensions({columns}: CatalogTable, {place, spec}: Loading): void {
  const dimensions = spec.dimensions.map(({name}) => name);
  for (const [i, name] of dimensions.entries()) {
    if (dimensions.indexOf(name) < i)
      throw new ReportError(`dimension "${name}" is named twice`, place("dimensions", i), "leave one of them out");
    const known = columns.map((column) => column.name);
    if (!known.includes(name))
      throw new ReportError(
        `table "customers" has no column for the dimension "${name}"`,
        place("dimensions", i),
        suggestion(name, known)
      );
  }
}

/**
 * Sorts `all.customers` and tidies its dimensions: text ("(none)" where missing), values and then whole cells of the dimensions with fewer than `minimumCell` customers folded into "(other)".
 * @returns values of the dimensions that are "(other)" now.
 */
export async function foldCustomers({engine, spec}: Loading): Promise<ReadonlyMap<string, readonly string[]>> {
  const replaced: Query[] = [];
  const all = new Map<string, readonly string[]>();
  const dimensions = spec.dimensions.map(({name}) => name);
  for (const name of dimensions) {
    const text = dimensionText(name);
    const folded = await foldedValues(text, spec.publish.minimumCell, engine);
    all.set(name, folded);
    const value =
      folded.length === 0 ? text : sql`case when ${text} in (${listOf(folded)}) then ${OTHER} else ${text} end`;
    replaced.push(sql`${value} as ${identifier(name)}`);
  }
  const replace = replaced.length === 0 ? raw("") : sql`replace (${joined(replaced, ", ")})`;
  await engine.query(
    sql`create or replace table "all".customers as select * ${replace} from "all".customers order by customer`
  );
  await foldCells(dimensions, spec.publish.minimumCell, engine);
  return all;
}

/** The texts as a query of one column, bound as one value: thousands of parameters would be slow. */
function listOf(texts: readonly string[]): Query {
  return sql`select unnest(from_json(cast(${JSON.stringify(texts)} as json), '["varchar"]'))`;
}
