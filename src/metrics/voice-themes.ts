import type {Rolled} from "../cube/cube.ts";
import {holm} from "../models/holm.ts";
import {rateDifference} from "../models/rate-difference.ts";
import {LEAST} from "./contrast.ts";
import {isRest} from "./groups.ts";
import type {Facts} from "./metric.ts";
import {lastClosed, startOf} from "./period.ts";
import {ANY, itemsOf} from "./voice-frozen.ts";
import {isFew, shownCounts} from "./voice-hidden.ts";
import {comparedBy} from "./voice-options.ts";
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
  readonly customers: number;
  readonly share: number;
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
export interface PeriodSums extends Pick<VoiceSums, "frozen" | "options"> {
  /** Customers by item and period. */
  readonly rolled: Rolled;
  readonly facts: Facts;
}

/** A group's themes that enough customers speak of: the catalog's and then the clusters, each by size. */
export function themeRows({read, told, ...sums}: VoiceSums & PeriodSums, {group, g}: VoiceGroup): readonly ThemeRow[] {
  const {frozen, options} = sums;
  const {interval} = options;
  const compare = comparedBy(options);
  const items = itemsOf(frozen);
  const isApart = compare !== "group" || (group !== null && !isRest(group));
  const inPeriod = periodReader(sums, g);
  const moved = inPeriod.closed.slice(-2);
  const rows = frozen.themes.flatMap(({name, ja, language, source}, i) => {
    const item = items.theme(i);
    const said = read(g, item, ANY);
    const {counts, sides} = told(item);
    if (said.customers < frozen.minimum) return [];
    const [own, other] = sidesOf(read, {compare, g, item});
    // A cluster is of one language: who comments in another one cannot speak of it.
    const whole = language === null ? items.everybody : items.speakers(frozen.languages.findIndex((one) => one.language === language)); // prettier-ignore
    const [allFor, allAgainst] = sidesOf(read, {compare, g, item: whole});
    const isCompared = isApart && Math.min(allFor, allAgainst) >= LEAST;
    const compared = isCompared
      ? rateDifference({successes: own, n: allFor}, {successes: other, n: allAgainst}, interval)
      : null;
    const isTested = isCompared && !isFew(own, frozen.minimum) && !isFew(other, frozen.minimum);
    const isShown = isTested && (g === 0 || sides.has(g));
    const [was, is] = moved.map((period) => ({successes: inPeriod.read(item, period), n: inPeriod.read(whole, period)})); // prettier-ignore
    const isKnown = was !== undefined && is !== undefined && [was, is].every(({successes, n}) => n >= LEAST && !isFew(successes, frozen.minimum)); // prettier-ignore
    const isTold = isKnown && moved.every((period) => inPeriod.isShown(item, period));
    const change = isKnown ? rateDifference(is, was, interval) : null;
    return [
      {
        row: {
          group,
          theme: name,
          theme_ja: ja,
          source,
          customers: said.customers,
          share: said.customers / read(g, whole, ANY).customers,
          mean: meanOf(said),
          share_for: isShown ? own / allFor : null,
          share_against: isShown ? other / allAgainst : null,
          before: isTold ? was.successes / was.n : null,
          after: isTold ? is.successes / is.n : null,
          difference: isShown ? own / allFor - other / allAgainst : null,
          difference_low: isShown ? compared!.low : null,
          difference_high: isShown ? compared!.high : null
        },
        p: isTested ? compared!.p : null,
        changed: change?.p ?? null,
        isPrinted: counts.has(g),
        isShown,
        isTold
      }
    ];
  });
  const [pHolm, changeHolm] = [correct(rows.map(({p}) => p)), correct(rows.map(({changed}) => changed))];
  return rows
    .flatMap(({row, isPrinted, isShown, isTold}, i): ThemeRow[] => {
      const p_holm = isShown ? pHolm[i]! : null;
      const differs = p_holm !== null && p_holm < 1 - interval;
      return isPrinted ? [{...row, change_p_holm: isTold ? changeHolm[i]! : null, p_holm, differs}] : [];
    })
    .sort((a, b) => Number(a.source === "cluster") - Number(b.source === "cluster") || b.customers - a.customers);
}

/** A group's themes by closed period: who speaks of each, of those who commented. */
export function trendRows(sums: PeriodSums, {group, g}: VoiceGroup) {
  const {facts, frozen, options} = sums;
  const items = itemsOf(frozen);
  const {closed, isShown: isTold, read} = periodReader(sums, g);
  return frozen.themes.flatMap(({name, language}, i) =>
    closed.map((index) => {
      const whole = language === null ? items.everybody : items.speakers(frozen.languages.findIndex((one) => one.language === language)); // prettier-ignore
      const [commenters, customers] = [read(whole, index), read(items.theme(i), index)];
      const isShown = commenters >= LEAST && isTold(items.theme(i), index);
      return {
        group,
        theme: name,
        period: startOf(index, options.period, facts.calendar),
        commenters: commenters > 0 && isTold(whole, index) ? commenters : null,
        customers: isShown ? customers : null,
        share: isShown ? customers / commenters : null
      };
    })
  );
}

/** Customers of a group by item and period, whether they may stand in print, and the closed periods from the first to the last with a comment. */
function periodReader({facts, frozen, options, rolled}: PeriodSums, g: number) {
  const {groups, keys, size, statistics} = rolled;
  const all = statistics["customers"]!;
  const places = new Map(Array.from({length: size}, (_, k) => [`${keys["item"]![k]} ${keys["period"]![k]}`, k]));
  const readOf = (group: number, item: number, period: number): number => {
    const k = places.get(`${item} ${period}`);
    return k === undefined ? 0 : all[group]![k]!;
  };
  const read = (item: number, period: number) => readOf(g, item, period);
  const isShown = (item: number, period: number) =>
    shownCounts(groups.map((_, i) => readOf(i, item, period)), frozen.minimum).has(g); // prettier-ignore
  const last = lastClosed(facts.asOf, options.period, facts.calendar);
  const known = [...new Set(keys["period"]!)].filter((period) => period <= last).sort((a, b) => a - b);
  const first = known[0];
  const closed = first === undefined ? [] : Array.from({length: known.at(-1)! - first + 1}, (_, i) => first + i);
  return {closed, isShown, read};
}

function correct(values: readonly (number | null)[]): readonly (number | null)[] {
  const tested = values.flatMap((p, i) => (p === null ? [] : [{p, i}]));
  const corrected = holm(tested.map(({p}) => p));
  const found = new Map(tested.map(({i}, k) => [i, corrected[k]!]));
  return values.map((_, i) => found.get(i) ?? null);
}
