import {periodLabel} from "../../charts/period.ts";
import type {Period} from "../../charts/period.ts";
import type {DriverWords} from "./driver-words.ts";
import {pointsOf} from "./driver-words.ts";

const SUBJECT: Readonly<Record<string, string>> = {nps: "NPS", csat: "満足と答えた割合"};
const TERMS: DriverWords["terms"] = {
  "nps against the rest": "その他との差（NPS、ポイント）",
  "csat against the rest": "その他との差（満足の割合、ポイント）",
  "of the change": "スコアの変化（ポイント）",
  "change of the score": "スコアの変化",
  "mix of {0}": "{0}の構成変化",
  "within: {0}": "構成以外：{0}",
  "{0} to {1}": "{0}→{1}",
  "act first": "最優先で改善",
  "keep up": "維持",
  watch: "経過観察",
  enough: "十分",
  unclear: "判断できない",
  "(shop)": "お店全体",
  importance: "重要度（推奨意向との相関）",
  "satisfaction less expectation": "満足度と期待の差（5点満点）",
  touchpoint: "接点",
  segment: "セグメント",
  channel: "チャネル",
  region: "地域",
  plan: "プラン"
};

/** Words of drivers, in Japanese. */
export const driverWordsJa: DriverWords = {
  findings: {
    drivers(values, format) {
      const subject = SUBJECT[String(values["measure"])] ?? "スコア";
      const when = (date: Date) => periodLabel(date, String(values["period"] ?? "month") as Period, format);
      const points = (name: string) => pointsOf(values[name], values, format);
      const level = Math.round(Number(values["level"] ?? 0.95) * 100);
      const dimension = (name: string) => TERMS[String(values[name]) as keyof typeof TERMS] ?? String(values[name]);
      const high = Number(values["worst_high"]);
      const worst =
        values["worst"] == null
          ? ""
          : `${dimension("worst_dimension")}「${values["worst"]}」の${subject}は、その他より${points("worst_difference")}ポイント低くなっています（${level}%信頼区間 ${high < 0 ? `${points("worst_high")}〜${points("worst_low")}` : `−${points("worst_low")}〜${points("worst_high")}`}）。`;
      const best =
        values["best"] == null
          ? ""
          : `${dimension("best_dimension")}「${values["best"]}」は、その他より${points("best_difference")}ポイント高くなっています。`;
      const change =
        values["from"] instanceof Date && values["to"] instanceof Date && values["change"] != null
          ? `${when(values["from"])}から${when(values["to"])}にかけて${points("change")}ポイント${Number(values["change"]) > 0 ? "上昇" : "低下"}しました。`
          : "";
      const tested = format.value(values["tested"], "count");
      if (worst === "" && best === "")
        return `比較した${tested}の接点とグループの間で、${subject}に誤差を超える差はありません。${change}`;
      return `${worst}${best}比較した${tested}の接点とグループのうち、${format.value(values["differing"], "count")}で差が誤差を超えています。${change}`;
    },
    gap(values, format) {
      const show = (name: string) => format.value(Math.abs(Number(values[name])), "score");
      const level = Math.round(Number(values["level"] ?? 0.95) * 100);
      const name = (key: string) => (values[key] === "(shop)" ? "お店全体" : `「${values[key]}」`);
      const worst =
        values["worst"] == null
          ? `${format.value(values["touchpoints"], "count")}の接点のうち、満足度が期待を誤差を超えて下回るものはありません。`
          : `満足度が期待を最も下回っているのは${name("worst")}で、その差は5点満点で${show("worst_gap")}点です（${level}%信頼区間 ${show("worst_high")}〜${show("worst_low")}）。`;
      const first =
        values["first"] == null
          ? ""
          : values["first"] === values["worst"]
            ? "推奨意向との関係も特に強い接点です。"
            : `期待を下回る接点のうち、推奨意向との関係が特に強いのは${name("first")}です。`;
      const best =
        values["best"] == null ? "" : `期待を最も上回っているのは${name("best")}（${show("best_gap")}点）です。`;
      return `${worst}${first}${best}`;
    }
  },
  notes: {
    "gap-latest": "顧客と接点ごとに、期待と満足の両方に答えた最新の回答1件を数えています。",
    "gap-importance":
      "重要度は、満足度と推奨意向の相関係数です。破線は接点の平均を示します。接点を改善すればスコアが上がることの証明ではありません。",
    "drivers-latest": "顧客1人につき最新の回答1件を数えています。接点については、顧客と接点ごとに最新の1件です。",
    "drivers-rest":
      "各値は同じ軸のほかの値と、接点はほかの接点と比べています。検定の数に応じて補正しています（Holm法）。差が誤差を超えるものを先に色付きで示し、それ以外は順位をつけていません。",
    "drivers-mix":
      "「構成変化」は回答者の内訳が変わった影響、「構成以外」は各グループの回答そのものが変わった影響です。両者の合計が全体の変化です（シャープレイ値）。"
  },
  terms: TERMS,
  columns: {
    region: "地域",
    plan: "プラン",
    gap: "差",
    importance: "重要度",
    importance_low: "重要度（下限）",
    importance_high: "重要度（上限）",
    pairs: "両方に答えた数",
    dimension: "軸",
    rest: "その他",
    differs: "誤差を超える",
    p: "p値",
    share_before: "構成比（前）",
    share_after: "構成比（後）",
    mix: "構成変化"
  },
  columnsOf: {
    gap: {csat: "満足度", expected: "期待", quadrant: "対応"},
    drivers: {rate: "構成以外", value: "値", score: "スコア", share: "回答の構成比"}
  }
};
