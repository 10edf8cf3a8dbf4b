import {describe, expect, it} from "vitest";
import {cubeOf, rollup} from "../../src/cube/cube.ts";
import {gathered, ofValue, ofValues, withFolded, withKeys, withoutDimension} from "../../src/cube/narrow.ts";
import {InputError} from "../../src/errors.ts";

// Gold web 1 (age 0) and 2 (age 1), Gold shop 4, Silver web 8, Bronze shop 16, Bronze web 32, each at age 0.
const cube = cubeOf(
  {
    length: 6,
    columns: {
      segment: ["Gold", "Gold", "Gold", "Silver", "Bronze", "Bronze"],
      channel: ["web", "web", "shop", "web", "shop", "web"],
      age: [0, 1, 0, 0, 0, 0],
      n: [1, 2, 4, 8, 16, 32]
    }
  },
  {dimensions: ["segment", "channel"], keys: ["age"], statistics: ["n"]}
);
const sums = (one: typeof cube, by: string) => {
  const {groups, statistics} = rollup(one, by);
  return Object.fromEntries(groups.map((group, g) => [String(group), [...statistics["n"]![g]!]]));
};

describe("withFolded", () => {
  const folded = withFolded(cube, "segment", {values: new Set(["Gold", "Silver"]), other: "(other)"});

  it("adds the cells of the values up, age by age, and puts what they are last", () => {
    expect(folded.dimensions[0]!.values).toEqual(["Bronze", "(other)"]);
    // Gold 1 + 4 and Silver 8 at age 0, Gold 2 at age 1; everybody stays 61 and 2.
    expect(sums(folded, "segment")).toEqual({null: [61, 2], Bronze: [48, 0], "(other)": [13, 2]});
    // web: 1 + 8 + 32 and 2; shop: 4 + 16.
    expect(sums(folded, "channel")).toEqual({null: [61, 2], shop: [20, 0], web: [41, 2]});
  });

  it("values join those that were folded before", () => {
    const again = withFolded(folded, "segment", {values: new Set(["Bronze"]), other: "(other)"});
    expect(sums(again, "segment")).toEqual({null: [61, 2], "(other)": [61, 2]});
  });

  it("cells stand in ascending order, each once", () => {
    expect([...folded.cells]).toEqual([...new Set(folded.cells)].sort((a, b) => a - b));
  });

  it("a dimension that there is none of is refused", () => {
    expect(() => withFolded(cube, "plan", {values: new Set(), other: "(other)"})).toThrow(InputError);
  });
});

describe("withoutDimension", () => {
  it("adds up over it", () => {
    const narrow = withoutDimension(cube, "channel");
    expect(narrow.dimensions.map(({name}) => name)).toEqual(["segment"]);
    expect(sums(narrow, "segment")).toEqual({null: [61, 2], Bronze: [48, 0], Gold: [5, 2], Silver: [8, 0]});
    expect(narrow.cells).toHaveLength(4);
  });

  it("leaves the keys alone where there is no other dimension", () => {
    const none = withoutDimension(withoutDimension(cube, "channel"), "segment");
    expect([...rollup(none).statistics["n"]![0]!]).toEqual([61, 2]);
  });
});

describe("ofValue", () => {
  it("has the cells of one value alone", () => {
    const gold = ofValue(cube, "segment", "Gold");
    expect(gold.dimensions[0]).toEqual({name: "segment", values: ["Gold"]});
    // shop 4 and web 1 at age 0, web 2 at age 1.
    expect(sums(gold, "channel")).toEqual({null: [5, 2], shop: [4, 0], web: [1, 2]});
  });

  it("ofValues puts such cubes together, by the first of its dimensions and by another", () => {
    const part = (value: string) => ofValue(cube, "segment", value);
    const two = ofValues([part("Silver"), part("Gold")], "segment");
    expect(sums(two, "segment")).toEqual({null: [13, 2], Silver: [8, 0], Gold: [5, 2]});
    expect([...two.cells]).toEqual([...new Set(two.cells)].sort((a, b) => a - b));
    const all = ofValues([ofValue(cube, "channel", "shop"), ofValue(cube, "channel", "web")], "channel");
    expect(all).toEqual(cube);
  });

  it("a dimension that there is none of is refused", () => {
    expect(() => ofValue(cube, "plan", "a")).toThrow(InputError);
  });
});

describe("withKeys", () => {
  it("adds up over the others", () => {
    const ageless = withKeys(cube, []);
    expect(ageless).toMatchObject({keys: {}, size: 1});
    // web 1 + 2 + 8 + 32, shop 4 + 16.
    expect(sums(ageless, "channel")).toEqual({null: [63], shop: [20], web: [43]});
    expect(withKeys(cube, ["age"])).toEqual(cube);
  });

  it("a key that there is none of is refused", () => {
    expect(() => withKeys(cube, ["cohort"])).toThrow(InputError);
  });
});

describe("gathered", () => {
  it("puts a sum in the first of the cells that it is told apart from no other by, and leaves others out", () => {
    const both = {...cube, statistics: {n: cube.statistics["n"]!, total: cube.statistics["n"]!, none: cube.cells}};
    const apart = {
      n: {dimensions: new Set(["segment", "channel"]), keys: ["age"]},
      total: {dimensions: new Set(["segment"]), keys: []}
    };
    const one = gathered(both, apart);
    // Cells: Bronze shop 16, Bronze web 32, Gold shop 4, Gold web 1 (age 0) and 2 (age 1), Silver web 8.
    expect(Object.entries(one.statistics).map(([name, values]) => [name, ...values])).toEqual([
      ["n", 16, 32, 4, 1, 2, 8],
      ["total", 48, 0, 7, 0, 0, 8]
    ]);
    expect(one.cells).toEqual(cube.cells);
  });
});
