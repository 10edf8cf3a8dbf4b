import {table} from "arquero";
import {describe, expect, it} from "vitest";
import {createFormat} from "../../../src/charts/format.ts";
import type {Result} from "../../../src/metrics/metric.ts";
import {metricFigure} from "../../../src/site/metric-figure.ts";
import {DOCUMENT} from "../../../src/site/svg.ts";
import {en} from "../../../src/site/words/en.ts";
import {ja} from "../../../src/site/words/ja.ts";
import {headlineText} from "../../../src/site/words/words.ts";
import type {FindingValues} from "../../../src/site/words/words.ts";

const head = (words: typeof en, key: string, values: FindingValues): string | null =>
  headlineText(words, {key, values}, createFormat({lang: words.lang, currency: "JPY"}));
const apart = {best: "A", worst: "B", best_rate: 0.3, worst_rate: 0.1};
const day = (text: string) => new Date(`${text}T00:00:00Z`);

/** A finding, and how figures that have it are headed in both languages. */
const HEADS: readonly (readonly [key: string, values: FindingValues, english: string, japanese: string])[] = [
  ["retention", {kind: "period", period: "month", age: 1, rate: 0.22}, "22.0% order again in the month after their first order", "初回購入の翌月に再購入した顧客は22.0%"],
  ["retention", {kind: "rolling", period: "quarter", age: 1, rate: 0.4}, "40.0% order again in the quarter after their first order, or later", "初回購入の翌四半期以降に再購入した顧客は40.0%"],
  ["retention", {kind: "period", period: "quarter", age: 1, rate: 0.36, best: day("2024-01-01"), best_rate: 0.39, worst: day("2025-04-01"), worst_rate: 0.22}, "The customers of Q2 2025 came back least: 22.0% in the quarter after their first order", "戻りが最も少ないのは2025年第2四半期の新規顧客：初回購入の翌四半期に再購入は22.0%"],
  ["retention", {kind: "period", period: "month", age: 1, rate: 0.22, best_group: "A", best_rate: 0.25, worst_group: "B", worst_rate: 0.19}, "“B” customers come back least: 19.0% in the month after their first order", "戻る割合が最も低いのは「B」：初回購入の翌月に再購入は19.0%"],
  ["retention", {kind: "revenue", period: "month", age: 1, rate: 0.3}, "A cohort’s second month brings 30.0% of the revenue of its first", "初回購入の翌月の売上は、初回期間の30.0%"],
  ["retention-rate", {rate: 0.526, when: day("2026-07-01"), period: "quarter", basis: "days", ...apart}, "52.6% of customers were kept in Q3 2026: most of “A” (30.0%), fewest of “B” (10.0%)", "2026年第3四半期の顧客維持率は52.6%、最高は「A」（30.0%）、最低は「B」（10.0%）"],
  ["churn", {rate: 0.24, age: 12, period: "month", basis: "lapse", median: 6, ...apart}, "Half have lapsed by month 6; most stay of “A”, fewest of “B”", "6か月で半数が離反、最も続くのは「A」、続かないのは「B」"],
  ["churn", {rate: 0.74, age: 24, period: "month", basis: "contract", median: null}, "74.0% have not left after 24 months", "24か月後も74.0%が継続"],
  ["repeat", {rate: 0.479}, "47.9% of customers have ordered again", "2回以上購入した顧客は47.9%"],
  ["ltv", {value: 13537, method: "cohort", period: "month", age: 34, ...apart}, "A customer has brought ¥13,537 by month 34; most with “A”, least with “B”", "顧客1人の累計は34か月後までに13,537円、最高は「A」、最低は「B」"],
  ["ltv", {value: 120, method: "formula"}, "By the formula a customer is worth ¥120", "計算式による顧客生涯価値は120円"],
  ["ltv", {value: 120, method: "contract", period: "month", horizon: 24}, "A new contract is worth ¥120 over 24 months", "新規契約1件の24か月間の価値は120円"],
  ["concentration", {top_20: 0.699, of: "margin"}, "The top 20% of customers bring 69.9% of the margin", "上位20%の顧客が粗利の69.9%を占める"],
  ["rfm", {share_customers: 0.137, share_value: 0.384}, "Champions, 13.7% of customers, bring 38.4% of the value", "顧客の13.7%にあたる最優良顧客が、価値の38.4%を占める"],
  ["ltv-predictive", {observed: 8536, expected: 3317, value: 11853, horizon: 12}, "A customer is expected to bring ¥3,317 in the next 12 months", "顧客1人の今後12か月の見込みは3,317円"],
  ["forecast", {expected: 60255.4, ahead: 12, period: "month"}, "60,255 further purchases are expected in 12 months", "今後12か月の再購入の見込みは60,255件"],
  ["at-risk", {customers: 6631, at_stake: 33_420_854}, "¥33.4M is at stake with 6,631 customers who are likelier gone than not", "離反した可能性の高い顧客6,631人に、3,342万円がかかっている"],
  ["lifecycle", {customers: 10, share_loyal: 0.124, share_at_risk: 0.099, share_lapsed: 0.667}, "12.4% of customers are loyal, 9.9% at risk, 66.7% have lapsed", "ロイヤル12.4%、離反予備軍9.9%、離反66.7%"],
  ["payback", {cac: 2833, months: 1}, "A customer costs ¥2,833 to acquire, paid back after 1 month", "顧客1人の獲得に2,833円、1か月で回収"],
  ["payback", {cac: 2833, months: null}, "A customer costs ¥2,833 to acquire, and has not paid it back yet", "顧客1人の獲得に2,833円、まだ回収できていない"],
  ["what-if", {points: 5, margin: 125_522_956, years: 5}, "5 points more retention would bring ¥126M in 5 years", "維持率が5ポイント上がれば、5年間で1.26億円の増加"],
  ["what-if", {points: -1, margin: -2000, years: 1}, "1 point less retention would cost ¥2,000 in a year", "維持率が1ポイント下がれば、1年間で2,000円の減少"],
  ["nps", {score: 11.9}, "The Net Promoter Score is 11.9", "NPSは11.9"],
  ["nps", {score: 11.9, period: "month", from: day("2026-09-01"), to: day("2026-10-01"), before: 20, after: 10}, "The Net Promoter Score fell to 10.0 in Oct 2026, from 20.0", "2026年10月のNPSは20.0から10.0に低下"],
  ["nps", {score: 6.3, best: "product", best_score: 36.9, worst: "delivery", worst_score: -37.3}, "The NPS is highest with “product” (36.9), lowest with “delivery” (−37.3)", "NPSの最高は「product」（36.9）、最低は「delivery」（−37.3）"],
  ["top-box", {rate: 0.712, measure: "csat"}, "71.2% are satisfied", "満足と答えたのは71.2%"],
  ["loyalty-matrix", {truly: 0.176, spuriously: 0.261, differs: 1, retention_truly: 0.688, retention_spuriously: 0.548}, "68.8% of the truly loyal ordered again, 54.8% of those only in the habit", "再購入率は、真のロイヤル顧客が68.8%、愛着なくよく買う顧客が54.8%"],
  ["loyalty-matrix", {truly: 0.176, spuriously: 0.261, differs: 0}, "Attached or only in the habit, they ordered again alike", "愛着の有無による再購入率の差は、誤差の範囲内"],
  ["loyalty-value", {measure: "nps", top: 7179, bottom: 3740, difference: 2497, differs: 1}, "Promoters brought ¥7,179 in the year after, detractors ¥3,740", "その後1年の粗利は推奨者が7,179円、批判者が3,740円"],
  ["loyalty-value", {measure: "nps", top: 7179, bottom: 3740, difference: 97, differs: 0}, "Promoters brought ¥7,179 in the year after, detractors ¥3,740; like for like it is within the noise", "その後1年の粗利は推奨者が7,179円、批判者が3,740円。条件をそろえると差は誤差の範囲内"],
  ["programme", {raw: 0.455, uplift: 0.075, differs: 1}, "Like for like, members bring 7.5% more margin a year", "条件をそろえると、会員の年間粗利は7.5%多い"],
  ["programme", {raw: 0.455, uplift: 0.01, differs: 0}, "Like for like, members do not differ beyond the noise", "条件をそろえると、会員と非会員の差は誤差の範囲内"],
  ["referral", {uplift: 0.162, differs: 1, age: 12}, "Referred customers bring 16.2% more in their first 12 months", "紹介された顧客の粗利は、最初の12か月でほかより16.2%多い"],
  ["claims", {claims: 6, not: "acquisition defections concentration"}, "3 of 6 rules of thumb do not fit our data", "6つの通説のうち3つは、当店のデータと合わない"],
  ["drivers", {tested: 22, measure: "nps", worst: "delivery", worst_difference: -62.7}, "The NPS is lowest with “delivery”: 62.7 points below the rest", "NPSが最も低いのは「delivery」：ほかより62.7ポイント下"],
  ["drivers", {tested: 22, measure: "csat"}, "Satisfaction differs nowhere beyond the noise", "満足の割合に、誤差を超える差のあるところはない"],
  ["gap", {touchpoints: 5, worst: "(shop)"}, "The shop as a whole falls furthest short of what was expected", "期待を最も下回っているのはお店全体"],
  ["engagement", {tested: 5, best: "email_open", best_lift: 1.152}, "Like for like, 15.2% more come back after opening an e-mail", "条件をそろえると、メール開封の後に戻る顧客は15.2%多い"],
  ["actions", {actions: 5, worked: 1, worked_names: "Warehouse", none_names: "Coupon", best: "Warehouse", best_effect: 0.274, best_unit: "ratio"}, "1 of 5 measures worked: “Warehouse”, with +27.4%", "施策5件のうち効果ありは1件：「Warehouse」の+27.4%"],
  ["actions", {actions: 2, worked: 0, worked_names: "", none_names: "Coupon"}, "1 of 2 measures had no effect", "施策2件のうち、効果なしは1件"],
  ["voice", {customers: 9, compare: "score", praised: "gift", theme: "delivery", theme_ja: "配送"}, "“gift” stands out in praise, “delivery” in complaint", "称賛に目立つのは「gift」、不満に目立つのは「配送」"],
  ["voice", {customers: 9, compare: "score", most: null, least: null}, "Nothing sets praise apart from complaint, beyond the noise", "称賛と不満の間に、誤差を超える語の差はない"]
]; // prettier-ignore

