import {expect, it} from "vitest";
import {withPicked} from "../../../src/site/live/cross-filter.ts";
import {nameAbout} from "../../../src/site/tools/about.ts";

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

it("a mark is about the longest name that its words begin with", () => {
  const names = ["Gold", "Gold, family", "Silver", "ゴールド"];
  expect(nameAbout(["Gold, family: 3%"], names)).toBe("Gold, family");
  expect(nameAbout(["Gold, Mar 2025: 3%"], names)).toBe("Gold");
  expect(nameAbout(["3%", "Silver"], names)).toBe("Silver");
  expect(nameAbout(["ゴールド、2025年3月：3%"], names)).toBe("ゴールド");
  expect(nameAbout(["Golden: 3%"], names)).toBeNull();
});
