import {InputError} from "../errors.ts";
import {fitLikelihood, unfitted} from "./fit.ts";
import type {Fit, FitFailure, FitOptions} from "./fit.ts";
import {digamma, lnGamma} from "./gamma.ts";
import {customersIn, groupRows} from "./grouping.ts";
import {rememberLast} from "./last-value.ts";
import {normalTwoSided} from "./normal.ts";
import type {Objective} from "./optimise.ts";

/** Spend per purchase ~ Gamma(p, rate ν), ν ~ Gamma(q, rate v) across customers. */
export interface GammaGammaParameters {
  readonly p: number;
  readonly q: number;
  /** In the unit of money of the data. */
  readonly v: number;
}

/** Distinct (repeat purchases, mean spend of those) and customers with each, sorted by x. Both are above 0. */
export interface Spending {
  readonly x: Float64Array;
  readonly mean: Float64Array;
  readonly count: Float64Array;
}

/**
 * {@link Spending}, the row in it of every customer given (−1: left out), and how many were left out though they
 * repeat.
 */
export interface SpendingGroups {
  readonly spending: Spending;
  readonly group: Int32Array;
  /** Customers with repeat purchases whose mean spend is 0 or less: the model has no place for them. Report it. */
  readonly excluded: number;
}

/**
 * The repeat customers to fit Gamma-Gamma on, grouped.
 *
 * @param x repeat purchases of each customer; the first purchase counts neither here nor in `mean`.
 * @param mean spend per repeat purchase; whatever for x = 0.
 * @throws {InputError} if lengths differ or a mean of a repeater is not finite.
 */
export function groupSpending(x: ArrayLike<number>, mean: ArrayLike<number>): SpendingGroups {
  if (x.length !== mean.length) throw new InputError("x and mean spend differ in length");
  const repeaters = Array.from({length: x.length}, (_, i) => i).filter((i) => x[i]! > 0);
  const wrong = repeaters.find((i) => !Number.isFinite(mean[i]));
  if (wrong !== undefined) throw new InputError(`mean spend "${mean[wrong]}" in row ${wrong}`);
  const kept = repeaters.filter((i) => mean[i]! > 0);
  const rows = [kept.map((i) => x[i]!), kept.map((i) => mean[i]!)] as const;
  const {first, count, group: groupOfKept} = groupRows(rows);
  const group = new Int32Array(x.length).fill(-1);
  for (const [k, i] of kept.entries()) group[i] = groupOfKept[k]!;
  const pick = (column: readonly number[]) => Float64Array.from(first, (row) => column[row]!);
  return {spending: {x: pick(rows[0]), mean: pick(rows[1]), count}, group, excluded: repeaters.length - kept.length};
}

/** ln L of `spending`. */
export function gammaGammaLogLikelihood({p, q, v}: GammaGammaParameters, spending: Spending): number {
  return likelihood(spending)(Float64Array.of(p, q, v), new Float64Array(3));
}

/**
 * Maximum likelihood. Spend must not depend on how often a customer buys: see {@link spendFrequencyCorrelation}.
 *
 * @see Fader & Hardie 2013, "The Gamma-Gamma model of monetary value".
 */
export function fitGammaGamma(
  spending: Spending,
  options: FitOptions<GammaGammaParameters> = {}
): Fit<GammaGammaParameters> {
  const customers = customersIn(spending);
  const trouble = spendingTrouble(spending, customers);
  if (trouble) return unfitted(trouble, customers);
  return fitLikelihood(
    {
      logLikelihood: likelihood(spending),
      start: [2, 3, overallMean(spending)], // population mean p v / (q − 1)
      customers,
      toVector: ({p, q, v}) => [p, q, v],
      toParameters: (vector) => ({p: vector[0]!, q: vector[1]!, v: vector[2]!})
    },
    options
  );
}

/**
 * Expected spend per purchase of customers with `x` repeat purchases of mean `mean`: p (v + x m) / (p x + q − 1).
 *
 * @returns money; {@link populationSpend} for x = 0; null where that is infinite (p x + q ≤ 1).
 */
export function expectedSpend({p, q, v}: GammaGammaParameters, {x, mean}: {x: number; mean: number}): number | null {
  const weight = p * x + q - 1;
  return weight > 0 ? (p * (v + (x > 0 ? x * mean : 0))) / weight : null;
}

/** Mean spend per purchase over all customers, p v / (q − 1); null where it is infinite (q ≤ 1). */
export function populationSpend(parameters: GammaGammaParameters): number | null {
  return expectedSpend(parameters, {x: 0, mean: 0});
}

/**
 * Pearson's correlation of repeat purchases and mean spend among repeat customers, −1…1, with Fisher's two-sided
 * p-value.
 *
 * Null for fewer than four customers, or where either does not vary. Gamma-Gamma assumes it to be 0.
 */
export function spendFrequencyCorrelation({x, mean, count}: Spending): {correlation: number; p: number} | null {
  const n = customersIn({count});
  const moment = (value: (i: number) => number) => count.reduce((sum, c, i) => sum + c * value(i), 0) / n;
  const [meanX, meanSpend] = [moment((i) => x[i]!), moment((i) => mean[i]!)];
  const varianceX = moment((i) => (x[i]! - meanX) ** 2);
  const varianceSpend = moment((i) => (mean[i]! - meanSpend) ** 2);
  if (n < 4 || varianceX === 0 || varianceSpend === 0) return null;
  const covariance = moment((i) => (x[i]! - meanX) * (mean[i]! - meanSpend));
  const correlation = covariance / Math.sqrt(varianceX * varianceSpend);
  return {correlation, p: normalTwoSided(Math.atanh(correlation) * Math.sqrt(n - 3))};
}

function likelihood({x, mean, count}: Spending): Objective {
  const lnMean = mean.map(Math.log);
  return (theta, slopes) => {
    const [p, q, v] = [theta[0]!, theta[1]!, theta[2]!];
    const [lnV, digammaQ, lnGammaQ] = [Math.log(v), digamma(q), lnGamma(q)];
    const termsOf = rememberLast((n) => ({
      constant: lnGamma(p * n + q) - lnGamma(p * n) - lnGammaQ + q * lnV + p * n * Math.log(n),
      digammaSum: digamma(p * n + q),
      byP: digamma(p * n + q) - digamma(p * n) + Math.log(n)
    }));
    let [value, byP, byQ, byV] = [0, 0, 0, 0];
    for (let i = 0; i < x.length; ++i) {
      const [n, c] = [x[i]!, count[i]!];
      const terms = termsOf(n);
      const total = n * mean[i]! + v;
      const lnTotal = Math.log(total);
      value += c * (terms.constant + (p * n - 1) * lnMean[i]! - (p * n + q) * lnTotal);
      byP += c * n * (terms.byP + lnMean[i]! - lnTotal);
      byQ += c * (terms.digammaSum - digammaQ + lnV - lnTotal);
      byV += c * (q / v - (p * n + q) / total);
    }
    slopes[0] = byP;
    slopes[1] = byQ;
    slopes[2] = byV;
    return value;
  };
}

function overallMean({mean, count}: Spending): number {
  return mean.reduce((sum, m, i) => sum + m * count[i]!, 0) / customersIn({count});
}

function spendingTrouble({count}: Spending, customers: number): FitFailure | null {
  if (count.length === 0 || customers === 0) return "no-spend";
  return customers < 2 ? "too-few" : null;
}
