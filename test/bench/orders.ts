import {existsSync, mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {DuckDBInstance} from "@duckdb/node-api";

/**
 * A workspace of `millions` million generated orders in one Parquet file, kept in `folder` for the next time: 20 orders per customer on average, skewed, over 36 months, one row per order.
 * Its one report has the retention triangle.
 */
export async function ordersWorkspace(folder: string, millions: number): Promise<string> {
  const root = join(folder, `orders-${millions}m`);
  const file = join(root, "data/orders.parquet");
  if (existsSync(file)) return root;
  mkdirSync(join(root, "data"), {recursive: true});
  mkdirSync(join(root, "reports"), {recursive: true});
  const rows = millions * 1_000_000;
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(`
    copy (
      select
        i as order_id,
        'C' || lpad(cast(cast(floor(${rows / 20} * power(hash(i) / 18446744073709551616.0, 1.5)) as bigint) as varchar), 8, '0') as customer_id,
        timestamp '2023-11-01' + to_seconds(cast(hash(i + 7) % (1096 * 86400) as bigint)) as ordered_at,
        cast(5 + (hash(i + 13) % 20000) / 100.0 as decimal(10, 2)) as amount
      from range(${rows}) t(i)
    ) to '${file}' (format parquet, compression zstd)`);
  connection.closeSync();
  instance.closeSync();
  writeFileSync(
    join(root, "data/catalog.yaml"),
    "title: Generated orders\ncurrency: EUR\nasOf: 2026-10-31\ntables:\n  orders: {from: orders.parquet, columns: {customer: customer_id, at: ordered_at, order: order_id, revenue: amount}}\n"
  );
  writeFileSync(join(root, "reports/index.md"), "# Retention\n\n```retention triangle\nperiod: month\n```\n");
  return root;
}
