import {holm} from "../models/holm.ts";
import {logOdds} from "../models/log-odds.ts";
import type {LogOdds} from "../models/log-odds.ts";
import {normalTwoSided} from "../models/normal.ts";
import {criticalValue} from "../models/wilson.ts";
import {comparedBy} from "./compared-by.ts";
import {LEAST} from "./contrast.ts";
import {isFew} from "./few.ts";
import {isRest} from "./groups.ts";
import type {Sided, Told} from "./voice-hidden.ts";
import type {VoiceOptions} from "./voice-options.ts";
import {ANY, itemsOf} from "./voice-frozen.ts";
import type {VoiceFrozen, VoiceTerm} from "./voice-frozen.ts";
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
  /** Null where the sides stand, and it would tell of few on neither. */
  readonly customers: number | null;
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

/** A term of a group, and what is not told of all. */
interface FoundTerm {
  readonly row: Omit<TermRow, "log_odds" | "z" | "p_holm" | "differs" | "low" | "high">;
  /** Null where it is not tested. */
  readonly odds: LogOdds | null;
  readonly isPrinted: boolean;
  /** Whether both sides stand in print. */
  readonly isTold: boolean;
}

/** A group's terms: those beyond the noise first, highest first, then lowest first; others by size. */
export function termRows(sums: VoiceSums, group: VoiceGroup): readonly TermRow[] {
  const oddsOf = oddsReader(sums, group);
  const all = sums.frozen.terms.flatMap((_, i) => foundTerm(i, oddsOf, {sums, group}) ?? []);
  // Tests are corrected for all that are made: what is not printed makes the others no surer.
  const tested = all.filter(({odds}) => odds !== null);
  const corrected = holm(tested.map(({odds}) => normalTwoSided(odds!.z)));
  const holmOf = new Map(tested.map((one, i) => [one, corrected[i]!]));
  return all
    .filter(({isPrinted}) => isPrinted)
    .map((one) => rowOf(one, holmOf.get(one) ?? null, sums.options.interval))
    .sort((a, b) => rankOf(a) - rankOf(b) || (a.differs ? Math.abs(b.z!) - Math.abs(a.z!) : knownOf(b) - knownOf(a)));
}

/** The log-odds of a term on a group's own side, said so often on both sides; null where it is not tested. */
function oddsReader({read, frozen, options}: VoiceSums, {group, g}: VoiceGroup) {
  const {languages, minimum} = frozen;
  const compare = comparedBy(options);
  const items = itemsOf(frozen);
  const totals = languages.map((_, i) => sidesOf(read, {compare, g, item: items.uses(i)}));
  const enough = sidesOf(read, {compare, g, item: items.everybody}).every((n) => n >= LEAST);
  const isTested = enough && !(compare === "group" && (group === null || isRest(group)));
  return ({background, language}: VoiceTerm, {customers, own, other}: Sided): LogOdds | null => {
    if (!isTested || customers < LEAST || isFew(own, minimum) || isFew(other, minimum)) return null;
    const l = languages.findIndex((one) => one.language === language);
    const [total, rest] = totals[l]!;
    const prior = {background: {count: background, total: languages[l]!.background}, weight: options.prior};
    return logOdds({count: own, total}, {count: other, total: rest}, prior);
  };
}

/** Null of fewer customers than may be shown. */
function foundTerm(
  i: number,
  oddsOf: ReturnType<typeof oddsReader>,
  {sums: {read, frozen, options, told}, group: {group, g}}: {sums: VoiceSums; group: VoiceGroup}
): FoundTerm | null {
  const known = frozen.terms[i]!;
  const item = itemsOf(frozen).term(i);
  const said = read(g, item, ANY);
  if (said.customers < frozen.minimum) return null;
  const [own, other] = sidesOf(read, {compare: comparedBy(options), g, item});
  const {counts, sides} = told(item);
  const shown = sides(g);
  const theme = known.theme === null ? null : frozen.themes[known.theme]!;
  const row = {
    group,
    term: known.term,
    language: known.language,
    theme: theme?.name ?? null,
    theme_ja: theme?.ja ?? null,
    customers: shown.all ? said.customers : null,
    customers_for: shown.own ? own : null,
    customers_against: shown.other ? other : null,
    mean: shown.all ? meanOf(said) : null
  };
  const odds = oddsOf(known, {customers: said.customers, own, other});
  return {row, odds, isPrinted: counts.has(g), isTold: shown.own && shown.other};
}

function rowOf(found: FoundTerm, corrected: number | null, level: number): TermRow {
  // From the odds of a hidden count and its error the count could be had back.
  const odds = found.isTold ? found.odds : null;
  const p_holm = odds && corrected;
  const half = odds && criticalValue(level) * odds.standardError;
  return {
    ...found.row,
    log_odds: odds?.value ?? null,
    z: odds?.z ?? null,
    p_holm,
    differs: p_holm !== null && p_holm < 1 - level,
    low: odds && odds.value - half!,
    high: odds && odds.value + half!
  };
}

/** How many customers are known to say it. */
function knownOf({customers, customers_for: own, customers_against: other}: TermRow): number {
  return customers ?? own! + other!;
}

function rankOf({differs, z}: TermRow): number {
  return !differs ? 2 : z! > 0 ? 0 : 1;
}

/** The mean score of the comments that say it; null of fewer than 10. */
export function meanOf({scored, score}: Said): number | null {
  return scored < LEAST ? null : score / scored;
}
