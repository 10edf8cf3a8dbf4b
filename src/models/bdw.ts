import {InputError} from "../errors.ts";
import type {Fit, FitOptions} from "./fit.ts";
import {fitRenewals, lnSurvival, renewalLogLikelihood} from "./renewals.ts";
import type {BetaWeibull, Renewals} from "./renewals.ts";
import {requireSameUnit} from "./time.ts";
import type {Timed} from "./time.ts";

/** Beta-discrete-Weibull: as sBG, but each customer's own churn rate falls (c < 1) or rises (c > 1) with age. */
export interface BdwParameters extends BetaWeibull, Timed {}

/** Maximum likelihood. @see Fader, Hardie, Liu, Davin & Steenburgh 2018, Journal of Interactive Marketing 43. */
export function fitBdw(renewals: Renewals, options: FitOptions<BdwParameters> = {}): Fit<BdwParameters> {
  if (options.from) requireSameUnit(options.from.parameters, renewals);
  const toParameters = (v: ArrayLike<number>) => ({unit: renewals.unit, gamma: v[0]!, delta: v[1]!, c: v[2]!});
  return fitRenewals(
    renewals,
    {exponent: null, toVector: ({gamma, delta, c}) => [gamma, delta, c], toParameters},
    options
  );
}

/** ln L of `renewals`. @throws {InputError} if units differ. */
export function bdwLogLikelihood(parameters: BdwParameters, renewals: Renewals): number {
  requireSameUnit(parameters, renewals);
  return renewalLogLikelihood(parameters, renewals);
}

/** S(t): share still there after `t` ≥ 0 periods, 0–1. */
export function bdwSurvival(parameters: BdwParameters, t: number): number {
  return Math.exp(lnSurvival(parameters, t));
}

/** r(t) = S(t) / S(t − 1): share of those who reach period `t` = 1, 2, … that renew. */
export function bdwRetention(parameters: BdwParameters, t: number): number {
  return Math.exp(lnSurvival(parameters, t) - lnSurvival(parameters, t - 1));
}

/**
 * Discounted expected lifetime of a new customer, Σ S(t) / (1 + d)^t over t ≥ 0: payments, the first at once. No closed
 * form: summed until the rest is below 1e-14 of it.
 *
 * @param discount effective rate per period, above 0. @throws {InputError} if it is not.
 */
export function bdwDiscountedLifetime(parameters: BdwParameters, discount: number): number {
  if (!(discount > 0)) throw new InputError(`discount "${discount}" is not above 0`);
  let sum = 0;
  for (let t = 0; ; ++t) {
    const term = bdwSurvival(parameters, t) * (1 + discount) ** -t;
    sum += term;
    if (term * (1 + 1 / discount) < 1e-14 * sum) return sum;
  }
}
