import type {Finding, Result} from "../metrics/metric.ts";
import {Quantity} from "./quantity.ts";

/** What expressions see under a metric cell's name; `finding` is its sentence in the page's language, null where the cell wants none. */
export function metricValue(
  {table, tables = {}, summary = {}, model, finding, n}: Result,
  {finding: isSaid}: {readonly finding?: unknown},
  say: (finding: Finding) => string | null
): Readonly<Record<string, unknown>> {
  return {table, tables, summary, model: model ?? null, finding: finding && isSaid !== false ? say(finding) : null, n};
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
