import type {Format} from "../../charts/format.ts";
import type {ActionTerm} from "../../charts/terms.ts";
import type {FindingValues} from "./words.ts";

/**
 * The sentences of `engagement`, and their values: of so many kinds of contact `tested`, how many are `differing` beyond the noise; the one with the lowest lift below 1, `worst`, with `worst_lift`, `worst_low`, `worst_high`, `level`, `worst_retained` and `worst_others`; the highest above 1 as `best`; `period`.
 * `actions`: how many measures there are, and how many `worked`, had no effect (`none`), made things `worse`, are `changed` or `unchanged` without a comparison, or still `open`; names of each in `worked_names` and so on, a line each; of those that worked the one whose effect is clearest, for its interval (those of different lines have no unit in common), `best`, on `best_metric`, by `best_design`, with `best_effect`, `best_low`, `best_high`, a share where `best_unit` is ratio, else in points; `randomised_names` of those that were compared with a control drawn at random. Null: there is none.
 */
export type ActionFindingKey = "engagement" | "actions";

/** The value without which a sentence is not said. */
export const ACTION_MAIN: Readonly<Record<ActionFindingKey, string>> = {engagement: "tested", actions: "actions"};

/** The words of contacts and measures in one language. */
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

/** The names of a finding's value, which has one a line. */
export function namesOf(value: FindingValues[string] | undefined): readonly string[] {
  return typeof value === "string" && value !== "" ? value.split("\n") : [];
}

/** An effect with its sign: "+27.5%", "+3.1 points" with the word for points. */
export function effectOf(
  value: FindingValues[string] | undefined,
  unit: unknown,
  {format, points}: {format: Format; points: string}
): string {
  // prettier-ignore
  const number = Number(value);
  const sign = number > 0 ? "+" : "";
  if (unit === "ratio") return `${sign}${format.value(number, "ratio")}`;
  return `${sign}${format.value(unit === "nps" ? number : 100 * number, "nps")}${points}`;
}
