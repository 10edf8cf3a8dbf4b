import {survivalAt} from "../models/kaplan-meier.ts";
import type {kaplanMeier} from "../models/kaplan-meier.ts";

/** Customers of one duration, ended or censored at it. Amounts in minor units. */
export interface LifeCell {
  readonly duration: number;
  readonly ended: boolean;
  readonly customers: number;
  /** Of these, who has an amount; and the sums of amounts and of their squares. */
  readonly payers: number;
  readonly amount: number;
  readonly squares: number;
}

/** S(0) … S(H − 1), and what the sum Σ S(t) / (1 + i)^t varies by. */
export interface SurvivalSum {
  readonly survival: ArrayLike<number>;
  readonly variance: number;
  /** By how much one customer of the cell moves the sum; 0 where survival is a model's. */
  influence(cell: LifeCell): number;
}

/**
 * The observed curve over the horizon, with Greenwood's variance of its discounted sum.
 *
 * @returns null where the longest duration ends before the horizon, the curve above 0: nobody knows what follows.
 */
export function observedSurvival(
  cells: readonly LifeCell[],
  {periods, rate, curve}: {periods: number; rate: number; curve: typeof kaplanMeier}
): SurvivalSum | null {
  const longest = cells.reduce((last, {duration}) => Math.max(last, duration), 0);
  const [atRisk, events] = [new Float64Array(longest + 1), new Float64Array(longest + 1)];
  for (const {duration, ended, customers} of cells) {
    atRisk[duration]! += customers;
    if (ended) events[duration]! += customers;
  }
  for (let age = longest - 1; age >= 0; --age) atRisk[age]! += atRisk[age + 1]!;
  const points = curve({age: Float64Array.from(atRisk, (_, age) => age), atRisk, events});
  if (longest < periods - 1 && points.at(-1)!.survival > 0) return null;
  const survival = survivalAt(points, periods);
  // `rest[u]` is the part of the sum that an end at age u takes away.
  const rest = new Float64Array(periods + 1);
  for (let t = periods - 1; t >= 0; --t) rest[t] = rest[t + 1]! + survival[t]! * (1 + rate) ** -t;
  const drift = new Float64Array(longest + 1);
  let [variance, sum] = [0, 0];
  for (let age = 0; age <= longest; ++age) {
    const [n, d] = [atRisk[age]!, events[age]!];
    const left = n - d;
    if (d > 0 && left > 0 && age < periods) {
      sum += (rest[age]! * d) / (n * left);
      variance += (rest[age]! ** 2 * d) / (n * left);
    }
    drift[age] = sum;
  }
  return {
    survival,
    variance,
    influence: ({duration, ended}) => {
      const left = atRisk[duration]! - events[duration]!;
      const end = ended && left > 0 && duration < periods ? rest[duration]! / left : 0;
      return drift[duration]! - end;
    }
  };
}
