import {inLanguage} from "../../text/language.ts";
import {en} from "./en.ts";
import {ja} from "./ja.ts";
import type {Words} from "./words.ts";

/** The words of a language; English for one that has none. Pages' scripts load one language instead: {@link loadWords}. */
export function words(lang: string): Words {
  return inLanguage(lang, {en, ja});
}
