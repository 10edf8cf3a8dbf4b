import {sql} from "../sql/sql.ts";
import {keepAcquired} from "./acquired.ts";
import {hasCustomers, narrowCustomers, narrowRows, requireShared} from "./audience.ts";
import type {Audience} from "./audience.ts";
import {foldCustomers} from "./customers.ts";
import {showTable} from "./load.ts";
import type {CatalogTable, Loading} from "./loading.ts";
import {count} from "./loading.ts";
import {ordersTable} from "./orders.ts";
import {totalsOfCustomers} from "./rejected.ts";
import {emptySchemas, loadUntil} from "./tables.ts";
import type {Tables} from "./tables.ts";

/**
 * Takes everybody whom the audience may not see out of loaded tables, and then folds the dimensions of the others. A `.sql` table is made again over the rows that are left, so that it sums up nobody else.
 * @throws {ReportError} at a value of the audience that no customer has, and at a table without customers that has something of one.
 */
export async function narrowTables(everything: Tables, audience: Audience, loading: Loading): Promise<Tables> {
  const {engine, files, spec} = loading;
  const tables = new Map(everything.tables);
  // What was set aside of everybody is kept already.
  const again: Loading = {...loading, files: {...files, rejectedPath: () => null}};
  await narrowCustomers(audience, loading);
  await keepAcquired(tables, loading);
  const folded = await foldCustomers(loading);
  const customers = tables.get("customers")!;
  tables.set("customers", {
    ...customers,
    rows: await count(engine, sql`select count(*) from "all".customers`),
    rejected: spec.tables["customers"] ? await totalsOfCustomers("customers", loading) : []
  });
  await showTable("customers", loading);
  await emptySchemas(engine, ["future"]);
  for (const name of everything.order) {
    if (name === "customers") continue;
    const lines = name === "orders" ? "order_lines" : name;
    const isMade = spec.tables[name]!.from.endsWith(".sql");
    const read = isMade ? await loadUntil(name, again, {mayBeEmpty: true}) : tables.get(lines)!;
    const table = await narrowTable({...read, name}, audience, again);
    tables.set(name, table);
    if (name === "orders") {
      // It may be a view of its lines.
      const {columns} = await engine.query(
        `select table_type as kind from information_schema.tables where table_schema = 'all' and table_name = 'orders'`
      );
      await engine.query(`drop ${columns["kind"]![0] === "VIEW" ? "view" : "table"} "all".orders`);
      const orders = await ordersTable(table, again);
      tables.set(lines, {...table, name: lines}).set(name, orders.table);
      await showTable(lines, loading);
    }
    await showTable(name, loading);
  }
  await emptySchemas(engine, ["future"]);
  const added = everything.added === 0 ? 0 : await count(engine, sql`select count(*) from "whole".added where customer in (select customer from "all".customers)`); // prettier-ignore
  return {...everything, tables, folded, added};
}

async function narrowTable(table: CatalogTable, audience: Audience, loading: Loading): Promise<CatalogTable> {
  if (hasCustomers(table)) return narrowRows(table, loading);
  await requireShared(table, audience, loading);
  return table;
}
