import type {Format, Unit} from "../../charts/format.ts";
import {periodLabel} from "../../charts/period.ts";
import type {Period} from "../../charts/period.ts";
import {actionWordsEn} from "./action-words-en.ts";
import {curveWordsEn} from "./curve-words-en.ts";
import {modelWordsEn} from "./model-words-en.ts";
import {changeWordsEn} from "./change-words-en.ts";
import {headlineWordsEn} from "./headline-words-en.ts";
import {howWordsEn} from "./how-words-en.ts";
import {commentWordsEn} from "./comment-words-en.ts";
import {driverWordsEn} from "./driver-words-en.ts";
import {loyaltyWordsEn} from "./loyalty-words-en.ts";
import {valueWordsEn} from "./value-words-en.ts";
import {voiceWordsEn} from "./voice-words-en.ts";
import {windowNotesEn} from "./window-words.ts";
import type {FindingValues, Words} from "./words.ts";

const COUNT = new Intl.NumberFormat("en");
const POINTS = new Intl.NumberFormat("en", {minimumFractionDigits: 1, maximumFractionDigits: 1});
const DATE = new Intl.DateTimeFormat("en", {dateStyle: "long", timeZone: "UTC"});
const RULES = new Intl.PluralRules("en");

/** "1 row", "2,400 rows". */
function count(n: number, one: string, other = `${one}s`): string {
  return `${COUNT.format(n)} ${RULES.select(n) === "one" ? one : other}`;
}

function date(iso: string): string {
  return DATE.format(new Date(`${iso}T00:00:00Z`));
}

/** "82.0% (September 2026)". */
function dated(value: string, when: string | null): string {
  return when === null ? value : `${value} (${when})`;
}

const AGES: Readonly<Record<string, string>> = {
  week: "Weeks",
  month: "Months",
  quarter: "Quarters",
  half: "Half-years",
  year: "Years",
  "fiscal-year": "Fiscal years"
};

const UNITS: Readonly<Record<string, string>> = {half: "half-year", "fiscal-year": "fiscal year"};

function unitOf(period: unknown): string {
  return UNITS[String(period)] ?? String(period ?? "month");
}

/** "in the month after", "in month 3 after". */
function later(period: unknown, age: unknown): string {
  return age === 1 || age == null ? `in the ${unitOf(period)} after` : `in ${unitOf(period)} ${age} after`;
}

const has = (values: FindingValues, ...names: string[]): boolean => names.every((name) => values[name] != null);

/** " (95% interval 17.7% to 18.7%, 23,570 customers)", or as much of it as is known. */
function ground(values: FindingValues, format: Format): string {
  const show = (name: string, unit: Unit): string => format.value(values[name], unit);
  const level = Math.round(Number(values["level"] ?? 0.95) * 100);
  const parts = [
    has(values, "low", "high") ? `${level}% interval ${show("low", "ratio")} to ${show("high", "ratio")}` : null,
    has(values, "size") ? count(Number(values["size"]), "customer") : null
  ].filter((part) => part !== null);
  return parts.length > 0 ? ` (${parts.join(", ")})` : "";
}

/** "; the cohort of March 2026 stands highest (…), that of May 2026 lowest (…)", or so of groups, where both are known. */
function extremes(values: FindingValues, format: Format): string {
  const show = (name: string): string => format.value(values[name], "ratio");
  if (has(values, "best_group", "worst_group"))
    return `; “${values["best_group"]}” stands highest at ${show("best_rate")}, “${values["worst_group"]}” lowest at ${show("worst_rate")}`;
  if (!has(values, "best", "best_rate", "worst", "worst_rate")) return "";
  const period = String(values["period"] ?? "month") as Period;
  const [best, worst] = ["best", "worst"].map((name) => periodLabel(values[name] as Date, period, format));
  return `; the cohort of ${best} stands highest at ${show("best_rate")}, that of ${worst} lowest at ${show("worst_rate")}`;
}

/** "14.9% of customers ordered again in the month after their first order". */
function returned(values: FindingValues, format: Format): string {
  const rate = format.value(values["rate"], "ratio");
  const when = later(values["period"], values["age"]);
  if (values["kind"] === "revenue")
    return `Revenue ${when} the first order was ${rate} of the first ${unitOf(values["period"])}’s`;
  return `${rate} of customers ordered again ${when} their first order${values["kind"] === "rolling" ? ", or later" : ""}`;
}

/** "; in month 17 it is 8.1%", where an age beyond the first one is known. */
function last(values: FindingValues, format: Format): string {
  const {last_age: age, last_rate: rate, period} = values;
  if (rate == null || Number(age ?? 0) <= Number(values["age"] ?? 1)) return "";
  return `; in ${unitOf(period)} ${age} it was ${format.value(rate, "ratio")}`;
}

