import type {Facts, Period} from "./metric.ts";
import {dayOf, lastClosed, periodOf, startOf} from "./period.ts";

/** A calendar period as days: `from` its first, `to` its last, in whole days from 1970-01-01. */
export interface Span {
  readonly period: number;
  readonly from: number;
  readonly to: number;
}

/** The periods of a forecast: seen by the fit, held out from it, and to come. */
export interface ForecastSpans {
  /** Last day that the calibration sees; null where there is too little history to hold any out. */
  readonly until: number | null;
  readonly calibration: readonly Span[];
  readonly holdout: readonly Span[];
  /** The first one may have begun: its days after the as-of date are to come. */
  readonly future: readonly Span[];
}

/** The last `holdout` closed periods are held out, if at least as many remain before them; `ahead` periods are to come. */
export function forecastSpans(
  {period, holdout, ahead}: {period: Period; holdout: number; ahead: number},
  {asOf, calendar, firstOrder}: Facts
): ForecastSpans {
  const day = (index: number) => dayOf(startOf(index, period, calendar));
  const span = (index: number): Span => ({period: index, from: day(index), to: day(index + 1) - 1});
  const run = (from: number, to: number) => Array.from({length: Math.max(0, to - from + 1)}, (_, i) => span(from + i));
  const closed = lastClosed(asOf, period, calendar);
  const future = run(closed + 1, closed + ahead);
  if (!firstOrder) return {until: null, calibration: [], holdout: [], future};
  const oldest = Math.min(periodOf(firstOrder, period, calendar), closed + 1);
  const start = closed - holdout + 1;
  if (start - oldest < Math.min(holdout, 3))
    return {until: null, calibration: run(oldest, closed), holdout: [], future};
  return {until: day(start) - 1, calibration: run(oldest, start - 1), holdout: run(start, closed), future};
}
