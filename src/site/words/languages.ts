import {en} from "./en.ts";
import {ja} from "./ja.ts";
import {isJapanese} from "./words.ts";
import type {Words} from "./words.ts";

/** The words of a language: Japanese for `ja` and its variants, English for all else. Pages' scripts load one language instead. */
export function words(lang: string): Words {
  return isJapanese(lang) ? ja : en;
}
