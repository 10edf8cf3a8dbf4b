import type {Moment} from "./interruption.ts";

/** Two series at a time; `weight` is what the time counts. */
export interface Pair {
  readonly time: number;
  readonly one: number;
  readonly other: number;
  readonly weight: number;
}

/**
 * How far two series are apart, as values whose weighted mean is the logarithm of a ratio of sums, log(Σ w one / Σ w other), and whose spread is that of this ratio by linearisation: the mean of logarithms of small counts would be far too near 0. Null where a sum is not above 0.
 *
 * @param half is added to both sums: ½ of counts, so that 0 compares with something, too, and nearly without bias.
 * @see Mantel & Haenszel 1959, Journal of the National Cancer Institute 22 (the ratio, where weights are harmonic means of both bases); Haldane 1956, "The estimation and significance of the logarithm of a ratio of frequencies", Annals of Human Genetics 20; Anscombe 1956, "On estimating binomial response relations", Biometrika 43.
 */
export function logGaps(pairs: readonly Pair[], half = 0): readonly Moment[] | null {
  const sum = (of: (pair: Pair) => number) => pairs.reduce((total, pair) => total + of(pair), 0);
  const all = sum(({weight}) => weight);
  const [one, other] = [sum((pair) => pair.weight * pair.one), sum((pair) => pair.weight * pair.other)];
  const [own, theirs] = [one + half, other + half];
  if (!(own > 0 && theirs > 0)) return null;
  const ratio = Math.log(own / theirs);
  return pairs.map((pair) => ({
    time: pair.time,
    value: ratio + (all * pair.one - one) / own - (all * pair.other - other) / theirs,
    weight: pair.weight
  }));
}
