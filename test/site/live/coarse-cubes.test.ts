import {expect, it} from "vitest";
import type {Cube} from "../../../src/cube/cube.ts";
import {rollup} from "../../../src/cube/cube.ts";
import {packCubes, unpackCubes} from "../../../src/cube/pack.ts";
import {coarseCubes, coarseCubesOf} from "../../../src/site/live/coarse-cubes.ts";

// Customers of segments a, b by channels x, y, who joined in month 1 or 2: a x 1 and 0, a y 2 and 16, b x 4 and 0, b y 8 and 32.
const cube: Cube = {
  dimensions: [
    {name: "segment", values: ["a", "b"]},
    {name: "channel", values: ["x", "y"]}
  ],
  keys: {joined_month: Float64Array.of(1, 2)},
  size: 2,
  cells: Float64Array.of(0, 2, 3, 4, 6, 7),
  statistics: {n: Float64Array.of(1, 2, 16, 4, 8, 32), unread: Float64Array.of(1, 1, 1, 1, 1, 1)}
};
// Of each customer two.
const twice: Cube = {...cube, statistics: {...cube.statistics, m: cube.statistics["n"]!.map((n) => 2 * n)}};
const use = (by: string | null, number: number, ...statistics: readonly string[]) => ({
  ...{cube: number, by, keys: []},
  statistics
});
// The first cube is of a figure, the second of one that is split by channel and one that is not, the third of none while there is no reporting window.
const page = {
  cubes: [cube, twice, cube],
  bytes: 1_000_000,
  dimensions: [
    {name: "segment", values: ["a", "b"]},
    {name: "channel", values: ["x", "y"]}
  ],
  uses: [use(null, 0, "n"), use("channel", 1, "n"), use(null, 1, "m")]
};
const numbers = (cubes: readonly Cube[], name = "n") => cubes.map(({statistics}) => [...statistics[name]!]);

it("of each value of each dimension: the sums of it alone, by what a figure is split by, without months of joining", () => {
  const coarse = coarseCubes(page);
  expect([...coarse].map(([name, parts]) => [name, ...parts.keys()])).toEqual([
    ["segment", "a", "b"],
    ["channel", "x", "y"]
  ]);
  const ofA = coarse.get("segment")!.get("a")!;
  expect(ofA[0]!.dimensions).toEqual([{name: "segment", values: ["a"]}]);
  expect(ofA[1]!.dimensions).toEqual([
    {name: "segment", values: ["a"]},
    {name: "channel", values: ["x", "y"]}
  ]);
  expect(ofA.map(({keys}) => keys)).toEqual([{}, {}, {}]);
  // a: 1 + 2 + 16, by channel x 1 and y 18.
  expect(numbers(ofA)).toEqual([[19], [1, 18], []]);
  // Twice 19, which no figure splits: in one cell.
  expect(numbers([ofA[1]!], "m")).toEqual([[38, 0]]);
  expect(ofA.slice(0, 2).map(({statistics}) => Object.keys(statistics))).toEqual([["n"], ["n", "m"]]);
  // y: 2 + 16 + 8 + 32.
  expect(numbers(coarse.get("channel")!.get("y")!)).toEqual([[58], [58], []]);
});

it("a filter by values of that dimension gives the same of their parts, written and read", () => {
  const coarse = coarseCubes(page);
  for (const [name, chosen] of [
    ["segment", ["b"]],
    ["segment", ["a", "b"]],
    ["channel", ["y", "x"]]
  ] as const) {
    const parts = chosen.map((value) => unpackCubes(packCubes(coarse.get(name)!.get(value)!)));
    const [plain, split] = coarseCubesOf(parts, name);
    const kept = {values: {[name]: (value: string) => (chosen as readonly string[]).includes(value)}, keys: []};
    expect(rollup(plain!, null, kept).statistics["n"]).toEqual(rollup(cube, null, kept).statistics["n"]);
    const bySplit = ({groups, statistics}: ReturnType<typeof rollup>) =>
      new Map(groups.map((group, g) => [group, statistics["n"]![g]]));
    expect(bySplit(rollup(split!, "channel", kept))).toEqual(bySplit(rollup(cube, "channel", kept)));
    expect(rollup(split!, null, kept).statistics["m"]).toEqual(rollup(twice, null, kept).statistics["m"]);
  }
});

it("none where the cubes are small, of a dimension with very many values, and of one that a cube lost", () => {
  expect(coarseCubes({...page, bytes: 59_999}).size).toBe(0);
  const many = Array.from({length: 51}, (_, i) => String(i));
  expect([...coarseCubes({...page, dimensions: [page.dimensions[0]!, {name: "channel", values: many}]}).keys()]).toEqual(["segment"]); // prettier-ignore
  const lost: Cube = {...cube, dimensions: [cube.dimensions[1]!], cells: Float64Array.of(0, 2, 3), statistics: {n: Float64Array.of(5, 10, 48), m: Float64Array.of(10, 20, 96)}}; // prettier-ignore
  expect([...coarseCubes({...page, cubes: [cube, lost, cube]}).keys()]).toEqual(["channel"]);
  // What nothing adds up may lack it.
  expect(coarseCubes({...page, cubes: [cube, twice, lost]}).size).toBe(2);
});
