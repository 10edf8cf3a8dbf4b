import type {Unit} from "../metrics/metric.ts";
import type {Dataset} from "./dataset.ts";

/** What a `kpi` cell over a query says: names of columns, `target` also a number. */
export interface QuerySpec {
  readonly value: string;
  readonly label?: string | undefined;
  readonly compare?: string | undefined;
  readonly target?: number | string | undefined;
  readonly spark?: string | undefined;
  readonly unit?: Unit | undefined;
}

/** A figure that a `kpi` cell takes from a query. */
export interface QueryFigure {
  readonly label: string;
  readonly value: number | null;
  readonly previous: number | null;
  readonly target: number | null;
  readonly unit: Unit;
  readonly series: readonly (number | null)[];
}

/** The figure in the table's last row. The columns that the spec names are there and hold numbers. */
export function queryFigure(spec: QuerySpec, {table, columns}: Dataset): QueryFigure {
  const numbers = (name: string) => Array.from(table.array(name) as Iterable<number | null>);
  const values = numbers(spec.value);
  const series = spec.spark === undefined ? values : numbers(spec.spark);
  return {
    label: spec.label ?? spec.value.replaceAll("_", " "),
    value: values.at(-1) ?? null,
    previous: (spec.compare === undefined ? values.at(-2) : numbers(spec.compare).at(-1)) ?? null,
    target: (typeof spec.target === "string" ? numbers(spec.target).at(-1) : spec.target) ?? null,
    unit: spec.unit ?? columns.find(({name}) => name === spec.value)!.unit,
    series: series.length > 1 ? series : []
  };
}
