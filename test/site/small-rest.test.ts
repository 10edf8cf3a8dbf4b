import {table} from "arquero";
import {expect, it} from "vitest";
import type {Result} from "../../src/metrics/metric.ts";
import {withoutSmallRest} from "../../src/site/small-rest.ts";

const result = (group: (string | null)[], customers: number[]): Result => ({
  table: table({group, customers}),
  units: {},
  n: 0,
  of: "customers",
  finding: null,
  notes: ["kept"]
});

// 1 of 100 customers is 1%, below the 2%; 2 of 100 is not.
it("a rest below 2% of the customers is not drawn, and a note says so", () => {
  const drawn = withoutSmallRest(result([null, "A", "(other)"], [100, 99, 1]));
  expect(drawn.table.array("group")).toEqual([null, "A"]);
  expect(drawn.notes).toEqual(["kept", "small-rest"]);
});

it("a rest of 2%, and a result without groups, stay as they are", () => {
  const large = result([null, "A", "(other)"], [100, 98, 2]);
  expect(withoutSmallRest(large)).toBe(large);
  const plain: Result = {...large, table: table({value: [1]})};
  expect(withoutSmallRest(plain)).toBe(plain);
});

it("the rest of a curve is left out by the counts of its groups", () => {
  const points = ["A", "(other)", "A", "(other)"];
  const curve: Result = {
    ...result([null], [100]),
    table: table({customers_share: [0, 0, 1, 1], value_share: [0, 0, 1, 1], group: points}),
    tables: {groups: table({group: [null, "A", "(other)"], customers: [100, 99, 1]})}
  };
  expect(withoutSmallRest(curve).table.array("group")).toEqual(["A", "A"]);
  expect(withoutSmallRest(curve).tables!["groups"]!.array("group")).toEqual([null, "A"]);
  const large: Result = {...curve, tables: {groups: table({group: [null, "A", "(other)"], customers: [100, 90, 10]})}};
  expect(withoutSmallRest(large)).toBe(large);
});
