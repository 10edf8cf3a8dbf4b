import type {Format, Unit} from "../../charts/format.ts";
import {periodLabel} from "../../charts/period.ts";
import type {Period} from "../../charts/period.ts";
import type {CurveWords} from "./curve-words.ts";
import type {FindingValues} from "./words.ts";

const COUNTERS: Readonly<Record<string, string>> = {
  week: "週間",
  month: "か月",
  quarter: "四半期",
  half: "半期",
  year: "年",
  "fiscal-year": "年度"
};
const BEFORE: Readonly<Record<string, string>> = {
  week: "前週",
  month: "前月",
  quarter: "前四半期",
  half: "前半期",
  year: "前年",
  "fiscal-year": "前年度"
};

/** 12か月. */
function counted(values: FindingValues, name: string, format: Format): string {
  return `${format.value(values[name], "count")}${COUNTERS[String(values["period"] ?? "month")] ?? "期"}`;
}

function writer(values: FindingValues, format: Format): (name: string, unit: Unit) => string {
  return (name, unit) => format.value(values[name], unit);
}

/** （95%信頼区間 1%〜2%、対象 120人）, or as much of it as is known. */
function ground(values: FindingValues, format: Format, unit: Unit): string {
  const show = writer(values, format);
  const level = Math.round(Number(values["level"] ?? 0.95) * 100);
  const parts = [
    ...(values["low"] == null || values["high"] == null
      ? []
      : [`${level}%信頼区間 ${show("low", unit)}〜${show("high", unit)}`]),
    ...(values["size"] == null ? [] : [`対象 ${show("size", "count")}人`]),
    ...(values["cohorts"] == null ? [] : [`${show("cohorts", "count")}コホート`])
  ];
  return parts.length === 0 ? "" : `（${parts.join("、")}）`;
}

/** A sentence on the highest and the lowest group, where they differ. */
export function ends(values: FindingValues, format: Format, {name, unit}: {name: string; unit: Unit}): string {
  if (values["best"] == null || values["worst"] == null) return "";
  const show = writer(values, format);
  return `最も高いのは「${values["best"]}」（${show(`best_${name}`, unit)}）、最も低いのは「${values["worst"]}」（${show(`worst_${name}`, unit)}）です。`;
}

function when(values: FindingValues, format: Format): string {
  const at = values["when"];
  return at instanceof Date ? periodLabel(at, String(values["period"] ?? "month") as Period, format) : "";
}

