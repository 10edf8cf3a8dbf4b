import type {Facts} from "./metric.ts";

/** Published rules of thumb that figures stand beside. They are claims, never assumptions. */
export const CLAIM_NAMES = [
  "acquisition",
  "retention-points",
  "defections",
  "referral",
  "programme",
  "concentration"
] as const;
export type ClaimName = (typeof CLAIM_NAMES)[number];

/** A published figure: between `low` and `high` (equal for a single one), what a figure without any effect would be (null: there is none), and who says so. */
export interface Claim {
  readonly low: number;
  readonly high: number;
  readonly none: number | null;
  readonly source: string;
}

const PUBLISHED: Readonly<Record<ClaimName, Claim>> = {
  acquisition: {low: 5, high: 25, none: 1, source: "Gallo 2014, Harvard Business Review"},
  "retention-points": {low: 0.25, high: 0.95, none: 0, source: "Reichheld & Schefter 2000, Harvard Business Review"},
  defections: {low: 0.25, high: 0.25, none: 0, source: "Reichheld & Sasser 1990, Harvard Business Review"},
  referral: {low: 0.16, high: 0.16, none: 0, source: "Schmitt, Skiera & Van den Bulte 2011, Journal of Marketing"},
  programme: {low: 0.12, high: 0.18, none: 0, source: "Accenture Interactive 2016"},
  concentration: {low: 0.8, high: 0.8, none: null, source: "Pareto principle; Juran 1951"}
};

/** A published claim; a figure of the catalog's `benchmarks` by the claim's name stands in its place, with its own source. */
export function claimOf(name: ClaimName, {benchmarks}: Pick<Facts, "benchmarks">): Claim {
  const own = benchmarks?.get(name);
  return own ? {...PUBLISHED[name], low: own.value, high: own.value, source: own.source} : PUBLISHED[name];
}
