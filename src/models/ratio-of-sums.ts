import {criticalValue} from "./wilson.ts";
import type {Interval} from "./wilson.ts";

/** Sums over customers of an amount `y` and of what it is per, `x` (time, or 1 each); all additive. */
export interface RatioSums {
  readonly n: number;
  readonly y: number;
  readonly x: number;
  readonly yy: number;
  readonly xy: number;
  readonly xx: number;
}

/** A ratio of sums, and its variance. */
export interface RatioEstimate {
  readonly value: number;
  readonly variance: number;
}

/**
 * Σy / Σx with its variance over customers by linearisation: n / (n − 1) · Σ (y − r x)² / (Σx)². Null for fewer than two customers, or where Σx is not above 0.
 *
 * @see Cochran 1977, Sampling Techniques, section 2.11.
 */
export function ratioOfSums({n, y, x, yy, xy, xx}: RatioSums): RatioEstimate | null {
  if (n < 2 || !(x > 0)) return null;
  const value = y / x;
  const squares = yy + value * value * xx;
  const residual = unrounded(squares - 2 * value * xy, squares);
  return {value, variance: ((n / (n - 1)) * residual) / (x * x)};
}

const ROUNDING = 1e-12;

/** What is left of squares after others were taken from them; 0 where that is no more than rounding leaves of nothing. */
export function unrounded(left: number, squares: number): number {
  return left <= ROUNDING * squares ? 0 : left;
}

/** The mean of `y` over `n` customers: Σy / n with its variance. */
export function meanOfSums({n, y, yy}: Pick<RatioSums, "n" | "y" | "yy">): RatioEstimate | null {
  return ratioOfSums({n, y, x: n, yy, xy: y, xx: n});
}

/** `value` ± z standard errors. */
export function normalInterval({value, variance}: RatioEstimate, level = 0.95): Interval {
  const half = criticalValue(level) * Math.sqrt(variance);
  return {low: value - half, high: value + half};
}

/** {@link normalInterval}; null without an estimate, and where customers are all alike, so that no noise is known. */
export function knownInterval(estimate: RatioEstimate | null | undefined, level = 0.95): Interval | null {
  return estimate && estimate.variance > 0 ? normalInterval(estimate, level) : null;
}

/**
 * one / other of independent estimates with its interval by the delta method on the logarithm; null unless both are above 0.
 */
export function logRatio(
  one: RatioEstimate,
  other: RatioEstimate,
  level = 0.95
): (Interval & {readonly value: number; readonly logError: number}) | null {
  if (!(one.value > 0 && other.value > 0)) return null;
  const logError = Math.sqrt(one.variance / one.value ** 2 + other.variance / other.value ** 2);
  const [value, factor] = [one.value / other.value, Math.exp(criticalValue(level) * logError)];
  return {value, low: value / factor, high: value * factor, logError};
}
