import {isFew} from "./few.ts";
import {ANY, itemsOf} from "./voice-frozen.ts";
import type {VoiceFrozen} from "./voice-frozen.ts";
import type {VoiceOptions} from "./voice-options.ts";
import {sidesOf} from "./voice-reader.ts";
import type {Read} from "./voice-reader.ts";

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

/** Both sides, and who is on neither: none of these may be told where it is few. Who is on both makes the last one seem smaller than it is. */
const PARTS: readonly ((sums: Sided) => number)[] = [
  ({own}) => own,
  ({other}) => other,
  ({customers, own, other}) => customers - own - other
];

/**
 * The groups, by their places in `all` after everybody's, whose two sides may stand in print: none with a side of few, or with few on neither, or that `shown` ({@link shownCounts}) leaves out. And as everybody's sides less those of the others would be theirs,
 * never one is hidden alone, nor so many that they have few on a side, or on neither, together.
 */
export function shownSides(all: readonly Sided[], shown: ReadonlySet<number>, minimum: number): ReadonlySet<number> {
  const sizes = all.map(({customers}) => customers);
  const isHidden = (i: number) => !shown.has(i) || PARTS.some((part) => isFew(part(all[i]!), minimum));
  const groups = bySize(sizes);
  const hidden = groups.filter(isHidden);
  const open = groups.filter((i) => !isHidden(i));
  const together = (part: (sums: Sided) => number) => hidden.reduce((sum, i) => sum + part(all[i]!), 0);
  const isKnown = () => hidden.length === 1 || PARTS.some((part) => isFew(together(part), minimum));
  while (hidden.length > 0 && open.length > 0 && isKnown()) hidden.push(open.shift()!);
  return new Set(open);
}

/** Which numbers may stand in print: those of two sides, and of all. */
export interface ShownSides {
  readonly own: boolean;
  readonly other: boolean;
  readonly all: boolean;
}

const NO_SIDES: ShownSides = {own: false, other: false, all: true};

/**
 * Which of everybody's numbers may stand in print: none of few, nor such as leave few. Where few are on neither side the number of all is hidden, so that the sides can be compared; and where it cannot be, as groups add up to it (`isSum`), or a side is of few, of both sides the larger one stands.
 */
export function everybodysSides({customers, own, other}: Sided, minimum: number, isSum = false): ShownSides {
  const isShown = (sides: ShownSides) => {
    const told = [...(sides.own ? [own] : []), ...(sides.other ? [other] : [])];
    const left = sides.all ? told.reduce((rest, side) => rest - side, customers) : 0;
    return ![...told, left].some((n) => isFew(n, minimum));
  };
  const isLarger = own >= other;
  return (
    [
      {own: true, other: true, all: true},
      ...(isSum ? [] : [{own: true, other: true, all: false}]),
      {own: isLarger, other: !isLarger, all: true},
      {own: !isLarger, other: isLarger, all: true}
    ].find(isShown) ?? NO_SIDES
  );
}

/** What may be told of an item: of which places (everybody, 0, and then each group) how many say it, and of a place which of its numbers. */
export interface Told {
  readonly counts: ReadonlySet<number>;
  sides(g: number): ShownSides;
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
    // Of groups that are held against each other the sides are these counts themselves, and everybody is on none.
    const isGroups = compare === "group";
    const groups = isGroups ? counts : shownSides(all, counts, minimum);
    const everybody = isGroups ? NO_SIDES : everybodysSides(all[0]!, minimum, places > 1);
    const sides = (g: number) => (g === 0 ? everybody : {own: groups.has(g), other: groups.has(g), all: true});
    const told = {counts, sides};
    known.set(item, told);
    return told;
  };
}

/** Whether the number of all who commented, or of those in a language, may stand in print beside those of the other languages: they are all but parts of each other. */
export function isToldBeside(
  count: (item: number) => number,
  whole: number,
  {languages, themes, minimum}: Pick<VoiceFrozen, "languages" | "themes" | "minimum">
): boolean {
  const {everybody, speakers} = itemsOf({languages, themes});
  const all = [everybody, ...languages.map((_, i) => speakers(i))];
  return shownCounts(all.map(count), minimum).has(all.indexOf(whole));
}

/** The places of groups that have any, smallest first. */
function bySize(counts: readonly number[]): readonly number[] {
  return counts.flatMap((n, i) => (i > 0 && n > 0 ? [i] : [])).sort((a, b) => counts[a]! - counts[b]! || a - b);
}
