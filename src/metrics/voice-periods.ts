import type {Rolled} from "../cube/cube.ts";
import {LEAST} from "./contrast.ts";
import {hiddenCells} from "./hidden-cells.ts";
import type {CountCell, CountSum} from "./hidden-cells.ts";
import type {Facts} from "./metric.ts";
import {lastClosed} from "./period.ts";
import {ANY, itemsOf} from "./voice-frozen.ts";
import {isToldBeside} from "./voice-hidden.ts";
import type {VoiceSums} from "./voice-terms.ts";

/** What trends are made of. */
export interface PeriodSums extends Pick<VoiceSums, "frozen" | "options" | "read" | "told"> {
  /** Customers by item and period. */
  readonly rolled: Rolled;
  readonly facts: Facts;
}

/** Customers of groups by item and period. */
export interface PeriodCounts {
  /** The closed periods from the first to the last with a comment. */
  readonly closed: readonly number[];
  count(g: number, item: number, period: number): number;
  /** Whether the count of a theme, or of all who could speak of one, may stand in print beside those of other periods and groups (and languages), and that of the whole time. */
  isShown(g: number, item: number, period: number): boolean;
}

/** A count of an item by group and period; of the whole time, too, with the period null. */
interface PeriodCell extends CountCell {
  readonly g: number;
  readonly item: number;
  readonly period: number | null;
}

/** The counts of all groups, and which of them may be told. */
export function periodCounts(sums: PeriodSums): PeriodCounts {
  const {facts, frozen, options, rolled} = sums;
  const {keys, size, statistics} = rolled;
  const items = itemsOf(frozen);
  const wholes = [items.everybody, ...frozen.languages.map((_, i) => items.speakers(i))];
  const places = new Map(Array.from({length: size}, (_, k) => [`${keys["item"]![k]} ${keys["period"]![k]}`, k]));
  const count = (g: number, item: number, period: number): number => {
    const k = places.get(`${item} ${period}`);
    return k === undefined ? 0 : statistics["customers"]![g]![k]!;
  };
  const known = [...new Set(keys["period"]!)].sort((a, b) => a - b);
  const last = lastClosed(facts.asOf, options.period, facts.calendar);
  const [first, end] = [known.find((period) => period <= last), known.findLast((period) => period <= last)];
  const hiddenOf = (together: readonly number[]): ReadonlySet<string> => {
    const cells = together.flatMap((item) => cellsOf(item, {count, known, last, wholes}, sums));
    const hidden = hiddenCells(cells, sumsOf(cells, items.everybody), frozen.minimum);
    return new Set([...hidden].map((i) => nameOf(cells[i]!)));
  };
  const found = new Map<number, ReadonlySet<string>>();
  const hiddenWith = (item: number): ReadonlySet<string> => {
    const together = wholes.includes(item) ? wholes : [item];
    const hidden = found.get(together[0]!) ?? hiddenOf(together);
    found.set(together[0]!, hidden);
    return hidden;
  };
  return {
    closed: first === undefined ? [] : Array.from({length: end! - first + 1}, (_, i) => first + i),
    count,
    isShown: (g, item, period) => !hiddenWith(item).has(nameOf({g, item, period}))
  };
}

interface Counted extends Pick<PeriodCounts, "count"> {
  /** All periods with a comment, in order, and the last closed one. */
  readonly known: readonly number[];
  readonly last: number;
  /** The items of all who comment, and of those who do in each language. */
  readonly wholes: readonly number[];
}

/** An item's counts by group and period, and of the whole time. */
function cellsOf(
  item: number,
  {count, known, last, wholes}: Counted,
  {frozen, read, rolled, told}: PeriodSums
): readonly PeriodCell[] {
  const items = itemsOf(frozen);
  const spoken = frozen.themes.map((theme, i) => ({item: items.theme(i), whole: items.wholeOf(theme)}));
  const whole = spoken.find((theme) => theme.item === item)?.whole ?? null;
  const isDrawn = spoken.some((theme) => theme.whole === item);
  const isPrinted = (g: number, period: number) =>
    period <= last && (whole === null ? isDrawn : count(g, whole, period) >= LEAST);
  const isTold = (g: number): boolean => {
    if (!wholes.includes(item)) return told(item).counts.has(g) && told(item).sides(g).all;
    if (g === 0 && item === items.everybody) return true;
    return told(item).counts.has(g) && isToldBeside((one) => read(g, one, ANY).customers, item, frozen);
  };
  return rolled.groups.flatMap((_, g) => {
    const [all, isPublic] = [read(g, item, ANY).customers, isTold(g)];
    const cells = known.map((period): PeriodCell => {
      const n = count(g, item, period);
      return {g, item, period, n, isFixed: isPublic && n === all, isFree: !isPrinted(g, period), isSecret: false};
    });
    return [...cells, {g, item, period: null, n: all, isFixed: isPublic, isFree: false, isSecret: !isPublic}];
  });
}

function nameOf({g, item, period}: Pick<PeriodCell, "g" | "item" | "period">): string {
  return `${g} ${item} ${period}`;
}

/** Periods are parts of the whole time, groups of everybody, and who comments in a language of all who comment. */
function sumsOf(cells: readonly PeriodCell[], everybody: number): readonly CountSum[] {
  const sums = new Map<string, {whole: number | null; parts: number[]}>();
  const add = (key: string, i: number, isWhole: boolean) => {
    const sum = sums.get(key) ?? {whole: null, parts: []};
    if (isWhole) sum.whole = i;
    else sum.parts.push(i);
    sums.set(key, sum);
  };
  cells.forEach(({g, item, period}, i) => {
    add(`time ${g} ${item}`, i, period === null);
    if (period === null) return;
    add(`group ${item} ${period}`, i, g === 0);
    add(`language ${g} ${period}`, i, item === everybody);
  });
  return [...sums.values()].flatMap(({whole, parts}) => (whole === null || parts.length === 0 ? [] : [{whole, parts}]));
}
