import {periodLabel} from "../../charts/period.ts";
import type {Period} from "../../charts/period.ts";
import type {Format} from "../../charts/format.ts";
import {kindOf} from "./action-words-ja.ts";
import {distanceOf, effectOf, namesOf} from "./action-words.ts";
import {pointsOf} from "./driver-words.ts";
import {amountOf, has} from "./headline-words.ts";
import type {HeadlineWords} from "./headline-words.ts";
import type {FindingValues} from "./words.ts";

const COUNTERS: Readonly<Record<string, string>> = {
  week: "週間",
  month: "か月",
  quarter: "四半期",
  half: "半期",
  year: "年",
  "fiscal-year": "年度"
};
const NEXT: Readonly<Record<string, string>> = {
  week: "翌週",
  month: "翌月",
  quarter: "翌四半期",
  half: "翌半期",
  year: "翌年",
  "fiscal-year": "翌年度"
};
const TOP: Readonly<Record<string, readonly [top: string, bottom: string]>> = {
  nps: ["推奨者", "批判者"],
  csat: ["満足した顧客", "それ以外"],
  dwb: ["必ずまた買うと答えた顧客", "それ以外"],
  trust: ["信頼すると答えた顧客", "それ以外"],
  effort: ["手間がかからないと答えた顧客", "それ以外"]
};
const POSITIVE: Readonly<Record<string, string>> = {
  csat: "満足と答えたのは",
  dwb: "必ずまた購入すると答えたのは",
  effort: "手間がかからないと答えたのは",
  trust: "信頼できると答えたのは"
};
const DIMENSIONS: Readonly<Record<string, string>> = {"(shop)": "お店全体"};

/** 6か月. */
function spanOf(values: FindingValues, n: FindingValues[string] | undefined): string {
  return `${Number(n)}${COUNTERS[String(values["period"] ?? "month")] ?? "期"}`;
}

function when(values: FindingValues, at: string, format: Format): string {
  const date = values[at];
  return date instanceof Date ? periodLabel(date, String(values["period"] ?? "month") as Period, format) : String(date);
}

function ratio(value: FindingValues[string] | undefined, format: Format): string {
  return format.value(value, "ratio");
}

/** 、最高は「A」、最低は「B」, where groups differ. */
function ends({best, worst}: FindingValues): string {
  return best == null || worst == null ? "" : `、最高は「${best}」、最低は「${worst}」`;
}

/** 、最高は「A」（30%）、最低は「B」（10%）, where groups differ. */
function shareEnds(values: FindingValues, format: Format): string {
  if (!has(values, "best", "worst")) return "";
  return `、最高は「${values["best"]}」（${ratio(values["best_rate"], format)}）、最低は「${values["worst"]}」（${ratio(values["worst_rate"], format)}）`;
}

/** 7.5%多い, 2.0%少ない. */
function more(value: FindingValues[string] | undefined, format: Format): string {
  return `${ratio(Math.abs(Number(value)), format)}${Number(value) < 0 ? "少ない" : "多い"}`;
}

/** “a”, “b” → 「a」「b」. */
function quoted(text: unknown): string {
  return String(text)
    .replace(/“([^”]*)”/g, "「$1」")
    .replaceAll(", ", "");
}

function measures(values: FindingValues): string {
  const said = (
    [
      ["worked", "効果あり"],
      ["none", "効果なし"],
      ["worse", "悪化"],
      ["changed", "変化あり（比較対象なし）"],
      ["unchanged", "変化なし（比較対象なし）"]
    ] as const
  ).flatMap(([name, verdict]) => {
    const n = namesOf(values[`${name}_names`]).length;
    return n === 0 ? [] : [`${verdict}は${n}件`];
  });
  if (said.length === 0) return "判定できる施策はまだない";
  return `施策${Number(values["actions"])}件のうち、${said.slice(0, 2).join("、")}`;
}

