import type {Rolled} from "../cube/cube.ts";
import {raw, sql} from "../sql/sql.ts";
import {comparedBy} from "./compared-by.ts";
import {isFew} from "./few.ts";
import {groupOrder} from "./groups.ts";
import type {Facts, Finding, Frozen, Metric, Reduction, Result} from "./metric.ts";
import {tableOf} from "./table-of.ts";
import {exampleRows, EXAMPLE_COLUMNS} from "./voice-examples.ts";
import {ANY, itemsOf} from "./voice-frozen.ts";
import type {VoiceFrozen} from "./voice-frozen.ts";
import {toldOf} from "./voice-hidden.ts";
import {voiceOptions} from "./voice-options.ts";
import type {VoiceOptions} from "./voice-options.ts";
import {periodCounts} from "./voice-periods.ts";
import {reader} from "./voice-reader.ts";
import type {Read} from "./voice-reader.ts";
import {TERM_COLUMNS, termRows} from "./voice-terms.ts";
import type {TermRow} from "./voice-terms.ts";
import {THEME_COLUMNS, themeRows, TREND_COLUMNS, trendRows} from "./voice-themes.ts";
import type {ThemeRow} from "./voice-themes.ts";

/**
 * What customers say, and what drives praise and complaint: terms of the comments with their log-odds on one side against the other (Monroe, Colaresi & Quinn 2008, with the terms of all comments as the prior), and themes, the catalog's and clusters of terms that come up together.
 *
 * A customer counts once for a term, however often it is said. A term is a word without its inflection, a denied one ("not fresh") or a phrase; each language has its own, and its own totals, so that who writes in a language with higher scores does not make all its words praise.
 *
 * Result: one row per `group` (null: everybody, first) and term that at least `minimumCell` customers use: `term`, `language`, `theme`, `customers`; `customers_for`, `customers_against` of the two sides (null of 1 to less than `minimumCell`, and where such a count, a group's too, or that of who is on neither side, would be had by subtraction: then `customers` may be null instead, and a group have no row), `mean` of the scores of comments that use it (null of fewer than 10); `log_odds` (above 0: more on the first side) with `z`, `low`, `high`; `p_holm` corrected over the group's terms; `differs`: beyond the noise. Those come first, highest first, then the lowest first; others by size, unranked. Where groups are compared, everybody's rows have no log-odds.
 * `tables.themes`: per `group` and theme its `source` (catalog, cluster), `customers` and their `share` of those who commented (of a cluster: in its language), null like all shares where one may not be told of how many; `share_for`, `share_against` of the sides with `difference`, `low`, `high`, `p_holm`, `differs`; `mean`; `before`, `after`: its share in the last but one and the last closed period, with `change_p_holm`.
 * `tables.trend`: per `group`, theme and closed period `customers`, `commenters`, `share`; null of few, and of as many periods and groups more as would tell of them by subtraction. `tables.list`: comments word for word, only where the catalog publishes all rows.
 */
export const voice: Metric<VoiceOptions> = {
  kind: "voice",
  schema: voiceOptions,
  requires: (options) => [
    "surveys.comment",
    ...(comparedBy(options) === "score" ? [`surveys.${options.measure}`] : [])
  ],
  async freeze(options, facts, workbench): Promise<Frozen> {
    // Loaded at build only: what parts words is no part of a page's scripts.
    const {freezeVoice} = await import("./voice-corpus.ts");
    return {...(await freezeVoice(options, facts, workbench))};
  },
  reductions(_options, _facts, frozen): Readonly<Record<string, Reduction>> {
    const {examples, periods, relation} = frozen as unknown as VoiceFrozen;
    return {
      said: {
        level1: sql`select customer, cast(item as bigint) as item, cast(side as bigint) as side, n, scored, score from ${raw(relation)}`,
        keys: ["item", "side"],
        statistics: {customers: raw("sum(r.n)"), scored: raw("sum(r.scored)"), score: raw("sum(r.score)")}
      },
      periods: {
        level1: sql`select customer, cast(item as bigint) as item, cast(period as bigint) as period from ${raw(periods)}`,
        keys: ["item", "period"],
        statistics: {customers: raw("count(*)")}
      },
      ...(examples
        ? {
            examples: {
              level1: sql`select customer, cast(place as bigint) as place from ${raw(examples.relation)}`,
              keys: ["place"],
              statistics: {listed: raw("count(*)")}
            }
          }
        : {})
    };
  },
  finish
};

