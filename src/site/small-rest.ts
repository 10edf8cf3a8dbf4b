import {table} from "arquero";
import type {ColumnTable} from "arquero";
import type {Result} from "../metrics/metric.ts";

/** Columns that say how many customers a row's group has, the first that a table has. */
const SIZES = ["customers", "size", "at_risk", "start", "answers"];
/** A rest below this share of everybody is not drawn. */
const SMALL = 0.02;

/**
 * The result without the group "(other)", where it holds less than 2% of the customers: what is left over of cells too small to publish is a mix that no line stands for, and its
 * few customers would set the scale of the picture. The table behind it keeps them. The result itself where there is nothing to leave out.
 */
export function withoutSmallRest(result: Result): Result {
  const names = result.table.columnNames();
  // Points of a curve do not say how many customers they stand on: then the table of the groups does.
  const counted = [result.table, ...(result.tables?.["groups"] ? [result.tables["groups"]] : [])].find((table) =>
    SIZES.some((name) => table.columnNames().includes(name))
  );
  const by = ["group", "channel"].find((name) => names.includes(name));
  if (counted === undefined || by === undefined || !counted.columnNames().includes(by)) return result;
  const size = SIZES.find((name) => counted.columnNames().includes(name))!;
  const groups = Array.from(counted.array(by) as Iterable<string | null>);
  const sizes = Array.from(counted.array(size) as Iterable<number>);
  const largest = (wanted: string | null) =>
    groups.reduce((most, group, i) => (group === wanted ? Math.max(most, sizes[i]!) : most), 0);
  const rest = largest("(other)");
  if (rest === 0 || rest >= SMALL * largest(null)) return result;
  const left = (of: ColumnTable): ColumnTable => (of.columnNames().includes(by) ? withoutRest(of, by) : of);
  const tables = Object.entries(result.tables ?? {}).map(([name, of]) => [name, left(of)]);
  return {
    ...result,
    table: left(result.table),
    ...(result.tables ? {tables: Object.fromEntries(tables) as Record<string, ColumnTable>} : {}),
    notes: [...result.notes, "small-rest"]
  };
}

function withoutRest(of: ColumnTable, by: string): ColumnTable {
  const kept = Array.from(of.array(by) as Iterable<string | null>).flatMap((group, i) =>
    group === "(other)" ? [] : [i]
  );
  const columns = of.columnNames().map((name) => {
    const values = Array.from(of.array(name) as Iterable<unknown>);
    return [name, kept.map((i) => values[i])];
  });
  return table(Object.fromEntries(columns));
}
