import {InputError} from "../errors.ts";
import {PERIODS_PER_YEAR} from "./time.ts";
import type {Unit} from "./time.ts";

/**
 * The effective rate per `unit` that compounds to `annual`: 15% a year → 1.1715% a month. Fractions.
 *
 * @throws {InputError} if `annual` is not above −1.
 */
export function effectiveRate(annual: number, unit: Unit): number {
  return Math.expm1(continuousRate(annual, unit));
}

/**
 * The continuous rate δ per `unit`, e^(δ · periods) = 1 + `annual`: 15% a year → 0.26877% a week (of 52).
 *
 * @throws {InputError} if `annual` is not above −1.
 */
export function continuousRate(annual: number, unit: Unit): number {
  if (!(annual > -1 && annual < Infinity)) throw new InputError(`annual discount rate "${annual}" is not above -1`);
  return Math.log1p(annual) / PERIODS_PER_YEAR[unit];
}

/** What 1 is worth today when paid after `periods` at the effective `rate` per period: (1 + rate)^−periods. */
export function discountFactor(rate: number, periods: number): number {
  return (1 + rate) ** -periods;
}
