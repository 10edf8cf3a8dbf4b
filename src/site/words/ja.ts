import type {Format, Unit} from "../../charts/format.ts";
import {periodLabel} from "../../charts/period.ts";
import type {Period} from "../../charts/period.ts";
import {actionWordsJa} from "./action-words-ja.ts";
import {curveWordsJa} from "./curve-words-ja.ts";
import {modelWordsJa} from "./model-words-ja.ts";
import {changeWordsJa} from "./change-words-ja.ts";
import {headlineWordsJa} from "./headline-words-ja.ts";
import {howWordsJa} from "./how-words-ja.ts";
import {commentWordsJa} from "./comment-words-ja.ts";
import {driverWordsJa} from "./driver-words-ja.ts";
import {loyaltyWordsJa} from "./loyalty-words-ja.ts";
import {valueWordsJa} from "./value-words-ja.ts";
import {voiceWordsJa} from "./voice-words-ja.ts";
import {windowNotesJa} from "./window-words.ts";
import {dataMessageJa} from "./data-words-ja.ts";
import type {FindingValues, Words} from "./words.ts";

const COUNT = new Intl.NumberFormat("ja");
const POINTS = new Intl.NumberFormat("ja", {minimumFractionDigits: 1, maximumFractionDigits: 1});
const DATE = new Intl.DateTimeFormat("ja", {dateStyle: "long", timeZone: "UTC"});

function date(iso: string): string {
  return DATE.format(new Date(`${iso}T00:00:00Z`));
}

/** 2026年9月の82.0%, 前回の82.0%. */
function dated(value: string, when: string | null): string {
  return `${when ?? "前回"}の${value}`;
}

/** How a period is counted: 3か月, 2四半期. */
const COUNTERS: Readonly<Record<string, string>> = {
  week: "週",
  month: "か月",
  quarter: "四半期",
  half: "半期",
  year: "年",
  "fiscal-year": "年度"
};

const AGES: Readonly<Record<string, string>> = {
  week: "初回購入からの週数",
  month: "初回購入からの月数",
  quarter: "初回購入からの四半期数",
  half: "初回購入からの半期数",
  year: "初回購入からの年数",
  "fiscal-year": "初回購入からの年度数"
};

/** 翌月, 3か月後. */
function later(period: unknown, age: unknown): string {
  const unit = COUNTERS[String(period ?? "month")] ?? "期";
  return age === 1 || age == null ? `翌${unit === "か月" ? "月" : unit}` : `${age}${unit}後`;
}

const has = (values: FindingValues, ...names: string[]): boolean => names.every((name) => values[name] != null);

/** （95%信頼区間 17.7%〜18.7%、対象 23,570人）, or as much of it as is known. */
function ground(values: FindingValues, format: Format): string {
  const show = (name: string, unit: Unit): string => format.value(values[name], unit);
  const level = Math.round(Number(values["level"] ?? 0.95) * 100);
  const parts = [
    has(values, "low", "high") ? `${level}%信頼区間 ${show("low", "ratio")}〜${show("high", "ratio")}` : null,
    has(values, "size") ? `対象 ${COUNT.format(Number(values["size"]))}人` : null
  ].filter((part) => part !== null);
  return parts.length > 0 ? `（${parts.join("、")}）` : "";
}

/** A sentence on the highest and the lowest cohort or group, where both are known. */
function extremes(values: FindingValues, format: Format): string {
  const show = (name: string): string => format.value(values[name], "ratio");
  if (has(values, "best_group", "worst_group"))
    return `最も高いのは「${values["best_group"]}」（${show("best_rate")}）、最も低いのは「${values["worst_group"]}」（${show("worst_rate")}）です。`;
  if (!has(values, "best", "best_rate", "worst", "worst_rate")) return "";
  const period = String(values["period"] ?? "month") as Period;
  const [best, worst] = ["best", "worst"].map((name) => periodLabel(values[name] as Date, period, format));
  return `最も高いのは${best}のコホート（${show("best_rate")}）、最も低いのは${worst}のコホート（${show("worst_rate")}）です。`;
}

