import {roundTicks} from "./round-ticks.ts";

/** An axis of values: its ends, and its round labels between them. */
export interface ValueScale {
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
}

/** How {@link valueScale} is cut: about `count` labels; `whole` leaves out fractions. */
export interface ScaleOptions {
  readonly isFromZero: boolean;
  readonly count: number;
  readonly whole?: boolean;
}

const SLACK = 0.35; // of a step: where more than that would be empty, the axis ends at the data rather than at a round number
const PADDING = 0.04;
const LEAST = 3;

/** A scale about the values, and zero where asked for, with at least three labels where round numbers allow it; 0–1 for no values. */
export function valueScale(values: readonly number[], {isFromZero, count, whole = false}: ScaleOptions): ValueScale {
  if (values.length === 0) return {domain: [0, 1], ticks: [0, 1]};
  const all = isFromZero ? [0, ...values] : values;
  const low = all.reduce((a, b) => Math.min(a, b));
  const high = all.reduce((a, b) => Math.max(a, b));
  const scales = [0, 1, 2, 3].map((more) => trimmed(roundTicks(low, high, {count: count + more, whole}), low, high));
  return scales.find(({ticks}) => ticks.length >= LEAST) ?? scales[0]!;
}

function trimmed(ticks: readonly number[], low: number, high: number): ValueScale {
  const step = ticks[1]! - ticks[0]!;
  const [first, last] = [ticks[0]!, ticks.at(-1)!];
  const start = low - first > SLACK * step ? low - PADDING * step : first;
  const end = last - high > SLACK * step ? high + PADDING * step : last;
  const within = ticks.filter((tick) => tick >= start && tick <= end);
  return within.length < 2 ? {domain: [first, last], ticks} : {domain: [start, end], ticks: within};
}
