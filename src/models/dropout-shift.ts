import {InputError} from "../errors.ts";
import {betaRule} from "./beta-expectation.ts";
import type {BetaRule} from "./beta-expectation.ts";
import type {PurchaseModelKind} from "./buy-till-you-die.ts";
import type {Histories} from "./grouping.ts";
import {horizonPurchases} from "./horizon-purchases.ts";
import type {Horizon} from "./horizon-purchases.ts";
import {PURCHASE_MODELS} from "./purchase-models.ts";
import type {PurchaseParameters} from "./purchase-models.ts";

/** A purchase model with its parameters. */
export interface Fit {
  readonly kind: PurchaseModelKind;
  readonly parameters: PurchaseParameters;
}

/** The parameters with future dropout made `factor` times as strong: a of the beta distribution of dropout chances, or s of the gamma distribution of dropout rates. */
export function withDropout(parameters: PurchaseParameters, factor: number): PurchaseParameters {
  return "s" in parameters ? {...parameters, s: parameters.s * factor} : {...parameters, a: parameters.a * factor};
}

/** Chance that a customer of each history who is alive now is still so after `weeks`, future dropout being `factor` times as strong. */
export function survivalAhead(
  {kind, parameters}: Fit,
  histories: Histories,
  {weeks, factor}: {weeks: number; factor: number}
): Float64Array {
  if (parameters.unit !== histories.unit || parameters.unit !== "week")
    throw new InputError(`a shift of retention in "${parameters.unit}"; it is counted in weeks`);
  const later = withDropout(parameters, factor);
  if ("s" in later) return histories.age.map((age) => ((later.beta + age) / (later.beta + age + weeks)) ** later.s);
  const early = kind === "mbgnbd" ? 1 : 0;
  const rules = new Map<number, BetaRule>();
  return histories.x.map((x, i) => {
    const n = later.r + x;
    const rule = rules.get(x) ?? betaRule(later.a, later.b + x + early, {steepness: n, negligible: 1e-8});
    rules.set(x, rule);
    // Dropout comes at rate λ p: the mean of e^(−λ p t) over λ ~ Gamma(r + x, α + T), then over p.
    const tau = weeks / (later.alpha + histories.age[i]!);
    return rule.p.reduce((sum, p, k) => sum + rule.weight[k]! * Math.exp(-n * Math.log1p(p * tau)), 0);
  });
}

/** Discounted purchases within the horizon of every history: alive with the chance that was fitted, from now on with dropout `factor` times as strong. */
export function shiftedPurchases(
  {kind, parameters}: Fit,
  histories: Histories,
  {horizon, factor}: {horizon: Horizon; factor: number}
): Float64Array {
  const model = PURCHASE_MODELS[kind];
  const later = withDropout(parameters, factor);
  const ahead = horizonPurchases({model, parameters: later}, histories, horizon);
  if (factor === 1) return ahead;
  const [alive, assumed] = [model.aliveProbability(parameters, histories), model.aliveProbability(later, histories)];
  return ahead.map((purchases, i) => (assumed[i] === 0 ? 0 : (purchases * (alive[i] ?? 1)) / (assumed[i] ?? 1)));
}

/** Bounds of the factor on dropout that is searched. */
const MOST = 2 ** 8;

/** The factor on dropout at which `share` of the customers who are alive now are so after `weeks`; null where none between 1/256 and 256 does it. */
export function factorForRetention(
  fit: Fit,
  histories: Histories,
  {weeks, share}: {weeks: number; share: number}
): number | null {
  const over = (factor: number) => retentionAhead(fit, histories, {weeks, factor}) - share;
  let [near, far] = [
    {factor: 1, over: over(1)},
    {factor: 1, over: 0}
  ];
  const isLess = near.over < 0; // too few stay: less dropout is wanted
  for (;;) {
    const factor = isLess ? near.factor / 2 : near.factor * 2;
    if (factor > MOST || factor < 1 / MOST) return null;
    far = {factor, over: over(factor)};
    if (far.over > 0 === isLess || far.over === 0) break;
    near = far;
  }
  // Regula falsi with halving (Illinois) in the logarithm of the factor.
  for (let i = 0; i < 50 && Math.abs(Math.log(near.factor / far.factor)) > 1e-9; ++i) {
    const [x, y] = [Math.log(near.factor), Math.log(far.factor)];
    const factor = Math.exp((x * far.over - y * near.over) / (far.over - near.over));
    const next = {factor, over: over(factor)};
    if (Math.abs(next.over) < 1e-10) return factor;
    near = next.over > 0 === far.over > 0 ? {...near, over: near.over / 2} : far;
    far = next;
  }
  return far.factor;
}

/** Mean of {@link survivalAhead} over the customers who are alive; a chance that the model cannot tell counts as 1. */
export function retentionAhead(
  fit: Fit,
  histories: Histories,
  {weeks, factor}: {weeks: number; factor: number}
): number {
  const survival = survivalAhead(fit, histories, {weeks, factor});
  const alive = PURCHASE_MODELS[fit.kind].aliveProbability(fit.parameters, histories);
  let [kept, all] = [0, 0];
  survival.forEach((chance, i) => {
    const weight = histories.count[i]! * (alive[i] ?? 1);
    kept += weight * chance;
    all += weight;
  });
  return all > 0 ? kept / all : 0;
}
