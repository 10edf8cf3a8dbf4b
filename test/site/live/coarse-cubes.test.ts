import {expect, it} from "vitest";
import type {Cube} from "../../../src/cube/cube.ts";
import {rollup} from "../../../src/cube/cube.ts";
import {coarseCubes} from "../../../src/site/live/coarse-cubes.ts";

// Customers of segments a, b by channels x, y: a x 1, a y 2, b x 4, b y 8.
const cube: Cube = {
  dimensions: [
    {name: "segment", values: ["a", "b"]},
    {name: "channel", values: ["x", "y"]}
  ],
  keys: {},
  size: 1,
  cells: Float64Array.of(0, 1, 2, 3),
  statistics: {n: Float64Array.of(1, 2, 4, 8)}
};
const page = {cubes: [cube, cube], bytes: 1_000_000, dimensions: ["segment", "channel"]};

it("of each dimension: the sums by it alone, and by what a figure is split by", () => {
  const coarse = coarseCubes({...page, shown: [new Set(), new Set(["channel"])]});
  expect([...coarse.keys()]).toEqual(["segment", "channel"]);
  const [plain, split] = coarse.get("segment")!;
  expect(plain!.dimensions).toEqual([{name: "segment", values: ["a", "b"]}]);
  expect(plain!.statistics).toEqual({n: Float64Array.of(3, 12)});
  expect(split).toEqual(cube);
  expect(coarse.get("channel")!.map(({statistics}) => [...statistics["n"]!])).toEqual([
    [5, 10],
    [5, 10]
  ]);
});

it("a filter by that dimension gives the same of both", () => {
  const values = {segment: (value: string) => value === "b"};
  for (const coarse of coarseCubes({...page, shown: [new Set(), new Set(["channel"])]}).get("segment")!)
    expect(rollup(coarse, null, {values})).toEqual(rollup(cube, null, {values}));
});

it("none where there is one dimension, or the cubes are small as they are", () => {
  const shown = [new Set<string>(), new Set<string>()];
  expect(coarseCubes({...page, dimensions: ["segment"], shown}).size).toBe(0);
  expect(coarseCubes({...page, bytes: 59_999, shown}).size).toBe(0);
});
