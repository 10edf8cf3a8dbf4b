import {periodLabel} from "../../charts/period.ts";
import type {Period} from "../../charts/period.ts";
import type {Format, Unit} from "../../charts/format.ts";
import type {ModelWords} from "./model-words.ts";
import type {FindingValues} from "./words.ts";

const COUNTERS: Readonly<Record<string, string>> = {
  week: "週間",
  month: "か月",
  quarter: "四半期",
  half: "半期",
  year: "年",
  "fiscal-year": "年度"
};

/** 12か月. */
function periods(values: FindingValues, name: string): string {
  return `${values[name]}${COUNTERS[String(values["period"] ?? "month")] ?? "期"}`;
}

function writer(values: FindingValues, format: Format): (name: string, unit: Unit) => string {
  return (name, unit) => format.value(values[name], unit);
}

/** （95%信頼区間 1円〜2円） where both bounds are known. */
function interval(values: FindingValues, format: Format, unit: Unit): string {
  if (values["low"] == null || values["high"] == null) return "";
  const show = writer(values, format);
  return `（${Math.round(Number(values["level"] ?? 0.95) * 100)}%信頼区間 ${show("low", unit)}〜${show("high", unit)}）`;
}

const findings: ModelWords["findings"] = {
  rfm(values, format) {
    const show = writer(values, format);
    const value = values["share_value"] == null ? "です" : `で、価値の${show("share_value", "ratio")}を占めます`;
    return `最優良顧客は顧客の${show("share_customers", "ratio")}${value}。離反の恐れがある顧客と手放せない顧客は合わせて${show("at_risk", "count")}人、これまでの価値は${show("at_risk_value", "money")}です。`;
  },
  "ltv-predictive"(values, format) {
    const show = writer(values, format);
    const observed = `顧客1人あたりのこれまでの実績は${show("observed", "money")}`;
    if (values["value"] == null) return `${observed}です。今後の見込みは推定できません。`;
    const rate = Number(values["discount"] ?? 0) > 0 ? `（年率${show("discount", "ratio")}で割引）` : "（割引なし）";
    const groups =
      values["best"] != null
        ? `最も高いのは「${values["best"]}」（${show("best_value", "money")}）、最も低いのは「${values["worst"]}」（${show("worst_value", "money")}）です。`
        : Number(values["groups"] ?? 0) > 1
          ? "グループ間の差は誤差の範囲内です。"
          : "";
    return `${observed}、今後${values["horizon"]}か月の予測は${show("expected", "money")}${rate}で、合計${show("value", "money")}です${interval(values, format, "money")}。${groups}`;
  },
  forecast(values, format) {
    const whole = (name: string) => format.value(Math.round(Number(values[name])), "count");
    const rounded = {
      ...values,
      low: values["low"] == null ? null : Math.round(Number(values["low"])),
      high: values["high"] == null ? null : Math.round(Number(values["high"]))
    };
    const bias = Number(values["bias"] ?? 0);
    const check =
      values["held"] == null || values["actual"] == null
        ? ""
        : `学習に使わなかった直近${periods(values, "holdout")}では、予測${whole("held")}件に対し実績は${whole("actual")}件でした（予測が${format.value(Math.abs(bias), "ratio")}${bias < 0 ? "少なめ" : "多め"}）。`;
    return `これまでに獲得した顧客から、今後${periods(values, "ahead")}に${whole("expected")}件の再購入が見込まれます${interval(rounded, format, "count")}。${check}`;
  },
  "at-risk"(values, format) {
    const show = writer(values, format);
    return `離反した可能性のほうが高い顧客は${show("customers", "count")}人で、失われる恐れのある金額は${show("at_stake", "money")}です。そのうち上位20%の顧客は${show("top", "count")}人、${show("top_at_stake", "money")}です。`;
  },
  lifecycle(values, format) {
    const show = writer(values, format);
    const at =
      values["at"] instanceof Date ? periodLabel(values["at"], String(values["period"]) as Period, format) : "";
    return `${at}末の顧客${show("customers", "count")}人のうち、ロイヤルは${show("share_loyal", "ratio")}、離反予備軍は${show("share_at_risk", "ratio")}、離反は${show("share_lapsed", "ratio")}です。この期間に${show("lapsed", "count")}人が離反し、${show("won_back", "count")}人が復帰しました。`;
  },
  payback(values, format) {
    const show = writer(values, format);
    const months =
      values["months"] == null
        ? "まだ回収できていません"
        : `${values["months"] === 0 ? "初月のうちに" : `${show("months", "months")}で`}回収しています`;
    const value =
      values["ratio"] == null
        ? ""
        : `これまでにその${format.value(values["ratio"], "number")}倍の価値をもたらしました。`;
    const channels =
      values["best"] == null
        ? ""
        : `費用に対する価値が最も高いのは「${values["best"]}」（${format.value(values["best_ratio"], "number")}倍）、最も低いのは「${values["worst"]}」（${format.value(values["worst_ratio"], "number")}倍）です。`;
    return `顧客1人の獲得コストは${show("cac", "money")}で、${months}。${value}${channels}`;
  },
  "what-if"(values, format) {
    const show = writer(values, format);
    const share =
      values["base"] == null || Number(values["base"]) <= 0
        ? ""
        : `、見込み額の${format.value(Math.abs(Number(values["margin"])) / Number(values["base"]), "ratio")}`;
    const points = Number(values["points"]);
    const span = `今後${Number(values["years"] ?? 5)}年間`;
    if (points === 0) return `維持率が変わらなければ、${span}で${show("base", "money")}の見込みです。`;
    const bounds =
      points < 0 && values["low"] != null && values["high"] != null
        ? {...values, low: -Number(values["high"]), high: -Number(values["low"])}
        : values;
    const change = format.value(Math.abs(Number(values["margin"])), "money");
    const moved = `ほかの条件が同じまま維持率が${Math.abs(points)}ポイント${points > 0 ? "上がれば" : "下がれば"}、${span}で${change}の${Number(values["margin"]) < 0 ? "減少" : "増加"}${interval(bounds, format, "money")}${share}に当たります。`;
    if (points < 0) return moved;
    const net =
      values["net"] == null ? "" : `施策の費用${show("retention_spend", "money")}を引くと${show("net", "money")}です。`;
    const instead =
      values["acquisition_spend"] == null || values["kept"] == null
        ? ""
        : `同じ数の顧客（${format.value(Math.round(Number(values["kept"])), "count")}人）を新たに獲得するには${show("acquisition_spend", "money")}かかります。`;
    return `${moved}顧客1人あたり${show("break_even", "money")}までの費用に見合います。${net}${instead}`;
  }
};

