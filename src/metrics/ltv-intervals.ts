import {gathered, percentileInterval} from "../models/bootstrap.ts";
import {isRest} from "./groups.ts";
import {holm} from "../models/holm.ts";
import {normalQuantile, normalTwoSided} from "../models/normal.ts";
import {LEAST} from "./contrast.ts";
import type {GroupFit} from "./group-fits.ts";
import type {PurchaseFit} from "./purchase-fit.ts";
import type {Ahead} from "./purchase-predictions.ts";
import {valueMeans, withoutNames} from "./value-resamples.ts";
import type {Resample, ValueJob} from "./value-resamples.ts";

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
 * @param resample makes the resamples of a job, at once or by several workers.
 */
export async function valueIntervals(
  fitted: PurchaseFit,
  ahead: Ahead,
  {
    groupOf,
    level,
    money,
    resample
  }: {groupOf: readonly (string | null)[]; level: number; money: number; resample: Resample}
): Promise<ValueIntervals> {
  const names = [null, ...new Set(groupOf.filter((name) => name !== null))];
  const place = Int32Array.from(groupOf, (name) => (name === null ? -1 : names.indexOf(name)));
  const sizes = names.map((name, k) =>
    name === null ? groupOf.length : place.reduce((n, at) => n + (at === k ? 1 : 0), 0)
  );
  const replicates = replicatesFor(groupOf.length);
  const job: ValueJob = {fitted: withoutNames(fitted), ahead, place, groups: names.length, money, seed: SEED};
  const point = valueMeans(job)(new Float64Array(groupOf.length).fill(1));
  const found = gathered(point ? await resample(job, replicates) : []);
  return intervalsOf({names, sizes, point, values: found.values}, {level, replicates, failed: found.failed});
}

/** Likewise where each group has a fit of its own: groups are resampled apart, and everybody's value is the mean of theirs by size. */
export async function groupIntervals(
  fits: readonly GroupFit[],
  ahead: Ahead,
  {level, money, resample}: {level: number; money: number; resample: Resample}
): Promise<ValueIntervals> {
  const sizes = fits.map(({fitted}) => fitted.log.customers.length);
  const total = sizes.reduce((sum, n) => sum + n, 0);
  const replicates = replicatesFor(total);
  const made: {point: number; values: Float64Array; failed: number}[] = [];
  for (const [k, {fitted, isOwn}] of fits.entries()) {
    const place = new Int32Array(sizes[k]!).fill(-1);
    // Models that stand in are not the group's own, and so not fitted again.
    const job: ValueJob = {
      fitted: withoutNames(fitted),
      ahead,
      place,
      groups: 1,
      money,
      seed: SEED + k,
      isFixed: !isOwn
    };
    const point = valueMeans(job)(new Float64Array(sizes[k]!).fill(1));
    const found = gathered(point ? await resample(job, replicates) : []);
    made.push({point: point?.[0] ?? NaN, values: found.values[0] ?? new Float64Array(0), failed: found.failed});
  }
  // Resamples that could not be fitted are missing: as many are put together as all groups have.
  const common = made.reduce((least, {values}) => Math.min(least, values.length), replicates);
  const mean = (of: (one: (typeof made)[number]) => number) =>
    made.reduce((sum, one, k) => sum + (sizes[k]! / total) * of(one), 0);
  const point = [mean((one) => one.point), ...made.map((one) => one.point)];
  const values = [
    Float64Array.from({length: common}, (_, r) => mean((one) => one.values[r]!)),
    ...made.map((one) => one.values.slice(0, common))
  ];
  return intervalsOf(
    {
      names: [null, ...fits.map(({group}) => group)],
      sizes: [total, ...sizes],
      point: point.some(Number.isNaN) ? null : point,
      values
    },
    {level, replicates, failed: made.reduce((most, {failed}) => Math.max(most, failed), 0)}
  );
}

interface Resampled {
  readonly names: readonly (string | null)[];
  readonly sizes: readonly number[];
  readonly point: readonly number[] | null;
  /** Per group, its mean value in each resample. */
  readonly values: readonly Float64Array[];
}

function intervalsOf(
  {names, sizes, point, values: all}: Resampled,
  {level, replicates, failed}: {level: number; replicates: number; failed: number}
): ValueIntervals {
  const method = replicates < REPLICATES ? "normal" : "percentile";
  const bounds = names.map((_, k) => {
    const values = all[k];
    if (!values?.length || sizes[k]! < LEAST || !point) return null;
    if (method === "percentile") return percentileInterval(values, level);
    const half = normalQuantile((1 + level) / 2) * deviation(values);
    return {low: point[k]! - half, high: point[k]! + half};
  });
  const ranks = point ? rankGroups(point, all, {names, sizes, alpha: 1 - level}) : [];
  return {
    groups: names.map((group, k) => ({
      group,
      customers: sizes[k]!,
      low: bounds[k]?.low ?? null,
      high: bounds[k]?.high ?? null,
      rank: ranks[k] ?? null
    })),
    replicates,
    failed,
    method
  };
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
