import {inLanguage} from "../../text/language.ts";

/** What a mail says besides its report's own texts. */
export interface EmailWords {
  /** Label of the link to the report on the web. */
  readonly open: string;
  /** @param count charts of the report that the mail leaves out; at least 1 */
  more(count: number): string;
  readonly made: string;
}

const EN: EmailWords = {
  open: "Open the report",
  more: (count) => `${count} more ${count === 1 ? "chart is" : "charts are"} in the report.`,
  made: "Made with Kizuna from the report’s own figures."
};

const JA: EmailWords = {
  open: "レポートを開く",
  more: (count) => `レポートには、このほかに${count}点のグラフがあります。`,
  made: "このメールの数値は、Kizunaがレポートから作成しました。"
};

/** The words of mails in a language. */
export function emailWords(lang: string): EmailWords {
  return inLanguage(lang, {en: EN, ja: JA});
}
