import type {PurchaseFit} from "./purchase-fit.ts";
import {spendPerPurchase} from "./purchase-fit.ts";
import {PURCHASE_MODELS} from "../models/purchase-models.ts";

/** How a way to predict each customer's purchases of the held-out stretch did. Totals in purchases; errors per customer. */
export interface Accuracy {
  readonly method: "model" | "same-as-before" | "own-rate" | "none";
  readonly total: number;
  readonly actual: number;
  /** (total − actual) / actual; null where nothing was bought. */
  readonly bias: number | null;
  readonly mae: number;
  readonly rmse: number;
}

/** Customers with as many repeat purchases in the calibration; the last row is "7 or more". */
export interface Frequency {
  readonly repeats: number;
  readonly customers: number;
  readonly actual: number;
  readonly expected: number;
}

/** What customers did in the held-out stretch, in the order of the log: purchase days in it, and in the stretch of the same length before it. */
export interface Held {
  readonly actual: Float64Array;
  readonly before: Float64Array;
  readonly days: number;
}

const MOST = 7;

/** The model beside naive ways to predict, and its calibration by frequency. */
export function holdoutAccuracy(
  {fit, kind, log}: PurchaseFit,
  held: Held
): {accuracy: readonly Accuracy[]; frequency: readonly Frequency[]} {
  if (!fit || log.customers.length === 0) return {accuracy: [], frequency: []};
  const {grouping, x} = log;
  const {group, histories} = grouping;
  const weeks = held.days / 7;
  const byHistory = PURCHASE_MODELS[kind].conditionalPurchases(fit.parameters, histories, {
    unit: "week",
    length: weeks
  });
  const model = Float64Array.from(group, (g) => byHistory[g]!);
  // A customer new on the last day has bought for no time at all: no rate of his own.
  const rate = Float64Array.from(group, (g, i) => (histories.age[g]! > 0 ? (x[i]! / histories.age[g]!) * weeks : 0));
  const none = new Float64Array(x.length);
  const methods = [
    ["model", model],
    ["same-as-before", held.before],
    ["own-rate", rate],
    ["none", none]
  ] as const;
  const frequency = Array.from({length: MOST + 1}, (_, repeats) => ({repeats, customers: 0, actual: 0, expected: 0}));
  x.forEach((repeats, i) => {
    const row = frequency[Math.min(MOST, repeats)]!;
    row.customers += 1;
    row.actual += held.actual[i]!;
    row.expected += model[i]!;
  });
  return {
    accuracy: methods.map(([method, predicted]) => ({method, ...errorsOf(predicted, held.actual)})),
    frequency: frequency.filter(({customers}) => customers > 0)
  };
}

function errorsOf(predicted: Float64Array, actual: Float64Array) {
  let [total, truth, absolute, square] = [0, 0, 0, 0];
  predicted.forEach((value, i) => {
    const error = value - actual[i]!;
    total += value;
    truth += actual[i]!;
    absolute += Math.abs(error);
    square += error ** 2;
  });
  const n = predicted.length;
  return {
    total,
    actual: truth,
    bias: truth > 0 ? (total - truth) / truth : null,
    mae: absolute / n,
    rmse: Math.sqrt(square / n)
  };
}

/** What every customer of the log is expected to bring per purchase, in whole minor units. */
export function spendOf({log, spend}: PurchaseFit, money: number): Float64Array {
  return log.x.map((x, i) => Math.round(spendPerPurchase(spend, {x, mean: log.mean[i]!}) * money));
}
