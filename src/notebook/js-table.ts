import {table} from "arquero";
import type {ColumnTable} from "arquero";
import {unitOf} from "./dataset.ts";
import type {Dataset} from "./dataset.ts";
import type {ColumnType, Value} from "../engine/engine.ts";
import type {Unit} from "../metrics/metric.ts";
import {Quantity} from "./quantity.ts";

/** A table that JavaScript made: what a column is, is told by its values. Figures with units, as those of a `kpi` cell, become numbers; where all of a column have one unit, it is the column's. */
export function datasetOfTable(made: ColumnTable): Dataset {
  const given = made.columnNames().map((name) => [name, [...(made.array(name) as Iterable<unknown>)]] as const);
  const plain = given.map(([name, values]) => [name, values.map(plainOf)] as const);
  const hasQuantities = given.some(([, values]) => values.some((value) => value instanceof Quantity));
  return {
    table: hasQuantities ? table(Object.fromEntries(plain)) : made,
    columns: plain.map(([name, values], i) => {
      const field = {name, type: typeOf(values.filter((value) => value !== null))};
      return {...field, unit: unitOfAll(given[i]![1]) ?? unitOf(field, values)};
    })
  };
}

function plainOf(value: unknown): Value {
  return ((value instanceof Quantity ? value.value : value) ?? null) as Value;
}

/** The unit that all values have, but those that are missing. */
function unitOfAll(values: readonly unknown[]): Unit | null {
  const units = new Set(values.flatMap((value) => ((value ?? null) === null ? [] : [value instanceof Quantity ? value.unit : null]))); // prettier-ignore
  return units.size === 1 ? [...units][0]! : null;
}

function typeOf(values: readonly Value[]): ColumnType {
  const is = (test: (value: Value) => boolean) => values.length > 0 && values.every(test);
  if (is((value) => typeof value === "number")) return is(Number.isInteger) ? "integer" : "number";
  if (is((value) => typeof value === "boolean")) return "boolean";
  if (is((value) => value instanceof Date))
    return is((value) => (value as Date).getTime() % 86_400_000 === 0) ? "date" : "timestamp";
  if (is(Array.isArray)) return "list";
  return is((value) => typeof value === "object") ? "struct" : "string";
}
