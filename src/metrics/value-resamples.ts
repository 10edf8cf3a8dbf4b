import {resampled} from "../models/bootstrap.ts";
import {fitGammaGamma} from "../models/gamma-gamma.ts";
import {countGroups} from "../models/grouping.ts";
import {PURCHASE_MODELS} from "../models/purchase-models.ts";
import type {PurchaseLog} from "./purchase-log.ts";
import {spendPerPurchase} from "./purchase-fit.ts";
import type {PurchaseFit, SpendFit} from "./purchase-fit.ts";
import {purchasesAhead} from "./purchase-predictions.ts";
import type {Ahead} from "./purchase-predictions.ts";

/** Everything that a resample of customers needs: plain data, which can be sent to a worker, without anybody's id. */
export interface ValueJob {
  readonly fitted: Omit<PurchaseFit, "log"> & {readonly log: Omit<PurchaseLog, "customers">};
  readonly ahead: Ahead;
  /** The group of each customer, in the log's order; −1 for none but everybody's, 0. */
  readonly place: Int32Array;
  readonly groups: number;
  /** Whether the models stay as they were fitted to others: then only customers are resampled. */
  readonly isFixed?: boolean;
  /** Minor units in a major one. */
  readonly money: number;
  readonly seed: number;
}

/** Makes the first `replicates` resamples of a job: mean value per group; null for one that could not be fitted. */
export type Resample = (job: ValueJob, replicates: number) => Promise<readonly (readonly number[] | null)[]>;

/** The resamples numbered `from` to before `to`: the same numbers, wherever and with whichever others they are made. */
export function valueResamples(job: ValueJob, range: readonly [from: number, to: number]) {
  return resampled({customers: job.place.length, seed: job.seed}, range, valueMeans(job));
}

/** {@link Resample} at once, in this thread. */
export const resampleHere: Resample = async (job, replicates) => valueResamples(job, [0, replicates]);

/** A fit without the ids of its customers. */
export function withoutNames({log, ...fitted}: PurchaseFit): ValueJob["fitted"] {
  const {customers: _, ...rest} = log;
  return {...fitted, log: rest};
}

/** Mean value per group of weighted customers, both models fitted to them; null without a fit. */
export function valueMeans(job: ValueJob): (weights: Float64Array) => readonly number[] | null {
  const refit = job.isFixed ? asFitted(job) : refitter(job.fitted, job.ahead);
  return (weights) => groupMeans(job.fitted, refit(weights), {weights, ...job});
}

interface Refit {
  /** Discounted purchases per history. */
  readonly purchases: Float64Array;
  readonly spend: SpendFit;
}

function asFitted({ahead, fitted: {fit, kind, log, spend}}: ValueJob): () => Refit | null {
  if (!fit) return () => null;
  const purchases = purchasesAhead({kind, parameters: fit.parameters}, log.grouping.histories, ahead);
  return () => ({purchases, spend});
}

/** Both models fitted again to weighted customers; null where the purchase model has no maximum. A spend model without one keeps that of everybody. */
function refitter({fit, kind, log, spend}: ValueJob["fitted"], ahead: Ahead): (weights: Float64Array) => Refit | null {
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
  {log}: ValueJob["fitted"],
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
