import {inLanguage} from "../../text/language.ts";
/** The words of a figure's menu and a table's tools, which are made by scripts only. */
export interface ToolWords {
  readonly menu: string;
  readonly showTable: string;
  readonly hideTable: string;
  readonly csv: string;
  readonly listCsv: string;
  readonly svg: string;
  readonly png: string;
  readonly link: string;
  /** Above the SQL of a figure that is computed from one query. */
  readonly sql: string;
  /** Above one of several. */
  readonly sqlOf: (name: string) => string;
  readonly copied: string;
  readonly failed: (why: string) => string;
  readonly search: string;
  readonly none: string;
  readonly rows: (from: number, to: number, of: number) => string;
  readonly previous: string;
  readonly next: string;
  readonly sortedOf: (shown: number) => string;
}

const COUNT_EN = new Intl.NumberFormat("en");
const COUNT_JA = new Intl.NumberFormat("ja");

const en: ToolWords = {
  menu: "Options of this figure",
  showTable: "Show the table",
  hideTable: "Hide the table",
  csv: "Download data (CSV)",
  listCsv: "Download the list (CSV)",
  svg: "Download picture (SVG)",
  png: "Download picture (PNG)",
  link: "Copy link to this figure",
  sql: "SQL",
  sqlOf: (name) => `SQL: ${name}`,
  copied: "Link copied",
  failed: (why) => `This did not work: ${why}`,
  search: "Search the table",
  none: "No row has that text.",
  rows: (from, to, of) => `${COUNT_EN.format(from)}–${COUNT_EN.format(to)} of ${COUNT_EN.format(of)}`,
  previous: "Previous rows",
  next: "Next rows",
  sortedOf: (shown) => `Sorted are the ${COUNT_EN.format(shown)} rows that are shown; the CSV has all.`
};

const ja: ToolWords = {
  menu: "この図の操作",
  showTable: "データ表を開く",
  hideTable: "データ表を閉じる",
  csv: "データをダウンロード（CSV）",
  listCsv: "一覧をダウンロード（CSV）",
  svg: "図をダウンロード（SVG）",
  png: "図をダウンロード（PNG）",
  link: "この図へのリンクをコピー",
  sql: "SQL",
  sqlOf: (name) => `SQL：${name}`,
  copied: "リンクをコピーしました",
  failed: (why) => `できませんでした：${why}`,
  search: "表の中を検索",
  none: "該当する行はありません。",
  rows: (from, to, of) => `${COUNT_JA.format(of)}行中 ${COUNT_JA.format(from)}–${COUNT_JA.format(to)}行`,
  previous: "前の行",
  next: "次の行",
  sortedOf: (shown) => `表示中の${COUNT_JA.format(shown)}行を並べ替えています。全行はCSVにあります。`
};

/** The words in the page's language. */
export function toolWords(lang: string): ToolWords {
  return inLanguage(lang, {en, ja});
}
