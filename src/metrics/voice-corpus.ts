import {identifier, raw, sql} from "../sql/sql.ts";
import {termClusters} from "./comment-clusters.ts";
import {sharesWord, termsOf} from "./comment-phrases.ts";
import type {Uses} from "./comment-phrases.ts";
import {themeFinder} from "./comment-themes.ts";
import {tokensOf, normalised} from "./comment-tokens.ts";
import type {CommentLanguage} from "./comment-tokens.ts";
import {comparedBy} from "./compared-by.ts";
import {LEAST} from "./contrast.ts";
import {MINIMUM} from "./few.ts";
import type {Facts, Workbench} from "./metric.ts";
import {lastClosed, periodOf} from "./period.ts";
import type {VoiceOptions} from "./voice-options.ts";
import {AGAINST, ANY, FOR, itemsOf} from "./voice-frozen.ts";
import type {VoiceExample, VoiceFrozen, VoiceTerm, VoiceTheme} from "./voice-frozen.ts";

/** Most terms of a language: the cube has a row for each, side and combination of the dimensions. */
const MOST_TERMS = 200;
const MOST_CLUSTERS = 4;
/** Terms in the name of a cluster. */
const NAMED = 3;
/** Comments that are shown of a term, and most of all terms. */
const EXAMPLES = {term: 2, all: 60};

/** A comment, and what it speaks of. */
interface Comment {
  readonly customer: number;
  readonly text: string;
  readonly at: Date;
  readonly score: number | null;
  readonly period: number;
  readonly language: CommentLanguage;
  readonly uses: Uses;
  /** Numbers of the catalog's themes. */
  readonly themes: readonly number[];
}

/** Reads all comments once, and puts down who uses which term and theme. Only at build: words are parted here and nowhere else. */
export async function freezeVoice(options: VoiceOptions, facts: Facts, workbench: Workbench): Promise<VoiceFrozen> {
  const minimum = facts.minimumCell ?? MINIMUM;
  const {customers, comments} = await readComments(options, facts, {workbench, minimum});
  const languages = (["en", "ja"] as const)
    .filter((language) => comments.some((comment) => comment.language === language))
    .map((language) => ({language, background: usersOf(comments, language).reduce((n, {users}) => n + users.size, 0)}));
  const catalog = (facts.themes ?? []).map(({name, ja}): VoiceTheme => ({
    name,
    ja: ja ?? null,
    source: "catalog",
    language: null
  }));
  const {terms, keys, clusters} = vocabulary(comments, {languages, facts, minimum});
  const themes = [
    ...catalog,
    ...clusters.map(({language, name}): VoiceTheme => ({name, ja: null, source: "cluster", language}))
  ];
  const latest = latestPeriod(comments, facts, options);
  const placed = {languages, themes, terms, keys, clusters: clusters.map((one) => one.keys), catalog: catalog.length};
  const relation = await workbench.keep(counted(comments, {...placed, customers, sideOf: sides(options, latest)}));
  const periods = await workbench.keep(byPeriod(comments, {...placed, customers}));
  const examples = facts.publishesCustomers ? chosenExamples(comments, {terms, keys}) : null;
  return {
    relation,
    periods,
    languages,
    themes,
    terms,
    latest,
    minimum,
    examples: examples && {
      relation: await workbench.keep({
        customer: examples.map(({customer}) => customers[customer]!),
        place: examples.map((_, i) => i)
      }),
      rows: examples.map(({row}) => row)
    }
  };
}

async function readComments(
  {language, measure, period}: VoiceOptions,
  {calendar, tables, themes = []}: Facts,
  {workbench, minimum}: {workbench: Workbench; minimum: number}
): Promise<{customers: readonly string[]; comments: readonly Comment[]}> {
  const score = tables.get("surveys")?.has(measure) ? identifier(measure) : raw("null");
  const {columns, length} = await workbench.ask(sql`
    select cast(customer as varchar) as customer, "at" as moment, comment, ${score} as score
    from "all".surveys where comment is not null and trim(comment) <> '' order by 1, 2, 3`);
  const customers: string[] = [];
  const parted = Array.from({length}, (_, i) => {
    const id = String(columns["customer"]![i]);
    if (customers.at(-1) !== id) customers.push(id);
    const text = String(columns["comment"]![i]);
    return {row: i, customer: customers.length - 1, text: normalised(text), ...tokensOf(text)};
  }).filter((one) => language === undefined || one.language === language);
  const uses = termsOf(parted, minimum);
  const find = themeFinder(themes);
  const comments = parted.map(({row, customer, language: own}, i): Comment => {
    const [given, at] = [columns["score"]![row], columns["moment"]![row] as Date];
    const text = String(columns["comment"]![row]);
    return {
      customer,
      text,
      at,
      score: given === null || given === undefined ? null : Number(given),
      period: periodOf(at, period, calendar),
      language: own,
      uses: uses[i]!,
      themes: find(text).flatMap((isFound, theme) => (isFound ? [theme] : []))
    };
  });
  return {customers, comments};
}

