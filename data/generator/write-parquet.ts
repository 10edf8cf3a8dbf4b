import {DuckDBInstance, type DuckDBConnection} from "@duckdb/node-api";
import {join} from "node:path";
import type {Tables} from "./tables.ts";

/** Column types of each file, in the order of its columns. */
const COLUMNS: Record<keyof Tables, Record<string, string>> = {
  customers: {
    customer_id: "varchar",
    signup_date: "date",
    tier: "varchar",
    source: "varchar",
    region: "varchar",
    plan: "varchar",
    language: "varchar",
    member_since: "date",
    referred_by: "varchar"
  },
  orders: {
    order_id: "integer",
    customer_id: "varchar",
    ordered_at: "timestamp",
    product: "varchar",
    category: "varchar",
    quantity: "tinyint",
    amount: "integer",
    gross_margin: "integer",
    discount_amount: "integer",
    points_earned: "smallint",
    points_used: "smallint",
    returned: "boolean"
  },
  surveys: {
    customer_id: "varchar",
    answered_at: "timestamp",
    touchpoint: "varchar",
    score: "tinyint",
    csat: "tinyint",
    dwb: "tinyint",
    expected: "tinyint",
    effort: "tinyint",
    trust: "tinyint",
    free_text: "varchar"
  },
  contacts: {
    customer_id: "varchar",
    contacted_at: "timestamp",
    kind: "varchar",
    sentiment: "double",
    resolved_at: "timestamp"
  },
  spend: {month: "date", channel: "varchar", amount: "integer", kind: "varchar"},
  actions: {
    name: "varchar",
    started: "date",
    ended: "date",
    owner: "varchar",
    metric: "varchar",
    target: "double",
    segment: "varchar"
  }
};

/** File names of the tables, without folder. */
export const FILES = Object.keys(COLUMNS).map((table) => `${table}.parquet`);

/** Writes each table to `folder/TABLE.parquet`, rows in the order given; the same tables give the same bytes. */
export async function writeParquet(tables: Tables, folder: string): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:", {threads: "1"});
  const connection = await instance.connect();
  try {
    for (const table of Object.keys(COLUMNS) as (keyof Tables)[]) {
      await load(connection, table, tables[table]);
      await copy(connection, table, join(folder, `${table}.parquet`));
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function load(connection: DuckDBConnection, table: keyof Tables, rows: readonly object[]): Promise<void> {
  const names = Object.keys(COLUMNS[table]);
  await connection.run(`create table ${table} (${names.map((name) => `${name} varchar`).join(", ")})`);
  const appender = await connection.createAppender(table);
  for (const row of rows as readonly Record<string, unknown>[]) {
    for (const name of names) {
      const value = row[name];
      if (value === null) appender.appendNull();
      else appender.appendVarchar(String(value));
    }
    appender.endRow();
  }
  appender.closeSync();
}

async function copy(connection: DuckDBConnection, table: keyof Tables, file: string): Promise<void> {
  const columns = Object.entries(COLUMNS[table]).map(([name, type]) => `${name}::${type} as ${name}`);
  await connection.run(
    `copy (select ${columns.join(", ")} from ${table}) to '${file.replaceAll("'", "''")}'
     (format parquet, parquet_version v2, compression zstd, compression_level 19, row_group_size 1000000)`
  );
}
