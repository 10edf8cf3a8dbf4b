import type {Format} from "../charts/format.ts";
import type {ActionWords} from "./action-words.ts";
import {distanceOf} from "./action-words.ts";
import type {FindingValues} from "./words.ts";

const NEXT: Readonly<Record<string, string>> = {
  week: "翌週",
  month: "翌月",
  quarter: "翌四半期",
  half: "翌半期",
  year: "翌年",
  "fiscal-year": "翌年度"
};

const KINDS: Readonly<Record<string, string>> = {
  inquiry: "問い合わせ",
  complaint: "苦情",
  review: "レビュー",
  social: "SNS投稿",
  email_open: "メール開封",
  call: "電話",
  chat: "チャット",
  visit: "来店"
};

function kindOf(value: FindingValues[string] | undefined): string {
  return KINDS[String(value)] ?? `「${String(value)}」`;
}

function engagement(values: FindingValues, format: Format): string {
  const next = NEXT[String(values["period"])] ?? "翌月";
  const level = Math.round(Number(values["level"] ?? 0.95) * 100);
  const show = (name: string) => format.value(values[name], "ratio");
  const tested = Number(values["tested"]);
  if (tested === 0) return "接点のあった顧客が少なく、その後に戻ったかどうかを比べられません。";
  const said = (side: "worst" | "best") => {
    if (values[side] == null) return null;
    const [low, high] = [values[`${side}_low`], values[`${side}_high`]];
    const bounds = side === "worst" ? [high, low] : [low, high];
    return `${kindOf(values[side])}の後は${distanceOf(values[`${side}_lift`], format)}${side === "worst" ? "低く" : "高く"}（${level}%信頼区間 ${bounds.map((bound) => distanceOf(bound, format)).join("〜")}）`;
  };
  const parts = [said("worst"), said("best")].filter((part) => part !== null);
  const of = `${format.value(tested, "count")}種類の接点`;
  if (parts.length === 0)
    return `${of}のいずれについても、${next}に購入した割合は、同じ購入リズムの顧客と誤差を超える差がありません。`;
  const plain =
    values["worst"] == null
      ? ""
      : `調整前では、${kindOf(values["worst"])}のあった顧客の${show("worst_retained")}、なかった顧客の${show("worst_others")}が${next}に購入しています。`;
  return `同じ購入リズムの顧客と比べて、${next}に購入した割合は${parts.join("、")}なっています。${plain}${of}のうち誤差を超える差があるのは${format.value(values["differing"], "count")}種類です。`;
}

/** Words of contacts, in Japanese. */
export const actionWordsJa: ActionWords = {
  findings: {engagement},
  notes: {
    "engagement-none": "接点の記録がありません。",
    "engagement-lift":
      "接点のあった活動中の顧客と、なかった活動中の顧客とで、次の期間に購入したかどうかを比べています。どちらも、最後の購入時期・最近の購入回数・これまでの購入回数が同じ顧客の標準（全顧客からビルド時に算出）に対する比です。p値は比較の数に応じてHolm法で補正しています。",
    "engagement-rate":
      "接点は、活動中の顧客1人・完了した1期間あたりの件数です。活動中とは、その期間または直近の期間に購入した顧客です。",
    "engagement-times":
      "解決までの時間は、解決済みの接点の中央値です。絞り込み中は階級から読み取るため、最大5%の誤差があります。"
  },
  terms: {
    "per 100: {0} week": "100人あたり週{0}件",
    "per 100: {0} month": "100人あたり月{0}件",
    "per 100: {0} quarter": "100人あたり四半期{0}件",
    "per 100: {0} half": "100人あたり半期{0}件",
    "per 100: {0} year": "100人あたり年{0}件",
    "per 100: {0} fiscal-year": "100人あたり年度{0}件",
    "came back week": "翌週に購入した割合（同じ購入リズムの顧客との差）",
    "came back month": "翌月に購入した割合（同じ購入リズムの顧客との差）",
    "came back quarter": "翌四半期に購入した割合（同じ購入リズムの顧客との差）",
    "came back half": "翌半期に購入した割合（同じ購入リズムの顧客との差）",
    "came back year": "翌年に購入した割合（同じ購入リズムの顧客との差）",
    "came back fiscal-year": "翌年度に購入した割合（同じ購入リズムの顧客との差）",
    "mood {0}": "感情 {0}",
    "resolved in {0}": "解決まで{0}",
    "contacts per 100": "活動中の顧客100人あたりの接点",
    inquiry: "問い合わせ",
    complaint: "苦情",
    review: "レビュー",
    social: "SNS投稿",
    email_open: "メール開封",
    call: "電話",
    chat: "チャット",
    visit: "来店"
  },
  columns: {
    kind: "種類",
    contacts: "接点",
    sentiment: "感情",
    sentiment_low: "感情（下限）",
    sentiment_high: "感情（上限）",
    resolved: "解決済み",
    median_days: "解決までの時間（中央値）",
    plain: "そのままの比",
    lift: "条件を揃えた比",
    p_holm: "p（Holm補正）"
  },
  columnsOf: {
    engagement: {
      rate: "活動中の顧客1人・1期間あたり",
      rate_low: "1人あたり（下限）",
      rate_high: "1人あたり（上限）",
      months: "追跡できた顧客・期間",
      retained: "次の期間に購入",
      others: "接点のない顧客の購入"
    }
  }
};
