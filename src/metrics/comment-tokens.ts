import {englishTokens} from "./comment-tokens-en.ts";
import {japaneseTokens} from "./comment-tokens-ja.ts";
import type {Token} from "./comment-token.ts";

/** The languages that comments are read in; one that is not Japanese is read as English. */
export type CommentLanguage = "en" | "ja";

const JAPANESE = /[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]/u;

/** Japanese where there is a kana or kanji in it, else English. */
export function languageOf(text: string): CommentLanguage {
  return JAPANESE.test(text) ? "ja" : "en";
}

/** The text in the one form in which words are compared: widths of letters made equal (NFKC), small letters, one kind of apostrophe. */
export function normalised(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/[’ʼ]/g, "'");
}

/**
 * The meaningful words of a comment, in order: no stop words, no numbers; of English ones the inflections are one word, of Japanese ones the endings; a denied word is another word.
 *
 * Words are parted by `Intl.Segmenter`, whose dictionaries differ from host to host: only ever run this at build, so that a page and its filters never part words themselves.
 */
export function tokensOf(comment: string): {readonly language: CommentLanguage; readonly tokens: readonly Token[]} {
  const text = normalised(comment);
  const language = languageOf(text);
  return {language, tokens: language === "ja" ? japaneseTokens(text) : englishTokens(text)};
}
