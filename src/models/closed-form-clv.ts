import {InputError} from "../errors.ts";

/** A contract with constant margin and retention. Rates are fractions per period. */
export interface ConstantContract {
  /** Money per period while the customer stays. */
  readonly margin: number;
  readonly retention: number;
  readonly discount: number;
}

/**
 * What such a customer is worth for ever, under each convention of when the first payment falls. Never print one
 * without its name.
 */
export interface ClosedFormClv {
  /** The first margin is paid at once: m (1 + d) / (1 + d − r). */
  readonly firstPaymentNow: number;
  /** The first margin is paid after one period, if retained: m r / (1 + d − r). */
  readonly firstPaymentAfterOnePeriod: number;
  /** Periods, 1 / (1 − r); null where nobody ever leaves. */
  readonly expectedLifetime: number | null;
}

/**
 * Lifetime value at constant margin, retention and discount; null where it grows without end (r ≥ 1 + d).
 *
 * An extrapolation: compare `expectedLifetime` with the history observed before showing it.
 *
 * @throws {InputError} if `retention` is not in 0–1 or `discount` not above −1.
 */
export function closedFormClv({margin, retention, discount}: ConstantContract): ClosedFormClv | null {
  if (!(retention >= 0 && retention <= 1)) throw new InputError(`retention "${retention}" is not between 0 and 1`);
  if (!(discount > -1)) throw new InputError(`discount "${discount}" is not above -1`);
  const leak = 1 + discount - retention;
  if (leak <= 0) return null;
  return {
    firstPaymentNow: (margin * (1 + discount)) / leak,
    firstPaymentAfterOnePeriod: (margin * retention) / leak,
    expectedLifetime: retention < 1 ? 1 / (1 - retention) : null
  };
}

/**
 * Σ `amount` · S(t) / (1 + `discount`)^t over t = 0 … length − 1: the value of a contract over a finite horizon.
 *
 * @param survival S(0) = 1, S(1), …: as many periods as the horizon has.
 * @param discount effective rate per period.
 */
export function finiteHorizonValue(survival: ArrayLike<number>, amount: number, discount: number): number {
  let sum = 0;
  for (let t = 0; t < survival.length; ++t) sum += survival[t]! * (1 + discount) ** -t;
  return amount * sum;
}
