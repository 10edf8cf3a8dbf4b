import type {Format} from "../charts/format.ts";
import type {ActionTerm} from "../charts/terms.ts";
import type {FindingValues} from "./words.ts";

/**
 * The sentences of `engagement`, and their values: of so many kinds of contact `tested`, how many are `differing` beyond the noise; the one with the lowest lift below 1, `worst`, with `worst_lift`, `worst_low`, `worst_high`, `level`, `worst_retained` and `worst_others`; the highest above 1 as `best`; `period`; the most frequent, `most`, with `most_rate`. Null: there is none.
 */
export type ActionFindingKey = "engagement";

/** The value without which a sentence is not said. */
export const ACTION_MAIN: Readonly<Record<ActionFindingKey, string>> = {engagement: "tested"};

/** The words of contacts in one language. */
export interface ActionWords {
  readonly findings: Readonly<Record<ActionFindingKey, (values: FindingValues, format: Format) => string>>;
  /** By the key that a metric gives. */
  readonly notes: Readonly<Record<string, string>>;
  readonly terms: Readonly<Record<ActionTerm, string>>;
  /** Heads of columns that other metrics do not have. */
  readonly columns: Readonly<Record<string, string>>;
  /** Heads of columns that mean something else here. */
  readonly columnsOf: Readonly<Record<ActionFindingKey, Readonly<Record<string, string>>>>;
}

/** A lift's distance from 1, without its sign, in percent. */
export function distanceOf(lift: FindingValues[string] | undefined, format: Format): string {
  return format.value(Math.abs(Number(lift) - 1), "ratio");
}
