import {holm} from "../models/holm.ts";
import {groupOrder, isRest} from "./groups.ts";
import {lastTwo, sizeOf} from "./score-series.ts";
import type {ScoreSeries, Scores} from "./score-series.ts";

/** What a figure is of some answers, and how those of two lots differ. */
export interface Judge {
  /** Null of fewer than 10 answers. */
  value(scores: Scores): number | null;
  /** Fewer than 30 answers, or an interval too wide to compare. */
  isLowBase(scores: Scores): boolean;
  /** The test of one − other, and its interval; null where either has no answers. */
  compare(one: Scores, other: Scores): Comparison | null;
}

/** A difference with its interval and its two-sided test. */
export interface Comparison {
  readonly low: number;
  readonly high: number;
  readonly z: number | null;
  readonly p: number | null;
}

/** A row of `tables.changes`. */
export interface Change extends Comparison {
  readonly group: string | null;
  readonly from: Date;
  readonly to: Date;
  readonly before: number;
  readonly after: number;
  readonly difference: number;
  readonly p_holm: number | null;
  /** Is the figure of both periods on a base broad enough for an arrow? */
  readonly isBroad: boolean;
}

/** A row of `tables.differences`. */
export interface GroupDifference extends Comparison {
  readonly group: string;
  readonly other: string;
  readonly difference: number;
  readonly p_holm: number | null;
}

export const CHANGE_COLUMNS = ["group", "from", "to", "before", "after", "difference", "low", "high", "z", "p", "p_holm"] as const; // prettier-ignore
export const DIFFERENCE_COLUMNS = ["group", "other", "difference", "low", "high", "z", "p", "p_holm"] as const;
/** Most pairs that a table lists: those of 30 groups. */
const MOST_PAIRS = 435;

/**
 * From the last but one to the last closed period with answers: `before`, `after`, `difference` as they are; `low`, `high`, `z`, `p` of the adjusted test, `p_holm` corrected over the groups (everybody's is one test).
 * Groups with fewer than 10 answers in either are absent.
 */
export function changes(series: readonly ScoreSeries[], judge: Judge): readonly Change[] {
  const rows = series.flatMap((one) => {
    const two = lastTwo(one);
    if (!two) return [];
    const [from, to] = two;
    const [before, after] = [judge.value(from.scores), judge.value(to.scores)];
    const compared = judge.compare(to.scores, from.scores);
    if (before === null || after === null || !compared) return [];
    const isBroad = !judge.isLowBase(from.scores) && !judge.isLowBase(to.scores);
    const {low, high, z, p} = compared;
    return [{group: one.group, from: from.period, to: to.period, before, after, difference: after - before, low, high, z, p, isBroad}]; // prettier-ignore
  });
  const own = corrected(rows.filter(({group}) => group !== null && !isRest(group)));
  return rows.map((row) => ({...row, p_holm: row.group === null ? row.p : (own.get(row) ?? null)}));
}

/** All pairs of groups with at least 10 answers, the earlier one first; `p_holm` is corrected over them. Beyond 435 pairs, those least likely by chance. */
export function groupDifferences(series: readonly ScoreSeries[], judge: Judge): readonly GroupDifference[] {
  const known = series.flatMap(({group, whole}) => {
    const value = judge.value(whole);
    return group === null || isRest(group) || value === null ? [] : [{group, whole, value}];
  });
  const pairs = known.flatMap((one, i) =>
    known.slice(i + 1).flatMap((other) => {
      const compared = judge.compare(one.whole, other.whole);
      if (!compared) return [];
      const {low, high, z, p} = compared;
      return [{group: one.group, other: other.group, difference: one.value - other.value, low, high, z, p}];
    })
  );
  const own = corrected(pairs);
  const rows = pairs.map((pair) => ({...pair, p_holm: own.get(pair) ?? null}));
  return rows.length <= MOST_PAIRS
    ? rows
    : rows.toSorted((a, b) => (a.p_holm ?? 1) - (b.p_holm ?? 1) || (a.p ?? 1) - (b.p ?? 1)).slice(0, MOST_PAIRS);
}

function corrected<Row extends {readonly p: number | null}>(rows: readonly Row[]): ReadonlyMap<Row, number> {
  const tested = rows.filter(({p}) => p !== null);
  const values = holm(tested.map(({p}) => p!));
  return new Map(tested.map((row, i) => [row, values[i]!]));
}

/** The groups with the highest and the lowest figure, if they differ beyond the noise of all pairs at `1 - level`. */
export function ends(
  series: readonly ScoreSeries[],
  {judge, level}: {readonly judge: Judge; readonly level: number}
): {readonly best: ScoreSeries; readonly worst: ScoreSeries} | null {
  const ranked = series
    .filter(({group, whole}) => group !== null && !isRest(group) && judge.value(whole) !== null)
    .toSorted((a, b) => judge.value(b.whole)! - judge.value(a.whole)! || (a.group! < b.group! ? -1 : 1));
  const [best, worst] = [ranked[0], ranked.at(-1)];
  if (!best || !worst || best === worst) return null;
  const pair = groupDifferences(ranked, judge).find(({group, other}) => group === best.group && other === worst.group);
  return pair?.p_holm != null && pair.p_holm < 1 - level ? {best, worst} : null;
}

/** Everybody, then the groups: where the highest differs from the lowest beyond the noise by their figure, else by size; "(other)" and "(none)" last. */
export function inOrder(series: readonly ScoreSeries[], judge: Judge, isRanked: boolean): readonly ScoreSeries[] {
  const bySize = groupOrder(series, ({whole}) => sizeOf(whole));
  if (!isRanked) return bySize;
  const place = new Map(bySize.map(({group}, i) => [group, i]));
  const last = bySize.length;
  const valueOf = ({group, whole}: ScoreSeries) => (group === null ? Infinity : (judge.value(whole) ?? -Infinity));
  const rest = ({group}: ScoreSeries) => (isRest(group) ? last : 0);
  return bySize.toSorted(
    (a, b) => rest(a) - rest(b) || compareDown(valueOf(a), valueOf(b)) || place.get(a.group)! - place.get(b.group)!
  );
}

function compareDown(a: number, b: number): number {
  return a === b ? 0 : b > a ? 1 : -1;
}
