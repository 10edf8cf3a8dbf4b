import type {Rolled} from "../cube/cube.ts";
import type {VoiceFrozen} from "./voice-frozen.ts";

export const EXAMPLE_COLUMNS = ["group", "term", "comment", "score", "at"] as const;

/** The chosen comments of the customers whom the filter keeps: `group` (null without `by`), `term`, `comment`, `score`, `at`. */
export function exampleRows({groups, keys, size, statistics}: Rolled, {examples, terms}: VoiceFrozen) {
  const counts = statistics["listed"]!;
  return Array.from({length: size}, (_, k) => k)
    .filter((k) => counts[0]![k]! > 0)
    .sort((a, b) => keys["place"]![a]! - keys["place"]![b]!)
    .map((k) => {
      const {at, comment, score, term} = examples!.rows[keys["place"]![k]!]!;
      const g = groups.findIndex((group, i) => group !== null && counts[i]![k]! > 0);
      return {
        group: g < 0 ? null : groups[g]!,
        term: terms[term]!.term,
        comment,
        score,
        at: new Date(`${at}T00:00:00Z`)
      };
    });
}
