import {InputError} from "../errors.ts";

/**
 * P-values corrected for a false-discovery rate, in the order given: of those below 0.05, at most one in twenty is expected to be a false alarm.
 *
 * Ties share a value, the order never reverses, nothing passes 1. No tests: no values.
 *
 * @throws {InputError} if a p-value is not in 0–1.
 * @see Benjamini & Hochberg 1995, Journal of the Royal Statistical Society B 57.
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const wrong = pValues.find((p) => !(p >= 0 && p <= 1));
  if (wrong !== undefined) throw new InputError(`p-value "${wrong}" is not between 0 and 1`);
  const descending = pValues.map((_, i) => i).sort((i, j) => pValues[j]! - pValues[i]!);
  const adjusted = new Array<number>(pValues.length);
  let ceiling = 1;
  for (const [back, i] of descending.entries()) {
    ceiling = Math.min(ceiling, (pValues.length / (pValues.length - back)) * pValues[i]!);
    adjusted[i] = ceiling;
  }
  return adjusted;
}
