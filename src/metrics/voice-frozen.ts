import type {CommentLanguage} from "./comment-tokens.ts";

/** A theme of the comments: the catalog's, or terms that come up together. */
export interface VoiceTheme {
  readonly name: string;
  /** What reports in Japanese call it. */
  readonly ja: string | null;
  readonly source: "catalog" | "cluster";
  /** A cluster's language; null of the catalog's themes, which have words of all. */
  readonly language: CommentLanguage | null;
}

/** A term that enough customers use. */
export interface VoiceTerm {
  readonly term: string;
  readonly language: CommentLanguage;
  /** Its theme's number. */
  readonly theme: number | null;
  /** Customers who use it, all of them: what the prior counts. */
  readonly background: number;
}

/** A comment, word for word: only where the catalog publishes all rows. */
export interface VoiceExample {
  /** Its term's number. */
  readonly term: number;
  readonly comment: string;
  readonly score: number | null;
  /** ISO date. */
  readonly at: string;
}

/** What `voice` fixes at build over all customers. Items are numbered: 0 whoever commented, then of each language the terms used and whoever commented in it, then the themes, the terms. */
export interface VoiceFrozen {
  /** A relation: `customer`, `item`, `side`; `n` (1; of the terms of a language how many), `scored` comments and the sum of their `score`. */
  readonly relation: string;
  /** A relation: `customer`, `item` (0 or a theme's), `period`. */
  readonly periods: string;
  /** Of each language the terms that customers use, all customers together. */
  readonly languages: readonly {readonly language: CommentLanguage; readonly background: number}[];
  readonly themes: readonly VoiceTheme[];
  readonly terms: readonly VoiceTerm[];
  /** Number of the last closed period in which at least ten customers commented; null without one. */
  readonly latest: number | null;
  /** Fewer customers are not shown. */
  readonly minimum: number;
  readonly examples: {readonly relation: string; readonly rows: readonly VoiceExample[]} | null;
}

/** Sides that are held against each other; ANY is both, and whoever is on neither. */
export const [ANY, FOR, AGAINST] = [0, 1, 2] as const;

/** Numbers of the items. */
export function itemsOf({languages, themes}: Pick<VoiceFrozen, "languages" | "themes">) {
  const firstTheme = 1 + 2 * languages.length;
  const speakers = (i: number) => 2 + 2 * i;
  return {
    everybody: 0,
    /** The terms used in a language. */
    uses: (i: number) => 1 + 2 * i,
    /** Whoever commented in it. */
    speakers,
    theme: (i: number) => firstTheme + i,
    /** Whoever can speak of a theme: a cluster is of one language, and who comments in another one cannot. */
    wholeOf({language}: VoiceTheme) {
      return language === null ? 0 : speakers(languages.findIndex((one) => one.language === language));
    },
    term: (i: number) => firstTheme + themes.length + i
  };
}
