import type {LiveWords} from "../words/filter-words.ts";
import {isEverybody} from "./selection.ts";
import type {Selection} from "./selection.ts";

/** What of the selection a figure does not follow, in one line; null if it follows all that is chosen. */
export function leftOut(
  selection: Selection,
  {neither, notFiltered, notWindowed}: LiveWords,
  {isFiltered = true, isWindowed = isFiltered}: {isFiltered?: boolean; isWindowed?: boolean}
): string | null {
  const isWhole = !isFiltered && !isEverybody(selection);
  const isEndless = !isWindowed && Boolean(selection.period);
  return isWhole ? (isEndless ? neither : notFiltered) : isEndless ? notWindowed : null;
}
