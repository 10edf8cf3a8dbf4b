import {identifier, joined, sql} from "../sql/sql.ts";
import {keepAcquired} from "./acquired.ts";
import {hasCustomers, keepOwnReferrers, narrowCustomers, narrowRows, requireOwnRows} from "./audience.ts";
import type {Audience} from "./audience.ts";
import {customersTable, foldCustomers} from "./customers.ts";
import {showTable} from "./load.ts";
import type {CatalogTable, Loading} from "./loading.ts";
import {count} from "./loading.ts";
import {ordersTable} from "./orders.ts";
import {requireOwnIds} from "./other-ids.ts";
import {totalsOfCustomers} from "./rejected.ts";
import {emptySchemas, loadUntil} from "./tables.ts";
import type {Tables} from "./tables.ts";

/**
 * Takes everybody whom the audience may not see out of loaded tables, and then folds the dimensions of the others. A `.sql` table is made again over the rows that are left, so that it sums up nobody else.
 * @returns the tables, and lines for the author on the audience.
 * @throws {ReportError} at a misspelt value of the audience, if it has no customer, and at a table with something of other customers.
 */
export async function narrowTables(
  everything: Tables,
  audience: Audience,
  loading: Loading
): Promise<Tables & {readonly remarks: readonly string[]}> {
  const {engine, files} = loading;
  const tables = new Map(everything.tables);
  // What was set aside of everybody is kept already.
  const again: Loading = {...loading, files: {...files, rejectedPath: () => null}};
  const remarks = await narrowCustomers(audience, loading);
  await keepAcquired(tables, loading);
  await emptySchemas(engine, ["future"]);
  let folded: Tables["folded"] = new Map();
  for (const name of everything.order) {
    if (!isMade(name, loading)) await requireOwnRows(name, audience, loading);
    if (name === "customers") {
      tables.set(name, await narrowedCustomers(tables.get(name)!, audience, again));
      folded = await foldCustomers(loading);
    } else {
      const table = await narrowedTable(name, {tables, audience, loading: again});
      tables.set(name, table);
      if (name === "orders") {
        tables.set("order_lines", {...table, name: "order_lines"}).set(name, await ordersAgain(table, again));
        await showTable("order_lines", loading);
      }
    }
    await showTable(name, loading);
  }
  await emptySchemas(engine, ["future"]);
  const added = everything.added === 0 ? 0 : await count(engine, sql`select count(*) from "whole".added where customer in (select customer from "all".customers)`); // prettier-ignore
  return {...everything, tables, folded, added, remarks};
}

function isMade(name: string, {spec}: Loading): boolean {
  return spec.tables[name]?.from.endsWith(".sql") === true;
}

/** A table of the audience's own rows: of orders the lines. */
async function narrowedTable(
  name: string,
  {tables, audience, loading}: {tables: ReadonlyMap<string, CatalogTable>; audience: Audience; loading: Loading}
): Promise<CatalogTable> {
  const read = isMade(name, loading)
    ? await loadUntil(name, loading, {mayBeEmpty: true})
    : tables.get(name === "orders" ? "order_lines" : name)!;
  const table = {...read, name};
  const narrowed = hasCustomers(table) ? await narrowRows(table, loading) : table;
  await requireOwnIds(narrowed, audience.name, loading);
  return narrowed;
}

/** Orders, summed again of the lines that are left. */
async function ordersAgain(lines: CatalogTable, loading: Loading): Promise<CatalogTable> {
  const {engine} = loading;
  // It may be a view of its lines.
  const {columns} = await engine.query(
    `select table_type as kind from information_schema.tables where table_schema = 'all' and table_name = 'orders'`
  );
  await engine.query(`drop ${columns["kind"]![0] === "VIEW" ? "view" : "table"} "all".orders`);
  return (await ordersTable(lines, loading)).table;
}

async function narrowedCustomers(customers: CatalogTable, audience: Audience, loading: Loading): Promise<CatalogTable> {
  const {engine, spec} = loading;
  if (isMade("customers", loading)) await remakeCustomers(audience, loading);
  await keepOwnReferrers(engine);
  await requireOwnIds(customers, audience.name, loading);
  return {
    ...customers,
    rows: await count(engine, sql`select count(*) from "all".customers`),
    rejected: spec.tables["customers"] ? await totalsOfCustomers("customers", loading) : []
  };
}

/** Makes customers again of the tables that are left. Who they are, and what the audience is chosen by, stays what it is among all customers. */
async function remakeCustomers({segment}: Audience, loading: Loading): Promise<void> {
  const {engine} = loading;
  const chosen = Object.keys(segment).map((name) => identifier(name));
  const columns = joined([identifier("customer"), ...chosen], ", ");
  await engine.query(sql`create or replace table "whole".own as select ${columns} from "all".customers`);
  await customersTable(loading, {mayBeEmpty: true});
  await engine.query(sql`delete from "all".customers where customer not in (select customer from "whole".own)`);
  const values = chosen.map((name) => sql`${name} = o.${name}`);
  await engine.query(
    sql`update "all".customers c set ${joined(values, ", ")} from "whole".own o where o.customer = c.customer`
  );
  await engine.query(
    sql`insert into "all".customers by name select * from "whole".own where customer not in (select customer from "all".customers)`
  );
}