/** Heads of figures, in Japanese. */
export const headlineWordsJa: HeadlineWords = {
  retention(values, format) {
    const period = String(values["period"] ?? "month");
    const later =
      Number(values["age"] ?? 1) === 1 ? (NEXT[period] ?? "次の期間") : `${spanOf(values, values["age"])}後`;
    if (values["kind"] === "revenue") return `初回購入の${later}の売上は、初回期間の${ratio(values["rate"], format)}`;
    const again = `初回購入の${later}${values["kind"] === "rolling" ? "以降" : ""}に再購入`;
    if (values["worst_group"] != null)
      return `戻る割合が最も低いのは「${values["worst_group"]}」：${again}は${ratio(values["worst_rate"], format)}`;
    if (values["worst"] != null)
      return `戻りが最も少ないのは${when(values, "worst", format)}の新規顧客：${again}は${ratio(values["worst_rate"], format)}`;
    return `${again}した顧客は${ratio(values["rate"], format)}`;
  },
  "retention-rate": (values, format) =>
    `${when(values, "when", format)}の${values["basis"] === "contract" ? "契約の維持率" : "顧客維持率"}は${ratio(values["rate"], format)}${shareEnds(values, format)}`,
  churn(values, format) {
    const isContract = values["basis"] === "contract";
    const half =
      values["median"] == null
        ? `${spanOf(values, values["age"])}後も${ratio(values["rate"], format)}が${isContract ? "継続" : "離反していない"}`
        : `${spanOf(values, values["median"])}で半数が${isContract ? "解約" : "離反"}`;
    return has(values, "best", "worst")
      ? `${half}、最も続くのは「${values["best"]}」、続かないのは「${values["worst"]}」`
      : half;
  },
  repeat: (values, format) => `2回以上購入した顧客は${ratio(values["rate"], format)}${ends(values)}`,
  ltv(values, format) {
    const value = amountOf(values["value"], format);
    if (values["method"] === "formula") return `計算式による顧客生涯価値は${value}${ends(values)}`;
    if (values["method"] === "contract")
      return `新規契約1件の${spanOf(values, values["horizon"])}間の価値は${value}${ends(values)}`;
    return `顧客1人の累計は${spanOf(values, values["age"])}後までに${value}${ends(values)}`;
  },
  concentration: (values, format) =>
    `上位20%の顧客が${values["of"] === "revenue" ? "売上高" : "粗利"}の${ratio(values["top_20"], format)}を占める`,
  rfm: (values, format) =>
    values["share_value"] == null
      ? `最優良顧客は顧客の${ratio(values["share_customers"], format)}`
      : `顧客の${ratio(values["share_customers"], format)}にあたる最優良顧客が、価値の${ratio(values["share_value"], format)}を占める`,
  "ltv-predictive": (values, format) =>
    values["value"] == null
      ? `顧客1人のこれまでの実績は${amountOf(values["observed"], format)}`
      : `顧客1人の今後${values["horizon"]}か月の見込みは${amountOf(values["expected"], format)}${has(values, "best", "worst") ? `、合計の最高は「${values["best"]}」、最低は「${values["worst"]}」` : ""}`,
  forecast: (values, format) =>
    `今後${spanOf(values, values["ahead"])}の再購入の見込みは${format.value(Math.round(Number(values["expected"])), "count")}件`,
  "at-risk": (values, format) =>
    `離反した可能性の高い顧客${format.value(values["customers"], "count")}人に、${amountOf(values["at_stake"], format)}がかかっている`,
  lifecycle: (values, format) =>
    `ロイヤル${ratio(values["share_loyal"], format)}、離反予備軍${ratio(values["share_at_risk"], format)}、離反${ratio(values["share_lapsed"], format)}`,
  payback: (values, format) =>
    `顧客1人の獲得に${amountOf(values["cac"], format)}、${values["months"] == null ? "まだ回収できていない" : `${format.value(values["months"], "months")}で回収`}`,
  "what-if"(values, format) {
    const span = `${Number(values["years"] ?? 5)}年間`;
    const points = Number(values["points"]);
    if (points === 0) return `維持率が変わらなければ、${span}で${amountOf(values["base"], format)}`;
    const margin = Number(values["margin"]);
    return `維持率が${Math.abs(points)}ポイント${points > 0 ? "上がれば" : "下がれば"}、${span}で${amountOf(Math.abs(margin), format)}の${margin < 0 ? "減少" : "増加"}`;
  },
  nps(values, format) {
    const show = (name: string) => format.value(values[name], "nps");
    if (has(values, "best", "worst"))
      return `NPSの最高は「${values["best"]}」（${show("best_score")}）、最低は「${values["worst"]}」（${show("worst_score")}）`;
    if (values["from"] instanceof Date && values["to"] instanceof Date && has(values, "before", "after"))
      return `${when(values, "to", format)}のNPSは${show("before")}から${show("after")}に${Number(values["after"]) > Number(values["before"]) ? "上昇" : "低下"}`;
    return `${values["over"] === "touchpoints" ? "接点での" : ""}NPSは${show("score")}`;
  },
  "top-box": (values, format) =>
    `${POSITIVE[String(values["measure"])] ?? "肯定的な回答は"}${ratio(values["rate"], format)}${shareEnds(values, format)}`,
  "loyalty-matrix"(values, format) {
    const show = (name: string) => ratio(values[name], format);
    if (values["differs"] === 1)
      return `再購入率は、真のロイヤル顧客が${show("retention_truly")}、愛着なくよく買う顧客が${show("retention_spuriously")}`;
    if (values["differs"] === 0) return "愛着の有無による再購入率の差は、誤差の範囲内";
    return `真のロイヤル顧客は${show("truly")}、愛着なくよく買う顧客は${show("spuriously")}`;
  },
  "loyalty-value"(values, format) {
    const [top, bottom] = TOP[String(values["measure"])] ?? ["高い評価の顧客", "低い評価の顧客"];
    const brought = `その後1年の粗利は${top}が${amountOf(values["top"], format)}、${bottom}が${amountOf(values["bottom"], format)}`;
    return values["difference"] != null && values["differs"] !== 1
      ? `${brought}。条件をそろえると差は誤差の範囲内`
      : brought;
  },
  programme: (values, format) =>
    values["uplift"] == null
      ? values["raw_differs"] === 0
        ? "会員と非会員の粗利の差は、誤差の範囲内"
        : `会員の年間粗利は非会員より${more(values["raw"], format)}（条件をそろえた比較はできない）`
      : values["differs"] === 1
        ? `条件をそろえると、会員の年間粗利は${more(values["uplift"], format)}`
        : "条件をそろえると、会員と非会員の差は誤差の範囲内",
  referral: (values, format) =>
    values["differs"] === 1
      ? `紹介された顧客の粗利は、最初の${format.value(values["age"], "months")}でほかより${more(values["uplift"], format)}`
      : "紹介された顧客とほかの顧客の差は、誤差の範囲内",
  claims(values) {
    const not = String(values["not"] ?? "")
      .split(" ")
      .filter((claim) => claim !== "").length;
    return not === 0
      ? `${values["claims"]}つの通説に、当店のデータと矛盾するものはない`
      : `${values["claims"]}つの通説のうち${not}つは、当店のデータと合わない`;
  },
  drivers(values, format) {
    const subject = values["measure"] === "csat" ? "満足の割合" : "NPS";
    const points = (name: string) => pointsOf(values[name], values, format);
    if (values["worst"] != null)
      return `${subject}が最も低いのは「${values["worst"]}」：ほかより${points("worst_difference")}ポイント下`;
    if (values["best"] != null)
      return `${subject}が最も高いのは「${values["best"]}」：ほかより${points("best_difference")}ポイント上`;
    return `${subject}に、誤差を超える差のあるところはない`;
  },
  gap: ({worst}) =>
    worst == null
      ? "満足度が期待を誤差を超えて下回る接点はない"
      : `期待を最も下回っているのは${DIMENSIONS[String(worst)] ?? `「${worst}」`}`,
  engagement(values, format) {
    const side = values["best"] == null ? "worst" : "best";
    if (Number(values["tested"]) === 0) return "接点のあった顧客が少なく、比べられない";
    if (values[side] == null) return "その後の購入と、誤差を超えて関わる接点はない";
    const kind = kindOf(values[side]);
    return `条件をそろえると、${kind}の後に戻る顧客は${distanceOf(values[`${side}_lift`], format)}${side === "best" ? "多い" : "少ない"}`;
  },
  actions(values, format) {
    const effect = () => effectOf(values["best_effect"], values["best_unit"], {format, points: "ポイント"});
    return values["best"] != null && Number(values["worked"]) === 1
      ? `施策${Number(values["actions"])}件のうち効果ありは1件：「${values["best"]}」の${effect()}`
      : measures(values);
  },
  voice(values) {
    const isOfTime = values["compare"] === "period";
    if (values["compare"] === "group")
      return values["group"] == null
        ? "語の使い方に、誤差を超えてほかと異なるグループはない"
        : `ほかとの違いが最も大きいのは「${values["group"]}」の${quoted(values["group_term"])}`;
    const theme = (name: string) => (values[name] == null ? null : `「${values[`${name}_ja`] ?? values[name]}」`);
    const hasTheme = values["praised"] != null || values["theme"] != null;
    const [first, second] = hasTheme
      ? [theme("praised"), theme("theme")]
      : [values["most"], values["least"]].map((words) => (words == null ? null : quoted(words)));
    const parts = [
      first == null ? null : `${isOfTime ? "増えた話題は" : "称賛に目立つのは"}${first}`,
      second == null ? null : `${isOfTime ? "減った話題は" : "不満に目立つのは"}${second}`
    ].filter((part) => part !== null);
    if (parts.length === 0)
      return isOfTime ? "以前と比べて、誤差を超えて増減した語はない" : "称賛と不満の間に、誤差を超える語の差はない";
    return parts.join("、");
  }
};
