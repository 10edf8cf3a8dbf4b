import {inLanguage} from "../../text/language.ts";

/** What the page says that stands in the place of a packed one. */
export interface PackedWords {
  readonly lang: string;
  readonly why: string;
  readonly opening: string;
  /** What is said where it cannot be shown; "{path}" stands for a file's path. */
  readonly said: {
    readonly missing: string;
    readonly damaged: string;
    readonly unreachable: string;
    /** "{why}" stands for what the browser says. */
    readonly failed: string;
  };
  readonly again: string;
  readonly toAll: string;
  readonly toLatest: string;
}

const EN: PackedWords = {
  lang: "en",
  why: "This page of an earlier snapshot is kept packed. To show it takes JavaScript, and a current browser.",
  opening: "Opening this page of an earlier snapshot …",
  said: {
    missing: "This page cannot be restored: a file that it is made from is missing on this site ({path}).",
    damaged:
      "This page cannot be restored: a file that it is made from is damaged, or another one than it was ({path}).",
    unreachable: "The page could not be loaded. Check the connection, and try again.",
    failed: "This browser cannot show the page: {why}"
  },
  again: "Try again",
  toAll: "All snapshots",
  toLatest: "This report in the latest snapshot"
};

const JA: PackedWords = {
  lang: "ja",
  why: "以前のスナップショットのこのページは、圧縮して保存されています。表示するには JavaScript と最新のブラウザーが必要です。",
  opening: "以前のスナップショットのページを開いています…",
  said: {
    missing: "このページを復元できません。復元に必要なファイルがこのサイトにありません（{path}）。",
    damaged: "このページを復元できません。復元に必要なファイルが壊れているか、当時のものと異なります（{path}）。",
    unreachable: "ページを読み込めませんでした。接続を確認して、もう一度お試しください。",
    failed: "このブラウザーではページを表示できません：{why}"
  },
  again: "もう一度試す",
  toAll: "スナップショット一覧",
  toLatest: "このレポートの最新版"
};

/** The words of a language; English for one that has none. */
export function packedWords(lang: string): PackedWords {
  return inLanguage(lang, {en: EN, ja: JA});
}
