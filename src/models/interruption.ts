import {invert} from "./matrix.ts";
import {neweyWest} from "./newey-west.ts";
import type {SeriesFit} from "./newey-west.ts";
import {fisherTail, studentCritical, studentTwoSided} from "./student-t.ts";

/** A value of a series; `weight` is what it stands on. */
export interface Moment {
  /** Number of its period. */
  readonly time: number;
  readonly value: number;
  readonly weight: number;
}

/** A number with its interval; `p` is two-sided, against 0. */
export interface SeriesEstimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly p: number;
}

/** A series before and after a start. */
export interface Interruption {
  /** The jump at the start, and the change of the slope per period from then on. */
  readonly level: SeriesEstimate;
  readonly slope: SeriesEstimate;
  /** Of both together, two-sided: 1 where nothing changed. */
  readonly p: number;
  /** What the trend before would have been at a time. */
  before(time: number): number;
}

/*
 * In a short series an estimate of autocorrelation is itself noisy, and most often too low. So nothing here is taken to be more certain than it would be without any: of both variances the larger one counts, of both tests the weaker one.
 */

/** The weighted mean of the values, robust to autocorrelation; null of fewer than two. */
export function seriesMean(moments: readonly Moment[], level = 0.95): SeriesEstimate | null {
  const fit = fitted(moments, () => [1]);
  return fit && estimate(fit, 0, level);
}

/** Slope per period, robust to autocorrelation; null of fewer than three. */
export function seriesSlope(moments: readonly Moment[], level = 0.95): SeriesEstimate | null {
  const origin = moments[0]?.time ?? 0;
  const fit = fitted(moments, (time) => [1, time - origin]);
  return fit && estimate(fit, 1, level);
}

/** Mean from `start` on less the mean before, robust to autocorrelation, and the mean before. Null unless both sides have values, three in all. */
export function seriesStep(
  moments: readonly Moment[],
  start: number,
  level = 0.95
): {readonly step: SeriesEstimate; readonly before: number} | null {
  const fit = fitted(moments, (time) => [1, time >= start ? 1 : 0]);
  return fit && {step: estimate(fit, 1, level), before: fit.coefficients[0]!};
}

/**
 * Segmented regression of an interrupted time series: level and slope before, and how both change at `start`. Null of fewer than five values, or fewer than two on a side.
 *
 * @see Wagner, Soumerai, Zhang & Ross-Degnan 2002, Journal of Clinical Pharmacy and Therapeutics 27.
 */
export function interruption(moments: readonly Moment[], start: number, level = 0.95): Interruption | null {
  const fit = fitted(moments, (time) => [1, time - start, ...(time >= start ? [1, time - start] : [0, 0])]);
  if (!fit) return null;
  const b = fit.coefficients;
  return {
    level: estimate(fit, 2, level),
    slope: estimate(fit, 3, level),
    p: Math.max(changeTest(fit, fit.covariance), changeTest(fit, fit.plain)),
    before: (time) => b[0]! + b[1]! * (time - start)
  };
}

function fitted(moments: readonly Moment[], row: (time: number) => readonly number[]): SeriesFit | null {
  return neweyWest(
    moments.map(({time}) => row(time)),
    moments.map(({value}) => value),
    {weights: moments.map(({weight}) => weight)}
  );
}

/** P of the third and the fourth coefficient together, against none of both. */
function changeTest({coefficients, df}: SeriesFit, v: Float64Array): number {
  const inverse = invert(Float64Array.of(v[10]!, v[11]!, v[14]!, v[15]!), 2);
  const [jump, turn] = [coefficients[2]!, coefficients[3]!];
  if (!inverse) return jump === 0 && turn === 0 ? 1 : 0;
  return fisherTail((jump * jump * inverse[0]! + 2 * jump * turn * inverse[1]! + turn * turn * inverse[3]!) / 2, df);
}

function estimate({coefficients, covariance, plain, df}: SeriesFit, i: number, level: number): SeriesEstimate {
  const value = coefficients[i]!;
  const at = i * coefficients.length + i;
  const error = Math.sqrt(Math.max(0, covariance[at]!, plain[at]!));
  const half = studentCritical(level, df) * error;
  const p = error === 0 ? (value === 0 ? 1 : 0) : studentTwoSided(value / error, df);
  return {value, low: value - half, high: value + half, p};
}
