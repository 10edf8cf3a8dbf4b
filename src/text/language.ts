/** The languages that reports can be in. Another one is its words: of everything typed by {@link Language} the compiler then says what is missing. */
export const LANGUAGES = ["en", "ja"] as const;

export type Language = (typeof LANGUAGES)[number];

/** The language of a page's `lang` (`ja`, `ja-JP`); English for one that has no words. */
export function languageOf(lang: string): Language {
  const own = lang.toLowerCase().split("-")[0];
  return LANGUAGES.find((language) => language === own) ?? "en";
}

/** Of these those in a page's language. */
export function inLanguage<T>(lang: string, words: Readonly<Record<Language, T>>): T {
  return words[languageOf(lang)];
}
