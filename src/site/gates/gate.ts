import type {Place} from "../../errors.ts";

/** What keeps a site from being made: a mistake of the author's, or what the database refused, of which no line is known. */
export interface Mistake {
  readonly message: string;
  readonly place: Place | null;
}

/** The kinds of gates, each with what it holds. */
export const RULES = {
  check: "a query of the catalog finds no row",
  freshness: "a table's latest row is not too old",
  rejected: "not too many rows of a table are set aside",
  volume: "a table has about as many rows as in the last snapshot",
  locked: "a table's files are those that were locked",
  target: "a headline figure reaches its target",
  "dead-link": "links between reports lead somewhere",
  "empty-figure": "figures have something to show"
} as const;

/** The name of a kind of gates. */
export type Rule = keyof typeof RULES;

/** One thing that has to hold before a site is published. */
export interface Gate {
  readonly rule: Rule;
  /** What it looked at, for example the check's or the table's name. */
  readonly name: string;
  readonly place: Place;
  /** What is wrong, and the way out, in one line without the place; null where it holds. */
  readonly problem: string | null;
  /** Whether a problem is only told, and stops nothing. */
  readonly isWarning: boolean;
}

/** The gate's problem with its place, as the build prints it. */
export function gateLine({place, problem}: Gate): string {
  return `${place.file}:${place.line}: ${problem ?? "holds"}`;
}
