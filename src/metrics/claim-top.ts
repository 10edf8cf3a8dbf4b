import type {Rolled} from "../cube/cube.ts";
import {criticalValue} from "../models/wilson.ts";
import {literal, sql} from "../sql/sql.ts";
import type {Measurement} from "./claim-sources.ts";
import {LEAST} from "./contrast.ts";
import type {Facts, Reduction} from "./metric.ts";

/** The best customers whose share is looked at. */
const TOP = 0.2;

/** The bins of `concentration` with sums of squares (major units), for the variance of a share. */
export function topReduction(bins: Reduction, {digits}: Facts): Reduction {
  return {
    ...bins,
    statistics: {
      ...bins.statistics,
      squares: sql`sum(cast(round(power(r.value / ${literal(10 ** digits)}.0, 2)) as bigint))`
    }
  };
}

interface Bin {
  readonly customers: number;
  readonly value: number;
  readonly squares: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Share of the total that the 20% of customers with the most have, with its interval by linearisation; null bounds and value for fewer than ten customers, or a total that is not positive.
 *
 * Where the cut lies within a bin, its customers count as evenly spread over it. With q the cut, customer i moves the share T by (max(yᵢ − q, 0) + 0.2 q − T yᵢ) / mean.
 *
 * @see Langel & Tillé 2013, "Variance estimation of the Gini index: revisiting a result several times published", JRSS A 176, section 3.
 */
export function topShare(
  {keys, size, statistics}: Rolled,
  edges: readonly number[],
  {facts, level}: {facts: Facts; level: number}
): Measurement {
  const money = 10 ** facts.digits;
  const bins: Bin[] = Array.from({length: size}, (_, k) => {
    const bin = keys["bin"]![k]!;
    const read = (name: string) => statistics[name]![0]![k]!;
    const [customers, value] = [read("customers"), read("value") / money];
    const mean = customers > 0 ? value / customers : 0;
    return {
      customers,
      value,
      squares: read("squares"),
      from: bin === 0 ? mean : edges[bin - 1]! / money,
      to: bin < edges.length ? edges[bin]! / money : mean
    };
  }).filter(({customers}) => customers > 0);
  const n = bins.reduce((sum, {customers}) => sum + customers, 0);
  const total = bins.reduce((sum, {value}) => sum + value, 0);
  if (n < LEAST || !(total > 0)) return {value: null, low: null, high: null, n};
  const {above, cut} = split(bins, n * TOP);
  const share = above / total;
  const mean = total / n;
  // Σ (max(y − q, 0) + 0.2 q − T y)², bin by bin; within the bin of the cut the mean stands for all.
  const squares = bins.reduce((sum, bin) => {
    const own = bin.value / bin.customers;
    const [a, b] = own > cut ? [1 - share, TOP * cut - cut] : [-share, TOP * cut];
    return sum + a * a * bin.squares + 2 * a * b * bin.value + b * b * bin.customers;
  }, 0);
  const half = (criticalValue(level) * Math.sqrt(squares / n / (n - 1))) / mean;
  return {value: share, low: Math.max(0, share - half), high: Math.min(1, share + half), n};
}

/** What the `count` customers with the most have, and the value at which they begin. */
function split(bins: readonly Bin[], count: number): {above: number; cut: number} {
  let [left, above] = [count, 0];
  for (const {customers, value, from, to} of bins.toReversed()) {
    if (customers >= left) {
      const part = left / customers;
      const own = value / customers;
      // The upper part of a bin lies above its mean: half of what is left to its upper edge, for the narrow bins there are.
      const mean = Math.min(to, own + ((1 - part) * (to - from)) / 2);
      return {above: above + left * mean, cut: Math.max(from, to - part * (to - from))};
    }
    left -= customers;
    above += value;
  }
  return {above, cut: bins[0]!.from};
}
