import {literal, raw, sql} from "./sql.ts";
import type {Query} from "./sql.ts";

/** Calendar periods. A fiscal year begins on the first of the month that the catalog's `fiscalYearStart` names. */
export type Period = "week" | "month" | "quarter" | "half" | "year" | "fiscal-year";

/** What cuts the calendar: the first day of a week, and the first month (1–12) of a fiscal year. */
export interface Calendar {
  readonly weekStart: "monday" | "sunday";
  readonly fiscalYearStart: number;
}

/** Whole days from 1970-01-01 to a date or timestamp; integer. */
export function dayIndex(at: Query): Query {
  return sql`date_diff('day', date '1970-01-01', cast(${at} as date))`;
}

/** Whole calendar months from 1970-01 to a date or timestamp; integer. */
export function monthIndex(at: Query): Query {
  return sql`((extract(year from ${at}) - 1970) * 12 + extract(month from ${at}) - 1)`;
}

/** Number of the calendar period that a date or timestamp lies in; integer, one more for each period that follows. */
export function periodIndex(at: Query, period: Period, calendar: Calendar): Query {
  if (period === "week") return sql`cast(floor((${dayIndex(at)} + ${literal(weekOffset(calendar))}) / 7.0) as bigint)`;
  const {months, shift} = monthsOf(period, calendar);
  return months === 1
    ? sql`cast(${monthIndex(at)} as bigint)`
    : sql`cast(floor((${monthIndex(at)} - ${literal(shift)}) / ${literal(months)}.0) as bigint)`;
}

/** An amount in the currency's minor units (cents), rounded to whole ones; integer, so that sums do not depend on their order. */
export function minorUnits(amount: Query, digits: number): Query {
  return sql`cast(round(${amount} * ${raw(String(10 ** digits))}) as bigint)`;
}

/** Days from a week's start to the next one's that 1970-01-01, a Thursday, is past its own week's start. */
export function weekOffset(calendar: Calendar): number {
  return calendar.weekStart === "monday" ? 3 : 4;
}

/** Length of a period in months, and the months by which its first one comes after 1970-01. Not for weeks. */
export function monthsOf(period: Exclude<Period, "week">, calendar: Calendar): {months: number; shift: number} {
  const months = {month: 1, quarter: 3, half: 6, year: 12, "fiscal-year": 12}[period];
  return {months, shift: period === "fiscal-year" ? calendar.fiscalYearStart - 1 : 0};
}

/** Σ a · b of integers, exact for sums beyond what a double holds before it is rounded to one; so it does not depend on the rows' order. */
export function productSum(a: Query, b: Query): Query {
  return sql`cast(sum(cast(${a} as hugeint) * cast(${b} as hugeint)) as double)`;
}

/** Whole seconds from one timestamp to another; integer. */
export function secondsBetween(from: Query, to: Query): Query {
  return sql`date_diff('second', ${from}, ${to})`;
}
