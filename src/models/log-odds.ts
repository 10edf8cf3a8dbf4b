import {InputError} from "../errors.ts";

/** How often a word is used, of so many uses of all words. */
export interface Usage {
  readonly count: number;
  readonly total: number;
}

/** How much likelier one lot is to use a word than another: a difference of log-odds with its standard error. */
export interface LogOdds {
  readonly value: number;
  readonly standardError: number;
  readonly z: number;
}

/**
 * Log-odds of a word in one lot against another, drawn towards what a background of texts says (an informative Dirichlet prior): a word that is rare in both lots has to be more apart to stand out. Null where either lot uses no words at all.
 *
 * δ = log[(y₁ + α) / (n₁ + α₀ − y₁ − α)] − log[(y₂ + α) / (n₂ + α₀ − y₂ − α)], its variance ≈ 1 / (y₁ + α) + 1 / (y₂ + α); z = δ over its root.
 *
 * @param background the word's uses among all texts; at least one.
 * @param weight α₀: as how many uses of words the background counts; α is the word's share of them.
 * @throws {InputError} if a count is below 0 or above its total, the background has no use of the word, or the weight is not above 0.
 * @see Monroe, Colaresi & Quinn 2008, "Fightin' words", Political Analysis 16, equations 16, 20 and 22.
 */
export function logOdds(
  one: Usage,
  other: Usage,
  {background, weight}: {readonly background: Usage; readonly weight: number}
): LogOdds | null {
  for (const {count, total} of [one, other, background])
    if (!(count >= 0 && count <= total && total < Infinity)) throw new InputError(`count "${count}" of "${total}"`);
  if (background.count === 0) throw new InputError("a word that the background does not have");
  if (!(weight > 0)) throw new InputError(`prior weight "${weight}" is not above 0`);
  if (one.total === 0 || other.total === 0 || background.count === background.total) return null;
  const prior = (weight * background.count) / background.total;
  const odds = ({count, total}: Usage) => Math.log((count + prior) / (total + weight - count - prior));
  const value = odds(one) - odds(other);
  const standardError = Math.sqrt(1 / (one.count + prior) + 1 / (other.count + prior));
  return {value, standardError, z: value / standardError};
}