/** Words of segments and forecasts, in Japanese. */
export const modelWordsJa: ModelWords = {
  findings,
  notes: {
    "no-orders": "計算の元になる注文がありません。",
    "cut-offs-from-all": "区切りは全顧客から求めたもので、絞り込んでも変わりません。",
    "rfm-quintiles":
      "スコアは値による5分位です。同じ値の顧客は同じスコアになるため、現れないスコアもあります。セグメントは、最終購入のスコアと、購入回数・金額のスコアの平均から決めます。",
    "rfm-ntile":
      "スコアは人数を5等分したものです。同じ値の顧客は顧客IDの順に分けます。セグメントは、最終購入のスコアと、購入回数・金額のスコアの平均から決めます。",
    "rfm-few": "顧客が10人未満のため、5分位にはほとんど意味がありません。",
    "model-empty": "モデルを当てはめる購入がありません。",
    "model-no-repeaters": "再購入した顧客がいないため、今後の購入を推定できるモデルがありません。実績だけを示します。",
    "model-too-few": "再購入した顧客が2人未満で、モデルを当てはめられません。実績だけを示します。",
    "model-not-identified": "このデータではどの購買モデルも定まりません。実績だけを示します。",
    "model-not-converged": "どの購買モデルも当てはめられませんでした。実績だけを示します。",
    "model-fell-back-bgnbd": "指定のモデルを当てはめられなかったため、BG/NBDで代えています。",
    "model-fell-back-mbgnbd": "指定のモデルを当てはめられなかったため、MBG/NBDで代えています。",
    "model-fell-back-paretonbd": "指定のモデルを当てはめられなかったため、Pareto/NBDで代えています。",
    "spend-average": "購入単価のモデルを当てはめられなかったため、今後の購入はすべて平均的な金額とみなします。",
    "spend-excluded": "平均購入額が0以下のリピート顧客は、購入単価のモデルから除いています。",
    "spend-correlated":
      "購入単価と購入頻度に相関があります。モデルは相関がないと仮定するため、頻度の高い顧客の評価がずれている可能性があります。",
    "refunds-kept": "予測額は、これまでに返金された割合だけ減らしています。",
    "alive-not-identifiable":
      "1回だけ購入した顧客がまだ顧客であるかどうかは、BG/NBDでは識別できません。該当する顧客は別に数えています。",
    "fewer-resamples": "顧客が5,000人を超えるため、区間は400回より少ない再標本の標準偏差から求めています。",
    "resamples-failed": "再標本の20回に1回以上で当てはめに失敗したため、区間は粗い目安です。",
    "ltv-fits-by-group":
      "予測は、グループごとにその顧客だけで推定したモデルによります。「前提」のパラメータは全顧客のものです。",
    "ltv-group-unfitted":
      "独自のモデルを推定できないグループには、全顧客のモデルを使っています。その区間は、グループ内の顧客のばらつきだけを反映します。",
    "interval-for-all-only": "区間は全顧客についてのみ求めており、絞り込んだ場合は示しません。",
    "forecast-known-customers": "これまでに獲得した顧客の、2回目以降の購入です。今後獲得する顧客は含みません。",
    "forecast-interval": "区間は偶然の変動とパラメータの不確かさ（デルタ法）を含み、季節や販促の影響は含みません。",
    "forecast-open-period": "まだ終わっていない期間は、これまでの実績と残りの期間の見込みの合計です。",
    "holdout-too-short": "履歴が短く検証期間を取れないため、予測は検証していません。",
    "holdout-not-fitted": "検証期間より前の履歴が少なくモデルを当てはめられないため、予測は検証していません。",
    "lifecycle-no-rhythm": "再購入した顧客がいないため、購入周期を90日と仮定しています。",
    "lifecycle-rhythm":
      "フェーズは顧客ごとの購入周期で決めます。購入間隔の中央値（購入が3回未満の顧客は全顧客の中央値）の何倍購入がないかを見ます。",
    "payback-observed":
      "LTVはこれまでに実現した粗利で、コホートが経過し終えた月だけを数えます。新しいコホートはまだ期間が短い点に注意してください。",
    "payback-no-channel": "顧客にチャネルの情報がないため、獲得費用の全額を全顧客に対して計算しています。",
    "payback-no-kind": "費用に種別がないため、全額を獲得費用とみなしています。",
    "what-if-assumption":
      "維持率だけが変わり、ほかは同じとした場合です。推定した離反の強さだけを変え、購入頻度と単価は変えません。施策でそれが実現できることを示すものではありません。",
    "what-if-contracts":
      "維持率だけが変わり、ほかはすべて変わらないと仮定しています。継続中の契約が終わる確率（sBG、月単位）を今後一律に増減させ、金額は変えていません。施策でそれが実現できるという意味ではありません。",
    "what-if-folklore":
      "灰色の帯は「維持率が5ポイント上がると利益が25〜95%増える」という通説（Reichheld & Schefter 2000）です。比較のためのもので、仮定には使っていません。"
  },
  terms: {
    champions: "最優良顧客",
    loyal: "ロイヤル顧客",
    "potential loyalists": "優良予備軍",
    "new customers": "新規顧客",
    promising: "有望顧客",
    "need attention": "要フォロー",
    "about to sleep": "休眠間近",
    "at risk": "離反予備軍",
    "cannot lose them": "手放せない顧客",
    hibernating: "休眠",
    lost: "離反",
    "not yet a customer": "未顧客",
    "80% and more": "80%以上",
    "50% to 80%": "50〜80%",
    "20% to 50%": "20〜50%",
    "under 20%": "20%未満",
    "not identifiable": "識別不能",
    "top 20%": "上位20%",
    "next 30%": "次の30%",
    "other 50%": "残りの50%",
    "first-time": "初回",
    repeat: "リピート",
    lapsed: "離反",
    "won back": "復帰",
    recency: "最終購入からの日数",
    frequency: "購入回数",
    value: "金額",
    "of customers": "（顧客）",
    "of value": "（価値）",
    worth: "これまでの価値",
    observed: "これまでの実績",
    expected: "予測",
    "not ranked": "順位なし",
    actual: "実績",
    fitted: "当てはめ",
    holdout: "検証期間",
    "with newcomers": "新規顧客を含む",
    "to come": "今後",
    purchases: "再購入の件数",
    alive: "顧客である確率",
    "value so far": "これまでの価値による顧客の区分",
    customers: "顧客数",
    "at stake": "失われる恐れのある金額",
    cac: "獲得コスト",
    ltv: "これまでのLTV",
    "not reached": "未回収",
    "months to payback": "回収月数",
    "all channels": "全チャネル",
    "change in retention": "維持率の変化（ポイント）",
    "margin in five years": "5年間の増減額",
    "rule of thumb": "Reichheld & Schefter 2000"
  },
  columns: {
    rank: "順位",
    alive: "顧客である確率",
    worth: "これまでの価値",
    at_stake: "失われる恐れのある金額",
    chance: "顧客である確率",
    last_order: "最終購入日",
    actual_amount: "実績額",
    newcomers: "新しい顧客の購入",
    expected_amount: "予測額",
    roas: "広告費用対効果（ROAS）",
    retention_spend: "維持費用",
    retained: "維持顧客数",
    cost_per_retained: "維持顧客1人あたり費用",
    retention_to_cac: "維持費用と獲得コストの比",
    points: "ポイント"
  }
};
