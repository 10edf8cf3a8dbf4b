import {bootstrap, percentileInterval} from "../models/bootstrap.ts";
import {fitGammaGamma} from "../models/gamma-gamma.ts";
import {countGroups} from "../models/grouping.ts";
import {isRest} from "./groups.ts";
import {holm} from "../models/holm.ts";
import {normalQuantile, normalTwoSided} from "../models/normal.ts";
import {PURCHASE_MODELS} from "../models/purchase-models.ts";
import {LEAST} from "./contrast.ts";
import {spendPerPurchase} from "./purchase-fit.ts";
import type {PurchaseFit, SpendFit} from "./purchase-fit.ts";
import {purchasesAhead} from "./purchase-predictions.ts";
import type {Ahead} from "./purchase-predictions.ts";

/** Resamples for samples of up to {@link FEW} customers; larger ones take fewer, in inverse proportion. */
const REPLICATES = 400;
const FEW = 5000;
const FEWEST = 50;
const SEED = 20_240_601;

/** Interval and rank of a group's mean value, over all its customers. */
export interface GroupInterval {
  readonly group: string | null;
  readonly customers: number;
  readonly low: number | null;
  readonly high: number | null;
  /** 1 and the number of groups whose value is higher beyond the noise; null for everybody, "(none)", "(other)" and fewer than 10 customers. */
  readonly rank: number | null;
}

/** Intervals of all groups, everybody first, and how they were found. */
export interface ValueIntervals {
  readonly groups: readonly GroupInterval[];
  readonly replicates: number;
  readonly failed: number;
  /** percentile: of 400 resamples; normal: from the standard deviation of fewer. */
  readonly method: "percentile" | "normal";
}

/** How many resamples so many customers get. */
export function replicatesFor(customers: number): number {
  return customers <= FEW ? REPLICATES : Math.max(FEWEST, Math.round((REPLICATES * FEW) / customers));
}

/**
 * Bootstrap over customers of the mean value (observed and expected): each resample refits both models, starting at the fit to everybody.
 * @param groupOf the group of each customer of the log, in its order; without `by` null for all.
 */
export function valueIntervals(
  fitted: PurchaseFit,
  ahead: Ahead,
  {groupOf, level, money}: {groupOf: readonly (string | null)[]; level: number; money: number}
): ValueIntervals {
  const names = [null, ...new Set(groupOf.filter((name) => name !== null))];
  const place = Int32Array.from(groupOf, (name) => (name === null ? -1 : names.indexOf(name)));
  const sizes = names.map((name, k) =>
    name === null ? groupOf.length : place.reduce((n, at) => n + (at === k ? 1 : 0), 0)
  );
  const replicates = replicatesFor(groupOf.length);
  const refit = refitter(fitted, ahead);
  const mean = (weights: Float64Array) =>
    groupMeans(fitted, refit(weights), {weights, place, groups: names.length, money});
  const point = mean(new Float64Array(groupOf.length).fill(1));
  const found = bootstrap({customers: groupOf.length, replicates, seed: SEED}, mean);
  const method = replicates < REPLICATES ? "normal" : "percentile";
  const bounds = names.map((_, k) => {
    const values = found.values[k];
    if (!values || sizes[k]! < LEAST || !point) return null;
    if (method === "percentile") return percentileInterval(values, level);
    const half = normalQuantile((1 + level) / 2) * deviation(values);
    return {low: point[k]! - half, high: point[k]! + half};
  });
  const ranks = point ? rankGroups(point, found.values, {names, sizes, alpha: 1 - level}) : [];
  return {
    groups: names.map((group, k) => ({
      group,
      customers: sizes[k]!,
      low: bounds[k]?.low ?? null,
      high: bounds[k]?.high ?? null,
      rank: ranks[k] ?? null
    })),
    replicates,
    failed: found.failed,
    method
  };
}

interface Refit {
  /** Discounted purchases per history. */
  readonly purchases: Float64Array;
  readonly spend: SpendFit;
}

/** Both models fitted again to weighted customers; null where the purchase model has no maximum. A spend model without one keeps that of everybody. */
function refitter({fit, kind, log, spend}: PurchaseFit, ahead: Ahead): (weights: Float64Array) => Refit | null {
  const {group, histories} = log.grouping;
  const {spending, group: spendingGroup} = spend.groups;
  return (weights) => {
    if (!fit) return null;
    const again = PURCHASE_MODELS[kind].fit(
      {...histories, count: countGroups(group, weights, histories.x.length)},
      {from: fit, errors: false}
    );
    if (!again.converged) return null;
    const respent =
      spend.fit &&
      fitGammaGamma(
        {...spending, count: countGroups(spendingGroup, weights, spending.x.length)},
        {from: spend.fit, errors: false}
      );
    return {
      purchases: purchasesAhead({kind, parameters: again.parameters}, histories, ahead),
      spend: respent?.converged ? {...spend, fit: respent} : spend
    };
  };
}

/** Mean value per group of weighted customers; null without a fit. A group that a resample misses has its overall mean. */
function groupMeans(
  {log}: PurchaseFit,
  refit: Refit | null,
  {weights, place, groups, money}: {weights: Float64Array; place: Int32Array; groups: number; money: number}
): number[] | null {
  if (!refit) return null;
  const {grouping, mean, observed, x} = log;
  const [sums, counts] = [new Float64Array(groups), new Float64Array(groups)];
  for (let i = 0; i < weights.length; ++i) {
    const weight = weights[i]!;
    if (weight === 0) continue;
    const expected = refit.purchases[grouping.group[i]!]! * spendPerPurchase(refit.spend, {x: x[i]!, mean: mean[i]!});
    const value = weight * (observed[i]! / money + expected);
    sums[0]! += value;
    counts[0]! += weight;
    if (place[i]! < 0) continue;
    sums[place[i]!]! += value;
    counts[place[i]!]! += weight;
  }
  return Array.from(sums, (sum, k) => (counts[k]! > 0 ? sum / counts[k]! : sums[0]! / counts[0]!));
}

/** Two-sided normal tests of all pairs, with the deviation of their difference in the resamples, corrected by Holm. */
function rankGroups(
  point: readonly number[],
  values: readonly Float64Array[],
  {names, sizes, alpha}: {names: readonly (string | null)[]; sizes: readonly number[]; alpha: number}
): (number | null)[] {
  const ranked = names
    .map((_, k) => k)
    .filter((k) => names[k] !== null && !isRest(names[k]!) && sizes[k]! >= LEAST && values.length > 0);
  const pairs = ranked.flatMap((a, i) => ranked.slice(i + 1).map((b) => [a, b] as const));
  const corrected = holm(
    pairs.map(([a, b]) =>
      pairTest(
        point[a]! - point[b]!,
        values[a]!.map((value, r) => value - values[b]![r]!)
      )
    )
  );
  const above = new Map(ranked.map((k) => [k, 0]));
  pairs.forEach(([a, b], i) => {
    if (corrected[i]! >= alpha) return;
    const lower = point[a]! > point[b]! ? b : a;
    above.set(lower, above.get(lower)! + 1);
  });
  return names.map((_, k) => (above.has(k) ? 1 + above.get(k)! : null));
}

function pairTest(difference: number, replicates: Float64Array): number {
  const error = deviation(replicates);
  return difference === 0 || Number.isNaN(error) ? 1 : error === 0 ? 0 : normalTwoSided(difference / error);
}

/** Sample standard deviation; NaN for fewer than two. */
function deviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
