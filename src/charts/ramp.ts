import {RAMP_STEPS} from "./theme.ts";

const RARE = 0.05;

/** A sequential colour scale cut into at most nine steps with round bounds. */
export interface Ramp {
  /** Bounds of the bins, ascending, one more than there are bins. */
  readonly bounds: readonly number[];
  /** Do values lie above the last bound? They take the last step. */
  readonly open: boolean;
  /** Number of the variable `--k-ramp-N` for a value. */
  step(value: number): number;
  /** Number of the variable for the i-th bin. */
  binStep(i: number): number;
}

/**
 * A ramp over the values with round bounds. It starts at zero where that costs no resolution, and is open at the top where a few values
 * (less than 5%) reach more than twice as high as all others.
 *
 * @returns null where there are no values.
 */
export function createRamp(values: readonly number[]): Ramp | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const low = sorted[0]!;
  const top = sorted.at(-1)!;
  const typical = sorted[sorted.length - 1 - Math.floor(RARE * sorted.length)]!;
  const open = typical > 0 && top > 2 * typical;
  const bounds = roundBounds(low, open ? typical : top);
  const bins = bounds.length - 1;
  const binStep = (i: number): number => (bins === 1 ? 4 : Math.round((i * (RAMP_STEPS - 1)) / (bins - 1)));
  return {
    bounds,
    open,
    binStep,
    step: (value) =>
      binStep(
        Math.min(
          bins - 1,
          Math.max(
            0,
            bounds.findLastIndex((bound) => value >= bound)
          )
        )
      )
  };
}

function roundBounds(low: number, high: number): number[] {
  if (low === high) return high === 0 ? [0, 1] : [Math.min(0, high), Math.max(0, high)];
  for (const step of roundSteps(high - low)) {
    const first = Math.floor(low / step + 1e-9);
    const last = Math.max(Math.ceil(high / step - 1e-9), first + 1);
    if (last - first > RAMP_STEPS) continue;
    const start = first > 0 && last <= RAMP_STEPS ? 0 : first;
    return Array.from({length: last - start + 1}, (_, i) => Number(((start + i) * step).toPrecision(12)));
  }
  return [low, high];
}

/** 1, 2, 2.5 and 5 times the powers of ten, from well below a ninth of the span upwards. */
function roundSteps(span: number): number[] {
  const power = Math.floor(Math.log10(span / RAMP_STEPS));
  return [0, 1, 2].flatMap((k) => [1, 2, 2.5, 5].map((m) => m * 10 ** (power + k)));
}
