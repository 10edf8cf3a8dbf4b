import {InputError} from "../errors.ts";
import type {SbgParameters} from "./sbg.ts";
import {sbgSurvival} from "./sbg.ts";

/** Running contracts, as many as have the same duration. */
export interface Running {
  /** Whole periods since the start, ascending. */
  readonly duration: Float64Array;
  /** Contracts of that duration. */
  readonly count: Float64Array;
}

/**
 * Share of contracts that have lasted `duration` periods and last `periods` more, if the hazard of ending is `factor` (≥ 0) times the fitted one from now on: (S(d + t) / S(d))^factor, 0–1.
 *
 * The hazard is scaled, as in a proportional-hazards model, so that no factor leads out of 0–1.
 */
export function survivalFrom(
  parameters: SbgParameters,
  duration: number,
  {periods, factor}: {periods: number; factor: number}
): number {
  return (sbgSurvival(parameters, duration + periods) / sbgSurvival(parameters, duration)) ** factor;
}

/** Mean share of the contracts that still run after `periods`. @throws {InputError} without contracts. */
export function contractRetention(
  parameters: SbgParameters,
  {duration, count}: Running,
  at: {periods: number; factor: number}
): number {
  const total = count.reduce((sum, n) => sum + n, 0);
  if (total === 0) throw new InputError("there is no running contract");
  return duration.reduce((sum, d, i) => sum + count[i]! * survivalFrom(parameters, d, at), 0) / total;
}

/** The factor of the hazard with which `share` of the contracts still run after `periods`; null where none gives it (`share` not between 0 and 1). */
export function factorForContracts(
  parameters: SbgParameters,
  running: Running,
  {periods, share}: {periods: number; share: number}
): number | null {
  if (!(share > 0 && share < 1)) return null;
  const gap = (factor: number) => contractRetention(parameters, running, {periods, factor}) - share;
  let [low, high] = [0, 1];
  for (let i = 0; gap(high) > 0; ++i, high *= 2) if (i === 60) return null;
  // Retention falls with the factor: halving the interval finds the one root.
  for (let i = 0; i < 80; ++i) {
    const middle = (low + high) / 2;
    if (gap(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Per duration, the payments expected in the next `periods`, the first a period from now, discounted at `rate` per period: Σ S(d + t) / S(d) / (1 + rate)^t over t = 1 … periods. */
export function paymentsAhead(
  parameters: SbgParameters,
  {duration}: Running,
  {periods, rate, factor}: {periods: number; rate: number; factor: number}
): Float64Array {
  return duration.map((d) => {
    let sum = 0;
    for (let t = 1; t <= periods; ++t) sum += survivalFrom(parameters, d, {periods: t, factor}) / (1 + rate) ** t;
    return sum;
  });
}
