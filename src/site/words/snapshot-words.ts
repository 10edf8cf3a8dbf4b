import {inLanguage} from "../../text/language.ts";
import {snapshotWordsEn} from "./snapshot-words-en.ts";
import {snapshotWordsJa} from "./snapshot-words-ja.ts";

/** The words of the list of snapshots, of the page that compares two, and of the pages that lead to the latest one. Dates and values are finished text. */
export interface SnapshotWords {
  readonly lang: string;
  readonly title: string;
  readonly lead: string;
  readonly all: string;
  readonly latest: string;
  readonly open: string;
  readonly compare: string;
  readonly reports: string;
  /** "Data to October 31, 2026". */
  dataTo(date: string): string;
  /** Below the latest figures: whom they are compared with. */
  since(date: string): string;
  readonly first: string;
  /** The latest snapshot is not the newest one. */
  rolledBack(date: string): string;
  readonly columns: {
    readonly snapshot: string;
    readonly published: string;
    readonly rows: string;
    readonly changes: string;
  };
  /** A change that chance alone may give. */
  readonly noise: string;
  readonly unchanged: string;
  readonly comparison: {
    readonly title: string;
    readonly lead: string;
    readonly from: string;
    readonly to: string;
    readonly swap: string;
    readonly noScript: string;
    readonly same: string;
    readonly headlines: string;
    readonly figure: string;
    readonly before: string;
    readonly after: string;
    readonly change: string;
    readonly madeOf: string;
    readonly parts: Readonly<Record<"period" | "restated" | "definition" | "mixed", string>>;
    /** What each part means, in one line. */
    readonly partsNote: string;
    readonly mixedNote: string;
    readonly unknownSplit: string;
    readonly figures: string;
    /** "3 of 1,204 values with an interval moved by more than chance gives." */
    moved(moved: string, compared: string): string;
    readonly movedNone: (compared: string) => string;
    readonly noFigures: string;
    readonly row: string;
    readonly noise: string;
    readonly everybody: string;
    more(rows: string): string;
    /** Progress: "Comparing report 2 of 7 …". */
    loading(done: number, all: number): string;
    failed(why: string): string;
    readonly exact: string;
    exactRow(changed: string, rows: string): string;
    readonly data: string;
    readonly table: string;
    readonly rows: string;
    readonly rejected: string;
    readonly past: string;
    readonly pastSame: string;
    /** Rows of the past: as many, but other ones. */
    readonly pastOther: string;
    readonly definitions: string;
    readonly definitionsNone: string;
    readonly program: string;
    readonly cells: string;
    readonly setting: string;
    readonly none: string;
  };
  readonly late: {
    readonly opening: string;
    readonly stuck: string;
    readonly gone: string;
    readonly toAll: string;
    readonly toLatest: string;
  };
  /** On a snapshot's own page: a newer one is there. */
  newer(date: string): string;
  /** In place of a figure's rows, which were deleted. */
  purged(date: string): string;
}

/** The words of a language: English for one that has none. */
export function snapshotWords(lang: string): SnapshotWords {
  return inLanguage(lang, {en: snapshotWordsEn, ja: snapshotWordsJa});
}