const findings: CurveWords["findings"] = {
  "retention-rate"(values, format) {
    const show = writer(values, format);
    const [rate, size, at] = [show("rate", "ratio"), show("size", "count"), when(values, format)];
    const before = BEFORE[String(values["period"] ?? "month")] ?? "前期";
    const sentence = {
      days: `${at}の期首にアクティブだった顧客（直近${values["days"]}日以内に購入）${size}人のうち、${rate}が期末もアクティブでした`,
      period: `${before}に購入した顧客${size}人のうち、${rate}が${at}にも購入しました`,
      contract: `${at}の期首に契約中だった顧客${size}人のうち、${rate}が期末も契約中でした`
    }[String(values["basis"])];
    const pooled =
      Number(values["periods"] ?? 0) > 1 && values["pooled"] != null
        ? `完了した${counted(values, "periods", format)}の通算では${show("pooled", "ratio")}です。`
        : "";
    return `${sentence}${ground({...values, size: null}, format, "ratio")}。${ends(values, format, {name: "rate", unit: "ratio"})}${pooled}`;
  },
  churn(values, format) {
    const show = writer(values, format);
    const isContract = values["basis"] === "contract";
    const there = isContract
      ? `契約開始から${counted(values, "age", format)}後も継続している顧客は${show("rate", "ratio")}です`
      : `初回購入から${counted(values, "age", format)}後まで一度も離反（${values["after"]}日間購入なし）していない顧客は${show("rate", "ratio")}です`;
    const half =
      values["median"] == null
        ? `${counted(values, "last_age", format)}後も半数以上が継続しています。`
        : `半数が${isContract ? "解約" : "離反"}するまでの期間は${counted(values, "median", format)}です。`;
    const returned =
      Number(values["returned"] ?? 0) > 0 ? `離反後に再び購入した顧客は${show("returned", "count")}人です。` : "";
    const p =
      values["best"] != null && values["p"] != null
        ? `グループ間の差は有意です（ログランク検定、p ${Number(values["p"]) < 0.001 ? "< 0.001" : `= ${Number(values["p"]).toFixed(3)}`}）。`
        : "";
    return `${there}${ground(values, format, "ratio")}。${half}${returned}${ends(values, format, {name: "rate", unit: "ratio"})}${p}`;
  },
  repeat(values, format) {
    const show = writer(values, format);
    const within =
      values["days_rate"] == null
        ? ""
        : `${values["days"]}日以上観察できた顧客のうち、${show("days_rate", "ratio")}がその期間内に再購入しました。`;
    const median = values["median"] == null ? "" : `購入間隔の中央値は${show("median", "days")}です。`;
    return `2回以上購入した顧客は${show("rate", "ratio")}です${ground(values, format, "ratio")}。${within}${median}${ends(values, format, {name: "rate", unit: "ratio"})}`;
  },
  ltv(values, format) {
    const show = writer(values, format);
    const bounds = ground(values, format, "money");
    const groups = ends(values, format, {name: "value", unit: "money"});
    switch (values["method"]) {
      case "formula":
        return `計算式による顧客生涯価値は1人あたり${show("value", "money")}です${bounds}。直近12か月の離反率${show("churn", "ratio")}から、平均継続年数を${show("lifetime", "number")}年としています。${groups}`;
      case "contract": {
        const rate = Number(values["discount"] ?? 0) > 0 ? `年率${show("discount", "ratio")}で割引` : "割引なし";
        return `新規契約1件の${counted(values, "horizon", format)}間の価値は${show("value", "money")}（${rate}）です${bounds}。${groups}`;
      }
      default: {
        const first =
          Number(values["age"] ?? 0) > 0 && values["first"] != null
            ? `うち初回購入の期間は${show("first", "money")}です。`
            : "";
        return `初回購入から${counted(values, "age", format)}後までの顧客1人あたりの累計は平均${show("value", "money")}です${bounds}。${first}${groups}`;
      }
    }
  },
  concentration(values, format) {
    const show = writer(values, format);
    const of = values["of"] === "revenue" ? "売上高" : "粗利";
    const most =
      values["customers_for_80"] == null
        ? ""
        : `${of}の80%は、${show("customers", "count")}人のうち${show("customers_for_80", "count")}人（${show("share_for_80", "ratio")}）によるものです。`;
    const gini = values["gini"] == null ? "" : `ジニ係数は${show("gini", "score")}です。`;
    const stay =
      values["persistence"] == null
        ? ""
        : `ある期の上位20%のうち、次の期も上位20%だった顧客は直近で${show("persistence", "ratio")}です。`;
    return `上位20%の顧客が${of}の${show("top_20", "ratio")}を占めています。${most}${gini}${stay}`;
  }
};

