import {holm} from "../models/holm.ts";
import {normalTwoSided} from "../models/normal.ts";
import {isRest} from "./groups.ts";

/** Rates and amounts of fewer customers are not printed. */
export const LEAST = 10;

/** An estimate of one group; null where it has none. */
export interface Estimate {
  readonly group: string | null;
  readonly value: number | null;
  readonly standardError: number | null;
}

/**
 * The groups with the highest and the lowest value, if their difference is beyond the noise: two-sided normal tests of all pairs, corrected by Holm, at `1 - level`. Null where it is not,
 * or where fewer than two groups have a value. Everybody (group null), "(other)" and "(none)" are not compared.
 */
export function extremes<E extends Estimate>(
  estimates: readonly E[],
  level: number
): {readonly best: E; readonly worst: E} | null {
  const known = estimates.filter(
    ({group, value, standardError}) => group !== null && !isRest(group) && value !== null && standardError !== null
  );
  if (known.length < 2) return null;
  const sorted = known.toSorted((a, b) => b.value! - a.value! || (a.group! < b.group! ? -1 : 1));
  const pairs = sorted.flatMap((a, i) => sorted.slice(i + 1).map((b) => pValue(a, b)));
  const [best, worst] = [sorted[0]!, sorted.at(-1)!];
  // Of the pairs in this order, that of the first and the last group is the (k − 1)th.
  return holm(pairs)[sorted.length - 2]! < 1 - level ? {best, worst} : null;
}

/** {@link extremes} of shares, of `size` customers each; those of fewer than ten are not compared. */
export function shareExtremes(
  shares: readonly {readonly group: string | null; readonly counted: number; readonly size: number}[],
  level: number
): ReturnType<typeof extremes> {
  return extremes(
    shares.map(({group, counted, size}) => {
      const value = size < LEAST ? null : counted / size;
      return {group, value, standardError: shareError(value, size)};
    }),
    level
  );
}

/** Standard error of a share of `n`; null for no share. */
export function shareError(share: number | null, n: number): number | null {
  return share === null ? null : Math.sqrt((share * (1 - share)) / n);
}

function pValue(a: Estimate, b: Estimate): number {
  const difference = a.value! - b.value!;
  const error = Math.hypot(a.standardError!, b.standardError!);
  return difference === 0 ? 1 : error === 0 ? 0 : normalTwoSided(difference / error);
}
