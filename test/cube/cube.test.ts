import {describe, expect, it} from "vitest";
import {cubeOf, rollup} from "../../src/cube/cube.ts";
import type {Rolled} from "../../src/cube/cube.ts";
import {InputError} from "../../src/errors.ts";

// Rows of two dimensions and the keys cohort and age; not every combination occurs, and none is in order.
//   Gold web:   (1, 0) 2   (1, 1) 1
//   Gold shop:  (1, 0) 4
//   Silver web: (1, 0) 8   (2, 0) 16
const rows = {
  length: 5,
  columns: {
    segment: ["Silver", "Gold", "Gold", "Silver", "Gold"],
    channel: ["web", "web", "shop", "web", "web"],
    cohort: [2, 1, 1, 1, 1],
    age: [0, 1, 0, 0, 0],
    active: [16, 1, 4, 8, 2],
    margin: [160, 10, null, 80, 20]
  }
};
const shape = {dimensions: ["segment", "channel"], keys: ["cohort", "age"], statistics: ["active", "margin"]};
const cube = cubeOf(rows, shape);
const plain = ({groups, statistics}: Rolled, name = "active") =>
  Object.fromEntries(groups.map((group, i) => [String(group), [...statistics[name]![i]!]]));

describe("cubeOf", () => {
  it("sorts values, key rows and cells, and has no cell where no row is", () => {
    expect(cube.dimensions).toEqual([
      {name: "segment", values: ["Gold", "Silver"]},
      {name: "channel", values: ["shop", "web"]}
    ]);
    expect([...cube.keys["cohort"]!]).toEqual([1, 1, 2]);
    expect([...cube.keys["age"]!]).toEqual([0, 1, 0]);
    // Blocks of three key rows: Gold shop 0–2, Gold web 3–5, Silver shop 6–8, Silver web 9–11.
    expect([...cube.cells]).toEqual([0, 3, 4, 9, 11]);
    expect([...cube.statistics["active"]!]).toEqual([4, 2, 1, 8, 16]);
    expect([...cube.statistics["margin"]!]).toEqual([0, 20, 10, 80, 160]); // a null is zero
  });

  it("calls a dimension's null (none), as the catalog does", () => {
    const {dimensions, statistics} = cubeOf(
      {length: 3, columns: {segment: ["Gold", null, "(none)"], n: [1, 2, 4]}},
      {dimensions: ["segment"], keys: [], statistics: ["n"]}
    );
    expect(dimensions[0]!.values).toEqual(["(none)", "Gold"]);
    expect([...statistics["n"]!]).toEqual([6, 1]);
  });

  it("without keys has one row of sums per cell, without dimensions and rows too", () => {
    const one = cubeOf({length: 1, columns: {n: [7]}}, {dimensions: [], keys: [], statistics: ["n"]});
    expect([one.size, [...one.statistics["n"]!]]).toEqual([1, [7]]);
    const none = cubeOf({length: 0, columns: {n: []}}, {dimensions: [], keys: [], statistics: ["n"]});
    expect([none.size, [...none.statistics["n"]!]]).toEqual([1, [0]]);
  });

  it("of no rows has no values and no key rows", () => {
    const empty = {length: 0, columns: {segment: [], channel: [], cohort: [], age: [], active: [], margin: []}};
    const none = cubeOf(empty, shape);
    expect([none.size, none.dimensions[0]!.values, none.statistics["active"]!.length]).toEqual([0, [], 0]);
    expect([...none.cells]).toEqual([]);
    expect(plain(rollup(none, "segment"))).toEqual({null: []});
    expect(plain(rollup(cubeOf(empty, {...shape, keys: []})))).toEqual({null: [0]});
  });

  it("sorts keys as numbers, negative ones first, and reads bigint", () => {
    const {keys} = cubeOf({length: 4, columns: {k: [10, 9n, -1, 0]}}, {dimensions: [], keys: ["k"], statistics: []});
    expect([...keys["k"]!]).toEqual([-1, 0, 9, 10]);
  });

  it.each([
    ["a column that is missing", {n: [1]}],
    ["a null key", {k: [null], n: [1]}],
    ["a key that is no number", {k: ["1"], n: [1]}],
    ["a key that is NaN", {k: [Number.NaN], n: [1]}]
  ])("refuses %s", (_, columns) => {
    expect(() => cubeOf({length: 1, columns}, {dimensions: [], keys: ["k"], statistics: ["n"]})).toThrow(InputError);
  });
});

