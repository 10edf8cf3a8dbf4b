import {DuckDBInstance} from "@duckdb/node-api";
import {cpSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";

const PROJECT = join(import.meta.dirname, "../..");
/** When a row of each table came to be. */
const DAYS = {orders: "ordered_at", surveys: "answered_at", contacts: "contacted_at", customers: "signup_date"};

/** Writes the demo's workspace as it stood on a day, an ISO date: of each table the rows until then. */
export async function cutDemo(day: string, root: string): Promise<void> {
  for (const name of ["reports", "data"]) cpSync(join(PROJECT, name), join(root, name), {recursive: true});
  for (const name of ["generator", "generate.ts"]) rmSync(join(root, "data", name), {recursive: true, force: true});
  const database = await DuckDBInstance.create(":memory:");
  const connection = await database.connect();
  try {
    for (const [table, column] of Object.entries(DAYS)) {
      const [from, to] = [PROJECT, root].map((folder) => join(folder, "data", `${table}.parquet`));
      await connection.run(
        `copy (select * from '${from}' where cast(${column} as date) <= date '${day}') to '${to}' (format parquet, compression zstd)`
      );
    }
  } finally {
    connection.closeSync();
    database.closeSync();
  }
  const catalog = join(root, "data/catalog.yaml");
  writeFileSync(catalog, readFileSync(catalog, "utf8").replace(/^asOf: .*$/m, `asOf: ${day}`));
}
