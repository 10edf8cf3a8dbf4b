import {inLanguage} from "../../text/language.ts";
/** The words of what `js` cells show. */
export interface JsWords {
  /** Below a list that is cut. */
  readonly more: (rest: number) => string;
  /** Below a figure whose code failed after a change. */
  readonly failed: (why: string) => string;
}

const COUNT_EN = new Intl.NumberFormat("en");
const COUNT_JA = new Intl.NumberFormat("ja");

const en: JsWords = {
  more: (rest) => `${COUNT_EN.format(rest)} more`,
  failed: (why) => `As it was built: its code failed here (${why})`
};

const ja: JsWords = {
  more: (rest) => `ほか${COUNT_JA.format(rest)}件`,
  failed: (why) => `ここではコードを実行できなかったため、作成時の内容を表示しています（${why}）`
};

/** The words in the page's language. */
export function jsWords(lang: string): JsWords {
  return inLanguage(lang, {en, ja});
}
