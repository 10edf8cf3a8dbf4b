import type {Cube} from "../../cube/cube.ts";
import {ofValue, ofValues, withKeys, withoutDimension} from "../../cube/narrow.ts";
import type {LiveCell} from "./live-page.ts";

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
  readonly cells: readonly Pick<LiveCell, "by" | "reductions">[];
  /** The cube that holds nothing but the number of customers. */
  readonly customersCube: number;
}

/**
 * For each value of each dimension the page's cubes of it alone, added up over all else that a filter by it needs none of: other dimensions, months of joining, and what a reporting window takes apart.
 * A link with a filter is answered by a fiftieth of the bytes, and the rest comes after. None where all cubes are small, and of a dimension that one of them lacks.
 */
export function coarseCubes(page: Fine): ReadonlyMap<string, ReadonlyMap<string, readonly Cube[]>> {
  if (page.bytes < SMALL) return new Map();
  const all = page.cubes.map((cube, i) => onlyUsed(cube, i, page));
  const few = page.dimensions.filter(
    ({name, values}) =>
      values.length <= MOST_VALUES && all.every(({cube}) => cube.cells.length === 0 || has(cube, name))
  );
  return new Map(
    few.map(({name, values}) => {
      const narrow = all.map(({cube, shown}) => only(cube, new Set([name, ...shown])));
      return [
        name,
        new Map(
          values.map((value) => [value, narrow.map((cube) => (has(cube, name) ? ofValue(cube, name, value) : cube))])
        )
      ];
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

/** A cube without what no cell adds up while there is no reporting window, and the dimensions that cells are split by which add it up. */
function onlyUsed(cube: Cube, i: number, {cells, customersCube}: Fine): {cube: Cube; shown: readonly string[]} {
  const uses = cells.flatMap(({by, reductions}) =>
    Object.values(reductions).flatMap((one) => (one.cube === i ? [{by, keys: one.keys}] : []))
  );
  if (uses.length === 0 && i !== customersCube) return {cube: withoutCells(cube), shown: []};
  const keys = new Set(uses.flatMap((use) => use.keys));
  const kept = Object.keys(cube.keys).filter((name) => keys.has(name));
  return {cube: withKeys(cube, kept), shown: uses.flatMap(({by}) => by ?? [])};
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
