import {InputError} from "../errors.ts";

/** What one step of a model's clock is. It stands in every history, parameter set and span. */
export type Unit = "day" | "week" | "month" | "quarter" | "year";

/** Something measured on a clock of one unit. */
export interface Timed {
  readonly unit: Unit;
}

/** A stretch of time: `{length: 39, unit: "week"}`. */
export interface Span extends Timed {
  readonly length: number;
}

/** Units in a year, by convention: 52 weeks (not 52.18), 365 days. Discount rates are cut by it. */
export const PERIODS_PER_YEAR: Readonly<Record<Unit, number>> = {day: 365, week: 52, month: 12, quarter: 4, year: 1};

/**
 * The length of `span` on the clock of `timed`.
 *
 * @throws {InputError} if their units differ, or if the length is negative or not finite.
 */
export function requireSpan(timed: Timed, span: Span): number {
  requireSameUnit(timed, span);
  if (!(span.length >= 0 && span.length < Infinity)) throw new InputError(`span "${span.length}" is not a length`);
  return span.length;
}

/** @throws {InputError} if the two are on different clocks: a weekly model read in days is wrong by a factor of 4–7. */
export function requireSameUnit(one: Timed, other: Timed): void {
  if (one.unit === other.unit) return;
  throw new InputError(`mixed time units "${one.unit}" and "${other.unit}"; convert one of them`);
}