interface KeyUse {
  readonly key: string;
  readonly users: Set<number>;
  readonly comments: number[];
  readonly forms: Map<string, number>;
}

/** Each key of a language with who uses it, in which comments, and in which forms. */
function usersOf(comments: readonly Comment[], language: CommentLanguage) {
  const found = new Map<string, KeyUse>();
  comments.forEach(({customer, language: own, uses}, i) => {
    if (own !== language) return;
    for (const [key, form] of uses) {
      const one: KeyUse = found.get(key) ?? {key, users: new Set(), comments: [], forms: new Map()};
      found.set(key, one);
      one.users.add(customer);
      one.comments.push(i);
      one.forms.set(form, (one.forms.get(form) ?? 0) + 1);
    }
  });
  return [...found.values()];
}

/** The terms that enough customers use, those of most customers first, shown in their commonest form; and clusters of those that belong to no theme of the catalog. */
function vocabulary(
  comments: readonly Comment[],
  {languages, facts, minimum}: {languages: VoiceFrozen["languages"]; facts: Facts; minimum: number}
) {
  const find = themeFinder(facts.themes ?? []);
  const terms: VoiceTerm[] = [];
  const keys: string[] = [];
  const clusters: {name: string; language: CommentLanguage; keys: ReadonlySet<string>}[] = [];
  for (const {language} of languages) {
    const own = usersOf(comments, language)
      .filter(({users}) => users.size >= minimum)
      .sort((a, b) => b.users.size - a.users.size || (a.key < b.key ? -1 : 1))
      .slice(0, MOST_TERMS)
      .map((one) => ({...one, form: commonest(one.forms)}))
      .map((one) => ({...one, theme: find(one.form).indexOf(true)}));
    const free = own.filter(({theme}) => theme < 0);
    const found = termClusters(
      free.map((one) => one.comments),
      (i, j) => sharesWord(free[i]!.key, free[j]!.key)
    ).slice(0, MOST_CLUSTERS);
    const clusterOf = new Map(
      found.flatMap((cluster, c) => cluster.map((i) => [free[i]!.key, clusters.length + c] as const))
    );
    clusters.push(
      ...found.map((cluster) => ({
        name: cluster
          .slice(0, NAMED)
          .map((i) => free[i]!.form)
          .join(" · "),
        language,
        keys: new Set(cluster.map((i) => keyIn(language, free[i]!.key)))
      }))
    );
    for (const {key, form, theme, users} of own) {
      const cluster = clusterOf.get(key);
      const number = theme >= 0 ? theme : cluster === undefined ? null : (facts.themes ?? []).length + cluster;
      terms.push({term: form, language, theme: number, background: users.size});
      keys.push(keyIn(language, key));
    }
  }
  return {terms, keys, clusters};
}

function commonest(forms: ReadonlyMap<string, number>): string {
  return [...forms].reduce((best, one) =>
    one[1] > best[1] || (one[1] === best[1] && one[0] < best[0]) ? one : best
  )[0];
}

/** One word in two languages is two terms. */
function keyIn(language: CommentLanguage, key: string): string {
  return `${language} ${key}`;
}

/** Which sides a comment is on, besides ANY. */
function sides(options: VoiceOptions, latest: number | null): (comment: Comment) => number | null {
  const compare = comparedBy(options);
  if (compare === "period")
    return ({period}) => (latest === null ? null : period === latest ? FOR : period === latest - 1 ? AGAINST : null);
  if (compare === "group") return () => null;
  const [good, bad] = options.measure === "nps" ? [9, 6] : [4, 2];
  return ({score}) => (score === null ? null : score >= good ? FOR : score <= bad ? AGAINST : null);
}

function latestPeriod(comments: readonly Comment[], {asOf, calendar}: Facts, {period}: VoiceOptions): number | null {
  const closed = lastClosed(asOf, period, calendar);
  const users = Map.groupBy(comments, (comment) => comment.period);
  const known = [...users].filter(
    ([index, own]) => index <= closed && new Set(own.map(({customer}) => customer)).size >= LEAST
  );
  return known.length === 0 ? null : Math.max(...known.map(([index]) => index));
}

