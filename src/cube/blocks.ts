import type {Cube} from "./cube.ts";

/** A cube's cells by their block: one value of each dimension. Cells of a block stand together. */
export interface Blocks {
  /** Numbers of the blocks that occur, ascending: (v₀ · n₁ + v₁) · …. */
  readonly numbers: Float64Array;
  /** Where each block's cells begin; one more for the end. */
  readonly starts: Uint32Array;
  /** Row of the keys of each cell. */
  readonly rows: Uint32Array;
}

const known = new WeakMap<Cube, Blocks>();

/** The blocks of a cube, worked out once, so that a filter divides nothing and skips whole blocks. */
export function blocksOf(cube: Cube): Blocks {
  const made = known.get(cube) ?? findBlocks(cube);
  known.set(cube, made);
  return made;
}

function findBlocks({cells, size}: Cube): Blocks {
  const rows = new Uint32Array(cells.length);
  const numbers: number[] = [];
  const starts: number[] = [];
  for (let i = 0; i < cells.length; ++i) {
    const number = Math.floor(cells[i]! / size);
    rows[i] = cells[i]! - number * size;
    if (number === numbers.at(-1)) continue;
    numbers.push(number);
    starts.push(i);
  }
  return {numbers: Float64Array.from(numbers), starts: Uint32Array.from([...starts, cells.length]), rows};
}
