import {periodLabel} from "../charts/period.ts";
import type {Period} from "../charts/period.ts";
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
    }
  },
  notes: {
    "drivers-latest": "顧客1人につき最新の回答1件を数えています。接点については、顧客と接点ごとに最新の1件です。",
    "drivers-rest":
      "各値は同じ軸のほかの値と、接点はほかの接点と比べています。検定の数に応じて補正しています（Holm法）。差が誤差を超えるものを先に色付きで示し、それ以外は順位をつけていません。",
    "drivers-mix":
      "「構成変化」は回答者の内訳が変わった影響、「構成以外」は各グループの回答そのものが変わった影響です。両者の合計が全体の変化です（シャープレイ値）。"
  },
  terms: TERMS,
  columns: {
    dimension: "軸",
    rest: "その他",
    differs: "誤差を超える",
    p: "p値",
    share_before: "構成比（前）",
    share_after: "構成比（後）",
    mix: "構成変化"
  },
  columnsOf: {drivers: {rate: "構成以外", value: "値", score: "スコア", share: "回答の構成比"}}
};
