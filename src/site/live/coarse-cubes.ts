import type {Cube} from "../../cube/cube.ts";
import {withoutDimension} from "../../cube/narrow.ts";

/** Pages whose cubes are smaller than so many bytes need no other ones for their first filter. */
const SMALL = 60_000;

/** A page's cubes, as {@link coarseCubes} takes them. */
export interface Fine {
  readonly cubes: readonly Cube[];
  /** Of all of them, as they are published. */
  readonly bytes: number;
  /** Dimensions that the page can be filtered by. */
  readonly dimensions: readonly string[];
  /** Of each cube the dimensions that a figure shows each value of. */
  readonly shown: readonly ReadonlySet<string>[];
}

/**
 * For each dimension the page's cubes without the others, which a filter by that one alone needs: a link with a filter is answered by a tenth of the bytes, and the rest comes after. None where there is one dimension, or all cubes are small.
 */
export function coarseCubes({cubes, bytes, dimensions, shown}: Fine): ReadonlyMap<string, readonly Cube[]> {
  if (dimensions.length < 2 || bytes < SMALL) return new Map();
  return new Map(
    dimensions.map((dimension) => [dimension, cubes.map((cube, i) => only(cube, new Set([dimension, ...shown[i]!])))])
  );
}

function only(cube: Cube, kept: ReadonlySet<string>): Cube {
  return cube.dimensions.reduce((rest, {name}) => (kept.has(name) ? rest : withoutDimension(rest, name)), cube);
}
