import type {ColumnTable} from "arquero";
import {InputError} from "../errors.ts";

/**
 * The table's rows as objects with these columns, in order. Read column by column: Arquero's own `objects` compiles a function, which a page's policy forbids.
 *
 * @throws {InputError} if one of the columns is missing.
 */
export function requireRows<T>(table: ColumnTable, columns: readonly string[]): T[] {
  const names = new Set(table.columnNames());
  for (const column of columns) {
    if (!names.has(column))
      throw new InputError(`chart of an unknown column "${column}"; the table has ${[...names].join(", ")}`);
  }
  const values = columns.map((column) => [column, [...table.array(column)]] as const);
  return Array.from(
    {length: table.numRows()},
    (_, i) => Object.fromEntries(values.map(([column, all]) => [column, all[i] ?? null])) as T
  );
}
