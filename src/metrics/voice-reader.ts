import type {Rolled} from "../cube/cube.ts";

/** What of an item is known on a side. */
export interface Said {
  /** Who says it; of a language the terms that are used. */
  readonly customers: number;
  /** Comments with a score. */
  readonly scored: number;
  /** The sum of their scores. */
  readonly score: number;
}

/** The sums of a group's item on a side. */
export type Read = (g: number, item: number, side: number) => Said;

const SIDES = 3;

/** Reads the rolled-up comments; zeros for what nobody says. */
export function reader({keys, size, statistics}: Rolled): Read {
  const places = new Map(Array.from({length: size}, (_, k) => [keys["item"]![k]! * SIDES + keys["side"]![k]!, k]));
  return (g, item, side) => {
    const k = places.get(item * SIDES + side);
    const sum = (name: string) => (k === undefined ? 0 : statistics[name]![g]![k]!);
    return {customers: sum("customers"), scored: sum("scored"), score: sum("score")};
  };
}

/** How often an item is said on a group's own side and on the other one. Groups are held against all others together: a customer is in one group only. */
export function sidesOf(
  read: Read,
  {compare, g, item}: {compare: "score" | "group" | "period"; g: number; item: number}
): readonly [own: number, other: number] {
  if (compare !== "group") return [read(g, item, 1).customers, read(g, item, 2).customers];
  const own = read(g, item, 0).customers;
  return [own, read(0, item, 0).customers - own];
}
