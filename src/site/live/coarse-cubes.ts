import type {Cube} from "../../cube/cube.ts";
import {gathered, ofValue, ofValues, withKeys, withoutDimension} from "../../cube/narrow.ts";
import type {Apart} from "../../cube/narrow.ts";

/** Pages whose cubes are smaller than so many bytes need no other ones for their first filter. */
const SMALL = 60_000;
/** Of a dimension with more values than this each would be a file of next to nothing. */
const MOST_VALUES = 50;

/** A page's cubes, as {@link coarseCubes} takes them. */
export interface Fine {
  readonly cubes: readonly Cube[];
  /** Of all of them, as they are published. */
  readonly bytes: number;
  /** Dimensions that the page can be filtered by, and their values. */
  readonly dimensions: readonly {readonly name: string; readonly values: readonly string[]}[];
  /** All that is added up while there is no reporting window. */
  readonly uses: readonly Use[];
}

/** Statistics of a cube that are added up together. */
export interface Use {
  readonly cube: number;
  /** The dimension that they are split by. */
  readonly by: string | null;
  readonly keys: readonly string[];
  readonly statistics: readonly string[];
}

/**
 * For each value of each dimension the page's cubes of it alone, each statistic added up over all else that a filter by it needs none of: other dimensions, months of joining, and what a reporting window takes apart.
 * A link with a filter is answered by a fiftieth of the bytes, and the rest comes after. None where all cubes are small, and of a dimension that one of them lacks.
 */
export function coarseCubes(page: Fine): ReadonlyMap<string, ReadonlyMap<string, readonly Cube[]>> {
  if (page.bytes < SMALL) return new Map();
  const all = page.cubes.map((cube, i) =>
    narrowed(
      cube,
      page.uses.filter((use) => use.cube === i)
    )
  );
  const few = page.dimensions.filter(
    ({name, values}) =>
      values.length <= MOST_VALUES && all.every(({cube}) => cube.cells.length === 0 || has(cube, name))
  );
  return new Map(
    few.map(({name, values}) => {
      const narrow = all.map((one) => ({...one, cube: only(one.cube, new Set([name, ...one.shown]))}));
      return [name, new Map(values.map((value) => [value, narrow.map((one) => ofOnly(one, name, value))]))];
    })
  );
}

/** The page's cubes of some values of a dimension, of which each is what {@link coarseCubes} gives of it. */
export function coarseCubesOf(parts: readonly (readonly Cube[])[], dimension: string): readonly Cube[] {
  return parts[0]!.map((first, i) =>
    has(first, dimension)
      ? ofValues(
          parts.map((cubes) => cubes[i]!),
          dimension
        )
      : first
  );
}

/** A cube, and what is read of it. */
interface Read {
  readonly cube: Cube;
  readonly apart: Readonly<Record<string, Apart>>;
  /** Dimensions that anything is split by. */
  readonly shown: readonly string[];
}

/** A cube without the keys that nothing reads, and without cells where nothing reads any. */
function narrowed(cube: Cube, uses: readonly Use[]): Read {
  if (uses.length === 0) return {cube: withoutCells(cube), apart: {}, shown: []};
  const keys = new Set(uses.flatMap((use) => use.keys));
  const kept = Object.keys(cube.keys).filter((name) => keys.has(name));
  return {cube: withKeys(cube, kept), apart: apartBy(uses), shown: uses.flatMap(({by}) => by ?? [])};
}

/** By what each statistic is told apart that is read at all. */
function apartBy(uses: readonly Use[]): Read["apart"] {
  return Object.fromEntries(
    [...new Set(uses.flatMap(({statistics}) => statistics))].map((name) => {
      const own = uses.filter(({statistics}) => statistics.includes(name));
      const keys = [...new Set(own.flatMap((use) => use.keys))];
      return [name, {dimensions: new Set(own.flatMap(({by}) => by ?? [])), keys}];
    })
  );
}

/** What is read of a cube under a filter by one value. */
function ofOnly({cube, apart}: Read, dimension: string, value: string): Cube {
  return has(cube, dimension) ? gathered(ofValue(cube, dimension, value), apart) : cube;
}

function withoutCells({statistics}: Cube): Cube {
  const none = Object.fromEntries(Object.keys(statistics).map((name) => [name, new Float64Array()]));
  return {dimensions: [], keys: {}, size: 1, cells: new Float64Array(), statistics: none};
}

function only(cube: Cube, kept: ReadonlySet<string>): Cube {
  return cube.dimensions.reduce((rest, {name}) => (kept.has(name) ? rest : withoutDimension(rest, name)), cube);
}

function has({dimensions}: Cube, name: string): boolean {
  return dimensions.some((axis) => axis.name === name);
}
