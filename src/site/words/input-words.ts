import {inLanguage} from "../../text/language.ts";
/** The words of a page's controls. */
export interface InputWords {
  readonly yes: string;
  readonly none: string;
  /** Below a control that nothing on the page can follow. */
  readonly fixed: string;
}

const en: InputWords = {
  yes: "Yes",
  none: "– none –",
  fixed: "The page was built with this value; what reads it cannot be computed anew here."
};

const ja: InputWords = {
  yes: "はい",
  none: "（選択なし）",
  fixed: "この値でページを作成しています。ここでは再計算できません。"
};

/** The words in the page's language. */
export function inputWords(lang: string): InputWords {
  return inLanguage(lang, {en, ja});
}
