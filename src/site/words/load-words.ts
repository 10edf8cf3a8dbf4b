import {inLanguage} from "../../text/language.ts";
import type {Language} from "../../text/language.ts";
import type {Words} from "./words.ts";

const WORDS: Readonly<Record<Language, () => Promise<Words>>> = {
  en: async () => (await import("./en.ts")).en,
  ja: async () => (await import("./ja.ts")).ja
};

/** The words of a page's language, fetched alone: what scripts use. */
export function loadWords(lang: string): Promise<Words> {
  return inLanguage(lang, WORDS)();
}