interface Placed {
  readonly languages: VoiceFrozen["languages"];
  readonly themes: readonly VoiceTheme[];
  readonly keys: readonly string[];
  readonly clusters: readonly ReadonlySet<string>[];
  /** How many themes are the catalog's. */
  readonly catalog: number;
  readonly customers: readonly string[];
}

/** The themes' items that a comment speaks of. */
function themeItems({language, themes, uses}: Comment, {catalog, clusters, ...placed}: Placed): number[] {
  const items = itemsOf(placed);
  const found = clusters.flatMap((cluster, c) =>
    [...uses.keys()].some((key) => cluster.has(keyIn(language, key))) ? [items.theme(catalog + c)] : []
  );
  return [...themes.map(items.theme), ...found];
}

/** Columns of {@link VoiceFrozen.relation}. */
function counted(comments: readonly Comment[], placed: Placed & {sideOf: (comment: Comment) => number | null}) {
  const items = itemsOf(placed);
  const itemOf = new Map(placed.keys.map((key, i) => [key, items.term(i)]));
  const columns = {customer: [] as string[], item: [] as number[], side: [] as number[], n: [] as number[], scored: [] as number[], score: [] as number[]}; // prettier-ignore
  for (const [customer, own] of Map.groupBy(comments, (comment) => comment.customer)) {
    const rows = new Map<
      string,
      {item: number; side: number; used: Set<string> | null; scored: number; score: number}
    >();
    const add = (item: number, side: number, {score}: Comment, key: string | null = null) => {
      const at = `${item} ${side}`;
      const row = rows.get(at) ?? {item, side, used: key === null ? null : new Set<string>(), scored: 0, score: 0};
      rows.set(at, row);
      if (key !== null) row.used!.add(key);
      else if (score !== null) [row.scored, row.score] = [row.scored + 1, row.score + score];
    };
    for (const comment of own) {
      const spoken = placed.languages.findIndex((one) => one.language === comment.language);
      const side = placed.sideOf(comment);
      for (const at of side === null ? [ANY] : [ANY, side]) {
        add(items.everybody, at, comment);
        add(items.speakers(spoken), at, comment);
        for (const item of themeItems(comment, placed)) add(item, at, comment);
        for (const key of comment.uses.keys()) {
          add(items.uses(spoken), at, comment, key);
          const item = itemOf.get(keyIn(comment.language, key));
          if (item !== undefined) add(item, at, comment);
        }
      }
    }
    for (const {item, side, used, scored, score} of rows.values()) {
      columns.customer.push(placed.customers[customer]!);
      columns.item.push(item);
      columns.side.push(side);
      columns.n.push(used?.size ?? 1);
      columns.scored.push(scored);
      columns.score.push(score);
    }
  }
  return columns;
}

/** Columns of {@link VoiceFrozen.periods}. */
function byPeriod(comments: readonly Comment[], placed: Placed) {
  const columns = {customer: [] as string[], item: [] as number[], period: [] as number[]};
  const seen = new Set<string>();
  const items = itemsOf(placed);
  const spokenBy = ({language}: Comment) => placed.languages.findIndex((one) => one.language === language);
  for (const comment of comments)
    for (const item of [items.everybody, items.speakers(spokenBy(comment)), ...themeItems(comment, placed)]) {
      const key = `${comment.customer} ${item} ${comment.period}`;
      if (seen.has(key)) continue;
      seen.add(key);
      columns.customer.push(placed.customers[comment.customer]!);
      columns.item.push(item);
      columns.period.push(comment.period);
    }
  return columns;
}

/** The latest comments that use each term, the commonest terms first; a comment stands for one term only. */
function chosenExamples(
  comments: readonly Comment[],
  {terms, keys}: {terms: readonly VoiceTerm[]; keys: readonly string[]}
): readonly {customer: number; row: VoiceExample}[] {
  const termOf = new Map(keys.map((key, i) => [key, i]));
  const chosen = terms.map((): {customer: number; row: VoiceExample}[] => []);
  for (const {at, customer, language, score, text, uses} of comments.toSorted(
    (a, b) => b.at.getTime() - a.at.getTime()
  )) {
    const term = [...uses.keys()]
      .flatMap((key) => termOf.get(keyIn(language, key)) ?? [])
      .filter((one) => chosen[one]!.length < EXAMPLES.term)
      .reduce((best, one) => (best < 0 || terms[one]!.background > terms[best]!.background ? one : best), -1);
    if (term >= 0) chosen[term]!.push({customer, row: {term, comment: text, score, at: at.toISOString().slice(0, 10)}});
  }
  return chosen
    .map((rows, i) => ({rows, n: terms[i]!.background}))
    .sort((a, b) => b.n - a.n)
    .flatMap(({rows}) => rows)
    .slice(0, EXAMPLES.all);
}
