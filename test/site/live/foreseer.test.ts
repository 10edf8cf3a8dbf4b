import {expect, it} from "vitest";
import {Foreseer} from "../../../src/site/live/foreseer.ts";
import type {AskedFigure} from "../../../src/site/live/live-messages.ts";
import type {Selection} from "../../../src/site/live/selection.ts";

const of = (...names: readonly string[]): readonly Selection[] =>
  names.map((name) => ({values: {segment: [name]}, joined: null}));
const nameOf = ({values}: Selection): string => values["segment"]![0]!;

const figures: readonly AskedFigure[] = [{name: "kpis", options: null, parts: []}];

/** Makes nothing, and notes what it is asked; what `answers` lists of a name is given one after the other, then true. */
function maker(answers: Readonly<Record<string, readonly boolean[]>> = {}) {
  const asked: string[] = [];
  const left = Object.fromEntries(Object.entries(answers).map(([name, list]) => [name, [...list]]));
  const make = async (selection: Selection): Promise<boolean> => {
    asked.push(nameOf(selection));
    return left[nameOf(selection)]?.shift() ?? true;
  };
  return {asked, foreseer: new Foreseer({see: () => figures, make})};
}

it("makes what a menu offers in its order, eight at most", async () => {
  const {asked, foreseer} = maker();
  await foreseer.offer(of("a", "b", "c", "d", "e", "f", "g", "h", "i"));
  expect(asked).toEqual(["a", "b", "c", "d", "e", "f", "g", "h"]);
});

it("one that had to give way is begun anew, three times at most", async () => {
  const {asked, foreseer} = maker({b: [false], c: [false, false, false, false]});
  await foreseer.offer(of("a", "b", "c", "d"));
  expect(asked).toEqual(["a", "b", "b", "c", "c", "c", "d"]);
});

it("what the reader points at comes first, and a later menu takes over", async () => {
  const {asked, foreseer} = maker();
  const first = foreseer.offer(of("a", "b"));
  foreseer.point(of("p")[0]!);
  const second = foreseer.offer(of("c"));
  await Promise.all([first, second]);
  expect(asked).toEqual(["p", "c"]);
});

it("a choice that cannot be made is no matter for the others", async () => {
  const asked: string[] = [];
  const make = async (selection: Selection): Promise<boolean> => {
    asked.push(nameOf(selection));
    if (nameOf(selection) !== "b") throw new Error("no such file");
    return true;
  };
  const foreseer = new Foreseer({see: () => figures, make});
  foreseer.point(of("p")[0]!);
  await foreseer.offer(of("a", "b"));
  expect(asked).toEqual(["p", "a", "a", "a", "b"]);
});

it("sees the page once for all that a menu offers, anew for what is pointed at, and not for a menu that closes", async () => {
  let seen = 0;
  const made: [string, string][] = [];
  const foreseer = new Foreseer({
    see: () => [{name: String(++seen), options: null, parts: []}],
    make: async (selection, [figure]) => made.push([nameOf(selection), figure!.name]) > 0
  });
  await foreseer.offer(of("a", "b"));
  foreseer.point(of("p")[0]!);
  await foreseer.offer([]);
  expect(made).toEqual([
    ["a", "1"],
    ["b", "1"],
    ["p", "2"]
  ]);
  expect(seen).toBe(2);
});
