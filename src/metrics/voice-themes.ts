import {holm} from "../models/holm.ts";
import {rateDifference} from "../models/rate-difference.ts";
import type {Share, ShareDifference} from "../models/rate-difference.ts";
import {comparedBy} from "./compared-by.ts";
import {LEAST} from "./contrast.ts";
import {isFew} from "./few.ts";
import {isRest} from "./groups.ts";
import type {Facts} from "./metric.ts";
import {startOf} from "./period.ts";
import {ANY, itemsOf} from "./voice-frozen.ts";
import {isToldBeside} from "./voice-hidden.ts";
import type {PeriodCounts} from "./voice-periods.ts";
import {sidesOf} from "./voice-reader.ts";
import {meanOf} from "./voice-terms.ts";
import type {VoiceGroup, VoiceSums} from "./voice-terms.ts";

/** A row of `tables.themes`. */
export interface ThemeRow {
  readonly group: string | null;
  readonly theme: string;
  /** Its name in Japanese, where the catalog says it. */
  readonly theme_ja: string | null;
  readonly source: "catalog" | "cluster";
  /** Null where the sides stand, and it would tell of few on neither; then its share and mean are, too. */
  readonly customers: number | null;
  /** Of those who commented; null where their number may not be told. */
  readonly share: number | null;
  readonly mean: number | null;
  readonly share_for: number | null;
  readonly share_against: number | null;
  readonly before: number | null;
  readonly after: number | null;
  readonly change_p_holm: number | null;
  readonly difference: number | null;
  readonly p_holm: number | null;
  readonly differs: boolean;
  readonly difference_low: number | null;
  readonly difference_high: number | null;
}

export const THEME_COLUMNS = ["group", "theme", "theme_ja", "source", "customers", "share", "mean", "share_for", "share_against", "before", "after", "change_p_holm", "difference", "p_holm", "differs", "difference_low", "difference_high"] as const; // prettier-ignore
export const TREND_COLUMNS = ["group", "theme", "period", "commenters", "customers", "share"] as const;

/** What trends are made of. */
export interface TrendSums extends Pick<VoiceSums, "frozen" | "options"> {
  readonly periods: PeriodCounts;
  readonly facts: Facts;
}

/** A share on both sides, or after and before, and how they differ. */
interface Shares {
  readonly difference: ShareDifference;
  readonly own: number;
  readonly other: number;
}

/** A theme of a group, and what is not told of all. */
interface FoundTheme {
  readonly row: Pick<ThemeRow, "group" | "theme" | "theme_ja" | "source" | "customers" | "share" | "mean">;
  readonly isPrinted: boolean;
  /** Its sides, and its last two closed periods; `p` null where they are not tested, `shown` where they may not be. */
  readonly sides: {readonly p: number | null; readonly shown: Shares | null};
  readonly change: {readonly p: number | null; readonly shown: Shares | null};
}

/** A group's themes that enough customers speak of: the catalog's and then the clusters, each by size. */
export function themeRows(sums: VoiceSums & TrendSums, group: VoiceGroup): readonly ThemeRow[] {
  const found = sums.frozen.themes.flatMap((_, i) => foundTheme(i, sums, group) ?? []);
  const [pHolm, changeHolm] = [correct(found.map(({sides}) => sides.p)), correct(found.map(({change}) => change.p))];
  return found
    .map((one, i) => ({...one, row: themeRow(one, pHolm[i]!, {changed: changeHolm[i]!, ...sums.options})}))
    .flatMap(({row, isPrinted}) => (isPrinted ? [row] : []))
    .sort(
      (a, b) =>
        Number(a.source === "cluster") - Number(b.source === "cluster") || (b.customers ?? 0) - (a.customers ?? 0)
    );
}

/** Null of fewer customers than may be shown. */
function foundTheme(i: number, sums: VoiceSums & TrendSums, {group, g}: VoiceGroup): FoundTheme | null {
  const {read, told, frozen} = sums;
  const items = itemsOf(frozen);
  const theme = frozen.themes[i]!;
  const [item, whole] = [items.theme(i), items.wholeOf(theme)];
  const said = read(g, item, ANY);
  if (said.customers < frozen.minimum) return null;
  const count = (one: number) => read(g, one, ANY).customers;
  const {all} = told(item).sides(g);
  const isShown = all && told(whole).counts.has(g) && isToldBeside(count, whole, frozen);
  return {
    row: {
      group,
      theme: theme.name,
      theme_ja: theme.ja,
      source: theme.source,
      customers: all ? said.customers : null,
      share: isShown ? said.customers / count(whole) : null,
      mean: all ? meanOf(said) : null
    },
    isPrinted: told(item).counts.has(g),
    sides: sidesShares(sums, {group, g}, {item, whole}),
    change: changedShares(sums, g, {item, whole})
  };
}

