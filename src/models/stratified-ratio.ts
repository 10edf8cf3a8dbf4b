import {ratioOfSums} from "./ratio-of-sums.ts";
import type {RatioEstimate, RatioSums} from "./ratio-of-sums.ts";

/** Sums of the treated and of the others in one stratum. */
export interface Stratum {
  readonly one: RatioSums;
  readonly other: RatioSums;
}

/** Rates of the treated and of others like them. */
export interface StandardisedRates {
  readonly one: RatioEstimate;
  /** The others' rate if they had the strata of the treated. */
  readonly other: RatioEstimate;
  /** Σx of the treated in strata that have both. */
  readonly x: number;
  /** Their share of all the treated, by x. */
  readonly covered: number;
}

/**
 * The treated's rate Σy / Σx against that of the others, weighted to the strata of the treated (by their Σx), with variances over customers; strata that lack two of either are left out of both. Null where none is left.
 *
 * The treated's variance takes their strata as given, as the others' does: both by linearisation within strata.
 *
 * @see Rothman, Greenland & Lash 2008, Modern Epidemiology, chapter 15 (standardised rate ratios).
 */
export function standardisedRates(strata: readonly Stratum[]): StandardisedRates | null {
  const all = strata.reduce((sum, {one}) => sum + one.x, 0);
  const pairs = strata.flatMap(({one, other}) => {
    const [own, theirs] = [ratioOfSums(one), ratioOfSums(other)];
    return own && theirs ? [{own, theirs, x: one.x}] : [];
  });
  const x = pairs.reduce((sum, pair) => sum + pair.x, 0);
  if (!(x > 0)) return null;
  const mean = (of: "own" | "theirs"): RatioEstimate => ({
    value: pairs.reduce((sum, pair) => sum + (pair.x / x) * pair[of].value, 0),
    variance: pairs.reduce((sum, pair) => sum + (pair.x / x) ** 2 * pair[of].variance, 0)
  });
  return {one: mean("own"), other: mean("theirs"), x, covered: x / all};
}
