import {holm} from "../models/holm.ts";
import {logOdds} from "../models/log-odds.ts";
import {normalTwoSided} from "../models/normal.ts";
import {criticalValue} from "../models/wilson.ts";
import {LEAST} from "./contrast.ts";
import {isRest} from "./groups.ts";
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
}

/** A group, and its place among the rolled-up ones; null: everybody. */
export interface VoiceGroup {
  readonly group: string | null;
  readonly g: number;
}

/** A group's terms: those beyond the noise first, highest first, then lowest first; others by size. */
export function termRows({read, frozen, options}: VoiceSums, {group, g}: VoiceGroup): readonly TermRow[] {
  const {languages, minimum, terms, themes} = frozen;
  const {interval, prior} = options;
  const compare = comparedBy(options);
  const items = itemsOf(frozen);
  const totals = languages.map((_, i) => sidesOf(read, {compare, g, item: items.uses(i)}));
  const enough = sidesOf(read, {compare, g, item: items.everybody}).every((n) => n >= LEAST);
  const isTested = enough && !(compare === "group" && (group === null || isRest(group)));
  const critical = criticalValue(interval);
  const rows = terms.flatMap(({background, language, term, theme}, i): Omit<TermRow, "p_holm" | "differs">[] => {
    const item = items.term(i);
    const said = read(g, item, ANY);
    if (said.customers < minimum) return [];
    const [own, other] = sidesOf(read, {compare, g, item});
    const l = languages.findIndex((one) => one.language === language);
    const [total, rest] = totals[l]!;
    const isHidden = (n: number) => n > 0 && n < minimum;
    // From the odds of a hidden count and its error the count could be had back.
    const odds =
      isTested && said.customers >= LEAST && !isHidden(own) && !isHidden(other)
        ? logOdds(
            {count: own, total},
            {count: other, total: rest},
            {background: {count: background, total: languages[l]!.background}, weight: prior}
          )
        : null;
    const shown = (n: number) => (isHidden(n) ? null : n);
    const hasSides = compare !== "group" || group !== null;
    return [
      {
        group,
        term,
        language,
        theme: theme === null ? null : themes[theme]!.name,
        theme_ja: theme === null ? null : themes[theme]!.ja,
        customers: said.customers,
        customers_for: hasSides ? shown(own) : null,
        customers_against: hasSides ? shown(other) : null,
        mean: meanOf(said),
        log_odds: odds?.value ?? null,
        z: odds?.z ?? null,
        low: odds && odds.value - critical * odds.standardError,
        high: odds && odds.value + critical * odds.standardError
      }
    ];
  });
  const tested = rows.filter(({z}) => z !== null);
  const corrected = holm(tested.map(({z}) => normalTwoSided(z!)));
  const holmOf = new Map(tested.map((row, i) => [row, corrected[i]!]));
  return rows
    .map((row): TermRow => {
      const p_holm = holmOf.get(row) ?? null;
      return {...row, p_holm, differs: p_holm !== null && p_holm < 1 - interval};
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
