import type {Rolled} from "../cube/cube.ts";
import {unrounded} from "../models/ratio-of-sums.ts";

/** One cohort's sums per age, as far as it has completed ages. Money in major units. */
export interface WorthCohort {
  readonly cohort: number;
  /** Customers. */
  readonly size: number;
  readonly margin: Float64Array;
  /** Σ over customers of the squared margin of the age. */
  readonly squares: Float64Array;
  /** Σ over customers of the margin of the age times all before it. */
  readonly products: Float64Array;
}

/** What customers have brought by an age. */
export interface AgeWorth {
  readonly age: number;
  readonly customers: number;
  readonly cohorts: number;
  readonly value: number;
  readonly standardError: number;
  readonly increment: number;
}

/** The cohorts of one group that have completed at least age 0 by the period `closed`, oldest first. */
export function cohortsOf(
  {keys, size, statistics}: Rolled,
  group: number,
  {closed, digits}: {closed: number; digits: number}
): readonly WorthCohort[] {
  const money = 10 ** digits;
  const found = new Map<number, {size: number; margin: Float64Array; squares: Float64Array; products: Float64Array}>();
  const read = (name: string, k: number) => statistics[name]![group]![k]!;
  for (let k = 0; k < size; ++k) {
    const [cohort, age] = [keys["cohort"]![k]!, keys["age"]![k]!];
    if (cohort + age > closed) continue;
    const blank = () => new Float64Array(closed - cohort + 1);
    const entry = found.get(cohort) ?? {size: 0, margin: blank(), squares: blank(), products: blank()};
    found.set(cohort, entry);
    entry.size += read("customers", k);
    entry.margin[age]! += read("margin", k) / money;
    entry.squares[age]! += read("squares", k) / money ** 2;
    entry.products[age]! += read("products", k) / money ** 2;
  }
  return [...found]
    .filter(([, entry]) => entry.size > 0)
    .sort(([a], [b]) => a - b)
    .map(([cohort, entry]) => ({cohort, ...entry}));
}

/**
 * LTV by age: Σ over a ≤ age of (Σ margin at a / Σ customers, over the cohorts that have completed a), with its standard error over customers.
 *
 * A customer of cohort c brings Z = Σ w_a m_a over the ages that c has completed, w_a = 1 / Σ customers at a; the error is the root of Σ (Z − its expectation)². Within a cohort it is exact while the weights are equal, that is until the newest cohort drops out;
 * after that the covariance of Z with the next age's margin is taken from that of the plain cumulative margin, scaled by the ratio of their deviations.
 */
export function worthByAge(cohorts: readonly WorthCohort[], closed: number): readonly AgeWorth[] {
  const oldest = cohorts[0]?.cohort;
  if (oldest === undefined) return [];
  const spreads = cohorts.map((cohort) => ({cohort, spread: new Spread(cohort.size)}));
  const result: AgeWorth[] = [];
  let value = 0;
  for (let age = 0; oldest + age <= closed; ++age) {
    const there = spreads.filter(({cohort}) => cohort.cohort + age <= closed);
    const customers = there.reduce((n, {cohort}) => n + cohort.size, 0);
    const increment = there.reduce((sum, {cohort}) => sum + cohort.margin[age]!, 0) / customers;
    for (const {cohort, spread} of there) spread.add(cohort, age, {weight: 1 / customers, mean: increment});
    value += increment;
    const variance = spreads.reduce((sum, {spread}) => sum + spread.variance, 0);
    result.push({
      age,
      customers,
      cohorts: there.length,
      value,
      standardError: Math.sqrt(unrounded(variance, value ** 2)),
      increment
    });
  }
  return result;
}

/** The spread of what the customers of one cohort bring, age by age. */
class Spread {
  readonly #size: number;
  /** Σ of cumulative margin. */
  #sum = 0;
  /** Σ of squared deviations of the cumulative margin, and of its weighted form Z. */
  #plain = 0;
  #weighted = 0;
  /** Mean Z of the cohort minus what all cohorts together let expect. */
  #excess = 0;

  constructor(size: number) {
    this.#size = size;
  }

  get variance(): number {
    return this.#weighted + this.#size * this.#excess ** 2;
  }

  add({margin, squares, products}: WorthCohort, age: number, {weight, mean}: {weight: number; mean: number}): void {
    const own = squares[age]! - margin[age]! ** 2 / this.#size;
    const shared = products[age]! - (margin[age]! * this.#sum) / this.#size;
    const before = this.#plain > 0 ? Math.sqrt(Math.max(0, this.#weighted) / this.#plain) : weight;
    this.#weighted += 2 * weight * before * shared + weight ** 2 * own;
    this.#plain += 2 * shared + own;
    this.#excess += weight * (margin[age]! / this.#size - mean);
    this.#sum += margin[age]!;
  }
}
