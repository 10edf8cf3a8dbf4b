import {ReportError} from "../errors.ts";
import {identifier, joined, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import {suggestion} from "../text/suggest.ts";
import {narrowCustomers} from "./audience.ts";
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
 * Makes `all.customers`, sorted: one row per customer of the customers' file or `.sql` table, and of the orders; dimensions as text ("(none)" where missing), values and then
 * whole cells of the dimensions with fewer than `minimumCell` customers folded into "(other)". Without a customers table, customers are those of the orders, `joined` their first
 * (refunds are none).
 * @throws {ReportError} if a dimension is named twice, or no column of customers.
 */
export async function customersTable(
  loading: Loading,
  withOrders: boolean
): Promise<{
  table: CatalogTable;
  warnings: readonly string[];
  /** Values of the dimensions that are "(other)" now. */
  folded: ReadonlyMap<string, readonly string[]>;
}> {
  const {engine, spec} = loading;
  const warnings: string[] = [];
  let table: CatalogTable;
  if (spec.tables["customers"]) {
    table = await withoutDoubles(await loadTable("customers", loading), loading);
    if (withOrders) {
      const added = await addMissing(loading);
      if (added > 0)
        warnings.push(
          `${added} ${added === 1 ? "customer has orders but no row" : "customers have orders but no rows"} in customers; counted under "${NONE}"`
        );
      table = {...table, rows: table.rows + added};
    }
  } else {
    await engine.query(
      sql`create or replace table "all".customers as select customer, min("at") filter (where not refund) as joined from "all".orders group by customer`
    );
    const rows = await count(engine, sql`select count(*) from "all".customers`);
    table = {
      name: "customers",
      from: "derived from orders",
      files: [],
      rows,
      rejected: [],
      columns: [
        {name: "customer", role: true},
        {name: "joined", role: true}
      ]
    };
  }
  return {table, warnings, folded: await tidyDimensions(table, loading)};
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
  const missing = sql`select distinct customer from "all".orders where customer not in (select customer from "all".customers)`;
  const rows = await count(engine, sql`select count(*) from (${missing})`);
  if (rows > 0) await engine.query(sql`insert into "all".customers by name ${missing}`);
  return rows;
}

async function tidyDimensions(table: CatalogTable, loading: Loading): Promise<ReadonlyMap<string, readonly string[]>> {
  const {engine, place, spec} = loading;
  const replaced: Query[] = [];
  const all = new Map<string, readonly string[]>();
  const dimensions = spec.dimensions.map(({name}) => name);
  const textOf = (name: string) => sql`coalesce(nullif(trim(cast(${identifier(name)} as varchar)), ''), ${NONE})`;
  for (const [i, name] of dimensions.entries()) {
    if (dimensions.indexOf(name) < i)
      throw new ReportError(`dimension "${name}" is named twice`, place("dimensions", i), "leave one of them out");
    if (!table.columns.some((column) => column.name === name))
      throw new ReportError(
        `table "customers" has no column for the dimension "${name}"`,
        place("dimensions", i),
        suggestion(
          name,
          table.columns.map((column) => column.name)
        )
      );
  }
  if (loading.audience) await narrowCustomers(loading.audience, textOf, loading);
  for (const name of dimensions) {
    const text = textOf(name);
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
