import {rollup} from "../../src/cube/cube.ts";
import type {Rolled} from "../../src/cube/cube.ts";
import type {Engine, Table} from "../../src/engine/engine.ts";
import {openNative} from "../../src/engine/native.ts";
import type {Facts, Metric, MetricOptions, Reduction, Result} from "../../src/metrics/metric.ts";
import {computeMetric} from "../../src/notebook/metric-cell.ts";
import {openReducer} from "../../src/notebook/reducer.ts";

/** Tables as literals: the columns of each, and its rows as SQL values. */
export interface ShopTables {
  /** `customer, at, revenue`, where below zero a refund; `margin` is half of it. */
  readonly orders?: string;
  /** `customer, joined, segment`; defaults to the orders' customers. */
  readonly customers?: string;
  /** `customer, at` and these columns. */
  readonly surveys?: {readonly columns: string; readonly rows: string};
  /** `customer, at, kind, sentiment, resolved`. */
  readonly contacts?: string;
  /** `name, started, ended, owner, metric, target, segment, control`. */
  readonly actions?: string;
  /** `action, customer, arm` of the lists of measures. */
  readonly lists?: string;
}

/** A database with the tables that metrics read, and what they know of it. */
export interface Shop {
  readonly engine: Engine;
  readonly facts: Facts;
  /** What the metric says of everybody, or with `by` of each group too; `options` as an author writes them. */
  compute<Options extends MetricOptions>(
    metric: Metric<Options>,
    options?: object,
    facts?: Partial<Facts>
  ): Promise<Result>;
  /** A reduction's sums over everybody. */
  reduce(reduction: Reduction): Promise<Rolled>;
  query(sql: Parameters<Engine["query"]>[0]): Promise<Table>;
  close(): Promise<void>;
}

/** A shop of these tables as of a day. Close it. */
export async function openShop(
  asOf: string,
  {orders, customers, surveys, contacts, actions, lists}: ShopTables
): Promise<Shop> {
  const engine = await openNative({threads: 1, memoryLimit: "1GB"});
  await engine.query(`create schema "all"`);
  const tables = new Map<string, ReadonlySet<string>>();
  const create = async (name: string, columns: string, from: string) => {
    await engine.query(`create table "all".${name} as select ${columns} from ${from}`);
    const {fields} = await engine.query(`select * from "all".${name} limit 0`);
    tables.set(name, new Set(fields.map((field) => field.name)));
  };
  const values = (rows: string, columns: string) =>
    rows === ""
      ? `(select ${columns.split(",").map((column) => `null as ${column}`)}) where false`
      : `(values ${rows}) t(${columns})`;
  if (orders !== undefined)
    await create(
      "orders",
      `customer::varchar as customer, cast("at" as timestamp) as "at", revenue::decimal(18, 2) as revenue, (revenue / 2)::decimal(18, 2) as margin, revenue < 0 as refund`,
      values(orders, 'customer, "at", revenue')
    );
  if (customers !== undefined)
    await create(
      "customers",
      "customer, cast(joined as timestamp) as joined, segment",
      values(customers, "customer, joined, segment")
    );
  else await create("customers", "distinct customer, '(none)' as segment", '"all".orders');
  if (surveys)
    await create(
      "surveys",
      `* replace (cast("at" as timestamp) as "at")`,
      values(surveys.rows, `customer, "at", ${surveys.columns}`)
    );
  if (contacts !== undefined)
    await create(
      "contacts",
      `cast(customer as varchar) as customer, cast("at" as timestamp) as "at", cast(kind as varchar) as kind, cast(sentiment as double) as sentiment, cast(resolved as timestamp) as resolved`,
      values(contacts, `customer, "at", kind, sentiment, resolved`)
    );
  if (actions !== undefined)
    await create(
      "actions",
      "name, cast(started as date) as started, cast(ended as date) as ended, owner, metric, cast(target as double) as target, segment, control",
      values(actions, "name, started, ended, owner, metric, target, segment, control")
    );
  if (lists !== undefined) {
    await engine.query('create schema "lists"');
    await engine.query(`create table "lists".arms as select * from (values ${lists}) t(action, customer, arm)`);
  }
  const first =
    orders === undefined
      ? null
      : (await engine.query(`select min("at") as at from "all".orders where not refund`)).columns["at"]![0];
  const facts: Facts = {
    asOf: new Date(asOf),
    firstOrder: first instanceof Date ? first : null,
    calendar: {weekStart: "monday", fiscalYearStart: 4},
    digits: 2,
    marginIs: "margin",
    dimensions: ["segment"],
    tables,
    targets: new Map()
  };
  const reducer = await openReducer(engine);
  return {
    engine,
    facts,
    compute: (metric, options = {}, more = {}) =>
      computeMetric(metric as unknown as Metric<MetricOptions>, metric.schema.parse(options), {
        facts: {...facts, ...more},
        reducer
      }),
    reduce: async (reduction) => rollup(await reducer.reduce(reduction, [])),
    query: (sql) => engine.query(sql),
    close: () => engine.close()
  };
}

/** The day of a date, or null. */
export function day(date: unknown): string | null {
  return date instanceof Date ? date.toISOString().slice(0, 10) : null;
}
