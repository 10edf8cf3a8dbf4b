import {existsSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {ColumnTable} from "arquero";
import {expect} from "vitest";
import type {Engine} from "../../src/engine/engine.ts";
import {openNative} from "../../src/engine/native.ts";
import type {Facts, Metric, MetricOptions, Result} from "../../src/metrics/metric.ts";
import {computeMetric} from "../../src/notebook/metric-cell.ts";
import {openReducer} from "../../src/notebook/reducer.ts";
import type {Reducer} from "../../src/notebook/reducer.ts";
import {loadWorkspace} from "../../src/site/assemble.ts";
import {openWorkspace} from "../../src/site/workspace.ts";

/** The real CDNOW workspace beside the project; tests over it are skipped where it is missing. */
export const CDNOW = new URL("../../../shared/workspaces/cdnow", import.meta.url).pathname;
export const hasCdnow = existsSync(CDNOW);

/** The real survey of garden centres' customers, likewise. */
export const GARDEN = new URL("../../../shared/workspaces/garden", import.meta.url).pathname;
export const hasGarden = existsSync(GARDEN);

/** An open database with a catalog's tables, and what metrics know of it. */
export interface Shop {
  readonly engine: Engine;
  readonly facts: Facts;
  readonly reducer: Reducer;
}

/** An order: customer, local day (ISO), revenue, margin (the revenue where left out). */
export type OrderRow = readonly [customer: string, at: string, revenue: number, margin?: number];

/** What {@link openShop} makes tables of. */
export interface ShopData {
  readonly orders: readonly OrderRow[];
  /** Customers with their group; defaults to those of the orders, without dimension. */
  readonly groups?: Readonly<Record<string, string>>;
  readonly spend?: readonly (readonly [month: string, channel: string | null, amount: number, kind?: string])[];
  readonly asOf: string;
  readonly targets?: ReadonlyMap<string, number>;
  readonly digits?: number;
}

/** A shop of few orders; amounts below zero are refunds. The dimension is called "plan". */
export async function openShop({
  orders,
  groups = {},
  spend = [],
  asOf,
  targets = new Map(),
  digits = 2
}: ShopData): Promise<Shop> {
  const engine = await openNative();
  await engine.query('create schema if not exists "all"');
  const text = (value: string | null) => (value === null ? "null" : `'${value}'`);
  const lines = orders.map(
    ([customer, at, revenue, margin = revenue]) =>
      `('${customer}', timestamp '${at}', ${revenue}, ${margin}, ${revenue < 0})`
  );
  const empty = "(null, null, null, null, null)";
  const money = `decimal(18, ${digits})`;
  await engine.query(
    `create table "all".orders as select cast(customer as varchar) as customer, cast("at" as timestamp) as "at", cast(revenue as ${money}) as revenue, cast(margin as ${money}) as margin, cast(refund as boolean) as refund
     from (values ${[...lines, empty].join(", ")}) o(customer, "at", revenue, margin, refund) where customer is not null`
  );
  const names = new Set([...orders.map(([customer]) => customer), ...Object.keys(groups)]);
  const people = [...names].sort().map((customer) => `('${customer}', '${groups[customer] ?? "(none)"}')`);
  await engine.query(
    `create table "all".customers as select cast(customer as varchar) as customer, cast(plan as varchar) as plan from (values ${[...people, "(null, null)"].join(", ")}) c(customer, plan) where customer is not null`
  );
  const costs = spend.map(
    ([month, channel, amount, kind]) => `(date '${month}', ${text(channel)}, ${amount}, ${text(kind ?? null)})`
  );
  await engine.query(
    `create table "all".spend as select cast(month as date) as month, cast(channel as varchar) as channel, cast(amount as ${money}) as amount, cast(kind as varchar) as kind from (values ${[...costs, "(null, null, null, null)"].join(", ")}) s(month, channel, amount, kind) where month is not null`
  );
  const first = orders
    .filter(([, , revenue]) => revenue >= 0)
    .map(([, at]) => at)
    .sort()[0];
  const facts: Facts = {
    asOf: new Date(`${asOf}T00:00:00Z`),
    firstOrder: first === undefined ? null : new Date(`${first.slice(0, 10)}T00:00:00Z`),
    calendar: {weekStart: "monday", fiscalYearStart: 4},
    digits,
    marginIs: "margin",
    dimensions: ["plan"],
    tables: new Map([
      ["orders", new Set(["customer", "at", "revenue", "margin", "refund"])],
      ["customers", new Set(["customer", "plan"])],
      ["spend", new Set(["month", "channel", "amount", "kind"])]
    ]),
    targets
  };
  return {engine, facts, reducer: await openReducer(engine)};
}

/** CDNOW, loaded from its catalog as a build does. */
export async function openCdnow(): Promise<Shop> {
  return openReal(CDNOW);
}

/** A real workspace, loaded from its catalog as a build does. */
export async function openReal(folder: string): Promise<Shop> {
  const engine = await openNative();
  const {facts, reducer} = await loadWorkspace(openWorkspace(folder, join(tmpdir(), "kizuna-test")), engine);
  return {engine, facts, reducer};
}

/** A metric's result over all customers, its options given as a cell would. Nothing that it adds up may be a double: threads, in whose order such a sum ends, share the work. */
export async function measure<Options extends MetricOptions>(
  metric: Metric<Options>,
  shop: Shop,
  options: Readonly<Record<string, unknown>> = {}
): Promise<Result> {
  const result = await computeMetric(metric as unknown as Metric<MetricOptions>, metric.schema.parse(options), shop);
  const {columns} = await shop.engine.query(
    "select column_name as name from information_schema.columns where table_schema = 'level1' and table_name like 'relation_%' and data_type in ('DOUBLE', 'FLOAT')"
  );
  expect(columns["name"]).toEqual([]);
  return result;
}

/** A table's rows as objects. */
export function rowsOf(table: ColumnTable | undefined): Record<string, unknown>[] {
  if (!table) return [];
  const names = table.columnNames();
  const columns = names.map((name) => [...(table.array(name) as Iterable<unknown>)]);
  return Array.from({length: table.numRows()}, (_, i) =>
    Object.fromEntries(names.map((name, k) => [name, columns[k]![i]]))
  );
}
