import {InputError} from "../errors.ts";
import {criticalValue} from "./wilson.ts";
import type {Interval} from "./wilson.ts";

/** What a survey is to reach. `variance` per answer is p + d − (p − d)², at worst 1. */
export interface Precision {
  /** Half-width of the interval, in points. */
  readonly margin: number;
  readonly variance: number;
  readonly level?: number;
}

/**
 * Answers needed for a margin: `wald`, and `adjusted` (three fewer, as the adjusted interval brings its own).
 *
 * To compare two periods at that margin, ask about twice as many in each.
 *
 * @throws {InputError} if `margin` is not above 0 or `variance` not in 0–1.
 */
export function npsSampleSize({margin, variance, level = 0.95}: Precision): {wald: number; adjusted: number} {
  if (!(margin > 0)) throw new InputError(`margin "${margin}" is not above 0`);
  if (!(variance >= 0 && variance <= 1)) throw new InputError(`variance "${variance}" is not between 0 and 1`);
  const wald = Math.ceil(variance * ((100 * criticalValue(level)) / margin) ** 2);
  return {wald, adjusted: Math.max(0, wald - 3)};
}

/**
 * The factor of a standard error when `answers` of a `population` answered, √((N − n) / (N − 1)): 0 for a full count.
 *
 * @throws {InputError} unless 0 ≤ `answers` ≤ `population`.
 */
export function finitePopulationFactor(answers: number, population: number): number {
  if (!(answers >= 0 && answers <= population)) throw new InputError(`"${answers}" answers of "${population}"`);
  return population > 1 ? Math.sqrt((population - answers) / (population - 1)) : 0;
}

/**
 * Where the score of all asked lies if every silent one were a detractor (`low`) or a promoter (`high`), in points.
 *
 * @param responseRate 0–1.
 * @throws {InputError} if `responseRate` is not in 0–1.
 */
export function nonResponseBounds(score: number, responseRate: number): Interval {
  if (!(responseRate >= 0 && responseRate <= 1)) throw new InputError(`response rate "${responseRate}" is not in 0–1`);
  const silent = 100 * (1 - responseRate);
  return {low: score * responseRate - silent, high: score * responseRate + silent};
}
