import type {Fit, FitOptions} from "./fit.ts";
import {hypergeometric2F1} from "./hypergeometric.ts";
import {fitRenewals, lnSurvival, renewalLogLikelihood} from "./renewals.ts";
import type {Renewals} from "./renewals.ts";
import {requireSameUnit} from "./time.ts";
import type {Timed} from "./time.ts";

/** Shifted beta-geometric: a customer churns each period with the same own probability θ ~ Beta(α, β). */
export interface SbgParameters extends Timed {
  readonly alpha: number;
  readonly beta: number;
}

/**
 * Maximum likelihood.
 *
 * @see Fader & Hardie 2007, "How to project customer retention", Journal of Interactive Marketing 21.
 */
export function fitSbg(renewals: Renewals, options: FitOptions<SbgParameters> = {}): Fit<SbgParameters> {
  if (options.from) requireSameUnit(options.from.parameters, renewals);
  const toParameters = (v: ArrayLike<number>) => ({unit: renewals.unit, alpha: v[0]!, beta: v[1]!});
  return fitRenewals(renewals, {exponent: 1, toVector: ({alpha, beta}) => [alpha, beta], toParameters}, options);
}

/** ln L of `renewals`. @throws {InputError} if units differ. */
export function sbgLogLikelihood(parameters: SbgParameters, renewals: Renewals): number {
  requireSameUnit(parameters, renewals);
  return renewalLogLikelihood(weibullOf(parameters), renewals);
}

/** S(t): share still there after `t` ≥ 0 periods, 0–1. */
export function sbgSurvival(parameters: SbgParameters, t: number): number {
  return Math.exp(lnSurvival(weibullOf(parameters), t));
}

/** r(t): share of those who reach period `t` = 1, 2, … that renew, (β + t − 1) / (α + β + t − 1). It rises with t. */
export function sbgRetention({alpha, beta}: SbgParameters, t: number): number {
  return (beta + t - 1) / (alpha + beta + t - 1);
}

/**
 * Discounted expected lifetime of a new customer, Σ S(t) / (1 + d)^t over t ≥ 0: payments, the first at once.
 *
 * @param discount effective rate per period, above 0. @throws {InputError} if it is not.
 */
export function sbgDiscountedLifetime({alpha, beta}: SbgParameters, discount: number): number {
  return hypergeometric2F1([1, beta, alpha + beta], 1 / (1 + discount));
}

/**
 * Discounted expected residual lifetime just before the `renewal`-th (1, 2, …) renewal, the payment due then included:
 * Σ S(t) / S(n − 1) / (1 + d)^(t − n) over t ≥ n = `renewal`.
 *
 * @param at `renewal`, and `discount`: effective rate per period, above 0. @throws {InputError} if it is not.
 */
export function sbgDiscountedResidual(parameters: SbgParameters, at: {renewal: number; discount: number}): number {
  const {alpha, beta} = parameters;
  const older = beta + at.renewal;
  return sbgRetention(parameters, at.renewal) * hypergeometric2F1([1, older, alpha + older], 1 / (1 + at.discount));
}

function weibullOf({alpha, beta}: SbgParameters) {
  return {gamma: alpha, delta: beta, c: 1};
}