function finish(rolled: Readonly<Record<string, Rolled>>, options: VoiceOptions, facts: Facts, given: Frozen): Result {
  const frozen = given as unknown as VoiceFrozen;
  const read = reader(rolled["said"]!);
  const {everybody} = itemsOf(frozen);
  const groups = groupOrder(
    rolled["said"]!.groups.map((group, g) => ({group, g, n: read(g, everybody, ANY).customers})),
    ({n}) => n
  ).filter(({group, n}) => group === null || n >= frozen.minimum);
  const n = groups[0]!.n < frozen.minimum ? 0 : groups[0]!.n;
  const told = toldOf(read, {
    compare: comparedBy(options),
    places: rolled["said"]!.groups.length,
    minimum: frozen.minimum
  });
  const terms = n === 0 ? [] : groups.flatMap(({group, g}) => termRows({read, frozen, options, told}, {group, g}));
  const periods = periodCounts({read, frozen, options, told, rolled: rolled["periods"]!, facts});
  const themes = n === 0 ? [] : groups.flatMap((one) => themeRows({read, frozen, options, told, periods, facts}, one));
  const trend = n === 0 ? [] : groups.flatMap((one) => trendRows({frozen, options, periods, facts}, one));
  const isHidden =
    rolled["said"]!.groups.length > groups.length ||
    groups.some(({g}) => hides(read, frozen, g)) ||
    terms.some((row) => lacksNumber(row, comparedBy(options))) ||
    themes.some(({share}) => share === null);
  const time = options.period === "month" ? "month" : "date";
  const compared = comparedRows(terms, comparedBy(options));
  return {
    table: tableOf(terms, TERM_COLUMNS),
    units: {
      group: "text",
      term: "text",
      language: "text",
      theme: "text",
      theme_ja: "text",
      source: "text",
      customers: "count",
      customers_for: "count",
      customers_against: "count",
      commenters: "count",
      mean: "score",
      log_odds: "score",
      low: "score",
      high: "score",
      z: "score",
      p_holm: "number",
      differs: "boolean",
      share: "ratio",
      share_for: "ratio",
      share_against: "ratio",
      difference: "ratio",
      difference_low: "ratio",
      difference_high: "ratio",
      before: "ratio",
      after: "ratio",
      change_p_holm: "number",
      period: time,
      comment: "text",
      score: "count",
      at: "date"
    },
    tables: {
      themes: tableOf(themes, THEME_COLUMNS),
      trend: tableOf(trend, TREND_COLUMNS),
      ...(rolled["examples"] && frozen.examples
        ? {list: tableOf(exampleRows(rolled["examples"], frozen), EXAMPLE_COLUMNS)}
        : {})
    },
    summary: {
      compare: comparedBy(options),
      measure: options.measure,
      commenters: n,
      terms: terms.filter(({group}) => group === null).length,
      tested: compared.filter(({p_holm: p}) => p !== null).length,
      differing: compared.filter(({differs}) => differs).length
    },
    n,
    of: "customers",
    finding: finding(terms, themes, {options, n}),
    notes: notes(options, {n, isHidden, hasThemes: frozen.themes.length > 0})
  };
}

