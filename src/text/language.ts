/** The languages that reports can be in. Another one is its words: of everything typed by {@link Language} the compiler then says what is missing. */
export const LANGUAGES = ["en", "ja"] as const;

export type Language = (typeof LANGUAGES)[number];

/** The language that a tag such as `ja` or `ja-JP` names; null for one that has no words. */
export function maybeLanguage(lang: string): Language | null {
  const own = lang.toLowerCase().split("-")[0];
  return LANGUAGES.find((language) => language === own) ?? null;
}

/** The language of a page's `lang`; English for one that has no words. */
export function languageOf(lang: string): Language {
  return maybeLanguage(lang) ?? "en";
}

/** Of these those in a page's language. */
export function inLanguage<T>(lang: string, words: Readonly<Record<Language, T>>): T {
  return words[languageOf(lang)];
}
