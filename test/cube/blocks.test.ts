import {describe, expect, it} from "vitest";
import {blocksOf} from "../../src/cube/blocks.ts";
import {cubeOf} from "../../src/cube/cube.ts";

describe("blocksOf", () => {
  it("cells of one value of each dimension are a block; values that never meet have none", () => {
    // a × x has keys 1 and 3, b × y has key 3; two key rows (1, 3), so that b × y is block 1 · 2 + 1 = 3.
    const rows = {
      columns: {d: ["a", "a", "b"], e: ["x", "x", "y"], k: [1, 3, 3], n: [5, 6, 7]},
      length: 3
    };
    const cube = cubeOf(rows, {dimensions: ["d", "e"], keys: ["k"], statistics: ["n"]});
    const {numbers, starts, rows: keyRows} = blocksOf(cube);
    expect([...numbers]).toEqual([0, 3]);
    expect([...starts]).toEqual([0, 2, 3]);
    expect([...keyRows]).toEqual([0, 1, 1]);
  });

  it("a cube without cells has no block", () => {
    const cube = cubeOf({columns: {d: [], n: []}, length: 0}, {dimensions: ["d"], keys: [], statistics: ["n"]});
    expect([...blocksOf(cube).numbers]).toEqual([]);
  });
});
