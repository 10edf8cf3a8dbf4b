import {InputError} from "../errors.ts";
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
    cube.dimensions.map((axis) => (axis.name === name ? {axis: null, places: axis.values.map(() => 0)} : same(axis)))
  );
}

/** What a dimension becomes, null for none, and where each of its values goes. */
interface Target {
  readonly axis: Axis | null;
  readonly places: readonly number[];
}

function same(axis: Axis): Target {
  return {axis, places: axis.values.map((_, i) => i)};
}

function axisOf({dimensions}: Cube, name: string): Axis {
  const found = dimensions.find((axis) => axis.name === name);
  if (!found) throw new InputError(`the cube has no dimension "${name}"`);
  return found;
}

/** Cells that become the same one are added up. */
function regrouped({keys, size, cells, statistics}: Cube, targets: readonly Target[]): Cube {
  const numbers = cells.map((cell) => {
    let block = Math.floor(cell / size);
    const row = cell - block * size;
    let [number, stride] = [0, 1];
    for (let d = targets.length - 1; d >= 0; --d) {
      const {axis, places} = targets[d]!;
      const value = block % places.length;
      block = (block - value) / places.length;
      number += places[value]! * stride;
      stride *= axis?.values.length ?? 1;
    }
    return number * size + row;
  });
  const found = numbers.toSorted().filter((number, i, sorted) => i === 0 || number !== sorted[i - 1]);
  const placeOf = Uint32Array.from(numbers, (number) => placeIn(found, number));
  const added = Object.entries(statistics).map(([name, values]) => {
    const sums = new Float64Array(found.length);
    for (let i = 0; i < values.length; ++i) sums[placeOf[i]!]! += values[i]!;
    return [name, sums] as const;
  });
  return {
    dimensions: targets.flatMap(({axis}) => axis ?? []),
    keys,
    size,
    cells: found,
    statistics: Object.fromEntries(added)
  };
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
