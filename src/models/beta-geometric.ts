import {betaGeometricLikelihood} from "./beta-geometric-likelihood.ts";
import type {BetaGeometricParameters, EarlyChances} from "./beta-geometric-likelihood.ts";
import {betaGeometricAlive, betaGeometricConditional, betaGeometricDiscounted} from "./beta-geometric-predictions.ts";
import type {BuyTillYouDie, PurchaseModelKind} from "./buy-till-you-die.ts";
import {fitLikelihood, unfitted} from "./fit.ts";
import type {Fit, FitOptions} from "./fit.ts";
import {customersIn, oneHistory} from "./grouping.ts";
import type {Histories} from "./grouping.ts";
import {purchaseStart, purchaseTrouble} from "./purchase-start.ts";
import {requireSameUnit} from "./time.ts";

/**
 * BG/NBD (`early` 0) or MBG/NBD (1): they differ only in whether a customer may drop out before the first repeat
 * purchase.
 */
export function betaGeometric(kind: PurchaseModelKind, early: EarlyChances): BuyTillYouDie<BetaGeometricParameters> {
  return {
    kind,
    logLikelihood(parameters, histories) {
      requireSameUnit(parameters, histories);
      return betaGeometricLikelihood(histories, early)(Float64Array.from(toVector(parameters)), new Float64Array(4));
    },
    fit: (histories, options) => fit(histories, early, options),
    expectedPurchases(parameters, span) {
      const stranger = oneHistory(parameters.unit, [0, 0, 0]);
      return betaGeometricConditional(parameters, stranger, {span, early})[0]!;
    },
    conditionalPurchases: (parameters, histories, span) =>
      betaGeometricConditional(parameters, histories, {span, early}),
    aliveProbability(parameters, histories) {
      const alive = betaGeometricAlive(parameters, histories, early);
      return Array.from(alive, (probability, i) => (histories.x[i]! + early === 0 ? null : probability));
    },
    discountedPurchases: (parameters, histories, rate) => betaGeometricDiscounted(parameters, histories, {rate, early})
  };
}

function fit(
  histories: Histories,
  early: EarlyChances,
  options: FitOptions<BetaGeometricParameters> = {}
): Fit<BetaGeometricParameters> {
  if (options.from) requireSameUnit(options.from.parameters, histories);
  const trouble = purchaseTrouble(histories);
  const customers = customersIn(histories);
  if (trouble) return unfitted(trouble, customers);
  const {r, alpha} = purchaseStart(histories);
  return fitLikelihood<BetaGeometricParameters>(
    {
      logLikelihood: betaGeometricLikelihood(histories, early),
      start: [r, alpha, 1, 2],
      customers,
      toVector,
      toParameters: (v) => ({unit: histories.unit, r: v[0]!, alpha: v[1]!, a: v[2]!, b: v[3]!})
    },
    options
  );
}

function toVector({r, alpha, a, b}: BetaGeometricParameters): [number, number, number, number] {
  return [r, alpha, a, b];
}
