import type {VoiceOptions} from "./voice-options.ts";

/** What is held against what: as the cell says, else groups where it has some, else praise against complaint. */
export function comparedBy({by, compare}: Pick<VoiceOptions, "by" | "compare">): "score" | "group" | "period" {
  return compare ?? (by === undefined ? "score" : "group");
}
