import type {Format, Unit} from "../../charts/format.ts";
import {periodLabel} from "../../charts/period.ts";
import type {Period} from "../../charts/period.ts";
import {ends} from "./curve-words-ja.ts";
import type {VoiceWords} from "./voice-words.ts";
import type {FindingValues} from "./words.ts";

const POSITIVE: Readonly<Record<string, string>> = {
  csat: "満足（5段階の4–5）と答えた割合は",
  dwb: "必ずまた購入する（5段階の5）と答えた割合は",
  effort: "手間がかからない（7段階の5–7）と答えた割合は",
  trust: "信頼できる（5段階の4–5）と答えた割合は"
};

/** （95%信頼区間 52.3〜54.5、回答 13,612件、平均 8.70）. */
function ground(values: FindingValues, format: Format, unit: Unit): string {
  const show = (name: string, as: Unit) => format.value(values[name], as);
  const level = Math.round(Number(values["level"] ?? 0.95) * 100);
  const mean = values["mean"] == null ? "" : `、平均 ${show("mean", "score")}`;
  return `（${level}%信頼区間 ${show("low", unit)}〜${show("high", unit)}、回答 ${show("size", "count")}件${mean}）`;
}

/** A sentence on the change between two periods, where it is beyond the noise. */
function change(values: FindingValues, format: Format, unit: Unit): string {
  const {from, to, before, after, period} = values;
  if (!(from instanceof Date) || !(to instanceof Date) || before == null || after == null) return "";
  const when = (date: Date) => periodLabel(date, String(period ?? "month") as Period, format);
  const verb = Number(after) > Number(before) ? "上昇" : "低下";
  return `${when(from)}の${format.value(before, unit)}から${when(to)}は${format.value(after, unit)}に${verb}しました。`;
}

const findings: VoiceWords["findings"] = {
  nps(values, format) {
    const bounds =
      values["bound_low"] == null
        ? ""
        : `（未回答者が全員批判者なら${format.value(values["bound_low"], "nps")}、全員推奨者なら${format.value(values["bound_high"], "nps")}）`;
    const rate =
      values["response_rate"] == null
        ? ""
        : values["bound_rate"] == null
          ? `回答率は${format.value(values["response_rate"], "ratio")}です。`
          : `${values["answers"] === "all" ? "依頼" : "依頼した顧客"}の${format.value(values["bound_rate"], "ratio")}が回答しました${bounds}。`;
    const weighted =
      values["weighted"] == null
        ? ""
        : `${values["weight"]}の構成を全顧客に合わせて補正すると${format.value(values["weighted"], "nps")}（${format.value(values["weighted_low"], "nps")}〜${format.value(values["weighted_high"], "nps")}）です。`;
    return `${values["over"] === "touchpoints" ? "すべての接点での回答を合わせたNPSは" : "NPSは"}${format.value(values["score"], "nps")}です${ground(values, format, "nps")}。${weighted}${change(values, format, "nps")}${ends(values, format, {name: "score", unit: "nps"})}${rate}`;
  },
  "top-box"(values, format) {
    const top2 =
      values["top2"] == null ? "" : `「たぶん購入する」（4）を含めると${format.value(values["top2"], "ratio")}です。`;
    return `${POSITIVE[String(values["measure"])] ?? "肯定的な回答の割合は"}${format.value(values["rate"], "ratio")}です${ground(values, format, "ratio")}。${top2}${change(values, format, "ratio")}${ends(values, format, {name: "rate", unit: "ratio"})}`;
  }
};

function fewAnswers(isScore: boolean): string {
  return isScore ? "回答が30件未満、または信頼区間が±10ポイントより広い" : "回答が30件未満";
}

/** Words of answers, in Japanese. */
export const voiceWordsJa: VoiceWords = {
  findings,
  notes: {
    "no-answers": "この設問への回答はまだありません。",
    "answers-latest": "顧客1人につき、期間ごとに最新の回答1件を数えています。全期間も最新の1件です。",
    "answers-touchpoints":
      "顧客と接点ごとに、期間内の最新の回答1件を数えています。全期間も最新の1件です。「全体」は、すべての接点の回答を合わせたものです。",
    "answers-all": "同じ顧客の複数回答も含め、すべての回答を数えています。信頼区間は各回答を独立とみなしています。",
    "answers-transactional": "お店全体についてではなく、個々の接点での体験についての回答です。",
    "nps-comparable": "スコアを比較できるのは、同じ国、同じ調査形式の間だけです。",
    "answers-few": "回答が10件未満の場合は、件数のみを示します。",
    "nps-weighted":
      "補正後の値は、回答者の構成が全顧客の構成と同じになるように各回答に重みを付けたものです（事後層化）。グループごとの回答しやすさの違いは補正できますが、グループ内の偏りは補正できません。",
    "nps-weight-empty": "回答が少なすぎるか、回答のない顧客グループがあるため、補正できません。",
    "answers-open":
      "まだ終わっていない期間は表にのみ示し、グラフには描いていません。全期間の値には、その回答も含みます。"
  },
  lowBase: {
    drawn({isWhole, groups, points, isScore}) {
      const parts = [
        groups.count === 0
          ? []
          : [
              groups.names.length > 0
                ? groups.names.map((name) => `「${name}」`).join("")
                : `${groups.of}グループのうち${groups.count}グループ`
            ],
        points.count === 0
          ? []
          : [points.names.length > 0 ? points.names.join("、") : `折れ線の${points.of}点のうち${points.count}点`]
      ];
      return `${isWhole ? "" : `${parts.flat().join("と、")}は`}母数僅少（${fewAnswers(isScore)}）です。`;
    },
    point: (group, period) => `「${group}」の${period}`,
    tabled: (isScore) => `表の「母数僅少」の列は、${fewAnswers(isScore)}かどうかを示します。`
  },
  terms: {
    detractors: "批判者（0–6）",
    passives: "中立者（7–8）",
    promoters: "推奨者（9–10）",
    NPS: "NPS",
    "n = {0}": "n = {0}",
    "low base": "母数僅少",
    "fewer than 10 answers": "回答10件未満",
    "share of answers": "回答の構成比（0〜10）",
    "number of answers": "回答数（0〜10）：全部で10件未満",
    csat: "満足（5段階の4–5）",
    dwb: "必ずまた購入する（5段階の5）",
    effort: "手間がかからない（7段階の5–7）",
    trust: "信頼できる（5段階の4–5）",
    "all touchpoints": "すべての接点",
    "NPS, {0}": "NPS（{0}）",
    "interval {0} to {1}": "信頼区間 {0}〜{1}",
    "{0} answered; all asked: {1} to {2}": "回答率{0}。未回答者が全員批判者なら{1}、全員推奨者なら{2}"
  },
  columns: {
    low_base: "母数僅少",
    response_rate: "回答率",
    bound_low: "全対象者の下限",
    bound_high: "全対象者の上限",
    stratum: "グループ",
    weight: "回答の重み",
    answer: "回答",
    before: "前の期間",
    after: "後の期間",
    other: "比較対象",
    p_holm: "p値（補正後）"
  },
  measures: {effort: "手間のかからなさ（CES）", trust: "信頼度"},
  measureColumns: {
    effort: {rate: "手間がかからない割合", positive: "手間がかからない（5–7）"},
    trust: {rate: "信頼の割合", positive: "信頼できる（4–5）"}
  }
};
