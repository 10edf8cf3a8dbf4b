import type {Engine} from "../engine/engine.ts";
import {ReportError} from "../errors.ts";
import {sql} from "../sql/sql.ts";
import {cutAfter} from "./as-of.ts";
import {hasCustomers} from "./audience.ts";
import {customersTable, foldCustomers, requireDimensions} from "./customers.ts";
import {loadOrder, loadTable, showTable} from "./load.ts";
import type {CatalogTable, Loading} from "./loading.ts";
import {ordersTable} from "./orders.ts";
import {EVENTS} from "./roles.ts";

/** A catalog's tables in the engine. */
export interface Tables {
  /** By name; `order_lines` stands beside `orders`. */
  readonly tables: ReadonlyMap<string, CatalogTable>;
  /** What the `margin` column of orders holds. */
  readonly marginIs: "margin" | "revenue";
  /** Customers of the orders of whom the customers' table has no row. */
  readonly added: number;
  /** Values of dimensions that are "(other)" now. */
  readonly folded: ReadonlyMap<string, readonly string[]>;
  /** Names of the tables, each after those it reads. */
  readonly order: readonly string[];
}

/** Empties the schemas that a catalog's tables stand in. */
export async function emptySchemas(engine: Engine, schemas: readonly string[]): Promise<void> {
  for (const schema of schemas) {
    await engine.query(`drop schema if exists "${schema}" cascade`);
    await engine.query(`create schema "${schema}"`);
  }
}

/**
 * Loads everything that the catalog names, of all customers, their dimensions folded. `whole.customers` keeps them unfolded where an audience is to see some of them only, `whole.added` those of whom only the orders know.
 * @throws {ReportError} at a missing file or column, an empty table, tables that read each other, a shared table with customers.
 */
export async function loadTables(loading: Loading): Promise<Tables> {
  const {engine, place, spec} = loading;
  const tables = new Map<string, CatalogTable>();
  const order = await loadOrder(loading);
  let marginIs: Tables["marginIs"] = "margin";
  let added = 0;
  let folded: Tables["folded"] = new Map();
  for (const name of order) {
    if (name === "customers") {
      const customers = await customersTable(loading, {withOrders: tables.has("orders")});
      ({added} = customers);
      requireDimensions(customers.table, loading);
      if (loading.audience) await engine.query(sql`create table "whole".customers as select * from "all".customers`);
      folded = await foldCustomers(loading);
      tables.set(name, customers.table);
    } else {
      const table = await loadUntil(name, loading);
      tables.set(name, table);
      if (name === "orders") {
        const orders = await ordersTable(table, loading);
        tables.set("order_lines", {...table, name: "order_lines"}).set(name, orders.table);
        ({marginIs} = orders);
        await showTable("order_lines", loading);
      }
    }
    await showTable(name, loading);
    if (spec.tables[name]?.shared === true && hasCustomers(tables.get(name)!))
      throw new ReportError(
        `table "${name}" is shared, but has customers`,
        place("tables", name, "shared"),
        "leave shared out: an audience sees the rows of its own customers"
      );
  }
  return {tables, marginIs, added, folded, order};
}

/** {@link loadTable}, up to the as-of date where the catalog names one. */
export async function loadUntil(
  name: string,
  loading: Loading,
  options: {readonly mayBeEmpty?: boolean} = {}
): Promise<CatalogTable> {
  const table = await loadTable(name, loading, options);
  const {asOf} = loading.spec;
  return asOf && (EVENTS as readonly string[]).includes(name) ? cutAfter(table, asOf, loading) : table;
}
