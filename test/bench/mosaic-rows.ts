import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {DuckDBInstance} from "@duckdb/node-api";
import {columnFromArray, dictionary, float32, tableFromColumns, tableToIPC, uint8, utf8} from "@uwdata/flechette";
import type {DataType} from "@uwdata/flechette";

const SLICE = 1_000_000;

const columnType = (column: string, dimensions: readonly string[]): DataType =>
  // Each column needs a dictionary of its own.
  dimensions.includes(column) ? dictionary(utf8(), uint8()) : column === "amount" ? float32() : uint8();

/**
 * The orders of a generated workspace, in `folder`, as Arrow streams of a million rows each.
 * One row per order: each of `dimensions` of its customer, `cohort` and `age` in months since the first month of all and of the customer, `amount`.
 * @returns the files' names, in order.
 */
export async function mosaicRows(
  workspace: string,
  {millions, dimensions}: {millions: number; dimensions: readonly string[]},
  folder: string
): Promise<readonly string[]> {
  mkdirSync(folder, {recursive: true});
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const parquet = (name: string): string => `read_parquet('${join(workspace, `data/${name}.parquet`)}') ${name}`;
  await connection.run(`
    create table buyers as
      select ${dimensions.join(", ")}, customer_id, date_trunc('month', min(ordered_at)) as first
      from ${parquet("orders")} join ${parquet("customers")} using (customer_id) group by all`);
  const files: string[] = [];
  for (let start = 0; start < millions * 1_000_000; start += SLICE) {
    const answer = await connection.runAndReadAll(`
      select ${dimensions.join(", ")},
        cast(date_diff('month', (select min(first) from buyers), first) as utinyint) as cohort,
        cast(date_diff('month', first, ordered_at) as utinyint) as age, cast(amount as float) as amount
      from ${parquet("orders")} join buyers using (customer_id)
      where order_id >= ${start} and order_id < ${start + SLICE}`);
    const columns = answer.getColumnsObject();
    const table = tableFromColumns(
      answer.columnNames().map((name) => [name, columnFromArray(columns[name]!, columnType(name, dimensions))])
    );
    const file = `rows-${files.length}.arrow`;
    writeFileSync(join(folder, file), tableToIPC(table, {format: "stream"})!);
    files.push(file);
  }
  connection.closeSync();
  instance.closeSync();
  return files;
}
