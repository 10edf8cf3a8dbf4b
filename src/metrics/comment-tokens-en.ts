import {stemmer} from "stemmer";
import {DENIED} from "./comment-token.ts";
import type {Token} from "./comment-token.ts";
import {NEGATORS_EN, NO_NEGATION_EN, STOP_WORDS_EN} from "./stop-words-en.ts";

const SEGMENTER = new Intl.Segmenter("en", {granularity: "word"});
/** So many words at most stand between a negator and what it denies: "not as good", "will not be ordering". */
const REACH = 3;
const PAUSE = /[.,;:!?()"“”–—…]/;
/** So many words without a meaning of their own may stand in a phrase. */
const BETWEEN = 1;
/** Ends a denial before its reach: "not cheap, but worth it". */
const TURNS = new Set(["but", "because", "although", "though", "and"]);

/** An English word without its inflection, by Porter's rules: "arrived" and "arrives" are one. */
export function englishKey(word: string): string {
  return stemmer(word.replace(/'s$/, ""));
}

/** The meaningful words of an English text in small letters; see {@link import("./comment-tokens.ts").tokensOf}. */
export function englishTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let left = 0; // words that a negator still reaches
  let negator = {word: "", start: 0};
  let between = 0; // words since the last meaningful one
  const part = () => {
    const last = tokens.at(-1);
    if (last) tokens[tokens.length - 1] = {...last, isJoined: false};
  };
  const pause = () => {
    left = 0;
    part();
  };
  for (const {segment, index, isWordLike} of SEGMENTER.segment(text)) {
    if (!isWordLike) {
      if (PAUSE.test(segment)) pause();
      continue;
    }
    if (NEGATORS_EN.has(segment)) {
      left = REACH + 1;
      negator = {word: segment === "no" || segment === "without" ? segment : "not", start: index};
      continue;
    }
    left = NO_NEGATION_EN.has(segment) || TURNS.has(segment) ? 0 : Math.max(0, left - 1);
    if (TURNS.has(segment)) part();
    if (!isMeaningful(segment)) {
      if (++between > BETWEEN) part();
      continue;
    }
    between = 0;
    const isDenied = left > 0;
    tokens.push({
      key: `${englishKey(segment)}${isDenied ? DENIED : ""}`,
      surface: isDenied ? `${negator.word} ${segment}` : segment,
      start: isDenied ? negator.start : index,
      end: index + segment.length,
      isJoined: true
    });
    left = 0;
  }
  pause();
  return tokens;
}

function isMeaningful(word: string): boolean {
  return /\p{L}/u.test(word) && word.length > 1 && !STOP_WORDS_EN.has(word) && !STOP_WORDS_EN.has(word.replace(/'.*$/, "")); // prettier-ignore
}
