import {expect, it} from "vitest";
import {InputError} from "../../src/errors.ts";
import {countGroups, customersIn, groupHistories, groupRows, oneHistory} from "../../src/models/grouping.ts";

// Customers 0 and 3 share (1, 2, 5); sorted by x, then recency, then age: (0,0,5), (1,2,5), (1,3,5).
const four = groupHistories({unit: "week", x: [1, 1, 0, 1], recency: [2, 3, 0, 2], age: [5, 5, 5, 5]});

it("groupHistories: distinct histories sorted by x, with counts, and the group of every customer", () => {
  expect(four.histories).toEqual({
    unit: "week",
    x: Float64Array.of(0, 1, 1),
    recency: Float64Array.of(0, 2, 3),
    age: Float64Array.of(5, 5, 5),
    count: Float64Array.of(1, 2, 1)
  });
  expect(Array.from(four.group)).toEqual([1, 2, 0, 1]);
  expect(customersIn(four.histories)).toBe(4);
});

it("groupHistories of nobody is empty", () => {
  expect(groupHistories({unit: "day", x: [], recency: [], age: []}).histories.count).toHaveLength(0);
});

it("groupHistories refuses impossible histories: fractional or negative x, t_x beyond T, t_x without a repeat, NaN", () => {
  for (const history of [
    [0.5, 1, 2],
    [-1, 0, 2],
    [1, 3, 2],
    [0, 1, 2],
    [1, NaN, 2],
    [1, 1, Infinity]
  ] as const) {
    expect(() => oneHistory("week", history)).toThrow(InputError);
  }
  expect(() => groupHistories({unit: "week", x: [1], recency: [], age: [1]})).toThrow(InputError);
});

// Weights 2, 0, 1, 1 by customer: group 0 ← customer 2, group 1 ← 0 and 3, group 2 ← 1.
it("countGroups adds the weights of a resample by group, leaves out −1", () => {
  expect(Array.from(countGroups(four.group, [2, 0, 1, 1], 3))).toEqual([1, 3, 0]);
  expect(Array.from(countGroups([-1, 0, 1], [5, 2, 3], 1))).toEqual([2]);
});

it("groupRows of no columns has no rows", () => expect(groupRows([]).first).toEqual([]));
