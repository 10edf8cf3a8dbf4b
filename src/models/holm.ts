import {InputError} from "../errors.ts";

/**
 * P-values corrected for their number, in the order given: below 0.05 means different at 5%, all tests taken together.
 *
 * Ties share a value, the order never reverses, nothing passes 1. No tests: no values.
 *
 * @throws {InputError} if a p-value is not in 0–1.
 * @see Holm 1979, Scandinavian Journal of Statistics 6.
 */
export function holm(pValues: readonly number[]): number[] {
  const wrong = pValues.find((p) => !(p >= 0 && p <= 1));
  if (wrong !== undefined) throw new InputError(`p-value "${wrong}" is not between 0 and 1`);
  const ascending = pValues.map((_, i) => i).sort((i, j) => pValues[i]! - pValues[j]!);
  const adjusted = new Array<number>(pValues.length);
  let floor = 0;
  for (const [rank, i] of ascending.entries()) {
    floor = Math.max(floor, Math.min(1, (pValues.length - rank) * pValues[i]!));
    adjusted[i] = floor;
  }
  return adjusted;
}
