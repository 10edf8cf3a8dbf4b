import {InputError} from "../errors.ts";
import type {Timed, Unit} from "./time.ts";

/** Purchase histories, one row per customer, all arrays of one length. Times are in `unit`. */
export interface CustomerHistories extends Timed {
  /** Repeat purchases: distinct purchase days after the first. Whole, ≥ 0. */
  readonly x: ArrayLike<number>;
  /** From the first to the last purchase, t_x; 0 for a one-time buyer. */
  readonly recency: ArrayLike<number>;
  /** From the first purchase to the end of observation, T ≥ t_x. Not rounded. */
  readonly age: ArrayLike<number>;
}

/** Distinct purchase histories and how many customers have each, sorted by x: what every model is fitted to. */
export interface Histories extends Timed {
  readonly x: Float64Array;
  readonly recency: Float64Array;
  readonly age: Float64Array;
  /** Customers with that history; 0 in a resample that missed it. */
  readonly count: Float64Array;
}

/** Histories, and the row in them of every customer in the order given: reads a prediction back, or a resample in. */
export interface Grouping {
  readonly histories: Histories;
  readonly group: Uint32Array;
}

/**
 * Customers with equal (x, t_x, T) as one row with a count. Sums over customers stay exact, and fits several times
 * faster.
 *
 * @throws {InputError} if lengths differ, or a history is impossible (0 ≤ t_x ≤ T, x whole, t_x = 0 where x = 0).
 */
export function groupHistories(customers: CustomerHistories): Grouping {
  requireHistories(customers);
  const {unit, x, recency, age} = customers;
  const {first, count, group} = groupRows([x, recency, age]);
  const pick = (column: ArrayLike<number>) => Float64Array.from(first, (row) => column[row]!);
  return {histories: {unit, x: pick(x), recency: pick(recency), age: pick(age), count}, group};
}

/** See {@link groupRows}. */
export interface RowGroups {
  readonly first: readonly number[];
  readonly count: Float64Array;
  readonly group: Uint32Array;
}

/**
 * The distinct rows of equally long columns, ascending by the first column, then the second, …
 *
 * @returns `first`: a row that has the values of each group; `count`: rows in it; `group`: the group of each row.
 */
export function groupRows(columns: readonly ArrayLike<number>[]): RowGroups {
  const rows = columns[0]?.length ?? 0;
  const order = Uint32Array.from({length: rows}, (_, row) => row).sort((a, b) => compareRows(columns, a, b));
  const group = new Uint32Array(rows);
  const first: number[] = [];
  const count: number[] = [];
  for (let i = 0; i < rows; ++i) {
    const row = order[i]!;
    const isNew = i === 0 || compareRows(columns, order[i - 1]!, row) !== 0;
    if (isNew) {
      first.push(row);
      count.push(0);
    }
    count[count.length - 1]! += 1;
    group[row] = count.length - 1;
  }
  return {first, count: Float64Array.from(count), group};
}

/**
 * Counts per group from weights per customer: Σ of the weights of the customers in it.
 *
 * @param group of each customer, −1 (or beyond `groups`) for one that is in none.
 */
export function countGroups(group: ArrayLike<number>, weights: ArrayLike<number>, groups: number): Float64Array {
  const count = new Float64Array(groups);
  for (let i = 0; i < group.length; ++i) {
    const g = group[i]!;
    if (g >= 0 && g < groups) count[g]! += weights[i]!;
  }
  return count;
}

/** One customer's history as {@link Histories} of one row. @throws {InputError} as {@link groupHistories}. */
export function oneHistory(
  unit: Unit,
  [x, recency, age]: readonly [x: number, recency: number, age: number]
): Histories {
  return groupHistories({unit, x: [x], recency: [recency], age: [age]}).histories;
}

/** Σ count: how many customers there are. */
export function customersIn({count}: {readonly count: Float64Array}): number {
  let customers = 0;
  for (const n of count) customers += n;
  return customers;
}

function compareRows(columns: readonly ArrayLike<number>[], a: number, b: number): number {
  for (const column of columns) {
    const difference = column[a]! - column[b]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

function requireHistories({x, recency, age}: CustomerHistories): void {
  if (x.length !== recency.length || x.length !== age.length)
    throw new InputError("x, recency and age differ in length");
  for (let i = 0; i < x.length; ++i) {
    const possible = Number.isInteger(x[i]) && x[i]! >= 0 && recency[i]! >= 0 && recency[i]! <= age[i]!;
    if (possible && age[i]! < Infinity && (x[i]! > 0 || recency[i] === 0)) continue;
    throw new InputError(`impossible purchase history x ${x[i]}, recency ${recency[i]}, age ${age[i]} in row ${i}`);
  }
}