/** Words of rates, curves and values, in Japanese. */
export const curveWordsJa: CurveWords = {
  findings,
  notes: {
    "low-base": "対象が10人未満のため、件数のみを示します。",
    "no-contracts": "計算に使える契約がありません。",
    "current-dimension": "グループは現時点の区分です。購入の原因ではなく、結果である可能性があります。",
    "incomplete-not-drawn": "まだ終わっていない期間は表にのみ示し、グラフと平均には含めていません。",
    "crr-window": "SとEは期首・期末の直前の一定期間に購入した顧客、NはEのうち期中に初めて購入した顧客です。",
    "crr-period": "期間継続率です。Sは前の期間、Eは当期間に購入した顧客、Nは当期間に初めて購入した顧客です。",
    "crr-contract": "SとEは期首・期末に契約中の顧客、NはEのうち期中に契約を始めた顧客です。",
    "crr-reactivated":
      "(E − N) / S は復帰した顧客も数えるため100%を超えることがあります。維持率（期首顧客）は超えません。",
    "crr-young": "記録の期間が判定期間より短く、まだ誰も離反しえない期間は空欄にしています。",
    "crr-goal-period": "期間の長さが異なる目標値・参考値は表示していません。",
    "churn-contract": "経過期間は契約開始からの暦の期間です。契約中の顧客は解約ではなく、観察打ち切りとして扱います。",
    "churn-lapse":
      "初回の離反：指定した日数の間、購入がなかった時点で離反とします。それより短い顧客は観察打ち切りとして扱います。",
    "churn-returned": "離反後に再び購入した顧客は復帰として数えています。曲線は初回の離反を示します。",
    "churn-none": "これまでに離れた顧客はいません。",
    "churn-everybody": "すべての顧客が離れています。",
    "repeat-none": "2回以上購入した顧客はまだいません。",
    "repeat-censoring":
      "全体の率には、日の浅い新規顧客も含まれます。日数を区切った率は、その日数以上観察できた顧客だけで計算しています。",
    "ltv-cohort": "各経過期間の値は、その期間を終えたコホートだけで計算しています。信頼区間は顧客単位の正規近似です。",
    "ltv-formula":
      "教科書的な計算式です。離反率と購入額を一定とみなし、購入額は初回購入以降の全期間（購入のない期間も含む）の平均です。",
    "ltv-lifetime-beyond-history": "離反率から求めた継続年数が記録の期間より長いため、この値は外挿です。",
    "ltv-young": "記録が1年と判定期間の合計より短いため、年間の離反率はまだ分かりません。",
    "ltv-nobody-left": "直近12か月に離れた顧客がいないため、継続年数を計算できません。",
    "ltv-negative": "粗利がマイナスです。継続期間が長いほど損失が増えます。",
    "ltv-discounted": "年率（実効）で割り引いています。初回の支払いは開始時とします。",
    "ltv-contract": "継続率は記録の期間内の実績（カプラン・マイヤー法）です。初回の支払いは開始時とします。",
    "ltv-contract-sbg":
      "継続率は、全契約に当てはめたシフト付きベータ幾何モデル（sBG）によります。記録より先の期間は外挿です。",
    "ltv-contract-bdw":
      "継続率は、全契約に当てはめたベータ離散ワイブルモデル（BdW）によります。記録より先の期間は外挿です。",
    "ltv-contract-no-fit": "データからモデルを決められないグループには値を示していません。",
    "ltv-horizon-beyond-history":
      "記録が対象期間より短いグループには値を示していません。モデル（survival: sbg または bdw）を使うと外挿できます。",
    "concentration-negative": "返金により合計がマイナスの顧客がいるため、ジニ係数は定義できません。",
    "concentration-no-value": "合計が正でないため、構成比に意味がありません。",
    "concentration-bins": "絞り込み中の曲線とジニ係数は、顧客の区間集計による近似値です。",
    "concentration-persistence": "各期の上位20%は、その期に購入した全顧客の中での順位によります。"
  },
  terms: {
    "retained share": "維持率（期首顧客）",
    "(E − N) / S": "(E − N) / S",
    "period retention": "期間継続率",
    "target {0}": "目標 {0}",
    "benchmark {0} ({1})": "参考値 {0}（{1}）",
    "weeks of contract": "開始からの週数",
    "months of contract": "開始からの月数",
    "quarters of contract": "開始からの四半期数",
    "half-years of contract": "開始からの半期数",
    "years of contract": "開始からの年数",
    "still customers": "継続している顧客",
    "not lapsed yet": "まだ離反していない顧客（初回の離反）",
    "leave at this age": "この時点で離れる割合",
    "customers at risk": "観察中の顧客数",
    "half left by {0}": "半数：{0}",
    cohorts: "もとになるコホート数",
    "ordered again": "再び購入した顧客",
    "days since first order": "初回購入からの日数",
    "{0} → {1}": "{0}回目→{1}回目",
    "{0} (n {1})": "{0}（n {1}）",
    "next order within {0}": "次の購入に{0}以内に進んだ割合",
    "customers, least value first": "顧客の累積比（金額の小さい順）",
    "share of value": "金額の累積比",
    "equal shares": "均等な場合",
    "top 20%: {0}": "上位20%で{0}",
    "Gini {0}": "ジニ係数 {0}",
    "value per customer": "顧客1人あたり"
  },
  columns: {
    cohorts: "コホート数",
    increment: "当期間の額",
    hazard: "離反率（その期間）",
    censored: "観察打ち切り",
    return_rate: "返品率",
    second_product: "2つ目の商品の購入率",
    churn: "年間離反率",
    lifetime_years: "平均継続年数",
    margin_per_order: "注文あたり粗利",
    amount: "期間あたり金額",
    periods: "期待継続期間数",
    returned: "復帰",
    step: "購入回数",
    climbed: "期間内の再購入",
    gini: "ジニ係数",
    top_1: "上位1%",
    top_10: "上位10%",
    top_20: "上位20%",
    customers_for_80: "80%に必要な顧客数"
  }
};
