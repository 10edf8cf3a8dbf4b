import {InputError} from "../errors.ts";
import {projection} from "./cube.ts";
import type {Axis, Cube} from "./cube.ts";

/** The cube with some values of a dimension as one, `other`, which stands last; where the dimension has that value already, they join it. @throws {InputError} if it has no such dimension. */
export function withFolded(cube: Cube, name: string, {values, other}: Folding): Cube {
  const {values: all} = axisOf(cube, name);
  const kept = [...all.filter((value) => !values.has(value) && value !== other), other];
  const places = all.map((value) => kept.indexOf(values.has(value) ? other : value));
  return regrouped(
    cube,
    cube.dimensions.map((axis) => (axis.name === name ? {axis: {name, values: kept}, places} : same(axis)))
  );
}

/** Which values of a dimension become which one. */
export interface Folding {
  readonly values: ReadonlySet<string>;
  readonly other: string;
}

/** The cube added up over a dimension, which it then lacks. @throws {InputError} if it has no such dimension. */
export function withoutDimension(cube: Cube, name: string): Cube {
  axisOf(cube, name);
  return regrouped(
    cube,
    cube.dimensions.map((axis) => (axis.name === name ? without(axis) : same(axis)))
  );
}

/** The cube of one value of a dimension, which it then has no other one of. @throws {InputError} if it has no such dimension. */
export function ofValue(cube: Cube, name: string, value: string): Cube {
  axisOf(cube, name);
  const one = {name, values: [value]};
  return regrouped(
    cube,
    cube.dimensions.map((axis) =>
      axis.name === name ? {axis: one, places: axis.values.map((own) => (own === value ? 0 : -1))} : same(axis)
    )
  );
}

/** The cube whose parts {@link ofValue} gave, at least one, with their values in their order. */
export function ofValues(parts: readonly Cube[], name: string): Cube {
  const values = parts.flatMap((part) => axisOf(part, name).values);
  const placed = parts.map((part, i) =>
    regrouped(
      part,
      part.dimensions.map((axis) => (axis.name === name ? {axis: {name, values}, places: [i]} : same(axis)))
    )
  );
  const cells = Float64Array.from(placed.flatMap((part) => [...part.cells]));
  // Each cell is of one part alone.
  const order = Array.from(cells.keys()).sort((a, b) => cells[a]! - cells[b]!);
  const ordered = (all: readonly Float64Array[]) => {
    const joined = all.flatMap((some) => [...some]);
    return Float64Array.from(order, (place) => joined[place]!);
  };
  const [first] = placed;
  return {
    ...first!,
    cells: ordered(placed.map((part) => part.cells)),
    statistics: Object.fromEntries(
      Object.keys(first!.statistics).map((name) => [name, ordered(placed.map((part) => part.statistics[name]!))])
    )
  };
}

/** The cube added up over all keys but those named. @throws {InputError} if it has no such key. */
export function withKeys(cube: Cube, names: readonly string[]): Cube {
  const {keys, size, rowOf} = projection(cube, names);
  const numbers = cube.cells.map((cell) => {
    const block = Math.floor(cell / cube.size);
    return block * size + rowOf[cell - block * cube.size]!;
  });
  return {dimensions: cube.dimensions, keys, size, ...addedUp(numbers, cube.statistics)};
}

/** By what a statistic is told apart. */
export interface Apart {
  readonly dimensions: ReadonlySet<string>;
  readonly keys: readonly string[];
}

/**
 * The cube with no more than these statistics, each of them added up over all that it is not told apart by: a sum stands in the first of its cells, and a zero in each other one, which takes no room in a file.
 * Added up by those dimensions and keys, or fewer, it gives the same.
 */
export function gathered(cube: Cube, apart: Readonly<Record<string, Apart>>): Cube {
  const statistics = Object.entries(apart).map(([name, {dimensions, keys}]) => {
    const targets = cube.dimensions.map((axis) => (dimensions.has(axis.name) ? same(axis) : without(axis)));
    const numbers = numbersOf(cube, targets, rowsBy(cube, keys));
    const first = new Map<number, number>();
    const sums = new Float64Array(numbers.length);
    cube.statistics[name]!.forEach((value, i) => {
      const at = first.get(numbers[i]!) ?? i;
      first.set(numbers[i]!, at);
      sums[at]! += value;
    });
    return [name, sums] as const;
  });
  return {...cube, statistics: Object.fromEntries(statistics)};
}

/** What a dimension becomes, null for none, and where each of its values goes; -1: its cells are left out. */
interface Target {
  readonly axis: Axis | null;
  readonly places: readonly number[];
}

function same(axis: Axis): Target {
  return {axis, places: axis.values.map((_, i) => i)};
}

/** Rows of some of the keys. */
function rowsBy(cube: Cube, keys: readonly string[]): {readonly size: number; rowOf(row: number): number} {
  const {size, rowOf} = projection(cube, keys);
  return {size, rowOf: (row) => rowOf[row]!};
}

function without({values}: Axis): Target {
  return {axis: null, places: values.map(() => 0)};
}

function axisOf({dimensions}: Cube, name: string): Axis {
  const found = dimensions.find((axis) => axis.name === name);
  if (!found) throw new InputError(`the cube has no dimension "${name}"`);
  return found;
}

/** Cells that become the same one are added up. */
function regrouped(cube: Cube, targets: readonly Target[]): Cube {
  const {keys, size, statistics} = cube;
  const numbers = numbersOf(cube, targets, {size, rowOf: (row) => row});
  return {dimensions: targets.flatMap(({axis}) => axis ?? []), keys, size, ...addedUp(numbers, statistics)};
}

/** The number that each cell gets. */
function numbersOf(
  {cells, size}: Cube,
  targets: readonly Target[],
  rows: {readonly size: number; rowOf(row: number): number}
): Float64Array {
  return cells.map((cell) => {
    let block = Math.floor(cell / size);
    const row = cell - block * size;
    let [number, stride] = [0, 1];
    for (let d = targets.length - 1; d >= 0; --d) {
      const {axis, places} = targets[d]!;
      const value = block % places.length;
      block = (block - value) / places.length;
      if (places[value]! < 0) return GONE;
      number += places[value]! * stride;
      stride *= axis?.values.length ?? 1;
    }
    return number * rows.size + rows.rowOf(row);
  });
}

/** The number of a cell that nothing becomes of. */
const GONE = -1;

/** Cells by their new numbers: those of the same one are added up. */
function addedUp(numbers: Float64Array, statistics: Cube["statistics"]): Pick<Cube, "cells" | "statistics"> {
  const cells = numbers
    .toSorted()
    .filter((number, i, sorted) => number !== GONE && (i === 0 || number !== sorted[i - 1]));
  const placeOf = Int32Array.from(numbers, (number) => (number === GONE ? GONE : placeIn(cells, number)));
  const added = Object.entries(statistics).map(([name, values]) => {
    const sums = new Float64Array(cells.length);
    for (let i = 0; i < values.length; ++i) if (placeOf[i] !== GONE) sums[placeOf[i]!]! += values[i]!;
    return [name, sums] as const;
  });
  return {cells, statistics: Object.fromEntries(added)};
}

/** The place of a number that the ascending numbers have. A map of a million of them would take seconds. */
function placeIn(sorted: Float64Array, number: number): number {
  let [low, high] = [0, sorted.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < number) low = middle + 1;
    else high = middle;
  }
  return low;
}
