import {roundTicks} from "./round-ticks.ts";

/** How {@link binBounds} cuts; both are optional. */
export interface BinOptions {
  /** About how many bins; defaults to the root of the count, 8–30. */
  readonly bins?: number | undefined;
  /** Bounds to use, ascending. */
  readonly thresholds?: readonly number[] | undefined;
}

const MOST_WHOLE = 40; // whole numbers up to this range have a bin each
const [FEWEST, MOST] = [8, 30];

/**
 * Bounds of bins that hold all values, ascending: the given ones, wider where values lie beyond them; one bin per whole number where they
 * are few; else round numbers.
 */
export function binBounds(values: readonly number[], {bins, thresholds}: BinOptions): number[] {
  const [low, high] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  if (thresholds)
    return [...(low < thresholds[0]! ? [low] : []), ...thresholds, ...(high > thresholds.at(-1)! ? [high] : [])];
  const isWhole = values.every(Number.isInteger);
  if (bins === undefined && isWhole && high - low <= MOST_WHOLE)
    return Array.from({length: high - low + 2}, (_, i) => low + i - 0.5);
  const count = bins ?? Math.min(MOST, Math.max(FEWEST, Math.round(Math.sqrt(values.length))));
  return roundTicks(low, high, {count, whole: isWhole});
}

/** Index of the value's bin: from its lower bound inclusive to the upper one exclusive; the last bin includes both. */
export function binIndex(value: number, bounds: readonly number[]): number {
  return Math.min(
    bounds.length - 2,
    Math.max(
      0,
      bounds.findLastIndex((bound) => value >= bound)
    )
  );
}
