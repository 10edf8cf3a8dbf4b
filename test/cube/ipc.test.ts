import {tableFromArrays, tableToIPC} from "@uwdata/flechette";
import {describe, expect, it} from "vitest";
import type {Cube} from "../../src/cube/cube.ts";
import {decodeCube, encodeCube} from "../../src/cube/ipc.ts";
import {InputError} from "../../src/errors.ts";

/** Two segments and three rows of one key; `cells` of the six say which occur. */
function cube(cells: readonly number[], statistics: Readonly<Record<string, readonly number[]>>): Cube {
  return {
    dimensions: [{name: "segment", values: ["(none)", 'O\'Brien 100%, 東京 "A"']}],
    keys: {cohort: Float64Array.of(-1_000_000, 0, 7)},
    size: 3,
    cells: Float64Array.from(cells),
    statistics: Object.fromEntries(
      Object.entries(statistics).map(([name, values]) => [name, Float64Array.from(values)])
    )
  };
}

describe("decodeCube(encodeCube(cube))", () => {
  it.each([
    ["empty cells before, between and after", cube([1, 4], {n: [1, 2]})],
    ["no empty cell", cube([0, 1, 2, 3, 4, 5], {n: [1, 2, 3, 4, 5, 6]})],
    ["no cell at all", cube([], {n: []})],
    ["the edges of the narrow types", cube([0, 1, 5], {a: [-128, 0, 127], b: [-129, 0, 128], c: [32_768, 0, -32_769]})],
    ["amounts beyond 32 bits", cube([0, 3], {n: [2_147_483_648, -9_007_199_254_740_991]})],
    ["fractions", cube([0, 3], {n: [0.1, -1e300]})],
    ["a statistic of zeros, and one named like a key", cube([0, 3], {zero: [0, 0], cohort: [1, 2]})]
  ])("is the cube: %s", (_, given) => {
    expect(decodeCube(encodeCube(given))).toEqual(given);
  });

  it("takes a byte for a small number", () => {
    const many = Array.from({length: 3000}, (_, i) => i);
    const wide = {...cube(many, {n: many.map(() => 127)}), size: 1500};
    const wider = {...cube(many, {n: many.map(() => 128)}), size: 1500};
    expect(encodeCube(wider).length - encodeCube(wide).length).toBe(3000);
  });
});

it("decodeCube refuses Arrow data that is no cube", () => {
  const bytes = tableToIPC(tableFromArrays({n: [1, 2]}), {format: "stream"})!;
  expect(() => decodeCube(bytes)).toThrow(InputError);
});
