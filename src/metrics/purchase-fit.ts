import type {PurchaseModelKind} from "../models/buy-till-you-die.ts";
import type {FitFailure, Fitted} from "../models/fit.ts";
import {expectedSpend, fitGammaGamma, groupSpending, spendFrequencyCorrelation} from "../models/gamma-gamma.ts";
import type {GammaGammaParameters, SpendingGroups} from "../models/gamma-gamma.ts";
import {PURCHASE_MODELS} from "../models/purchase-models.ts";
import type {PurchaseParameters} from "../models/purchase-models.ts";
import type {Facts, Model, Workbench} from "./metric.ts";
import {purchaseLog} from "./purchase-log.ts";
import type {PurchaseLog} from "./purchase-log.ts";

/** The model that was asked for first, then those that may take its place. */
const MODELS: readonly PurchaseModelKind[] = ["bgnbd", "mbgnbd", "paretonbd"];
/** Spend and frequency are said to go together beyond this correlation. */
const CORRELATED = 0.1;

/** What customers spend per purchase. */
export interface SpendFit {
  readonly groups: SpendingGroups;
  /** Null where Gamma-Gamma has no maximum; everybody is then expected to spend what an average purchase did. */
  readonly fit: Fitted<GammaGammaParameters> | null;
  /** Amount of an average purchase: stands in where the model has none. */
  readonly average: number;
  /** Part of what is bought that is not refunded. */
  readonly kept: number;
  readonly correlation: number | null;
}

/** A purchase model and a spend model of all customers up to a day. */
export interface PurchaseFit {
  readonly log: PurchaseLog;
  readonly kind: PurchaseModelKind;
  /** Null where no model has a maximum. */
  readonly fit: Fitted<PurchaseParameters> | null;
  /** Why the model asked for has none; null where it has. */
  readonly failure: FitFailure | null;
  readonly spend: SpendFit;
  /** Keys of what a reader must know of it. */
  readonly notes: readonly string[];
}

/** The model fitted to all purchases up to the end of `until`; fitted once, however many metrics ask. */
export function fitPurchases(
  model: PurchaseModelKind,
  until: number,
  {facts, workbench}: {facts: Facts; workbench: Workbench}
): Promise<PurchaseFit> {
  return workbench.once(`purchase fit ${model} ${until}`, async () =>
    fitLog(model, await purchaseLog(until, facts, workbench))
  );
}

/** See {@link fitPurchases}. Where the model asked for does not converge, the next one that does takes its place, and a note says so. */
export function fitLog(model: PurchaseModelKind, log: PurchaseLog): PurchaseFit {
  const spend = fitSpend(log);
  const first = PURCHASE_MODELS[model].fit(log.grouping.histories);
  if (first.converged) return {log, kind: model, fit: first, failure: null, spend, notes: spendNotes(spend)};
  const isSearch = first.reason === "not-converged" || first.reason === "not-identified";
  for (const kind of isSearch ? MODELS.filter((other) => other !== model) : []) {
    const fit = PURCHASE_MODELS[kind].fit(log.grouping.histories);
    if (fit.converged)
      return {log, kind, fit, failure: first.reason, spend, notes: [`model-fell-back-${kind}`, ...spendNotes(spend)]};
  }
  return {log, kind: model, fit: null, failure: first.reason, spend, notes: [`model-${first.reason}`]};
}

function fitSpend({x, mean, average, kept}: PurchaseLog): SpendFit {
  const groups = groupSpending(x, mean);
  const fit = fitGammaGamma(groups.spending);
  return {
    groups,
    fit: fit.converged ? fit : null,
    average: Math.max(0, average ?? 0),
    kept: kept ?? 1,
    correlation: spendFrequencyCorrelation(groups.spending)?.correlation ?? null
  };
}

function spendNotes({fit, groups, kept, correlation}: SpendFit): string[] {
  return [
    ...(fit ? [] : ["spend-average"]),
    ...(groups.excluded > 0 ? ["spend-excluded"] : []),
    ...(kept < 1 ? ["refunds-kept"] : []),
    ...(correlation !== null && Math.abs(correlation) >= CORRELATED ? ["spend-correlated"] : [])
  ];
}

/** What a customer is expected to bring per future purchase, net of the usual part of refunds, in major units. Zero or less so far counts as zero. */
export function spendPerPurchase({fit, average, kept}: SpendFit, {x, mean}: {x: number; mean: number}): number {
  if (!fit) return kept * average;
  return kept * (expectedSpend(fit.parameters, {x, mean: Math.max(0, mean)}) ?? average);
}

/** The fit as `index.json` shows it: parameters of both models; null where there is none. */
export function modelOf({fit, kind, spend}: PurchaseFit): Model | null {
  if (!fit) return null;
  const {unit, ...parameters} = fit.parameters;
  return {kind, parameters: {...parameters, ...spend.fit?.parameters}, log_likelihood: fit.logLikelihood, unit};
}
