import type {Rolled} from "../cube/cube.ts";
import {raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import type {Facts, Months, Period} from "./metric.ts";
import {dayOf, startOf} from "./period.ts";

/** Number of the month in which whoever never comes again comes again. */
export const NEVER = 1_000_000;

/** The key `next` of rows with a `customer` and a `month`: the customer's next month, {@link NEVER} after the last one. A customer's last month in a window is the one whose next lies past it, whichever window it is. @param partition what is followed; defaults to the customer. */
export function nextMonth(partition = "customer"): Query {
  return sql`coalesce(lead(month) over (partition by ${raw(partition)} order by month), ${raw(String(NEVER))}) as next`;
}

/** Whether the calendar period with this number lies in the reporting window, all of it that the as-of date has reached; every period does without a window. */
export function isInWindow(index: number, period: Period, {asOf, calendar, window}: Facts): boolean {
  if (!window) return true;
  const [from, to] = [startOf(window[0], "month", calendar), startOf(window[1] + 1, "month", calendar)];
  const end = Math.min(dayOf(startOf(index + 1, period, calendar)), dayOf(asOf) + 1);
  return startOf(index, period, calendar) >= from && end <= dayOf(to);
}

/**
 * The sums of a window, as of a reduction without keys that had seen nothing else.
 *
 * @param rolled sums by the key `month`, and for what is counted once a customer by {@link nextMonth} too.
 * @param once names of the statistics that count a customer once, in the last month of the window.
 */
export function sumsIn(rolled: Rolled, [from, to]: Months, once: readonly string[]): Rolled {
  const {month, next} = rolled.keys;
  const isIn = Array.from(month!, (at) => at >= from && at <= to);
  const isLast = isIn.map((isOne, k) => isOne && (next?.[k] ?? NEVER) > to);
  const sum = (values: Float64Array, rows: readonly boolean[]) =>
    Float64Array.of(values.reduce((total, value, k) => (rows[k] ? total + value : total), 0));
  return {
    groups: rolled.groups,
    keys: {},
    size: 1,
    statistics: Object.fromEntries(
      Object.entries(rolled.statistics).map(([name, groups]) => [
        name,
        groups.map((values) => sum(values, once.includes(name) ? isLast : isIn))
      ])
    )
  };
}
