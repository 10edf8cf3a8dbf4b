import {expect, it} from "vitest";
import type {Cube} from "../../src/cube/cube.ts";
import {packCubes, unpackCubes} from "../../src/cube/pack.ts";
import {InputError} from "../../src/errors.ts";

const cube = (values: readonly string[], n: readonly number[]): Cube => ({
  dimensions: [{name: "segment", values}],
  keys: {},
  size: 1,
  cells: Float64Array.from(values, (_, i) => i),
  statistics: {n: Float64Array.from(n)}
});
const two = [cube(["東京"], [0.5]), cube(["a", "b", "c"], [1, 2, 2_147_483_648])];

it("cubes come out of their file as they went in, wherever it begins in memory", () => {
  const packed = packCubes(two);
  const elsewhere = new Uint8Array(packed.length + 3);
  elsewhere.set(packed, 3);
  expect(unpackCubes(elsewhere.subarray(3))).toEqual(two);
  expect(unpackCubes(packCubes([]))).toEqual([]);
});

it.each([-1, 3, 20])("a file that is cut off holds none: to %i bytes", (length) => {
  expect(() => unpackCubes(packCubes(two).slice(0, length))).toThrow(InputError);
});