describe("rollup", () => {
  // Everybody: (1, 0) 2 + 4 + 8 = 14, (1, 1) 1, (2, 0) 16.
  it("adds up everybody", () => {
    const rolled = rollup(cube);
    expect(plain(rolled)).toEqual({null: [14, 1, 16]});
    expect(plain(rolled, "margin")).toEqual({null: [100, 10, 160]});
    expect([...rolled.keys["cohort"]!]).toEqual([1, 1, 2]);
  });

  it("by a dimension has everybody first, then its values", () => {
    expect(plain(rollup(cube, "segment"))).toEqual({null: [14, 1, 16], Gold: [6, 1, 0], Silver: [8, 0, 16]});
    expect(plain(rollup(cube, "channel"))).toEqual({null: [14, 1, 16], shop: [4, 0, 0], web: [10, 1, 16]});
    expect(rollup(cube, "segment").groups).toEqual([null, "Gold", "Silver"]);
  });

  it("keeps the values that stay; a group or a row that nobody is left in is absent", () => {
    const only = (wanted: string) => (value: string) => value === wanted;
    // Gold web (1, 0) 2 and (1, 1) 1, Silver web (1, 0) 8 and (2, 0) 16.
    expect(plain(rollup(cube, null, {values: {channel: only("web")}}))).toEqual({null: [10, 1, 16]});
    // Only Gold has the shop, and only in the first row of the keys.
    const shop = rollup(cube, "segment", {values: {channel: only("shop")}});
    expect(plain(shop)).toEqual({null: [4], Gold: [4]});
    expect([[...shop.keys["cohort"]!], [...shop.keys["age"]!]]).toEqual([[1], [0]]);
    expect(plain(rollup(cube, "segment", {values: {segment: only("Silver")}}))).toEqual({
      null: [8, 16],
      Silver: [8, 16]
    });
    expect(plain(rollup(cube, "segment", {values: {segment: () => false}}))).toEqual({null: []});
    expect(plain(rollup(cube, null, {values: {none: () => false}}))).toEqual({null: [14, 1, 16]});
  });

  it("keeps the rows of the keys that stay", () => {
    // Cohort 2 is Silver's alone.
    const late = rollup(cube, "segment", {row: (row) => cube.keys["cohort"]![row] === 2});
    expect(plain(late)).toEqual({null: [16], Silver: [16]});
    expect([...late.keys["age"]!]).toEqual([0]);
  });

  it("adds up over the keys that are not asked for, after they have chosen rows", () => {
    // By age: 0 has 14 + 16, 1 has 1; of cohort 1 alone 14 and 1. Without keys there is one row, of nobody too.
    const ages = rollup(cube, null, {keys: ["age"]});
    expect([plain(ages), [...ages.keys["age"]!], ages.size]).toEqual([{null: [30, 1]}, [0, 1], 2]);
    const first = (row: number) => cube.keys["cohort"]![row] === 1;
    expect(plain(rollup(cube, "segment", {keys: ["age"], row: first}))).toEqual({
      null: [14, 1],
      Gold: [6, 1],
      Silver: [8, 0]
    });
    expect(plain(rollup(cube, null, {keys: []}))).toEqual({null: [31]});
    expect(plain(rollup(cube, "segment", {keys: [], row: () => false}))).toEqual({null: [0]});
    expect(() => rollup(cube, null, {keys: ["week"]})).toThrow(InputError);
  });

  it("leaves the cube as it is", () => {
    const before = [...cube.statistics["active"]!];
    rollup(cube, "segment").statistics["active"]![0]!.fill(-1);
    expect([...cube.statistics["active"]!]).toEqual(before);
  });

  it("refuses a dimension that the cube has not", () => {
    expect(() => rollup(cube, "region")).toThrow(InputError);
  });
});
