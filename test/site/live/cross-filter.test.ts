import {expect, it} from "vitest";
import {withPicked} from "../../../src/site/live/cross-filter.ts";

const chosen = (...segment: string[]) => ({values: {segment, channel: ["Web"]}, joined: null});
const pick = (from: readonly string[], value: string, isAdded = false) =>
  withPicked(chosen(...from), {dimension: "segment", value}, isAdded).values;

it("a click chooses a value alone and takes it away again; other filters stay", () => {
  expect(pick([], "Gold")).toEqual({segment: ["Gold"], channel: ["Web"]});
  expect(pick(["Gold", "Silver"], "Gold")["segment"]).toEqual(["Gold"]);
  expect(pick(["Silver"], "Gold")["segment"]).toEqual(["Gold"]);
  expect(pick(["Gold"], "Gold")["segment"]).toEqual([]);
});

it("with a key held it is added, or taken out", () => {
  expect(pick(["Silver"], "Gold", true)["segment"]).toEqual(["Silver", "Gold"]);
  expect(pick(["Silver", "Gold"], "Gold", true)["segment"]).toEqual(["Silver"]);
});
