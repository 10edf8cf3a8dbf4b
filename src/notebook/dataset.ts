import {table} from "arquero";
import type {ColumnTable} from "arquero";
import type {ColumnType, Field, Table, Value} from "../engine/engine.ts";
import type {Result, Unit} from "../metrics/metric.ts";

/** A column of a {@link Dataset}. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly unit: Unit;
}

/** A table with what its columns mean: what charts, tables and expressions read. */
export interface Dataset {
  readonly table: ColumnTable;
  readonly columns: readonly Column[];
}

const MONEY = /(^|_)(revenue|margin|amount|spend|cost|sales|value|ltv|cac|aov|discount)s?$/;
const RATIO = /(^|_)(rate|share|ratio|percent)$/;

/** The answer of a query. What a column means is told by its type, its name (revenue, …_rate) and, for dates, whether all are firsts of a month. */
export function datasetOf(answer: Table): Dataset {
  return {
    table: table(Object.fromEntries(answer.fields.map(({name}) => [name, answer.columns[name]!]))),
    columns: answer.fields.map((field) => ({...field, unit: unitOf(field, answer.columns[field.name]!)}))
  };
}

/** Whether a value is one of Arquero's tables. */
export function isTable(value: unknown): value is ColumnTable {
  return typeof value === "object" && value !== null && "columnNames" in value && "numRows" in value;
}

/** What a column means that does not say it: by its type, its name and, for dates, its values. */
export function unitOf({name, type}: Field, values: readonly Value[]): Unit {
  switch (type) {
    case "date":
    case "timestamp":
      return values.some((value) => value !== null) && values.every(isMonthStart) ? "month" : type;
    case "integer":
      return MONEY.test(name) ? "money" : "count";
    case "number":
      return MONEY.test(name)
        ? "money"
        : RATIO.test(name) && values.every((value) => value === null || Math.abs(Number(value)) <= 1.5)
          ? "ratio"
          : "number";
    case "boolean":
      return "boolean";
    default:
      return "text";
  }
}

function isMonthStart(value: Value): boolean {
  return value === null || (value instanceof Date && value.getUTCDate() === 1 && value.getTime() % 86_400_000 === 0);
}

/** The table of a metric's result. */
export function metricDataset(result: Pick<Result, "units">, resultTable: ColumnTable): Dataset {
  const names = resultTable.columnNames();
  return {
    table: resultTable,
    columns: names.map((name) => ({name, ...typed(result.units[name] ?? "text", resultTable.array(name) as unknown[])}))
  };
}

function typed(unit: Unit, values: Iterable<unknown>): {type: ColumnType; unit: Unit} {
  if (unit === "text") return {type: "string", unit};
  if (unit === "boolean") return {type: "boolean", unit};
  if (unit === "date" || unit === "month") return {type: "date", unit};
  if (unit === "timestamp") return {type: "timestamp", unit};
  const isWhole = unit !== "ratio" && [...values].every((value) => value === null || Number.isInteger(value));
  return {type: isWhole && unit !== "money" ? "integer" : "number", unit};
}
