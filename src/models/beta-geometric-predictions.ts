import {betaRule} from "./beta-expectation.ts";
import type {BetaRule} from "./beta-expectation.ts";
import type {BetaGeometricParameters, EarlyChances} from "./beta-geometric-likelihood.ts";
import type {Histories} from "./grouping.ts";
import {hypergeometricSlope} from "./hypergeometric.ts";
import {halfLineRule} from "./laplace.ts";
import {rememberLast} from "./last-value.ts";
import {requireDiscount} from "./rate.ts";
import {requireSameUnit, requireSpan} from "./time.ts";
import type {Span} from "./time.ts";

const SERIES_UP_TO = 0.95; // of z = t / (α + T + t): beyond, the integral is quicker

/**
 * P(alive at T) of every history: 1 / (1 + a / (b + x − 1) ((α + T) / (α + t_x))^(r + x)); 1 where there was no chance
 * to die.
 */
export function betaGeometricAlive(
  parameters: BetaGeometricParameters,
  histories: Histories,
  early: EarlyChances
): Float64Array {
  requireSameUnit(parameters, histories);
  const {r, alpha, a, b} = parameters;
  return histories.x.map((x, i) => {
    const chances = x + early;
    if (chances === 0) return 1;
    const ratio = (alpha + histories.age[i]!) / (alpha + histories.recency[i]!);
    return 1 / (1 + (a / (b + chances - 1)) * ratio ** (r + x));
  });
}

/**
 * Purchases expected within `span` after T, of every history.
 *
 * With e = a + b + x − 1, d = e − (r + x), ε = a − 1, z = t / (α + T + t), and given that the customer is alive, the
 * closed form of Fader, Hardie & Lee (2005) is e [ −((1 − z)^ε − 1) / ε − (1 − z)^ε (₂F₁(ε, d; e; z) − 1) / ε ]: no
 * pole at a = 1.
 */
export function betaGeometricConditional(
  parameters: BetaGeometricParameters,
  histories: Histories,
  {span, early}: {readonly span: Span; readonly early: EarlyChances}
): Float64Array {
  const length = requireSpan(parameters, span);
  const alive = betaGeometricAlive(parameters, histories, early);
  const {r, alpha, a, b} = parameters;
  const ruleOf = rememberLast((x) => betaRule(a, b + x + early, {steepness: r + x}));
  return alive.map((probability, i) => {
    const [x, clock] = [histories.x[i]!, alpha + histories.age[i]!];
    const e = a + b + x + early - 1;
    const z = length / (clock + length);
    const cancels = e < 0.1 || e - (r + x) < -1; // near a pole, or terms of both signs
    if (z > SERIES_UP_TO || cancels) return probability * byQuadrature(ruleOf(x), r + x, length / clock);
    return probability * bySeries([a - 1, e - (r + x), e], z);
  });
}

function bySeries([epsilon, d, e]: readonly [number, number, number], z: number): number {
  const exponent = epsilon * Math.log1p(-z);
  const decay = epsilon === 0 ? -Math.log1p(-z) : -Math.expm1(exponent) / epsilon;
  return e * (decay - Math.exp(exponent) * hypergeometricSlope([epsilon, d, e], z));
}

/** The mean over p of (1 − (1 + p τ)^−n) / p, which is the expected number of purchases given p. */
function byQuadrature({p, weight}: BetaRule, n: number, tau: number): number {
  let sum = 0;
  for (let k = 0; k < p.length; ++k) sum -= (weight[k]! * Math.expm1(-n * Math.log1p(p[k]! * tau))) / p[k]!;
  return sum;
}

/**
 * Discounted expected residual transactions, of every history: P(alive) n ∫ e^(−κ s) E[(1 + p s)^(−n − 1)] ds over 0 …
 * ∞ with n = r + x, κ = rate · (α + T), p ~ Beta(a, b + x). The mean over p is tabulated once for each x.
 */
export function betaGeometricDiscounted(
  parameters: BetaGeometricParameters,
  histories: Histories,
  {rate, early}: {readonly rate: number; readonly early: EarlyChances}
): Float64Array {
  requireDiscount(rate);
  const alive = betaGeometricAlive(parameters, histories, early);
  const {r, alpha, a, b} = parameters;
  const fastest = rate * (alpha + histories.age.reduce((most, age) => Math.max(most, age), 0));
  const tableOf = rememberLast((x) => {
    const {p, weight} = betaRule(a, b + x + early, {steepness: r + x + 1});
    const line = halfLineRule(rate * alpha, r + x + 1, fastest);
    const value = line.s.map((s) => p.reduce((sum, p, k) => sum + weight[k]! * (1 + p * s) ** -(r + x + 1), 0));
    return {s: line.s, weighted: value.map((mean, j) => mean * line.weight[j]! * (r + x))};
  });
  return alive.map((probability, i) => {
    const {s, weighted} = tableOf(histories.x[i]!);
    const kappa = rate * (alpha + histories.age[i]!);
    let sum = 0;
    for (let j = 0; j < s.length; ++j) sum += weighted[j]! * Math.exp(-kappa * s[j]!);
    return probability * sum;
  });
}
