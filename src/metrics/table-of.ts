import {table} from "arquero";
import type {ColumnTable} from "arquero";

/** The rows as a table with these columns, in order. */
export function tableOf<Row extends object>(rows: readonly Row[], names: readonly (keyof Row & string)[]): ColumnTable {
  return table(Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])])));
}
