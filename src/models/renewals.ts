import {InputError} from "../errors.ts";
import {fitLikelihood, unfitted} from "./fit.ts";
import type {Fit, FitOptions} from "./fit.ts";
import {digamma, lnGamma} from "./gamma.ts";
import type {Objective} from "./optimise.ts";
import type {Timed, Unit} from "./time.ts";

/**
 * Contract customers by whole periods, added up: additive over customers.
 *
 * Element t − 1 of each is about period t = 1, 2, …; both have the same length.
 */
export interface Renewals extends Timed {
  /** Customers lost in period t: they renewed t − 1 times. */
  readonly lost: ArrayLike<number>;
  /** Customers still there after period t and not observed beyond. */
  readonly censored: ArrayLike<number>;
}

/** {@link Renewals} of one cohort from its survivors: S₀ customers, S₁ left after one period, … */
export function renewalsOf(unit: Unit, survivors: readonly number[]): Renewals {
  const last = survivors.length - 1;
  return {
    unit,
    lost: survivors.slice(1).map((left, t) => survivors[t]! - left),
    censored: survivors.slice(1).map((left, t) => (t + 1 === last ? left : 0))
  };
}

/** Beta-discrete-Weibull: S(t) = B(γ, δ + t^c) / B(γ, δ). With c = 1 it is sBG, with γ its α and δ its β. */
export interface BetaWeibull {
  readonly gamma: number;
  readonly delta: number;
  readonly c: number;
}

/** ln S(t), for t ≥ 0 periods; t need not be whole. */
export function lnSurvival({gamma, delta, c}: BetaWeibull, t: number): number {
  const u = t ** c;
  return u === 0 ? 0 : lnGamma(delta + u) - lnGamma(gamma + delta + u) - lnGamma(delta) + lnGamma(gamma + delta);
}

/**
 * A model to fit to {@link Renewals}: (γ, δ) where c is fixed to 1, else (γ, δ, c), and the names of its parameters.
 */
export interface RenewalModel<P> {
  readonly exponent: 1 | null;
  readonly toVector: (parameters: P) => number[];
  readonly toParameters: (vector: ArrayLike<number>) => P;
}

/** Maximum likelihood. @throws {InputError} if counts are negative or differ in length. */
export function fitRenewals<P>(renewals: Renewals, model: RenewalModel<P>, options: FitOptions<P> = {}): Fit<P> {
  const {exponent, toVector, toParameters} = model;
  requireRenewals(renewals);
  const [lost, censored] = [Float64Array.from(renewals.lost), Float64Array.from(renewals.censored)];
  const [gone, left] = [lost.reduce((s, n) => s + n, 0), censored.reduce((s, n) => s + n, 0)];
  const start = exponent ? [1, 2] : [0.5, 1, 1.2];
  const informative = lost.filter((n) => n > 0).length + (left > 0 ? 1 : 0);
  if (gone + left === 0) return unfitted("empty", 0);
  if (gone === 0) return unfitted("no-events", left);
  if (informative <= start.length) return unfitted("too-few-periods", gone + left);
  const logLikelihood = likelihood(lost, censored, exponent);
  return fitLikelihood({logLikelihood, start, customers: gone + left, toVector, toParameters}, options);
}

/** ln L of `renewals` under a beta-discrete-Weibull. */
export function renewalLogLikelihood({gamma, delta, c}: BetaWeibull, renewals: Renewals): number {
  const [lost, censored] = [Float64Array.from(renewals.lost), Float64Array.from(renewals.censored)];
  return likelihood(lost, censored, null)(Float64Array.of(gamma, delta, c), new Float64Array(3));
}

/** Σ lost ln(S(t − 1) − S(t)) + Σ censored ln S(t), and its slopes, through ln S and their differences. */
function likelihood(lost: Float64Array, censored: Float64Array, exponent: 1 | null): Objective {
  return (theta, slopes) => {
    const weibull = {gamma: theta[0]!, delta: theta[1]!, c: exponent ?? theta[2]!};
    slopes.fill(0);
    let value = 0;
    let before = {value: 0, slopes: [0, 0, 0]};
    for (let t = 1; t <= lost.length; ++t) {
      const after = survivalTerms(weibull, t);
      const drop = after.value - before.value; // ln of the retention rate of period t
      const [n, still] = [lost[t - 1]!, censored[t - 1]!];
      const odds = -1 / Math.expm1(-drop); // −r / (1 − r), the slope of ln(1 − r) by ln r
      value += still * after.value + (n > 0 ? n * (before.value + Math.log(-Math.expm1(drop))) : 0);
      for (let k = 0; k < slopes.length; ++k) {
        const step = after.slopes[k]! - before.slopes[k]!;
        slopes[k]! += still * after.slopes[k]! + (n > 0 ? n * (before.slopes[k]! + odds * step) : 0);
      }
      before = after;
    }
    return value;
  };
}

function survivalTerms(weibull: BetaWeibull, t: number) {
  const {gamma, delta, c} = weibull;
  const u = t ** c;
  const [upper, whole] = [digamma(delta + u) - digamma(gamma + delta + u), digamma(gamma + delta)];
  return {
    value: lnSurvival(weibull, t),
    slopes: [whole - digamma(gamma + delta + u), upper - digamma(delta) + whole, upper * u * Math.log(t)]
  };
}

function requireRenewals({lost, censored}: Renewals): void {
  if (lost.length !== censored.length) throw new InputError("lost and censored differ in length");
  for (let t = 0; t < lost.length; ++t) {
    if (lost[t]! >= 0 && censored[t]! >= 0 && lost[t]! + censored[t]! < Infinity) continue;
    throw new InputError(`customers lost "${lost[t]}", censored "${censored[t]}" in period ${t + 1}`);
  }
}
