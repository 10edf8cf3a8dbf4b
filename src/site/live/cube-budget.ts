import {gzipSync} from "node:zlib";
import type {Cube} from "../../cube/cube.ts";
import {encodeCube} from "../../cube/ipc.ts";
import {withFolded, withoutDimension} from "../../cube/narrow.ts";

/** Most cells of all cubes of a page together. */
export const MOST_CELLS = 300_000;
/** Most bytes of them, as they are published. */
export const MOST_BYTES = 1_200_000;
/** A dimension of no more values is not folded. */
const FEW_VALUES = 6;
const OTHER = "(other)";

/** A page's cubes, and what of them may change. */
export interface Planned {
  readonly cubes: readonly Cube[];
  /** Dimensions that a figure shows each value of: those are never folded. */
  readonly shown: ReadonlySet<string>;
  /** The cube that says how many customers each value has: it keeps all dimensions. */
  readonly customers: number;
}

/** Cubes that a phone can load. */
export interface Budgeted {
  readonly cubes: readonly Cube[];
  /** Values of a dimension that became "(other)", by the dimension. */
  readonly folded: Readonly<Record<string, readonly string[]>>;
  /** Dimensions that a cube lacks, by its number. */
  readonly dropped: ReadonlyMap<number, readonly string[]>;
}

/**
 * The cubes as they are if they fit a page: 300,000 cells and 1.2 MB. Else the rarest values of the dimension with the most values become "(other)", by halves, in all cubes alike, as long as one has more than six;
 * and where that is not enough, the largest cube loses the dimension that costs it most.
 */
export function withinBudget({cubes, shown, customers}: Planned): Budgeted {
  const folded: Record<string, readonly string[]> = {};
  const dropped = new Map<number, readonly string[]>();
  while (!fits(cubes)) {
    const rare = rareValues(cubes[customers]!, shown);
    if (rare) {
      folded[rare.dimension] = [...(folded[rare.dimension] ?? []), ...rare.values];
      cubes = cubes.map((cube) => folding(cube, rare));
      continue;
    }
    const next = costliest(cubes, {shown, customers});
    if (!next) break;
    dropped.set(next.cube, [...(dropped.get(next.cube) ?? []), next.dimension]);
    cubes = cubes.map((cube, i) => (i === next.cube ? withoutDimension(cube, next.dimension) : cube));
  }
  return {cubes, folded, dropped};
}

/** The bytes of a cube's file. */
export function cubeBytes(cube: Cube): Uint8Array {
  const known = bytes.get(cube) ?? gzipSync(encodeCube(cube), {level: 9});
  bytes.set(cube, known);
  return known;
}

const bytes = new WeakMap<Cube, Uint8Array>();

function fits(cubes: readonly Cube[]): boolean {
  return (
    cubes.reduce((n, {cells}) => n + cells.length, 0) <= MOST_CELLS &&
    cubes.reduce((n, cube) => n + cubeBytes(cube).length, 0) <= MOST_BYTES
  );
}

interface Rare {
  readonly dimension: string;
  readonly values: readonly string[];
}

/** The smaller half of the values of the dimension that has the most of them; null where all have few. */
function rareValues(customers: Cube, shown: ReadonlySet<string>): Rare | null {
  const [widest] = customers.dimensions
    .filter(({name, values}) => !shown.has(name) && values.length > FEW_VALUES)
    .sort((a, b) => b.values.length - a.values.length);
  if (!widest) return null;
  const counts = customersOf(customers, widest.name);
  const known = widest.values.filter((value) => value !== OTHER).sort((a, b) => counts.get(b)! - counts.get(a)!);
  // "(other)" is one of those that stay.
  const kept = Math.max(FEW_VALUES, Math.ceil(widest.values.length / 2)) - 1;
  return {dimension: widest.name, values: known.slice(kept)};
}

function customersOf(cube: Cube, name: string): ReadonlyMap<string, number> {
  const at = cube.dimensions.findIndex((axis) => axis.name === name);
  const {values} = cube.dimensions[at]!;
  const stride = cube.dimensions.slice(at + 1).reduce((n, axis) => n * axis.values.length, cube.size);
  const sums = new Float64Array(values.length);
  const counted = cube.statistics["customers"]!;
  cube.cells.forEach((cell, i) => (sums[Math.floor(cell / stride) % values.length]! += counted[i]!));
  return new Map(values.map((value, v) => [value, sums[v]!]));
}

function folding(cube: Cube, {dimension, values}: Rare): Cube {
  return cube.dimensions.some(({name}) => name === dimension)
    ? withFolded(cube, dimension, {values: new Set(values), other: OTHER})
    : cube;
}

/** The dimension without which the largest cube is smallest; null where no cube has one to lose. */
function costliest(
  cubes: readonly Cube[],
  {shown, customers}: Pick<Planned, "shown" | "customers">
): {cube: number; dimension: string} | null {
  const [largest] = cubes
    .map((cube, i) => ({cube: i, cells: cube.cells.length, free: cube.dimensions.filter(({name}) => !shown.has(name))}))
    .filter(({cube, free}) => cube !== customers && free.length > 0)
    .sort((a, b) => b.cells - a.cells);
  if (!largest) return null;
  const [best] = largest.free
    .map(({name}) => ({dimension: name, cells: withoutDimension(cubes[largest.cube]!, name).cells.length}))
    .sort((a, b) => a.cells - b.cells);
  return {cube: largest.cube, dimension: best!.dimension};
}