/** 初回購入の翌月に再び購入した顧客は14.9%でした, without its full stop. */
function returned(values: FindingValues, format: Format): string {
  const rate = format.value(values["rate"], "ratio");
  const when = `初回購入の${later(values["period"], values["age"])}`;
  if (values["kind"] === "revenue") return `${when}の売上高は、初回購入期間の${rate}でした`;
  return `${when}${values["kind"] === "rolling" ? "以降" : ""}に再び購入した顧客は${rate}でした`;
}

/** 17か月後は8.1%です。 where an age beyond the first one is known. */
function last(values: FindingValues, format: Format): string {
  const {last_age: age, last_rate: rate, period} = values;
  if (rate == null || Number(age ?? 0) <= Number(values["age"] ?? 1)) return "";
  return `${later(period, age)}${values["kind"] === "rolling" ? "以降" : ""}は${format.value(rate, "ratio")}です。`;
}

/** Japanese. */
export const ja: Words = {
  lang: "ja",
  locale: "ja_JP",
  page: {
    skip: "本文へ移動",
    reports: "レポート",
    all: "レポート一覧",
    more: (figures) => `ほか${COUNT.format(figures)}件`,
    contents: "目次",
    previous: "前のレポート",
    next: "次のレポート",
    callouts: {note: "補足", tip: "ヒント", important: "重要", warning: "注意", caution: "警告"},
    near: "前後のレポート",
    asOf: (iso) => `${date(iso)}時点のデータ`,
    json: "このページのデータ（JSON）",
    manifest: "マニフェスト",
    made: "Kizunaで作成",
    notFound: "ページが見つかりません",
    notFoundHint: "レポートの名前が変わったか、別のスナップショットにある可能性があります。",
    toFirst: "最初のレポートへ",
    problems: (n) => `問題が${COUNT.format(n)}件あります`
  },
  figure: {
    list: "失われる恐れの大きい顧客の一覧",
    comments: commentWordsJa.examples,
    table: "データ表",
    source: (tables, iso, taxIncluded) =>
      [
        tables.length === 0 ? `${date(iso)}時点` : `出典：${tables.join("、")}（${date(iso)}時点）`,
        ...(taxIncluded === undefined ? [] : [taxIncluded ? "売上は税込" : "売上は税抜"])
      ].join("、"),
    measure: ({measure, n, of, level}) =>
      [
        measure,
        `${of === "customers" ? "顧客" : "回答"}${COUNT.format(n)}${of === "customers" ? "人" : "件"}`,
        level === null ? null : `${Math.round(level * 100)}%区間`
      ]
        .filter((part) => part !== null)
        .join("｜"),
    sentences: (texts) => texts.join(""),
    notAvailable: (kind) => `「${kind}」セルはまだ利用できません。`,
    failed: "このセルを評価できませんでした"
  },
  sliders: valueWordsJa,
  how: howWordsJa,
  changes: changeWordsJa,
  assumptions: valueWordsJa.assumptions,
  data: {
    title: "データについて",
    table: "テーブル",
    from: "出所",
    rows: "行数",
    rejected: "除外した行",
    reason: (rows, reason) => `${dataMessageJa(reason)}：${COUNT.format(rows)}行`,
    warning: dataMessageJa,
    none: "なし",
    warnings: "留意点",
    summary: (rows, tables, rejected) =>
      `${COUNT.format(tables)}テーブル、合計${COUNT.format(rows)}行。${rejected === 0 ? "除外した行はありません。" : `ほかに${COUNT.format(rejected)}行を除外しました。`}`
  },
  kpi: {
    lowBase: "母数僅少",
    previously: (value, when) => dated(value, when),
    unchanged: (value, when) => `${dated(value, when)}から横ばい`,
    better: (value, when) => `${dated(value, when)}より改善`,
    worse: (value, when) => `${dated(value, when)}より悪化`,
    against: (value, when) => `（${dated(value, when)}比）`,
    withinNoise: (change, value, when) => `${dated(value, when)}比${change}（誤差の範囲内）`,
    points: (points) => `${POINTS.format(points)}ポイント`,
    target: (value) => `目標${value}`,
    reached: (value) => `目標${value}を達成`,
    missed: (value) => `目標${value}に未達`
  },
  table: {
    total: "合計",
    all: "全体",
    empty: "該当する行はありません",
    more: (rows) => `ほか${COUNT.format(rows)}行はダウンロードでご覧いただけます。`
  },
  interval: (low, high) => `${low}〜${high}`,
  comma: "、",
  n: (n) => `n\u00a0=\u00a0${n}`,
  kinds: {
    ...voiceWordsJa.measures,
    sql: "クエリ",
    chart: "グラフ",
    table: "表",
    kpi: "主要指標",
    input: "入力",
    js: "スクリプト",
    retention: "コホート別の継続率",
    "retention-rate": "顧客維持率（CRR）",
    churn: "経過期間別の継続顧客",
    repeat: "リピート購入",
    ltv: "顧客生涯価値（LTV）",
    "loyalty-value": "ロイヤルティの価値",
    payback: "顧客獲得コストと回収期間",
    forecast: "予測",
    "at-risk": "離反予備軍",
    nps: "NPS",
    csat: "顧客満足度（CSAT）",
    dwb: "再購入意向（DWB）",
    gap: "期待と実感のギャップ",
    "loyalty-matrix": "心理的・行動的ロイヤルティ",
    rfm: "RFMセグメント",
    lifecycle: "顧客フェーズの推移",
    concentration: "価値の集中度",
    programme: "ロイヤルティプログラム",
    referral: "紹介による顧客",
    "what-if": "維持率1ポイントの価値",
    voice: "顧客の声（VOC）",
    drivers: "スコアの差が出るところ",
    engagement: "接点と継続の関係",
    actions: "改善施策",
    claims: "通説の検証"
  },
  kpis: {
    customers: "顧客数",
    new_customers: "新規顧客数",
    active_customers: "アクティブな顧客数",
    orders: "注文数",
    revenue: "売上高",
    margin: "粗利",
    average_order_value: "平均購入単価",
    orders_per_year: "年間購入回数",
    repeat_rate: "リピート率",
    crr: "顧客維持率",
    churn: "解約率",
    ltv: "顧客生涯価値",
    payback: "回収期間",
    nps: "NPS",
    csat: "顧客満足度",
    dwb: "再購入意向",
    answers: "回答数"
  },
  columns: {
    ...modelWordsJa.columns,
    ...curveWordsJa.columns,
    ...voiceWordsJa.columns,
    ...loyaltyWordsJa.columns,
    ...driverWordsJa.columns,
    ...actionWordsJa.columns,
    ...commentWordsJa.columns,
    ...valueWordsJa.columns,
    group: "グループ",
    cohort: "コホート",
    age: "経過期間",
    period: "期間",
    size: "顧客数",
    active: "購入顧客数",
    rate: "率",
    low: "下限",
    high: "上限",
    complete: "期間完了",
    base: "基準",
    start: "期首",
    end: "期末",
    new: "新規",
    reactivated: "復帰",
    retained: "維持率（期首顧客）",
    at_risk: "対象数",
    events: "離反数",
    survival: "継続率",
    customers: "顧客数",
    median: "中央値",
    mean: "平均",
    repeaters: "リピート顧客数",
    orders_per_year: "年間購入回数",
    average_order_value: "平均購入単価",
    median_days_between: "購入間隔の中央値",
    value: "価値",
    observed: "実績",
    expected: "予測",
    actual: "実績",
    holdout: "検証期間",
    share_customers: "顧客構成比",
    share_value: "価値構成比",
    promoters: "推奨者",
    passives: "中立者",
    detractors: "批判者",
    score: "スコア",
    answers: "回答数",
    positive: "肯定的回答",
    top2: "上位2段階",
    customers_share: "顧客の累積比",
    value_share: "価値の累積比",
    segment: "セグメント",
    recency_days: "最終購入からの日数",
    frequency: "購入回数",
    quadrant: "ロイヤルティ",
    ltv: "生涯価値",
    retention: "継続率",
    channel: "チャネル",
    region: "地域",
    plan: "プラン",
    spend: "費用",
    cac: "顧客獲得コスト",
    ratio: "LTV/CAC",
    months: "回収月数",
    phase: "フェーズ",
    from: "移動前",
    to: "移動後",
    name: "指標",
    previous: "前回",
    change: "増減",
    target: "目標",
    unit: "単位",
    revenue: "売上高",
    margin: "粗利",
    orders: "注文数",
    month: "月",
    touchpoint: "接点",
    difference: "差",
    share: "構成比"
  },
  columnsOf: {
    ...voiceWordsJa.measureColumns,
    ...loyaltyWordsJa.columnsOf,
    ...driverWordsJa.columnsOf,
    ...actionWordsJa.columnsOf,
    ...commentWordsJa.columnsOf,
    retention: {rate: "継続率", base: "初回期間の売上高"},
    "retention-rate": {rate: "顧客維持率（CRR）"},
    repeat: {rate: "リピート率"},
    csat: {rate: "満足の割合", positive: "満足（4–5）"},
    dwb: {rate: "再購入意向", positive: "必ずまた購入する（5）", top2: "上位2段階（4–5）"}
  },
  notes: {
    ...modelWordsJa.notes,
    ...curveWordsJa.notes,
    ...voiceWordsJa.notes,
    ...loyaltyWordsJa.notes,
    ...driverWordsJa.notes,
    ...actionWordsJa.notes,
    ...commentWordsJa.notes,
    ...valueWordsJa.notes,
    ...windowNotesJa,
    "small-rest": "単独で示すには少なすぎる顧客群をまとめた「その他」は、データ表にのみ載せています。",
    incomplete: "まだ終わっていない期間は斜線で示し、全体の率には含めていません。",
    "revenue-for-margin": "データに粗利がないため、粗利ではなく売上高です。"
  },
  lowBase: voiceWordsJa.lowBase,
  chart: {
    terms: {
      ...modelWordsJa.terms,
      ...curveWordsJa.terms,
      ...voiceWordsJa.terms,
      ...loyaltyWordsJa.terms,
      ...driverWordsJa.terms,
      ...actionWordsJa.terms,
      ...commentWordsJa.terms,
      ...valueWordsJa.terms
    },
    age: (period) => AGES[period] ?? "初回購入からの期間",
    size: "顧客数",
    pooled: "全コホート",
    incomplete: "未完了の期間",
    all: "全顧客",
    empty: "表示できるデータがありません"
  },
  headlines: headlineWordsJa,
  findings: {
    ...modelWordsJa.findings,
    ...curveWordsJa.findings,
    ...voiceWordsJa.findings,
    ...loyaltyWordsJa.findings,
    ...driverWordsJa.findings,
    ...actionWordsJa.findings,
    ...commentWordsJa.findings,
    retention: (values, format) =>
      `${returned(values, format)}${ground(values, format)}。${last(values, format)}${extremes(values, format)}`,
    kpi: ({improved, worsened, unchanged, targets, reached}) => {
      const all = Number(improved) + Number(worsened ?? 0) + Number(unchanged ?? 0);
      const goals =
        Number(targets ?? 0) > 0 ? `目標を設定した${targets}指標のうち${reached ?? 0}指標が達成しています。` : "";
      if (all === 0) return goals;
      const moved = Number(improved) + Number(worsened ?? 0);
      const said =
        moved === 0
          ? `以前の値と比べて検定した${all}指標に、誤差の範囲を超えた変化はありません。`
          : `以前の値と比べて検定した${all}指標のうち、誤差の範囲を超えて${[Number(improved) > 0 ? `${improved}指標が改善` : null, Number(worsened) > 0 ? `${worsened}指標が悪化` : null].filter((part) => part !== null).join("、")}しました。`;
      return `${said}${goals}`;
    }
  }
};
