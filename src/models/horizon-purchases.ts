import {InputError} from "../errors.ts";
import type {BuyTillYouDie} from "./buy-till-you-die.ts";
import type {Histories} from "./grouping.ts";
import type {Span, Timed} from "./time.ts";

/** A finite horizon: `periods` steps, each as long as `step`, discounted at the effective `rate` per step. */
export interface Horizon {
  readonly periods: number;
  /** In the model's unit: a month is 4.345 weeks. */
  readonly step: Span;
  readonly rate: number;
}

/**
 * Discounted purchases within a horizon, of every history: Σ over k = 1 … periods of (E[Y(k)] − E[Y(k − 1)]) / (1 +
 * rate)^k.
 *
 * What is bought in a step counts as paid at its end. Times the expected spend it is the customer's value (as in
 * lifetimes).
 *
 * @throws {InputError} if units differ, or `periods` is not a whole number ≥ 0.
 */
export function horizonPurchases<P extends Timed>(
  {model, parameters}: {readonly model: BuyTillYouDie<P>; readonly parameters: P},
  histories: Histories,
  {periods, step, rate}: Horizon
): Float64Array {
  if (!(Number.isInteger(periods) && periods >= 0)) throw new InputError(`number of periods "${periods}"`);
  const total = new Float64Array(histories.x.length);
  let before: Float64Array = total.slice();
  for (let k = 1; k <= periods; ++k) {
    const span = {unit: step.unit, length: step.length * k};
    const after = model.conditionalPurchases(parameters, histories, span);
    for (let i = 0; i < total.length; ++i) total[i]! += (after[i]! - before[i]!) * (1 + rate) ** -k;
    before = after;
  }
  return total;
}
