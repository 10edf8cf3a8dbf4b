import {expect, it} from "vitest";
import {statesOf} from "../../../src/site/live/states.ts";
import type {Selection} from "../../../src/site/live/selection.ts";

const node = (reads: readonly string[], parts = {}) => ({isFiltered: false, isWindowed: false, isFixed: false, reads, ...parts}); // prettier-ignore
const states = statesOf({
  nodes: {
    orders: node([], {isFiltered: true, isWindowed: true}),
    people: node([], {isFiltered: true}),
    spend: node([], {isWindowed: true}),
    chart: node(["people"])
  },
  inputs: []
});

/** Names that are as built under a selection. */
const built = (selection: Selection): string[] =>
  ["orders", "people", "spend", "chart", "metric"].filter((name) => states.isAsBuilt(name, selection));

it("a name is as built unless something that it stands on is chosen; a comparison is nothing of it", () => {
  const nobodyLeftOut = {values: {plan: []}, joined: null};
  expect(built(nobodyLeftOut)).toEqual(["orders", "people", "spend", "chart", "metric"]);
  expect(built({...nobodyLeftOut, compare: "all"})).toEqual(["orders", "people", "spend", "chart", "metric"]);
  expect(built({values: {plan: ["Gold"]}, joined: null})).toEqual(["spend"]);
  expect(built({values: {}, joined: [600, 610]})).toEqual(["spend"]);
  expect(built({values: {}, joined: null, period: [600, 610]})).toEqual(["people", "chart"]);
});
