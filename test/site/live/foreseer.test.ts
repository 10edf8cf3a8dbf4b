import {expect, it} from "vitest";
import {Foreseer} from "../../../src/site/live/foreseer.ts";
import type {AskedAhead} from "../../../src/site/live/live-messages.ts";

const of = (...names: readonly string[]): readonly AskedAhead[] =>
  names.map((name) => ({selection: {values: {segment: [name]}, joined: null}, figures: [], hasNews: false}));
const nameOf = ({selection}: AskedAhead): string => selection.values["segment"]![0]!;

/** Makes nothing but the name, and notes what it is asked; as often as `failures` says of a name, it has to give way. */
function maker(failures: Readonly<Record<string, number>> = {}) {
  const asked: string[] = [];
  const left: Record<string, number> = {...failures};
  const make = async (choice: AskedAhead): Promise<string | null> => {
    const name = nameOf(choice);
    asked.push(name);
    const times = left[name] ?? 0;
    left[name] = times - 1;
    return times > 0 ? null : name;
  };
  return {asked, foreseer: new Foreseer(make)};
}

it("makes what a menu offers in its order, eight at most", async () => {
  const {asked, foreseer} = maker();
  await foreseer.offer(of("a", "b", "c", "d", "e", "f", "g", "h", "i"));
  expect(asked).toEqual(["a", "b", "c", "d", "e", "f", "g", "h"]);
});

it("one that had to give way is begun anew, three times at most", async () => {
  const {asked, foreseer} = maker({b: 1, c: 4});
  await foreseer.offer(of("a", "b", "c", "d"));
  expect(asked).toEqual(["a", "b", "b", "c", "c", "c", "d"]);
});

it("hands over what the reader points at, which comes first, and a later menu takes over", async () => {
  const {asked, foreseer} = maker();
  const first = foreseer.offer(of("a", "b"));
  const pointed = foreseer.point(of("p")[0]!);
  const second = foreseer.offer(of("c"));
  await Promise.all([first, second]);
  expect(asked).toEqual(["p", "c"]);
  expect(await pointed).toBe("p");
});

it("a choice that cannot be made is no matter for the others", async () => {
  const asked: string[] = [];
  const foreseer = new Foreseer(async (choice) => {
    asked.push(nameOf(choice));
    if (nameOf(choice) !== "b") throw new Error("no such file");
    return "b";
  });
  const pointed = foreseer.point(of("p")[0]!);
  await foreseer.offer(of("a", "b"));
  expect(asked).toEqual(["p", "a", "a", "a", "b"]);
  await expect(pointed).rejects.toThrow("no such file");
});

it("a menu that closes has nothing more made", async () => {
  const {asked, foreseer} = maker();
  const open = foreseer.offer(of("a", "b"));
  await foreseer.offer([]);
  await open;
  expect(asked).toEqual([]);
});
