import {InputError} from "../errors.ts";
import {quantile} from "./quantile.ts";
import {seededRandom} from "./random.ts";
import type {Interval} from "./wilson.ts";

/** How to resample. */
export interface BootstrapOptions {
  readonly customers: number;
  /** Resamples; 400 give a 95% interval to about a tenth of its width. */
  readonly replicates: number;
  readonly seed: number;
}

/** Statistics of the resamples: one array per statistic, one element per resample that gave numbers. */
export interface Replicates {
  readonly values: readonly Float64Array[];
  /** Resamples left out because `statistics` gave null or a number that is not finite. Report them. */
  readonly failed: number;
}

/**
 * The statistics of `replicates` resamples of customers, drawn with replacement; the same for the same seed.
 *
 * Customers are drawn, not rows, so that all that a customer brings (history, spend, group) stays together. Refit a
 * model by {@link countGroups} on the weights, from the fit to all customers (`from`, `errors: false`).
 *
 * @param statistics of a resample, given how often each customer is in it; the array is used again for the next one.
 * @throws {InputError} if `customers` or `replicates` is not a whole number ≥ 0.
 */
export function bootstrap(
  {customers, replicates, seed}: BootstrapOptions,
  statistics: (weights: Float64Array) => readonly number[] | null
): Replicates {
  for (const count of [customers, replicates]) {
    if (!(Number.isSafeInteger(count) && count >= 0)) throw new InputError(`count "${count}" to resample`);
  }
  return gathered(resampled({customers, seed}, [0, replicates], statistics));
}

/**
 * The statistics of the resamples numbered `from` to before `to`; null for one that gave null or a number that is not finite. A resample is the same whichever others are made with it, so that several workers can share them.
 *
 * @param statistics as in {@link bootstrap}.
 */
export function resampled(
  {customers, seed}: {readonly customers: number; readonly seed: number},
  [from, to]: readonly [from: number, to: number],
  statistics: (weights: Float64Array) => readonly number[] | null
): (readonly number[] | null)[] {
  const weights = new Float64Array(customers);
  return Array.from({length: to - from}, (_, i) => {
    const random = seededRandom(seed + (from + i) * 2 ** 32);
    weights.fill(0);
    for (let draw = 0; draw < customers; ++draw) weights[Math.floor(random() * customers)]! += 1;
    const row = statistics(weights);
    return row?.every(Number.isFinite) ? row : null;
  });
}

/** Resamples as one array per statistic, in their order. */
export function gathered(resamples: readonly (readonly number[] | null)[]): Replicates {
  const rows = resamples.filter((row) => row !== null);
  const values = Array.from(rows[0] ?? [], (_, k) => Float64Array.from(rows, (row) => row[k]!));
  return {values, failed: resamples.length - rows.length};
}

/** The middle `level` (0–1) of a statistic's replicates, by type-7 quantiles; null for none. */
export function percentileInterval(values: Float64Array, level = 0.95): Interval | null {
  const low = quantile(values, (1 - level) / 2);
  const high = quantile(values, (1 + level) / 2);
  return low === null || high === null ? null : {low, high};
}
