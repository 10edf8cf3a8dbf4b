import type {Period} from "../charts/period.ts";
import type {Column} from "../notebook/dataset.ts";

/** Columns whose dates are first days of the cell's periods. */
const PERIODS = new Set(["cohort", "period", "from", "to"]);

/** The period whose first days a column of a metric's table has; undefined of any other column. @param options of the cell. */
export function columnPeriod(
  {name, unit}: Pick<Column, "name" | "unit">,
  {period}: Readonly<Record<string, unknown>>
): Period | undefined {
  return unit === "date" && PERIODS.has(name) && typeof period === "string" ? (period as Period) : undefined;
}