function sidesShares(
  {read, told, frozen, options}: VoiceSums,
  {group, g}: VoiceGroup,
  {item, whole}: {item: number; whole: number}
): FoundTheme["sides"] {
  const compare = comparedBy(options);
  const isApart = compare !== "group" || (group !== null && !isRest(group));
  const [own, other] = sidesOf(read, {compare, g, item});
  const [allFor, allAgainst] = sidesOf(read, {compare, g, item: whole});
  const isTested = isApart && Math.min(allFor, allAgainst) >= LEAST && ![own, other].some((n) => isFew(n, frozen.minimum)); // prettier-ignore
  // A share of a side tells how many are on it of those who commented, whose number stands in print.
  const [said, commented] = [told(item).sides(g), told(whole).sides(g)];
  const isTold = said.own && said.other && commented.own && commented.other && commented.all;
  return compared({successes: own, n: allFor}, {successes: other, n: allAgainst}, {isTested, isTold, ...options});
}

function changedShares(
  {frozen, options, periods: {closed, count, isShown}}: TrendSums,
  g: number,
  {item, whole}: {item: number; whole: number}
): FoundTheme["change"] {
  const [before, after] = closed.slice(-2);
  if (before === undefined || after === undefined) return {p: null, shown: null};
  const moved = [after, before];
  const [is, was] = moved.map((at) => ({successes: count(g, item, at), n: count(g, whole, at)}));
  const isTested = [is!, was!].every(({successes, n}) => n >= LEAST && !isFew(successes, frozen.minimum));
  const isTold = moved.every((at) => isShown(g, item, at) && isShown(g, whole, at));
  return compared(is!, was!, {isTested, isTold, ...options});
}

function compared(
  one: Share,
  other: Share,
  {isTested, isTold, interval}: {isTested: boolean; isTold: boolean; interval: number}
): FoundTheme["sides"] {
  const difference = isTested ? rateDifference(one, other, interval) : null;
  if (!difference) return {p: null, shown: null};
  const shares = {difference, own: one.successes / one.n, other: other.successes / other.n};
  return {p: difference.p, shown: isTold ? shares : null};
}

function themeRow(
  {row, sides: {shown: sides}, change: {shown: change}}: FoundTheme,
  corrected: number | null,
  {changed, interval}: {changed: number | null; interval: number}
): ThemeRow {
  const p_holm = sides && corrected;
  return {
    ...row,
    share_for: sides?.own ?? null,
    share_against: sides?.other ?? null,
    before: change?.other ?? null,
    after: change?.own ?? null,
    change_p_holm: change && changed,
    difference: sides && sides.own - sides.other,
    p_holm,
    differs: p_holm !== null && p_holm < 1 - interval,
    difference_low: sides?.difference.low ?? null,
    difference_high: sides?.difference.high ?? null
  };
}

/** A group's themes by closed period: who speaks of each, of those who commented. */
export function trendRows(sums: TrendSums, {group, g}: VoiceGroup) {
  const {facts, frozen, options} = sums;
  const items = itemsOf(frozen);
  const {closed, count, isShown} = sums.periods;
  return frozen.themes.flatMap((theme, i) =>
    closed.map((index) => {
      const [item, whole] = [items.theme(i), items.wholeOf(theme)];
      const [commenters, customers] = [count(g, whole, index), count(g, item, index)];
      const isTold = commenters > 0 && isShown(g, whole, index);
      const isKnown = commenters >= LEAST && isShown(g, item, index);
      return {
        group,
        theme: theme.name,
        period: startOf(index, options.period, facts.calendar),
        commenters: isTold ? commenters : null,
        customers: isKnown ? customers : null,
        share: isKnown && isTold ? customers / commenters : null
      };
    })
  );
}

function correct(values: readonly (number | null)[]): readonly (number | null)[] {
  const tested = values.flatMap((p, i) => (p === null ? [] : [{p, i}]));
  const corrected = holm(tested.map(({p}) => p));
  const found = new Map(tested.map(({i}, k) => [i, corrected[k]!]));
  return values.map((_, i) => found.get(i) ?? null);
}
