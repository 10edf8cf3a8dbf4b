import type {Format} from "../../charts/format.ts";
import type {CommentTerm} from "../../charts/terms.ts";
import type {FindingValues} from "./words.ts";

/**
 * The sentence of `voice`, and its values: how many `customers` commented; `compare` (score, group, period), the terms `tested` and how many are `differing` beyond the noise; the terms that stand out `most` on the first side and on the other one, `least`, as quoted text; of groups the `group` that a `group_term` sets most apart;
 * the catalog's theme that leans most to the second side beyond the noise, `theme`, with the shares of each side that speak of it, `theme_for`, `theme_against`; likewise `praised` of the first side. `theme_ja`, `praised_ja`: their names in Japanese. Null: there is none.
 */
export type CommentFindingKey = "voice";

/** The value without which the sentence is not said. */
export const COMMENT_MAIN: Readonly<Record<CommentFindingKey, string>> = {voice: "customers"};

/** The words of comments in one language. */
export interface CommentWords {
  readonly findings: Readonly<Record<CommentFindingKey, (values: FindingValues, format: Format) => string>>;
  /** By the key that the metric gives. */
  readonly notes: Readonly<Record<string, string>>;
  readonly terms: Readonly<Record<CommentTerm, string>>;
  /** Heads of columns that other metrics do not have. */
  readonly columns: Readonly<Record<string, string>>;
  /** Heads of columns that mean something else here, by what is compared. */
  readonly columnsOf: Readonly<
    Record<"voice-score" | "voice-group" | "voice-period", Readonly<Record<string, string>>>
  >;
  /** Heading of the comments that are shown word for word. */
  readonly examples: string;
}
