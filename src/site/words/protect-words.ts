import {inLanguage} from "../../text/language.ts";
/** What a locked page says. */
export interface ProtectWords {
  readonly lang: string;
  readonly title: string;
  readonly why: string;
  readonly passphrase: string;
  readonly open: string;
  readonly wrong: string;
  readonly damaged: string;
  /** Where the host answers with an error. */
  readonly missing: string;
  /** Where no host answers. */
  readonly unreachable: string;
  readonly old: string;
  readonly insecure: string;
  readonly script: string;
}

const EN: ProtectWords = {
  lang: "en",
  title: "Protected report",
  why: "Enter the passphrase that you were given. It is asked once until you close this tab.",
  passphrase: "Passphrase",
  open: "Open",
  wrong: "That is not the passphrase.",
  damaged: "A file of this report is damaged, or of another edition. Load the page again.",
  missing: "The host does not give out this file. The report may have been published anew: load the page again.",
  unreachable: "The file could not be loaded. Check the connection, and try again.",
  old: "This browser is too old for protected reports.",
  insecure: "This browser decrypts only over https. Open the address with https.",
  script: "This report is encrypted. It needs JavaScript to be opened."
};

const JA: ProtectWords = {
  lang: "ja",
  title: "保護されたレポート",
  why: "お伝えしたパスフレーズを入力してください。このタブを閉じるまで、再入力は不要です。",
  passphrase: "パスフレーズ",
  open: "開く",
  wrong: "パスフレーズが違います。",
  damaged: "レポートのファイルが壊れているか、別の版のものです。ページを再読み込みしてください。",
  missing:
    "サーバーからこのファイルを取得できません。レポートが更新された可能性があります。ページを再読み込みしてください。",
  unreachable: "ファイルを読み込めませんでした。接続を確認して、もう一度お試しください。",
  old: "このブラウザーは古いため、保護されたレポートを開けません。",
  insecure: "復号には https 接続が必要です。https のアドレスで開いてください。",
  script: "このレポートは暗号化されています。開くには JavaScript が必要です。"
};

/** The words of a language; English for one that has none. */
export function protectWords(lang: string): ProtectWords {
  return inLanguage(lang, {en: EN, ja: JA});
}
