import {ANY} from "./voice-frozen.ts";
import type {VoiceOptions} from "./voice-options.ts";
import {sidesOf} from "./voice-reader.ts";
import type {Read} from "./voice-reader.ts";

/** Whether it is some customers, but fewer than may be counted in print. */
export function isFew(n: number, minimum: number): boolean {
  return n > 0 && n < minimum;
}

/**
 * The places in `counts`, of everybody (the first) and then of each group, that may stand in print beside each other: none of few customers. What everybody's has beyond those of the groups that are shown is a count, too:
 * where it is few, the smallest groups are hidden with it until it is enough.
 */
export function shownCounts(counts: readonly number[], minimum: number): ReadonlySet<number> {
  const shown = new Set(counts.flatMap((n, i) => (isFew(n, minimum) ? [] : [i])));
  const all = counts[0] ?? 0;
  const groups = bySize(counts).filter((i) => shown.has(i));
  let rest = groups.reduce((left, i) => left - counts[i]!, all);
  for (const i of groups) {
    if (!isFew(rest, minimum)) break;
    shown.delete(i);
    rest += counts[i]!;
  }
  return shown;
}

/** What is known of a thing that customers say: how many in all, of them on one side and on the other one. */
export interface Sided {
  readonly customers: number;
  readonly own: number;
  readonly other: number;
}

/**
 * The groups, by their places in `all` after everybody's, whose two sides may stand in print: none with a side of few, or that `shown` ({@link shownCounts}) leaves out. And as everybody's sides less those of the others would be theirs,
 * never one is hidden alone, nor so many that they have few on a side together.
 */
export function shownSides(all: readonly Sided[], shown: ReadonlySet<number>, minimum: number): ReadonlySet<number> {
  const sizes = all.map(({customers}) => customers);
  const isHidden = (i: number) => !shown.has(i) || isFew(all[i]!.own, minimum) || isFew(all[i]!.other, minimum);
  const groups = bySize(sizes);
  const hidden = groups.filter(isHidden);
  const open = groups.filter((i) => !isHidden(i));
  const isKnown = () =>
    hidden.length === 1 ||
    (["own", "other"] as const).some((side) =>
      isFew(
        hidden.reduce((sum, i) => sum + all[i]![side], 0),
        minimum
      )
    );
  while (hidden.length > 0 && open.length > 0 && isKnown()) hidden.push(open.shift()!);
  return new Set(open);
}

/** The places of {@link shownCounts} and of {@link shownSides} of one item. */
export interface Told {
  readonly counts: ReadonlySet<number>;
  readonly sides: ReadonlySet<number>;
}

/** What may be told of an item, by place: everybody (0), and as many groups as there are. */
export function toldOf(
  read: Read,
  {compare, places, minimum}: {compare: NonNullable<VoiceOptions["compare"]>; places: number; minimum: number}
): (item: number) => Told {
  const known = new Map<number, Told>();
  return (item) => {
    const found = known.get(item);
    if (found) return found;
    const all = Array.from({length: places}, (_, g): Sided => {
      const [own, other] = sidesOf(read, {compare, g, item});
      return {customers: read(g, item, ANY).customers, own, other};
    });
    const counts = shownCounts(all.map(({customers}) => customers), minimum); // prettier-ignore
    // Of groups that are held against each other the sides are these counts themselves.
    const told = {counts, sides: compare === "group" ? counts : shownSides(all, counts, minimum)};
    known.set(item, told);
    return told;
  };
}

/** Which of everybody's two sides may stand in print beside the number of all: not one of few, nor the other one where there is next to nothing else. */
export function everybodysSides(
  {customers, own, other}: Sided,
  minimum: number
): {readonly own: boolean; readonly other: boolean} {
  const isTold = (hidden: number, side: number) => isFew(hidden, minimum) && customers - side < minimum;
  return {
    own: !isFew(own, minimum) && !isTold(other, own),
    other: !isFew(other, minimum) && !isTold(own, other)
  };
}

/** The places of groups that have any, smallest first. */
function bySize(counts: readonly number[]): readonly number[] {
  return counts.flatMap((n, i) => (i > 0 && n > 0 ? [i] : [])).sort((a, b) => counts[a]! - counts[b]! || a - b);
}
