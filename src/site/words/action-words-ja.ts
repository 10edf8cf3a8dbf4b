import type {Format} from "../../charts/format.ts";
import type {ActionWords} from "./action-words.ts";
import {distanceOf, effectOf, namesOf} from "./action-words.ts";
import type {FindingValues} from "./words.ts";

const NEXT: Readonly<Record<string, string>> = {
  week: "翌週",
  month: "翌月",
  quarter: "翌四半期",
  half: "翌半期",
  year: "翌年",
  "fiscal-year": "翌年度"
};

const KINDS = {
  inquiry: "問い合わせ",
  complaint: "苦情",
  review: "レビュー",
  social: "SNS投稿",
  email_open: "メール開封",
  call: "電話",
  chat: "チャット",
  visit: "来店"
} as const;

/** A kind of contact as a sentence names it; one that is none of ours as it is written. */
export function kindOf(value: FindingValues[string] | undefined): string {
  return (KINDS as Readonly<Record<string, string>>)[String(value)] ?? `「${String(value)}」`;
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

/** 「効果あり」が1件（「A」）; null of none. */
function said(values: FindingValues, name: string, verb: string): string | null {
  const names = namesOf(values[`${name}_names`]);
  return names.length === 0 ? null : `${verb}${names.length}件（${names.map((one) => `「${one}」`).join("")}）`;
}

function actions(values: FindingValues, format: Format): string {
  const level = Math.round(Number(values["level"] ?? 0.95) * 100);
  const effect = (name: string) => effectOf(values[name], values["best_unit"], {format, points: "ポイント"});
  const best =
    values["best"] == null
      ? ""
      : `${Number(values["worked"]) > 1 ? `最もはっきり効果が出たのは「${values["best"]}」で、` : "その効果は、"}${values["best_design"] === "randomised comparison" ? "無作為に選んだ対照群" : "対象外の顧客"}と比べて${effect("best_effect")}（${level}%信頼区間 ${effect("best_low")}〜${effect("best_high")}）です。`;
  const open = Number(values["open"]);
  const drawn = namesOf(values["randomised_names"]).filter((name) => name !== values["best"]);
  const randomised =
    drawn.length === 0 ? "" : `${drawn.map((one) => `「${one}」`).join("")}は、無作為に選んだ対照群と比べた結果です。`;
  const parts = [
    said(values, "worked", "効果ありが"),
    said(values, "none", "誤差を超える効果なしが"),
    said(values, "worse", "悪化が"),
    said(values, "changed", "比較対象がなく変化のみ確認が"),
    said(values, "unchanged", "比較対象がなく変化も見られないものが"),
    open === 0 ? null : `まだ判定できないものが${open}件`
  ].filter((part) => part !== null);
  return `${format.value(values["actions"], "count")}件の施策のうち、${parts.length === 0 ? "測定できるものはありません" : `${parts.join("、")}です`}。${best}${randomised}`;
}

/** Words of contacts and measures, in Japanese. */
export const actionWordsJa: ActionWords = {
  findings: {engagement, actions},
  notes: {
    "engagement-none": "接点の記録がありません。",
    "engagement-lift":
      "接点のあったアクティブな顧客と、なかったアクティブな顧客とで、次の期間に購入したかどうかを比べています。どちらも、最後の購入時期・最近の購入回数・これまでの購入回数が同じ顧客の標準（全顧客からビルド時に算出）に対する比です。p値は比較の数に応じてHolm法で補正しています。",
    "engagement-rate":
      "接点は、アクティブな顧客1人・完了した1期間あたりの件数です。アクティブとは、その期間または直近の期間に購入した顧客です。",
    "engagement-times":
      "解決までの時間は、解決済みの接点の中央値です。絞り込み中は階級から読み取るため、最大5%の誤差があります。",
    "actions-none": "施策の表に行がありません。",
    "actions-nobody": "表示中の顧客には、施策の指標に入る人がいません。",
    "actions-randomised":
      "リストの顧客から対照群を無作為に選んだ施策では、施策の対象になった顧客とこの対照群を比べています。実際に届いたかどうかによらず、割り当てたとおりに数えます。偶然の幅を超える差は、施策によるものです。",
    "actions-compared":
      "一部の顧客だけを対象とした施策は、同じ指標の施策の対象でない顧客の推移と比べています（差分の差分法）。破線は、その顧客と同じ動きだったとした場合の推移です。",
    "actions-alone":
      "比べる相手がいない施策は、その指標の推移だけを見ます（分割時系列分析：水準と傾き）。分かるのは変化の有無までで、理由は分かりません。破線は開始前の傾向の延長です。",
    "actions-apart": "開始前から傾向が異なる顧客は公平な比較にならないため、その指標の推移だけで判定しています。",
    "actions-counts":
      "人数は前後それぞれの合計で比べています。0人でも比べられるように、どの合計にも0.5を足しています。",
    "actions-periods":
      "帯は開始前後の平均とその信頼区間です。完了した期間だけを使い、開始前は指定がなければ最大1年分です。値が開始（終了）の前後にまたがる期間は、どちらにも数えません（リピート率は180日先まで、維持・活動中の顧客は90日前までを見るため）。開始前が8期間、開始後が3期間に満たないうちは判定しません。信頼区間と検定は自己相関を考慮し（Newey–West法）、比較では顧客の違いによるばらつきも加味しています。季節変動が除かれるのは、比べる相手がいる場合だけです。",
    "actions-holm":
      "検定はカタログにある施策の数に応じてHolm法で補正しています。目標は、信頼区間の全体が目標を超えたときに達成、下回ったときに未達とします。",
    "actions-most": "判定しているのは、開始が新しい40件の施策だけです。",
    "actions-unmeasured":
      "「測定対象外」は、期間ごとの値がない指標、データのない指標、カタログにないセグメントを指定した施策、リストの施策群か対照群に誰もいない施策、表示中の顧客のうち対象者が10人に満たない施策、または完了した期間が一つもないうちに、もしくは指標に必要な日数（リピート率は期間の後に180日、維持・活動中の顧客は開始から90日）がたたないうちに終わった施策です。"
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
    "contacts per 100": "アクティブな顧客100人あたりの接点",
    planned: "予定",
    running: "実施中",
    "too early": "判定は時期尚早",
    "not measured": "測定対象外",
    worked: "効果あり",
    "no effect": "効果なし",
    worse: "悪化",
    changed: "変化あり（比較対象なし）",
    "not changed": "変化なし（比較対象なし）",
    "the metric": "施策の指標（開始前後の平均つき）",
    "without the measure": "施策がなかった場合",
    target: "目標",
    "target reached": "目標達成",
    "target not reached": "目標未達",
    "all customers": "全顧客",
    "{0} against the untargeted": "対象外の顧客と比べて{0}",
    "{0} points against the untargeted": "対象外の顧客と比べて{0}ポイント",
    "{0} against the control": "無作為に選んだ対照群と比べて{0}",
    "{0} points against the control": "無作為に選んだ対照群と比べて{0}ポイント",
    "list of {0}": "リストの顧客{0}人",
    "a list of few": "少人数のリスト",
    "list of {0}, {1} of them control": "リストの顧客{0}人（うち対照群{1}人）",
    "level {0}, slope {1}": "水準 {0}、1期間あたりの傾き {1}",
    "from {0}": "{0}〜",
    "begins {0}": "{0}開始予定",
    "began {0}": "{0}開始、前後の完了期間がまだ足りません",
    "began {0}, nothing closed since": "{0}開始、測定できる完了期間はまだありません",
    "randomised comparison": "無作為化比較",
    "difference-in-differences": "差分の差分法",
    "interrupted time series": "分割時系列分析",
    "line orders": "顧客1人あたりの注文数",
    "line revenue": "顧客1人あたりの売上",
    "line margin": "顧客1人あたりの粗利",
    "line average_order_value": "平均購入単価",
    "line new_customers": "新規顧客数",
    "line active_customers": "アクティブな顧客数",
    "line repeat_rate": "180日以内の2回目購入率",
    "line crr": "期間ごとの顧客維持率",
    "line churn": "期間ごとの離反率",
    "line nps": "NPS",
    "line csat": "満足の回答の割合",
    "line dwb": "「必ずまた購入する」の回答の割合",
    ...KINDS
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
    p_holm: "p（Holm補正）",
    action: "施策",
    owner: "担当",
    for_list: "リスト対象",
    listed: "リストの顧客",
    held_out: "うち対照群",
    metric: "指標",
    started: "開始",
    ended: "終了",
    status: "状態",
    periods_before: "開始前の期間数",
    before_low: "開始前（下限）",
    before_high: "開始前（上限）",
    periods_after: "開始後の期間数",
    after_low: "開始後（下限）",
    after_high: "開始後（上限）",
    design: "比較の方法",
    level_low: "水準の変化（下限）",
    level_high: "水準の変化（上限）",
    slope: "傾きの変化",
    slope_low: "傾きの変化（下限）",
    slope_high: "傾きの変化（上限）",
    reached: "目標達成",
    trend_p: "開始前の傾向差のp値",
    effect: "効果"
  },
  columnsOf: {
    engagement: {
      rate: "アクティブな顧客1人・1期間あたり",
      rate_low: "1人あたり（下限）",
      rate_high: "1人あたり（上限）",
      months: "追跡できた顧客・期間",
      retained: "次の期間に購入",
      others: "接点のない顧客の購入"
    },
    actions: {id: "番号", before: "開始前", after: "開始後", level: "水準の変化"}
  }
};
