import {DENIED} from "./comment-token.ts";
import type {Token} from "./comment-token.ts";
import {PARTICLES_JA, STOP_WORDS_JA} from "./stop-words-ja.ts";

const SEGMENTER = new Intl.Segmenter("ja", {granularity: "word"});
const HIRAGANA = /^[\p{sc=Hiragana}ー]+$/u;
const KANJI_AT_END = /\p{sc=Han}$/u;
/** Shorter ones are endings and particles. */
const SHORTEST_HIRAGANA = 3;
/** Hiragana that only helps other words. */
const HELPER =
  /^(?:あり|ませ|まし|しま|でし|いま|ござ|くださ|いただ|かもし|ちゃ|られ|させ|なり|なら|にく|やす|ほし|すると|という)/u;
const HONORIFIC: ReadonlySet<string> = new Set(["お", "ご"]);
const KANJI = /^\p{sc=Han}+$/u;
/** Bare numbers: 二, 三煎, 一か. */
const COUNTER = /^[一二三四五六七八九十百千数]+(?:か|つ|煎|煎目|枚|個|度|回|回目)?$/u;
/** Characters between two words of a phrase. */
const FARTHEST = 3;
const KATAKANA = /^[\p{sc=Katakana}ー]+$/u;
/** An ending that denies: 使えません, 届かず, 緩衝材がほとんどなく. */
const DENIAL = /なかった|ない|なく|なし|ません|ず(?=$|に)/u;
/** Endings that only look like it: かもしれません, すみません, なければならない. */
const NO_DENIAL = /しれ(?:ない|なく|ません)|すみません|な(?:ければ|くては|らない|りません)|まず$|ずっと|わず(?:か|ら)/u;

interface Word {
  readonly text: string;
  readonly start: number;
  /** What follows it up to the next meaningful word or pause: endings, particles. */
  readonly tail: readonly string[];
  readonly isJoined: boolean;
}

/**
 * The meaningful words of a Japanese text; see {@link import("./comment-tokens.ts").tokensOf}. A word is what stands before its endings; as it stands in the comment it has them, up to the first particle, or up to the denial.
 */
export function japaneseTokens(text: string): readonly Token[] {
  return wordsOf(text).map(({text: word, start, tail, isJoined}): Token => {
    const after = tail.join("");
    const denial = NO_DENIAL.test(after) ? null : DENIAL.exec(after);
    const ending = denial
      ? after.slice(0, denial.index + denial[0].length)
      : KANJI_AT_END.test(word)
        ? endings(tail)
        : "";
    const surface = word + ending;
    return {key: denial ? word + DENIED : word, surface, start, end: start + surface.length, isJoined};
  });
}

function wordsOf(text: string): Word[] {
  const words: {text: string; start: number; tail: string[]; isJoined: boolean}[] = [];
  let isPaused = true;
  let honorific = ""; // belongs to the word that follows: お得, ご注文
  for (const {segment, index, isWordLike} of SEGMENTER.segment(text)) {
    const last = words.at(-1);
    if (!isWordLike) {
      if (last) last.isJoined = false;
      [isPaused, honorific] = [true, ""];
      continue;
    }
    if (HONORIFIC.has(segment) && honorific === "") {
      honorific = segment;
      continue;
    }
    const isNext = !isPaused && last !== undefined && last.tail.length === 0 && honorific === "";
    if (isNext && isCompound(last.text, segment)) last.text += segment;
    else if (isMeaningful(segment)) {
      words.push({text: honorific + segment, start: index - honorific.length, tail: [], isJoined: true});
      isPaused = false;
    } else if (last && !isPaused) last.tail.push(honorific + segment);
    honorific = "";
  }
  const last = words.at(-1);
  if (last) last.isJoined = false;
  for (const word of words) if (word.tail.join("").length > FARTHEST) word.isJoined = false;
  return words.filter(({text: word}) => !COUNTER.test(word));
}

/** Whether the dictionary has cut one word in two: loanwords (リ|ピート), and a kanji beside others (緩衝|材). */
function isCompound(before: string, after: string): boolean {
  if (KATAKANA.test(before) && KATAKANA.test(after)) return true;
  return KANJI.test(before) && KANJI.test(after) && (before.length === 1 || after.length === 1);
}

function isMeaningful(segment: string): boolean {
  if (STOP_WORDS_JA.has(segment) || !/\p{L}/u.test(segment) || /^\p{N}+$/u.test(segment)) return false;
  return HIRAGANA.test(segment)
    ? segment.length >= SHORTEST_HIRAGANA && !HELPER.test(segment) && !DENIAL.test(segment)
    : true;
}

/** What belongs to the word itself: hiragana up to the first particle. */
function endings(tail: readonly string[]): string {
  const end = tail.findIndex(
    (segment) =>
      PARTICLES_JA.has(segment) ||
      !HIRAGANA.test(segment) ||
      (segment.length > 2 && HELPER.test(segment) && !/^ま/u.test(segment))
  );
  return tail.slice(0, end < 0 ? tail.length : end).join("");
}
