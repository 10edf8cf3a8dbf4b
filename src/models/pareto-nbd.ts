import type {BuyTillYouDie} from "./buy-till-you-die.ts";
import {fitLikelihood, unfitted} from "./fit.ts";
import type {Fit, FitOptions} from "./fit.ts";
import {digamma, lnGamma} from "./gamma.ts";
import {customersIn} from "./grouping.ts";
import type {Histories} from "./grouping.ts";
import {halfLineRule} from "./laplace.ts";
import {rememberLast} from "./last-value.ts";
import type {Objective} from "./optimise.ts";
import {deathIntegral} from "./pareto-death.ts";
import {purchaseStart, purchaseTrouble} from "./purchase-start.ts";
import {requireDiscount} from "./rate.ts";
import {requireSameUnit, requireSpan} from "./time.ts";
import type {Timed} from "./time.ts";

/** Purchases Poisson(λ), λ ~ Gamma(r, rate α); lifetime exponential with rate μ ~ Gamma(s, rate β). */
export interface ParetoNbdParameters extends Timed {
  readonly r: number;
  /** In time units. */
  readonly alpha: number;
  readonly s: number;
  /** In time units. */
  readonly beta: number;
}

/**
 * Pareto/NBD: a customer can drop out at any moment.
 *
 * @see Schmittlein, Morrison & Colombo 1987, Management Science 33; Fader & Hardie 2005, "A note on deriving the
 *   Pareto/NBD".
 */
export const paretoNbd: BuyTillYouDie<ParetoNbdParameters> = {
  kind: "paretonbd",
  logLikelihood(parameters, histories) {
    requireSameUnit(parameters, histories);
    return likelihood(histories)(Float64Array.from(toVector(parameters)), new Float64Array(4));
  },
  fit,
  expectedPurchases: (parameters, span) =>
    (parameters.r / parameters.alpha) *
    parameters.beta *
    decay(parameters, requireSpan(parameters, span) / parameters.beta),
  conditionalPurchases(parameters, histories, span) {
    const length = requireSpan(parameters, span);
    return paretoAlive(parameters, histories).map((alive, i) => {
      const clock = parameters.beta + histories.age[i]!;
      return alive * purchaseRate(parameters, histories, i) * clock * decay(parameters, length / clock);
    });
  },
  aliveProbability: (parameters, histories) => Array.from(paretoAlive(parameters, histories)),
  discountedPurchases(parameters, histories, rate) {
    const {beta, s: shape} = parameters;
    const oldest = histories.age.reduce((most, age) => Math.max(most, age), 0);
    const {s, weight} = halfLineRule(requireDiscount(rate) * beta, shape, rate * (beta + oldest));
    const weighted = weight.map((w, j) => w * (1 + s[j]!) ** -shape);
    return paretoAlive(parameters, histories).map((alive, i) => {
      const clock = beta + histories.age[i]!;
      const periods = weighted.reduce((sum, w, j) => sum + w * Math.exp(-rate * clock * s[j]!), 0);
      return alive * purchaseRate(parameters, histories, i) * clock * periods;
    });
  }
};

function fit(histories: Histories, options: FitOptions<ParetoNbdParameters> = {}): Fit<ParetoNbdParameters> {
  if (options.from) requireSameUnit(options.from.parameters, histories);
  const trouble = purchaseTrouble(histories);
  const customers = customersIn(histories);
  if (trouble) return unfitted(trouble, customers);
  const {r, alpha, meanAge} = purchaseStart(histories);
  return fitLikelihood<ParetoNbdParameters>(
    {
      logLikelihood: likelihood(histories),
      start: [r, alpha, 0.6, meanAge / 2],
      customers,
      toVector,
      toParameters: (v) => ({unit: histories.unit, r: v[0]!, alpha: v[1]!, s: v[2]!, beta: v[3]!})
    },
    options
  );
}

function likelihood({x, recency, age, count}: Histories): Objective {
  const death = new Float64Array(5);
  return (theta, slopes) => {
    const [r, alpha, s, beta] = [theta[0]!, theta[1]!, theta[2]!, theta[3]!];
    const [lnAlpha, lnBeta, lnGammaR, digammaR] = [Math.log(alpha), Math.log(beta), lnGamma(r), digamma(r)];
    const termsOf = rememberLast((repeats) => ({
      constant: lnGamma(r + repeats) - lnGammaR + r * lnAlpha + s * lnBeta,
      byR: digamma(r + repeats) - digammaR + lnAlpha
    }));
    let [value, byR, byAlpha, byS, byBeta] = [0, 0, 0, 0, 0];
    for (let i = 0; i < x.length; ++i) {
      const [c, n, until] = [count[i]!, r + x[i]!, age[i]!];
      const terms = termsOf(x[i]!);
      deathIntegral({n, alpha, s, beta}, {recency: recency[i]!, age: until}, death);
      const [lnLow, lnHigh] = [Math.log(alpha + until), Math.log(beta + until)];
      const lnAlive = -n * lnLow - s * lnHigh;
      const lnOdds = Math.log(s) + death[0]! - lnAlive;
      const small = Math.exp(-Math.abs(lnOdds));
      const gone = lnOdds > 0 ? 1 / (1 + small) : small / (1 + small);
      const alive = 1 - gone;
      value += c * (terms.constant + lnAlive + Math.max(lnOdds, 0) + Math.log1p(small));
      byR += c * (terms.byR - alive * lnLow - gone * death[1]!);
      byAlpha += c * (r / alpha - n * (alive / (alpha + until) + gone * death[3]!));
      byS += c * (lnBeta - alive * lnHigh + gone * (1 / s - death[2]!));
      byBeta += c * (s / beta - (alive * s) / (beta + until) - gone * (s + 1) * death[4]!);
    }
    slopes[0] = byR;
    slopes[1] = byAlpha;
    slopes[2] = byS;
    slopes[3] = byBeta;
    return value;
  };
}

function toVector({r, alpha, s, beta}: ParetoNbdParameters): [number, number, number, number] {
  return [r, alpha, s, beta];
}

function paretoAlive(parameters: ParetoNbdParameters, histories: Histories): Float64Array {
  requireSameUnit(parameters, histories);
  const {r, alpha, s, beta} = parameters;
  const death = new Float64Array(5);
  return histories.x.map((x, i) => {
    const [n, recency, age] = [r + x, histories.recency[i]!, histories.age[i]!];
    deathIntegral({n, alpha, s, beta}, {recency, age}, death);
    return 1 / (1 + s * Math.exp(death[0]! + n * Math.log(alpha + age) + s * Math.log(beta + age)));
  });
}

/** Purchases per time unit of a customer who is alive: the mean of λ. */
function purchaseRate({r, alpha}: ParetoNbdParameters, histories: Histories, i: number): number {
  return (r + histories.x[i]!) / (alpha + histories.age[i]!);
}

/** ∫ (1 + u)^−s du over 0 … u = (1 − (1 + u)^(1 − s)) / (s − 1), and its limit at s = 1. */
function decay({s}: ParetoNbdParameters, u: number): number {
  const [epsilon, logarithm] = [s - 1, Math.log1p(u)];
  return epsilon === 0 ? logarithm : -Math.expm1(-epsilon * logarithm) / epsilon;
}
