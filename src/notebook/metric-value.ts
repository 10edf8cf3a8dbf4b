import type {Finding, Result} from "../metrics/metric.ts";
import {summaryUnit} from "../metrics/summary-units.ts";
import {Quantity} from "./quantity.ts";

/** What of a cell's options its sentence depends on. */
export interface SaidOptions {
  readonly by?: unknown;
  readonly finding?: unknown;
}

/** What expressions see under a metric cell's name; `finding` is its sentence in the page's language, null where the cell wants none. */
export function metricValue(
  {table, tables = {}, summary = {}, model, finding, n}: Result,
  options: SaidOptions,
  say: (finding: Finding, options: SaidOptions) => string | null
): Readonly<Record<string, unknown>> {
  const isSaid = options.finding !== false;
  return {table, tables, summary, model: model ?? null, finding: finding && isSaid ? say(finding, options) : null, n};
}

/** What prose shows at a path into a metric cell: a scalar of its summary with its unit, anything else as it is. */
export function scalarAt(
  path: readonly string[],
  value: unknown,
  {metric, units}: {metric: string; units: Result["units"]}
): unknown {
  const [, part, name = ""] = path;
  if (path.length !== 3 || part !== "summary" || typeof value !== "number") return value;
  const unit = summaryUnit(metric, name, units);
  return unit === null ? value : new Quantity(value, unit);
}

/** What expressions see under the name of a `kpi` cell over metrics: its figures by name, each with its unit. */
export function kpiValue({table}: Pick<Result, "table">): Readonly<Record<string, Quantity>> {
  const [names, values, units] = ["name", "value", "unit"].map((column) =>
    Array.from(table.array(column) as Iterable<unknown>)
  );
  return Object.fromEntries(
    names!.map((name, i) => [String(name), new Quantity(values![i] as number | null, units![i] as Quantity["unit"])])
  );
}
