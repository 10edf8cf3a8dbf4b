import {holm} from "../models/holm.ts";
import {logOdds} from "../models/log-odds.ts";
import {normalTwoSided} from "../models/normal.ts";
import {criticalValue} from "../models/wilson.ts";
import {LEAST} from "./contrast.ts";
import {isRest} from "./groups.ts";
import {everybodysSides, isFew} from "./voice-hidden.ts";
import type {Told} from "./voice-hidden.ts";
import {comparedBy} from "./voice-options.ts";
import type {VoiceOptions} from "./voice-options.ts";
import {ANY, itemsOf} from "./voice-frozen.ts";
import type {VoiceFrozen} from "./voice-frozen.ts";
import {sidesOf} from "./voice-reader.ts";
import type {Read, Said} from "./voice-reader.ts";

/** A row of the result. */
export interface TermRow {
  readonly group: string | null;
  readonly term: string;
  readonly language: string;
  readonly theme: string | null;
  /** Its name in Japanese, where the catalog says it. */
  readonly theme_ja: string | null;
  readonly customers: number;
  readonly customers_for: number | null;
  readonly customers_against: number | null;
  readonly mean: number | null;
  readonly log_odds: number | null;
  readonly z: number | null;
  readonly p_holm: number | null;
  readonly differs: boolean;
  readonly low: number | null;
  readonly high: number | null;
}

export const TERM_COLUMNS = ["group", "term", "language", "theme", "theme_ja", "customers", "customers_for", "customers_against", "mean", "log_odds", "z", "p_holm", "differs", "low", "high"] as const; // prettier-ignore

/** What the rows of a group are made of. */
export interface VoiceSums {
  readonly read: Read;
  readonly frozen: VoiceFrozen;
  readonly options: VoiceOptions;
  readonly told: (item: number) => Told;
}

/** A group, and its place among the rolled-up ones; null: everybody. */
export interface VoiceGroup {
  readonly group: string | null;
  readonly g: number;
}

/** A group's terms: those beyond the noise first, highest first, then lowest first; others by size. */
export function termRows({read, frozen, options, told}: VoiceSums, {group, g}: VoiceGroup): readonly TermRow[] {
  const {languages, minimum, terms, themes} = frozen;
  const {interval, prior} = options;
  const compare = comparedBy(options);
  const items = itemsOf(frozen);
  const totals = languages.map((_, i) => sidesOf(read, {compare, g, item: items.uses(i)}));
  const enough = sidesOf(read, {compare, g, item: items.everybody}).every((n) => n >= LEAST);
  const isTested = enough && !(compare === "group" && (group === null || isRest(group)));
  const critical = criticalValue(interval);
  const all = terms.flatMap(({background, language, term, theme}, i) => {
    const item = items.term(i);
    const said = read(g, item, ANY);
    const {counts, sides} = told(item);
    if (said.customers < minimum) return [];
    const [own, other] = sidesOf(read, {compare, g, item});
    const l = languages.findIndex((one) => one.language === language);
    const [total, rest] = totals[l]!;
    const shown =
      g === 0
        ? everybodysSides({customers: said.customers, own, other}, minimum)
        : {own: sides.has(g), other: sides.has(g)};
    const odds =
      isTested && said.customers >= LEAST && !isFew(own, minimum) && !isFew(other, minimum)
        ? logOdds(
            {count: own, total},
            {count: other, total: rest},
            {background: {count: background, total: languages[l]!.background}, weight: prior}
          )
        : null;
    const hasSides = compare !== "group" || group !== null;
    const row = {
      group,
      term,
      language,
      theme: theme === null ? null : themes[theme]!.name,
      theme_ja: theme === null ? null : themes[theme]!.ja,
      customers: said.customers,
      customers_for: hasSides && shown.own ? own : null,
      customers_against: hasSides && shown.other ? other : null,
      mean: meanOf(said)
    };
    return [{row, odds, isPrinted: counts.has(g), isTold: shown.own && shown.other}];
  });
  // Tests are corrected for all that are made: what is not printed makes the others no surer.
  const tested = all.filter(({odds}) => odds !== null);
  const corrected = holm(tested.map(({odds}) => normalTwoSided(odds!.z)));
  const holmOf = new Map(tested.map((one, i) => [one, corrected[i]!]));
  return all
    .filter(({isPrinted}) => isPrinted)
    .map((one): TermRow => {
      // From the odds of a hidden count and its error the count could be had back.
      const odds = one.isTold ? one.odds : null;
      const p_holm = odds && (holmOf.get(one) ?? null);
      return {
        ...one.row,
        log_odds: odds?.value ?? null,
        z: odds?.z ?? null,
        p_holm,
        differs: p_holm !== null && p_holm < 1 - interval,
        low: odds && odds.value - critical * odds.standardError,
        high: odds && odds.value + critical * odds.standardError
      };
    })
    .sort((a, b) => rankOf(a) - rankOf(b) || (a.differs ? Math.abs(b.z!) - Math.abs(a.z!) : b.customers - a.customers));
}

function rankOf({differs, z}: TermRow): number {
  return !differs ? 2 : z! > 0 ? 0 : 1;
}

/** The mean score of the comments that say it; null of fewer than 10. */
export function meanOf({scored, score}: Said): number | null {
  return scored < LEAST ? null : score / scored;
}
