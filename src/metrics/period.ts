import {monthsOf, weekOffset} from "../sql/dialect.ts";
import type {Calendar, Period} from "../sql/dialect.ts";

const DAY = 86_400_000;

/** Whole days from 1970-01-01 to a date (its UTC fields). */
export function dayOf(date: Date): number {
  return Math.floor(date.getTime() / DAY);
}

/** The date, at midnight UTC, `day` whole days after 1970-01-01. */
export function dateOf(day: number): Date {
  return new Date(day * DAY);
}

/** Number of the calendar period that a date (its UTC fields) lies in; the same as SQL's `periodIndex`. */
export function periodOf(date: Date, period: Period, calendar: Calendar): number {
  if (period === "week") return Math.floor((dayOf(date) + weekOffset(calendar)) / 7);
  const {months, shift} = monthsOf(period, calendar);
  return Math.floor(((date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth() - shift) / months);
}

/** First day, at midnight UTC, of the period with this number. */
export function startOf(index: number, period: Period, calendar: Calendar): Date {
  if (period === "week") return dateOf(index * 7 - weekOffset(calendar));
  const {months, shift} = monthsOf(period, calendar);
  return new Date(Date.UTC(1970, index * months + shift, 1));
}

/** Number of the last period that `asOf`, an inclusive day, closes. */
export function lastClosed(asOf: Date, period: Period, calendar: Calendar): number {
  const index = periodOf(asOf, period, calendar);
  const next = startOf(index + 1, period, calendar);
  return dayOf(asOf) + 1 >= dayOf(next) ? index : index - 1;
}

/** The day `months` calendar months before `date`: the same day of the month, or its last one where that is earlier; a last day stays a last day. */
export function monthsBefore(date: Date, months: number): Date {
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() - months, date.getUTCDate()];
  const isLast = new Date(Date.UTC(year, date.getUTCMonth() + 1, 0)).getUTCDate() === day;
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, isLast ? last : Math.min(day, last)));
}

/** The same day one period earlier. */
export function periodBefore(date: Date, period: Period, calendar: Calendar): Date {
  return period === "week" ? dateOf(dayOf(date) - 7) : monthsBefore(date, monthsOf(period, calendar).months);
}

/** How many of these periods make a year; 52 weeks. */
export function periodsPerYear(period: Period, calendar: Calendar): number {
  return period === "week" ? 52 : 12 / monthsOf(period, calendar).months;
}
