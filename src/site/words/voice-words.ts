import type {Format} from "../../charts/format.ts";
import type {VoiceTerm} from "../../charts/terms.ts";
import type {LowBase} from "../low-base.ts";
import type {FindingValues} from "./words.ts";

/**
 * The sentences of answers, and their values; `low`, `high`, `level` bound the first number, `size` answers stand behind it, `best`, `worst` are groups that differ beyond the noise; and, only where the change is beyond the noise, `before` and `after` in the periods `from` and `to`:
 * - `nps`: `score`; `mean`; `response_rate`, and between `bound_low` and `bound_high` the score of all who were asked; `weighted` by the dimension `weight`, with `weighted_low`, `weighted_high`; `best_score`, `worst_score`;
 * - `top-box`: the positive share `rate` of a `measure` (csat, dwb, effort, trust); `mean`; `top2`; `best_rate`, `worst_rate`.
 */
export type VoiceFindingKey = "nps" | "top-box";

/** The value without which a sentence is not said. */
export const VOICE_MAIN: Readonly<Record<VoiceFindingKey, string>> = {nps: "score", "top-box": "rate"};

/** Questions that a `csat` cell can be about instead. */
export type OtherMeasure = "effort" | "trust";

/** The words of answers in one language. */
export interface VoiceWords {
  readonly findings: Readonly<Record<VoiceFindingKey, (values: FindingValues, format: Format) => string>>;
  /** By the key that a metric gives. */
  readonly notes: Readonly<Record<string, string>>;
  readonly lowBase: {
    /** What of a picture rests on few answers. */
    drawn(few: LowBase): string;
    /** A group's point of the line, which is named so in `points`. */
    point(group: string, period: string): string;
    /** Rows of the table alone do. @param isScore whether the interval's width counts, too */
    tabled(isScore: boolean): string;
  };
  readonly terms: Readonly<Record<VoiceTerm, string>>;
  /** Heads of columns that other metrics do not have. */
  readonly columns: Readonly<Record<string, string>>;
  /** Titles of a `csat` cell about another question. */
  readonly measures: Readonly<Record<OtherMeasure, string>>;
  /** What the columns of its table are called. */
  readonly measureColumns: Readonly<Record<OtherMeasure, Readonly<Record<string, string>>>>;
}
