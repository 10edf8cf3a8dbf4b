import type {ValueWords} from "./value-words.ts";

/** Words of value and retention, in Japanese. */
export const valueWordsJa: ValueWords = {
  notes: {
    "payback-allotted": "費用は、各月・各チャネルで獲得した顧客に占める表示中の顧客の割合で配分しています。",
    "kpi-not-paid-back": "顧客1人あたりの粗利が獲得コストに達していないうちは、回収期間は空欄です。",
    "revenue-retention":
      "表のNRRとGRRは、前の期間に購入した顧客の当期の売上を、その顧客の前期の売上で割った値です。GRRでは顧客ごとに前期の金額を上限とします。"
  },
  columns: {
    nrr: "売上維持率（NRR）",
    grr: "総売上維持率（GRR）"
  },
  terms: {
    "held-out check": "検証期間の購入件数（予測方法別）",
    "by model": "モデル",
    "by same-as-before": "直前の同じ長さの期間と同数",
    "by own-rate": "各顧客のこれまでのペース",
    "by none": "購入なし",
    "by frequency": "検証期間の1人あたり購入件数（過去のリピート回数別）",
    "repeats before": "それまでのリピート回数"
  },
  assumptions: {
    title: "前提条件",
    model: "モデル",
    models: {
      bgnbd: "BG/NBD（Fader, Hardie & Lee 2005）",
      mbgnbd: "MBG/NBD（Batislam ほか 2007）",
      paretonbd: "Pareto/NBD（Schmittlein ほか 1987）",
      sbg: "シフト型ベータ幾何モデル（Fader & Hardie 2007）",
      bdw: "ベータ離散ワイブルモデル（Fader ほか 2018）",
      km: "なし：実測の継続率（カプラン・マイヤー法）",
      formula: "なし：平均継続年数 × 年間粗利"
    },
    spend: "1回あたりの購入額",
    gammaGamma: "Gamma-Gamma（Fader & Hardie 2013）",
    averageSpend: "全顧客に同じ平均額",
    parameters: "パラメーター",
    fit: "推定",
    converged: (logLikelihood) => `収束、対数尤度 ${logLikelihood}`,
    unit: "時間の単位",
    units: {week: "週", month: "月", quarter: "四半期", half: "半期", year: "年", "fiscal-year": "年度"},
    horizon: "予測期間",
    months: (n) => `${n}か月`,
    years: (n) => `${n}年`,
    periods: (n, period) =>
      `${n}${{week: "週間", month: "か月", quarter: "四半期", half: "半期", year: "年", "fiscal-year": "年度"}[period] ?? "期間"}`,
    discount: "割引率",
    discounted: (rate) => `年${rate}（実効年率、期間ごとの複利）`,
    notDiscounted: "なし",
    amounts: "金額",
    margin: "粗利",
    revenue: "売上高（データに粗利がないため）",
    customers: "対象顧客数",
    censored: "打ち切りの割合",
    neverSeen: "全員（契約がないため、離反の時点は観測されない）"
  },
  controls: {
    points: "維持率の変化（ポイント）",
    retention_cost: "維持施策の費用（顧客1人あたり）",
    acquisition_cost: "新規獲得の費用（1人あたり）"
  },
  move: "条件を変えてみる"
};
