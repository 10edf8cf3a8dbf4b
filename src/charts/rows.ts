import type {ColumnTable} from "arquero";
import {InputError} from "../errors.ts";

/**
 * The table's rows as objects with these columns, in order. Read column by column: Arquero's own `objects` compiles a function, which a page's policy forbids.
 *
 * @param only of a column's values those whose rows are wanted; defaults to all rows.
 * @throws {InputError} if one of the columns is missing.
 */
export function requireRows<T>(
  table: ColumnTable,
  columns: readonly string[],
  only: readonly [column: string, isWanted: (value: unknown) => boolean] | null = null
): T[] {
  const names = new Set(table.columnNames());
  for (const column of columns) {
    if (!names.has(column))
      throw new InputError(`chart of an unknown column "${column}"; the table has ${[...names].join(", ")}`);
  }
  const values = columns.map((column) => table.array(column) as ArrayLike<unknown>);
  const tested = only && (table.array(only[0]) as ArrayLike<unknown>);
  const rows: T[] = [];
  for (let i = 0; i < table.numRows(); ++i) {
    if (only && tested && !only[1](tested[i] ?? null)) continue;
    const row: Record<string, unknown> = {};
    for (let c = 0; c < columns.length; ++c) row[columns[c]!] = values[c]![i] ?? null;
    rows.push(row as T);
  }
  return rows;
}
