import {expect, it} from "vitest";
import {valueAbout, withPicked} from "../../../src/site/live/cross-filter.ts";

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

it("a mark is about the longest value that its words begin with", () => {
  const values = ["Gold", "Gold, family", "Silver"].map((name) => ({value: name.toLowerCase(), name}));
  expect(valueAbout(["Gold, family: 3%"], values)).toBe("gold, family");
  expect(valueAbout(["Gold, Mar 2025: 3%"], values)).toBe("gold");
  expect(valueAbout(["3%", "Silver"], values)).toBe("silver");
  expect(valueAbout(["Golden: 3%"], values)).toBeNull();
});
