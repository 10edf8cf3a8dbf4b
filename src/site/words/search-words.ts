import {inLanguage} from "../../text/language.ts";
/** The words of the search, which scripts make; its button stands in the page. */
export interface SearchWords {
  readonly search: string;
  readonly placeholder: string;
  /** Beside what was found: it is a report itself. */
  readonly report: string;
  readonly found: (count: number) => string;
  readonly failed: (why: string) => string;
}

const en: SearchWords = {
  search: "Search",
  placeholder: "Search all reports",
  report: "Report",
  found: (n) => (n === 0 ? "No results." : `${n} ${n === 1 ? "place" : "places"}`),
  failed: (why) => `The search does not work here: ${why}`
};

const ja: SearchWords = {
  search: "検索",
  placeholder: "すべてのレポートを検索",
  report: "レポート",
  found: (n) => (n === 0 ? "該当する箇所はありません。" : `${n}件`),
  failed: (why) => `ここでは検索できません：${why}`
};

/** The words in the page's language. */
export function searchWords(lang: string): SearchWords {
  return inLanguage(lang, {en, ja});
}