/** Whether a term or theme of a group is said by some customers, but by too few to be shown. */
function hides(read: Read, {languages, minimum, terms, themes}: VoiceFrozen, g: number): boolean {
  const items = itemsOf({languages, themes});
  const isHidden = (item: number) => isFew(read(g, item, ANY).customers, minimum);
  return terms.some((_, i) => isHidden(items.term(i))) || themes.some((_, i) => isHidden(items.theme(i)));
}

/** Whether a row that has sides lacks the number of one, or of all: everybody has none where groups are compared. */
function lacksNumber(
  {group, customers, customers_for: own, customers_against: other}: TermRow,
  compare: string
): boolean {
  return (compare !== "group" || group !== null) && [customers, own, other].includes(null);
}

/** The rows in which something is compared: of groups where those are compared, else of everybody. */
function comparedRows(terms: readonly TermRow[], compare: string): readonly TermRow[] {
  return terms.filter(({group}) => (compare === "group") === (group !== null));
}

/** The terms and the theme that stand out most on each side, also in each language alone; of groups, the term that sets one most apart. */
function finding(
  terms: readonly TermRow[],
  themes: readonly ThemeRow[],
  {options, n}: {options: VoiceOptions; n: number}
): Finding | null {
  if (n === 0) return null;
  const compare = comparedBy(options);
  const compared = comparedRows(terms, compare);
  const apart = compared.filter(({differs}) => differs);
  const quoted = (rows: readonly TermRow[]) => (rows.length === 0 ? null : rows.slice(0, 3).map(({term}) => `“${term}”`).join(", ")); // prettier-ignore
  const quotedIn = (rows: readonly TermRow[], own: string) => quoted(rows.filter(({language}) => language === own));
  const [most, least] = [apart.filter(({z}) => z! > 0), apart.filter(({z}) => z! < 0)];
  const strongest = apart.reduce<TermRow | null>((best, row) => (best === null || row.z! > best.z! ? row : best), null);
  const own = themes.filter(({group, differs, source}) => group === null && differs && source === "catalog");
  const theme = own.reduce<ThemeRow | null>(
    (worst, row) => (row.difference! < 0 && (worst === null || row.difference! < worst.difference!) ? row : worst),
    null
  );
  const praised = own.reduce<ThemeRow | null>(
    (best, row) => (row.difference! > 0 && (best === null || row.difference! > best.difference!) ? row : best),
    null
  );
  return {
    key: "voice",
    values: {
      compare,
      customers: n,
      level: options.interval,
      tested: compared.filter(({p_holm: p}) => p !== null).length,
      differing: apart.length,
      most: quoted(most),
      most_en: quotedIn(most, "en"),
      most_ja: quotedIn(most, "ja"),
      least: quoted(least),
      least_en: quotedIn(least, "en"),
      least_ja: quotedIn(least, "ja"),
      group: strongest?.group ?? null,
      group_term: strongest === null ? null : `“${strongest.term}”`,
      theme: theme?.theme ?? null,
      theme_ja: theme?.theme_ja ?? null,
      theme_for: theme?.share_for ?? null,
      theme_against: theme?.share_against ?? null,
      praised: praised?.theme ?? null,
      praised_ja: praised?.theme_ja ?? null,
      praised_for: praised?.share_for ?? null,
      praised_against: praised?.share_against ?? null
    }
  };
}

function notes(
  options: VoiceOptions,
  {n, isHidden, hasThemes}: {n: number; isHidden: boolean; hasThemes: boolean}
): string[] {
  const {measure, period} = options;
  const compare = comparedBy(options);
  if (n === 0) return isHidden ? ["voice-few"] : ["voice-none"];
  return [
    compare === "score" ? `voice-${measure}` : compare === "period" ? "voice-period" : "voice-group",
    "voice-terms",
    "voice-prior",
    ...(hasThemes ? ["voice-themes"] : []),
    ...(isHidden ? ["voice-hidden"] : []),
    "loyalty-cause",
    ...(period === "week" ? ["voice-week"] : [])
  ];
}