/** English. */
export const en: Words = {
  lang: "en",
  locale: "en_US",
  page: {
    skip: "Skip to the report",
    reports: "Reports",
    all: "All reports at a glance",
    more: (figures) => `and ${count(figures, "more figure")}`,
    contents: "On this page",
    previous: "Previous",
    next: "Next",
    callouts: {note: "Note", tip: "Tip", important: "Important", warning: "Warning", caution: "Caution"},
    near: "Previous and next report",
    asOf: (iso) => `Data to ${date(iso)}`,
    json: "This page as JSON",
    manifest: "Manifest",
    made: "Made with Kizuna",
    notFound: "There is no such page",
    notFoundHint: "The report may have been renamed, or belong to another snapshot.",
    toFirst: "To the first report",
    problems: (n) => count(n, "problem")
  },
  figure: {
    list: "Customers with most at stake",
    comments: commentWordsEn.examples,
    table: "Table",
    source: (tables, iso, taxIncluded) =>
      [
        ...(tables.length === 0 ? [`Data to ${date(iso)}`] : [`Source: ${tables.join(", ")}`, `data to ${date(iso)}`]),
        ...(taxIncluded === undefined ? [] : [`revenue ${taxIncluded ? "includes" : "excludes"} tax`])
      ].join("; "),
    measure: ({measure, n, of, level}) =>
      [measure, count(n, of.slice(0, -1)), level === null ? null : `${Math.round(level * 100)}% intervals`]
        .filter((part) => part !== null)
        .join(" · "),
    sentences: (texts) => texts.join(" "),
    notAvailable: (kind) => `The cell “${kind}” is not available yet.`,
    failed: "This cell could not be evaluated"
  },
  sliders: valueWordsEn,
  how: howWordsEn,
  changes: changeWordsEn,
  assumptions: valueWordsEn.assumptions,
  data: {
    title: "About the data",
    table: "Table",
    from: "From",
    rows: "Rows",
    rejected: "Set aside",
    reason: (rows, reason) => `${COUNT.format(rows)}: ${reason}`,
    warning: (message) => message,
    none: "none",
    warnings: "To keep in mind",
    summary: (rows, tables, rejected) =>
      `${count(rows, "row")} in ${count(tables, "table")}; ${rejected === 0 ? "none" : count(rejected, "row")} set aside.`
  },
  kpi: {
    lowBase: "low base",
    previously: (value, when) => `before: ${dated(value, when)}`,
    unchanged: (value, when) => `unchanged from ${dated(value, when)}`,
    better: (value, when) => `better than ${dated(value, when)}`,
    worse: (value, when) => `worse than ${dated(value, when)}`,
    against: (value, when) => ` on ${dated(value, when)}`,
    withinNoise: (change, value, when) => `${change} on ${dated(value, when)}, within the noise`,
    points: (points) => `${POINTS.format(points)} pts`,
    target: (value) => `Target ${value}`,
    reached: (value) => `Target ${value} reached`,
    missed: (value) => `Target ${value} not reached`
  },
  table: {
    total: "Total",
    all: "All",
    empty: "No rows",
    more: (rows) => `${count(rows, "more row")} in the download.`
  },
  interval: (low, high) => `${low} to ${high}`,
  comma: ", ",
  n: (n) => `n\u00a0=\u00a0${n}`,
  kinds: {
    ...voiceWordsEn.measures,
    sql: "Query",
    chart: "Chart",
    table: "Table",
    kpi: "Where we stand",
    input: "Input",
    js: "Script",
    retention: "Retention by cohort",
    "retention-rate": "Customer retention rate",
    churn: "Customers who stay, by age",
    repeat: "Repeat purchases",
    ltv: "Customer lifetime value",
    "loyalty-value": "What loyalty is worth",
    payback: "Acquisition cost and payback",
    forecast: "Forecast",
    "at-risk": "Customers at risk",
    nps: "Net Promoter Score",
    csat: "Customer satisfaction",
    dwb: "Definitely would buy again",
    gap: "Expectation and experience",
    "loyalty-matrix": "Psychological and behavioural loyalty",
    rfm: "Customers by recency, frequency and value",
    lifecycle: "Customers by phase",
    concentration: "Concentration of value",
    programme: "Loyalty programme",
    referral: "Referred customers",
    "what-if": "What a point of retention is worth",
    voice: "Voice of the customer",
    drivers: "Where the score differs",
    engagement: "Contacts and retention",
    actions: "Improvement measures",
    claims: "Rules of thumb, checked"
  },
  kpis: {
    customers: "Customers",
    new_customers: "New customers",
    active_customers: "Active customers",
    orders: "Orders",
    revenue: "Revenue",
    margin: "Margin",
    average_order_value: "Average order value",
    orders_per_year: "Orders per customer and year",
    repeat_rate: "Repeat purchase rate",
    crr: "Customer retention rate",
    churn: "Churn",
    ltv: "Customer lifetime value",
    payback: "Payback",
    nps: "Net Promoter Score",
    csat: "Customer satisfaction",
    dwb: "Definitely would buy",
    answers: "Survey answers"
  },
  columns: {
    ...modelWordsEn.columns,
    ...curveWordsEn.columns,
    ...voiceWordsEn.columns,
    ...loyaltyWordsEn.columns,
    ...driverWordsEn.columns,
    ...actionWordsEn.columns,
    ...commentWordsEn.columns,
    ...valueWordsEn.columns,
    group: "Group",
    cohort: "Cohort",
    age: "Age",
    period: "Period",
    size: "Customers",
    active: "Active",
    rate: "Rate",
    low: "Low",
    high: "High",
    complete: "Complete",
    base: "Base",
    start: "At start",
    end: "At end",
    new: "New",
    reactivated: "Reactivated",
    retained: "Retained share",
    at_risk: "At risk",
    events: "Left",
    survival: "Still customers",
    customers: "Customers",
    median: "Median",
    mean: "Mean",
    repeaters: "Ordered again",
    orders_per_year: "Orders per year",
    average_order_value: "Average order value",
    median_days_between: "Days between orders",
    value: "Value",
    observed: "Observed",
    expected: "Expected",
    actual: "Actual",
    holdout: "Holdout",
    share_customers: "Share of customers",
    share_value: "Share of value",
    promoters: "Promoters",
    passives: "Passives",
    detractors: "Detractors",
    score: "Score",
    answers: "Answers",
    positive: "Positive",
    top2: "Top two",
    customers_share: "Share of customers",
    value_share: "Share of value",
    segment: "Segment",
    recency_days: "Days since last order",
    frequency: "Orders",
    quadrant: "Loyalty",
    ltv: "Lifetime value",
    retention: "Retention",
    channel: "Channel",
    region: "Region",
    plan: "Plan",
    spend: "Spend",
    cac: "Acquisition cost",
    ratio: "Value to cost",
    months: "Months to payback",
    phase: "Phase",
    from: "From",
    to: "To",
    name: "Figure",
    previous: "Before",
    change: "Change",
    target: "Target",
    unit: "Unit",
    revenue: "Revenue",
    margin: "Margin",
    orders: "Orders",
    month: "Month",
    touchpoint: "Touchpoint",
    difference: "Difference",
    share: "Share"
  },
  columnsOf: {
    ...voiceWordsEn.measureColumns,
    ...loyaltyWordsEn.columnsOf,
    ...driverWordsEn.columnsOf,
    ...actionWordsEn.columnsOf,
    ...commentWordsEn.columnsOf,
    retention: {rate: "Retention", base: "Revenue at age 0"},
    "retention-rate": {rate: "Retention rate (CRR)"},
    repeat: {rate: "Repeat purchase rate"},
    csat: {rate: "Satisfied", positive: "Satisfied (4–5)"},
    dwb: {rate: "Would buy again", positive: "Definitely (5)", top2: "Definitely or probably (4–5)"}
  },
  notes: {
    ...modelWordsEn.notes,
    ...curveWordsEn.notes,
    ...voiceWordsEn.notes,
    ...loyaltyWordsEn.notes,
    ...driverWordsEn.notes,
    ...actionWordsEn.notes,
    ...commentWordsEn.notes,
    ...valueWordsEn.notes,
    ...windowNotesEn,
    "small-rest": "“(other)”, customers of groups too small to show on their own, is in the table only.",
    incomplete: "Periods that are not over yet are hatched, and left out of pooled rates.",
    "revenue-for-margin": "Revenue, not margin: the data has no margin."
  },
  lowBase: voiceWordsEn.lowBase,
  chart: {
    terms: {
      ...modelWordsEn.terms,
      ...curveWordsEn.terms,
      ...voiceWordsEn.terms,
      ...loyaltyWordsEn.terms,
      ...driverWordsEn.terms,
      ...actionWordsEn.terms,
      ...commentWordsEn.terms,
      ...valueWordsEn.terms
    },
    age: (period) => `${AGES[period] ?? "Periods"} since first order`,
    size: "Customers",
    pooled: "All cohorts",
    incomplete: "Incomplete period",
    all: "All customers",
    empty: "No data for this figure"
  },
  headlines: headlineWordsEn,
  findings: {
    ...modelWordsEn.findings,
    ...curveWordsEn.findings,
    ...voiceWordsEn.findings,
    ...loyaltyWordsEn.findings,
    ...driverWordsEn.findings,
    ...actionWordsEn.findings,
    ...commentWordsEn.findings,
    retention: (values, format) =>
      `${returned(values, format)}${ground(values, format)}${last(values, format)}${extremes(values, format)}.`,
    kpi: ({improved, worsened, unchanged, targets, reached}) => {
      const all = Number(improved) + Number(worsened ?? 0) + Number(unchanged ?? 0);
      const goals = Number(targets ?? 0) > 0 ? `${reached ?? 0} of ${count(Number(targets), "target")} reached` : null;
      if (all === 0) return `${goals}.`;
      const moved = Number(improved) + Number(worsened ?? 0);
      const said =
        moved === 0
          ? `${all === 1 ? "The one figure" : `None of ${count(all, "figure")}`} tested against an earlier value ${all === 1 ? "did not move" : "moved"} beyond the noise`
          : `Of ${count(all, "figure")} tested against an earlier value, ${[Number(improved) > 0 ? `${improved} improved` : null, Number(worsened) > 0 ? `${worsened} worsened` : null].filter((part) => part !== null).join(" and ")} beyond the noise`;
      return `${[said, goals].filter((part) => part !== null).join("; ")}.`;
    }
  }
};
