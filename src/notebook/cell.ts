import type {Place} from "../errors.ts";

/** Kinds of cells that are not metrics. */
export const PLAIN_KINDS = ["sql", "chart", "table", "kpi", "input", "js"] as const;

/** Every metric cell that reports may hold. */
export const METRIC_KINDS = [
  "retention",
  "retention-rate",
  "churn",
  "repeat",
  "ltv",
  "loyalty-value",
  "payback",
  "forecast",
  "at-risk",
  "nps",
  "csat",
  "dwb",
  "gap",
  "loyalty-matrix",
  "rfm",
  "lifecycle",
  "concentration",
  "programme",
  "referral",
  "what-if",
  "voice",
  "drivers",
  "engagement",
  "actions",
  "claims"
] as const;

export const KINDS: readonly string[] = [...PLAIN_KINDS, ...METRIC_KINDS];

/** A fenced cell of a report. */
export interface Cell {
  readonly kind: string;
  /** As the author named it, else `KIND-N`; unique in the report. */
  readonly name: string;
  readonly source: string;
  /** The fence's first line. The source begins on the next. */
  readonly place: Place;
}

/** A `${…}` in prose. */
export interface Inline {
  readonly expression: string;
  readonly place: Place;
}

/** Where the line `line` (from 1) of the cell's source stands in the report. */
export function sourcePlace({place}: Cell, line = 1): Place {
  return {file: place.file, line: place.line + line};
}
