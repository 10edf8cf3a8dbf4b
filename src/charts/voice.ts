import type {ColumnTable} from "arquero";
import {drawing} from "./drawing.ts";
import {element} from "./element.ts";
import type {Legend} from "./legend.ts";
import type {ChartOptions} from "./options.ts";
import {requireRows} from "./rows.ts";
import {termOf} from "./terms.ts";
import {ACCENT, BAD, GOOD, MUTED, emptyChart} from "./theme.ts";
import type {DrawnShare, DrawnTerm, DrawnTheme, Sides} from "./voice-drawn.ts";
import {voiceGroups} from "./voice-groups.ts";
import {voiceTerms} from "./voice-terms.ts";
import {voiceThemes} from "./voice-themes.ts";

/** {@link ChartOptions} of {@link voiceChart}. */
export interface VoiceChartOptions extends ChartOptions {
  /** `tables.themes` and `tables.trend` of the metric. */
  readonly themes: ColumnTable;
  readonly trend: ColumnTable;
  readonly compare: "score" | "group" | "period";
  /** Most terms of a side. */
  readonly show: number;
}

const TERMS = [
  "group",
  "term",
  "customers",
  "customers_for",
  "customers_against",
  "mean",
  "log_odds",
  "low",
  "high",
  "differs"
] as const;
const THEMES = ["group", "theme", "theme_ja", "source", "customers", "share", "share_for", "share_against", "difference", "differs", "mean"] as const; // prettier-ignore
const GAP = 26;
const MOST_CLUSTERS = 6;

/**
 * What customers say, everybody: above, the share of each side that speaks of a theme, as bars to both sides, with the theme's trend; below, the terms that set the sides apart beyond the noise, complaint on the left and praise on the right, each with its interval and as large as it is often said.
 * Where groups are compared: the share of each group that speaks of each theme, and each group's own terms.
 *
 * @throws {InputError} if a column is missing.
 */
export function voiceChart(terms: ColumnTable, options: VoiceChartOptions): Element {
  const words = requireRows<DrawnTerm>(terms, TERMS);
  const themes = requireRows<DrawnTheme>(options.themes, THEMES);
  if (words.length === 0 && themes.length === 0) return emptyChart(options);
  const drawn = worthDrawing(themes);
  if (options.compare === "group") return stacked(voiceGroups({terms: words, themes: drawn}, options), options);
  const sides = sidesOf(options);
  const isAll = ({group}: {group: string | null}) => group === null;
  const trend = requireRows<DrawnShare>(options.trend, ["group", "theme", "period", "share"]).filter(isAll);
  const own = drawn.filter(isAll);
  return stacked(
    [
      ...(own.length > 0 ? [voiceThemes({themes: own, trend, sides}, options)] : []),
      voiceTerms({terms: words.filter(isAll), sides}, options)
    ],
    options
  );
}

/** The catalog's themes, and the clusters that set a side or group apart; where the catalog has none, the largest clusters. */
function worthDrawing(themes: readonly DrawnTheme[]): readonly DrawnTheme[] {
  const apart = new Set(themes.flatMap(({differs, theme}) => (differs ? [theme] : [])));
  const isCatalog = ({source}: DrawnTheme) => source === "catalog";
  if (themes.some(isCatalog)) return themes.filter((row) => isCatalog(row) || apart.has(row.theme));
  const largest = new Set(
    themes
      .filter(({group}) => group === null)
      .slice(0, MOST_CLUSTERS)
      .map(({theme}) => theme)
  );
  return themes.filter(({theme}) => apart.has(theme) || largest.has(theme));
}

function sidesOf(options: VoiceChartOptions): Sides {
  const side = (name: string, colour: string) => ({
    name: termOf(options, `side ${name}`),
    heading: termOf(options, `${name}: terms`),
    colour
  });
  return options.compare === "period"
    ? {own: side("said now", ACCENT), other: side("said before", MUTED)}
    : {own: side("praise", GOOD), other: side("complaint", BAD)};
}

function stacked(parts: readonly Legend[], options: ChartOptions): Element {
  let top = 0;
  const nodes = parts.map(({height, node}) => {
    const placed = element(options.document, "g", {transform: `translate(0 ${Math.round(top)})`}, node);
    top += height + GAP;
    return placed;
  });
  return drawing(options, top - GAP + 4, nodes);
}
