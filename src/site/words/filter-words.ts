import {inLanguage} from "../../text/language.ts";

/** The words of the filter bar, in the page's language; `{n}` and the like are filled in by its script, which stays small. */
export interface FilterWords {
  readonly filters: string;
  readonly all: string;
  readonly joined: string;
  readonly period: string;
  readonly from: string;
  readonly to: string;
  readonly search: string;
  readonly reset: string;
  /** "All {all} customers". */
  readonly everybody: string;
  /** "{who}: {n} of {all} customers". */
  readonly whom: string;
  /** "joined {range}". */
  readonly joinedRange: string;
  /** "{from} to {to}". */
  readonly range: string;
  /** "{whom}; figures of {range}". */
  readonly ofPeriod: string;
  /** "{whom}, compared with {what}". */
  readonly compared: string;
  /** "{other}: {finding}", after a figure's own sentence. */
  readonly comparedFinding: string;
  /** "{label} · {other}", the head of a column. */
  readonly comparedColumn: string;
  /** "{share} of all customers". */
  readonly shareOf: string;
  /** The customers that are chosen, in a chart's legend. */
  readonly chosen: string;
  /** Between the parts of a sentence. */
  readonly and: string;
  readonly compare: string;
  readonly compareNone: string;
  readonly compareAll: string;
  readonly comparePrevious: string;
  /** Below the choice of the period before, where none can be chosen. */
  readonly previousHint: string;
  /** Ready-made ranges of months, by their names. */
  readonly presets: Readonly<Record<Preset, string>>;
  /** Below a figure that does not follow the filters. */
  readonly notFiltered: string;
  /** Below a figure whose sliders were moved: "as built, {why}". */
  readonly notComputed: string;
  /** Below a figure that the reporting window does not bound. */
  readonly notWindowed: string;
  /** Below a figure that follows neither. */
  readonly neither: string;
  /** Below a figure that has nothing beside it where the reader compares. */
  readonly notCompared: string;
  /** On paper, in the place of a drawing that is not of the chosen customers yet. */
  readonly notDrawn: string;
  readonly loading: string;
  /** In the last line of a figure while its data comes: "loading {size} MB …". */
  readonly loadingRows: string;
  /** "Filters do not work here: {why}". */
  readonly failed: string;
  /** Why, on a browser that lacks what they need. */
  readonly tooOld: string;
  /** "remove {what}". */
  readonly remove: string;
}

/** A ready-made range of months. */
export type Preset = "last3" | "last12" | "thisFiscalYear" | "lastFiscalYear" | "thisYear" | "lastYear";

const en: FilterWords = {
  filters: "Filters",
  all: "all",
  joined: "Joined",
  period: "Period",
  from: "From",
  to: "To",
  search: "Search",
  reset: "Show everything",
  everybody: "All {all} customers",
  whom: "{who}: {n} of {all} customers",
  joinedRange: "joined {range}",
  range: "{from} to {to}",
  ofPeriod: "{whom}; figures of {range}",
  compared: "{whom}; compared with {what}",
  comparedFinding: "{other}: {finding}",
  comparedColumn: "{label} · {other}",
  shareOf: "{share} of all customers’",
  chosen: "Chosen customers",
  and: ", ",
  compare: "Compare with",
  compareNone: "nothing",
  compareAll: "all customers",
  comparePrevious: "the period before",
  previousHint: "Choose a period first, with as many months of data before it.",
  presets: {
    last3: "Last 3 months",
    last12: "Last 12 months",
    thisFiscalYear: "This fiscal year",
    lastFiscalYear: "Last fiscal year",
    thisYear: "This year",
    lastYear: "Last year"
  },
  notFiltered: "This figure does not follow the filters: it shows all customers.",
  notComputed: "As it was built: it cannot be computed anew here ({why}).",
  notWindowed: "The period does not bound this figure: it shows the whole history.",
  neither: "This figure does not follow the filters: it shows all customers and the whole history.",
  notCompared: "This figure shows the chosen customers alone: it is not compared.",
  notDrawn: "Still being drawn for the chosen customers: print again in a moment.",
  loading: "Loading the figures …",
  loadingRows: "Loading its data ({size} MB) …",
  failed: "The filters do not work here ({why}); the page shows all customers.",
  tooOld: "this browser is too old for them",
  remove: "Remove {what}"
};

const ja: FilterWords = {
  filters: "絞り込み",
  all: "すべて",
  joined: "初回注文月",
  period: "対象期間",
  from: "開始",
  to: "終了",
  search: "検索",
  reset: "絞り込みを解除",
  everybody: "全顧客{all}人",
  whom: "{who}：全{all}人中{n}人",
  joinedRange: "初回注文 {range}",
  range: "{from}〜{to}",
  ofPeriod: "{whom}、対象期間 {range}",
  compared: "{whom}（{what}と比較）",
  comparedFinding: "{other}：{finding}",
  comparedColumn: "{label}（{other}）",
  shareOf: "全顧客の{share}",
  chosen: "選択した顧客",
  and: "・",
  compare: "比較",
  compareNone: "なし",
  compareAll: "全顧客",
  comparePrevious: "直前の同じ長さの期間",
  previousHint: "先に対象期間を選んでください。その前に同じ長さのデータが必要です。",
  presets: {
    last3: "直近3か月",
    last12: "直近12か月",
    thisFiscalYear: "今年度",
    lastFiscalYear: "前年度",
    thisYear: "今年",
    lastYear: "昨年"
  },
  notFiltered: "この図は絞り込みの対象外で、全顧客の値を示しています。",
  notComputed: "作成時のままの表示です。ここでは再計算できません（{why}）。",
  notWindowed: "この図は対象期間では絞り込まれず、全期間の値を示しています。",
  neither: "この図は絞り込みの対象外で、全顧客・全期間の値を示しています。",
  notCompared: "この図は選択した顧客だけの値で、比較は表示していません。",
  notDrawn: "選択した条件の図を描画中です。少し待ってから、もう一度印刷してください。",
  loading: "図を読み込んでいます…",
  loadingRows: "データを読み込んでいます（{size}MB）…",
  failed: "ここでは絞り込みを使えません（{why}）。全顧客の値を表示しています。",
  tooOld: "お使いのブラウザが古いため",
  remove: "{what}を外す"
};

/** Words that only the bar in the page's HTML has. */
const BAKED = ["filters", "from", "to", "search", "reset", "previousHint", "presets"] as const;

/** Words that a page's script needs beside its HTML. */
export type LiveWords = Omit<FilterWords, (typeof BAKED)[number]>;

/** The words in the page's language. */
export function filterWords(lang: string): FilterWords {
  return inLanguage(lang, {en, ja});
}

/** Those of them that a page's script needs: the page carries them. */
export function liveWords(lang: string): LiveWords {
  const isBaked = (name: string): boolean => BAKED.some((one) => one === name);
  return Object.fromEntries(
    Object.entries(filterWords(lang)).filter(([name]) => !isBaked(name))
  ) as unknown as LiveWords;
}