describe("heads of figures", () => {
  it.each(HEADS)("%s %j", (key, values, english, japanese) => {
    expect([head(en, key, values), head(ja, key, values)]).toEqual([english, japanese]);
  });

  it("every finding but that of KPIs has one, in no more than a hundred letters and without a full stop", () => {
    const keys = Object.keys(en.findings).filter((key) => key !== "kpi");
    expect(keys.filter((key) => !HEADS.some(([one]) => one === key))).toEqual([]);
    for (const [, , ...texts] of HEADS)
      for (const text of texts) expect([text.length <= 100, /[.。]$/.test(text)]).toEqual([true, false]);
  });

  it("there is none where the finding's own number is not known", () => {
    expect(head(en, "nps", {score: null})).toBeNull();
    expect(head(en, "kpi", {improved: 1})).toBeNull();
  });
});

describe("the title of a metric's figure", () => {
  const result: Result = {
    table: table({group: [null], period: [null], score: [20]}),
    units: {},
    n: 100,
    of: "answers",
    finding: {key: "nps", values: {score: 20, low: 15, high: 25, size: 100}},
    notes: []
  };
  const titled = (options: Readonly<Record<string, unknown>>, finding = result.finding) =>
    metricFigure(
      {name: "x", metric: "nps", options, result: {...result, finding}, draw: null},
      {document: DOCUMENT, format: createFormat({lang: "en", currency: "JPY"}), words: en, asOf: "2026-10-31"}
    ).title;

  it("is its author's, else what it finds", () => {
    expect(titled({title: "Would they?"})).toBe("Would they?");
    expect(titled({})).toBe("The Net Promoter Score is 20.0");
  });

  it("names the metric where there is no finding, or none is wanted", () => {
    expect(titled({finding: false})).toBe("Net Promoter Score");
    expect(titled({}, null)).toBe("Net Promoter Score");
  });
});
