import type {ChangeWords} from "./change-words.ts";

const COUNT = new Intl.NumberFormat("ja");

const AFTER: Readonly<Record<string, string>> = {
  week: "翌週",
  month: "翌月",
  quarter: "翌四半期",
  half: "翌半期",
  year: "翌年",
  "fiscal-year": "翌年度"
};
const SIZES = {slight: "わずかに", plain: "", clear: "目立って", sharp: "大きく"};

const always = (name: string) => () => name;

/** What grows in number, not in height. */
const AMOUNTS = new Set(["new_customers", "orders", "revenue", "margin", "answers"]);

function verb(measure: string, isUp: boolean, isBroken: boolean): string {
  const stem = AMOUNTS.has(measure) ? (isUp ? "増え" : "減り") : isUp ? "上がり" : "下がり";
  return `${stem}${isBroken ? "ませんでした" : "ました"}`;
}

/** Japanese. */
export const changeWordsJa: ChangeWords = {
  title: "変化のあった指標",
  measures: {
    new_customers: always("新規顧客数"),
    orders: always("注文数"),
    revenue: always("売上高"),
    margin: always("粗利"),
    average_order_value: always("平均購入単価"),
    answers: always("アンケート回答数"),
    nps: always("NPS"),
    csat: always("満足の割合"),
    effort: always("手間がかからないと答えた割合"),
    trust: always("信頼すると答えた割合"),
    dwb: always("必ずまた購入すると答えた割合"),
    "retention-rate": always("顧客維持率"),
    retention: (period) => `初回注文の${AFTER[period] ?? "次の期間"}に再び注文した割合`
  },
  sentence: ({measure, what, group, size, isUp, isBroken, value, before, when, since, isCohort}) => {
    const of = isCohort ? "に初めて注文した顧客" : "";
    return `${what}${group === null ? "" : `（${group}）`}は${isBroken ? "いつもほど" : SIZES[size]}${verb(measure, isUp, isBroken)}：${since}${of}の${before}から、${when}${of}は${value}へ。`;
  },
  base: ({tested, real, shown}) =>
    `前の期間と比べて検定した${COUNT.format(tested)}件のうち、偶然の範囲を超えた変化は${COUNT.format(real)}件です${real > shown ? `（大きい順に${COUNT.format(shown)}件を表示）` : ""}。誤検出率は5%以下に抑えています。`,
  nothing: (tested) =>
    `偶然やいつもの増減の範囲を超えた変化はありません（前の期間と比べて${COUNT.format(tested)}件を検定）。`
};
