import {ratioOfSums} from "./ratio-of-sums.ts";
import type {RatioSums} from "./ratio-of-sums.ts";
import {wilson} from "./wilson.ts";
import type {Interval} from "./wilson.ts";

/**
 * Interval of a share Σy / Σx of trials that come by customer, many of one: Wilson's, with as many independent trials as have the variance of {@link ratioOfSums}, at most Σx. Where all succeed or none does, whose variance is not known, each customer is one trial.
 *
 * @param sums over `n` customers of successes `y` among trials `x`, 0 ≤ y ≤ x.
 * @returns fractions 0–1; null for fewer than two customers.
 * @see Dean & Pagano 2015, "Evaluating confidence interval methods for binomial proportions in clustered surveys", Journal of Survey Statistics and Methodology 3.
 */
export function clusteredShare(sums: RatioSums, level = 0.95): Interval | null {
  const ratio = ratioOfSums(sums);
  if (!ratio) return null;
  const {value, variance} = ratio;
  const spread = value * (1 - value);
  const trials = spread > 0 ? Math.min(sums.x, spread / variance) : sums.n;
  return wilson(value * trials, trials, level);
}
