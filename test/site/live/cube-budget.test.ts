import {describe, expect, it} from "vitest";
import {rollup} from "../../../src/cube/cube.ts";
import type {Cube} from "../../../src/cube/cube.ts";
import {MOST_BYTES, MOST_CELLS, cubeBytes, withinBudget} from "../../../src/site/live/cube-budget.ts";

/** A cube with every combination, each holding a small number that does not compress to nothing; dimensions by their numbers of values. */
function generated(sizes: Readonly<Record<string, number>>, size: number, statistic: string): Cube {
  const dimensions = Object.entries(sizes).map(([name, n]) => ({
    name,
    values: Array.from({length: n}, (_, i) => `${name} ${String(i).padStart(2, "0")}`)
  }));
  const cells = Object.values(sizes).reduce((n, m) => n * m, size);
  let state = 7;
  const values = Float64Array.from({length: cells}, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return 1 + (state >>> 28);
  });
  return {
    dimensions,
    keys: {age: Float64Array.from({length: size}, (_, i) => i)},
    size,
    cells: Float64Array.from({length: cells}, (_, i) => i),
    statistics: {[statistic]: values}
  };
}

const sizes = {segment: 6, channel: 5, plan: 4, region: 8};
const total = (cube: Cube) => rollup(cube, null, {keys: []}).statistics;
const cellsOf = (cubes: readonly Cube[]) => cubes.reduce((n, {cells}) => n + cells.length, 0);
const bytesOf = (cubes: readonly Cube[]) => cubes.reduce((n, cube) => n + cubeBytes(cube).length, 0);

describe("withinBudget", () => {
  // 6 × 5 × 4 × 300 ages = 36,000; × 8 regions = 288,000; the customers' own cube has 120 or 960 more.
  it.each([
    [36_000, {segment: 6, channel: 5, plan: 4}],
    [288_000, sizes]
  ])("a page of %i cells keeps all of them", (cells, some) => {
    const cubes = [generated(some, 1, "customers"), generated(some, 300, "active")];
    const budgeted = withinBudget({cubes, shown: new Set(), customers: 0});
    expect(cubes[1]!.cells).toHaveLength(cells);
    expect(budgeted).toEqual({cubes, folded: {}, dropped: new Map()});
  });

  // 6 × 5 × 4 × 40 regions × 75 ages = 360,000 cells; with 19 regions and "(other)" they are 180,000.
  it("the rarest values of the widest dimension become (other), in all cubes alike; sums stay", () => {
    const wide = {...sizes, region: 40};
    const cubes = [generated(wide, 1, "customers"), generated(wide, 75, "active")];
    const {cubes: kept, folded, dropped} = withinBudget({cubes, shown: new Set(), customers: 0});
    expect(dropped.size).toBe(0);
    expect(Object.keys(folded)).toEqual(["region"]);
    expect(folded["region"]).toHaveLength(21);
    const axes = kept.map(({dimensions}) => dimensions.find(({name}) => name === "region")!.values);
    expect(axes[0]).toHaveLength(20);
    expect(axes[0]).toEqual(axes[1]);
    expect(axes[0]!.at(-1)).toBe("(other)");
    // Those that stay are the ones with the most customers.
    const {groups, statistics} = rollup(cubes[0]!, "region", {keys: []});
    const customers = new Map(groups.map((group, g) => [group, statistics["customers"]![g]![0]!]));
    const least = Math.min(...axes[0]!.slice(0, 19).map((value) => customers.get(value)!));
    expect(folded["region"]!.every((value) => customers.get(value)! <= least)).toBe(true);
    expect(cellsOf(kept)).toBe(180_000 + 2400);
    expect(bytesOf(kept)).toBeLessThanOrEqual(MOST_BYTES);
    expect(kept.map(total)).toEqual(cubes.map(total));
  });

  it("values that a figure shows stay; the cube loses another dimension, and keeps the one it is split by", () => {
    const wide = {...sizes, region: 40};
    const cubes = [generated(wide, 1, "customers"), generated(wide, 75, "active")];
    const {cubes: kept, folded, dropped} = withinBudget({cubes, shown: new Set(["region"]), customers: 0});
    expect(folded).toEqual({});
    // 360,000 over the 6 segments are 60,000.
    expect([...dropped]).toEqual([[1, ["segment"]]]);
    expect(kept[1]!.cells).toHaveLength(60_000);
    expect(cellsOf(kept)).toBeLessThanOrEqual(MOST_CELLS);
    expect(kept[0]).toBe(cubes[0]);
    expect(total(kept[1]!)).toEqual(total(cubes[1]!));
  });
});
