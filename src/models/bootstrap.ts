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
  const random = seededRandom(seed);
  const weights = new Float64Array(customers);
  const rows: (readonly number[])[] = [];
  for (let replicate = 0; replicate < replicates; ++replicate) {
    weights.fill(0);
    for (let draw = 0; draw < customers; ++draw) weights[Math.floor(random() * customers)]! += 1;
    const row = statistics(weights);
    if (row?.every(Number.isFinite)) rows.push(row);
  }
  const values = Array.from(rows[0] ?? [], (_, k) => Float64Array.from(rows, (row) => row[k]!));
  return {values, failed: replicates - rows.length};
}

/** The middle `level` (0–1) of a statistic's replicates, by type-7 quantiles; null for none. */
export function percentileInterval(values: Float64Array, level = 0.95): Interval | null {
  const low = quantile(values, (1 - level) / 2);
  const high = quantile(values, (1 + level) / 2);
  return low === null || high === null ? null : {low, high};
}
