import type {Format} from "../../charts/format.ts";
import type {ChartWords} from "../../charts/options.ts";
import {ACTION_MAIN} from "./action-words.ts";
import type {ActionFindingKey} from "./action-words.ts";
import {COMMENT_MAIN} from "./comment-words.ts";
import type {CommentFindingKey} from "./comment-words.ts";
import {CURVE_MAIN} from "./curve-words.ts";
import type {CurveFindingKey} from "./curve-words.ts";
import {DRIVER_MAIN} from "./driver-words.ts";
import type {DriverFindingKey} from "./driver-words.ts";
import {LOYALTY_MAIN} from "./loyalty-words.ts";
import type {LoyaltyFindingKey} from "./loyalty-words.ts";
import {MODEL_MAIN} from "./model-words.ts";
import type {ModelFindingKey} from "./model-words.ts";
import type {Callout} from "../../notebook/callouts.ts";
import type {AssumptionWords} from "../assumptions.ts";
import type {ChangeWords} from "./change-words.ts";
import type {HeadlineWords} from "./headline-words.ts";
import type {HowWords} from "./how-words.ts";
import type {ValueWords} from "./value-words.ts";
import {VOICE_MAIN} from "./voice-words.ts";
import type {OtherMeasure, VoiceFindingKey, VoiceWords} from "./voice-words.ts";

/** The numbers of a finding by name; what is absent or null is not said. Rates are fractions; a cohort is a date, or finished text. */
export type FindingValues = Readonly<Record<string, number | string | Date | null>>;

/** What a cell says of itself: which sentence, and the numbers in it. */
export interface Finding {
  readonly key: string;
  readonly values: FindingValues;
}

/**
 * The sentences there are, and their values:
 * - `retention`: `kind` (period, rolling, revenue), `period` (week, month, …), `age`, the pooled `rate` at that age with `low`, `high`, `level` (0.95) and `size` (customers);
 *   `last_age`, `last_rate` of the last age; and, only where the difference is real, the cohorts `best`, `worst`, of a split one the groups `best_group`, `worst_group`, with `best_rate`, `worst_rate` at `age`;
 * - `kpi`: `improved`, `worsened`, `unchanged`, `targets`, `reached` (counts of figures).
 */
export type FindingKey =
  | "retention"
  | "kpi"
  | ModelFindingKey
  | CurveFindingKey
  | VoiceFindingKey
  | LoyaltyFindingKey
  | DriverFindingKey
  | ActionFindingKey
  | CommentFindingKey;

/** The kinds of cells, each with a default title. */
export type Kind =
  | ("sql" | "chart" | "table" | "kpi" | "input" | "js")
  | ("retention" | "retention-rate" | "churn" | "repeat" | "ltv" | "loyalty-value" | "payback" | "forecast" | "at-risk")
  | ("nps" | "csat" | "dwb" | "gap" | "loyalty-matrix" | "rfm" | "lifecycle" | "concentration" | "programme")
  | ("referral" | "what-if" | "voice" | "drivers" | "engagement" | "actions" | "claims");

/** The headline figures of a `kpi` cell. */
export type KpiName =
  | ("customers" | "new_customers" | "active_customers" | "orders" | "revenue" | "margin" | "average_order_value")
  | ("orders_per_year" | "repeat_rate" | "crr" | "churn" | "ltv" | "payback" | "nps" | "csat" | "dwb" | "answers");

/** The columns of result tables. A column that means something else in one kind has its own label in {@link Words.columnsOf}. */
export type ColumnName =
  | ("group" | "cohort" | "age" | "period" | "size" | "active" | "rate" | "low" | "high" | "complete" | "base")
  | ("start" | "end" | "new" | "reactivated" | "retained" | "at_risk" | "events" | "survival" | "customers" | "median")
  | ("mean" | "repeaters" | "orders_per_year" | "average_order_value" | "median_days_between" | "value" | "observed")
  | ("expected" | "actual" | "holdout" | "share_customers" | "share_value" | "promoters" | "passives" | "detractors")
  | ("score" | "answers" | "positive" | "top2" | "customers_share" | "value_share" | "segment" | "recency_days")
  | ("frequency" | "quadrant" | "ltv" | "retention" | "channel" | "spend" | "cac" | "ratio" | "months" | "phase")
  | ("from" | "to" | "name" | "previous" | "change" | "target" | "unit" | "revenue" | "margin" | "orders" | "month")
  | ("touchpoint" | "difference" | "share" | "region" | "plan");

/** What a metric's figure stands on. */
export interface Base {
  /** What is drawn, with its unit; null where the figure says it itself. */
  readonly measure: string | null;
  readonly n: number;
  readonly of: "customers" | "answers";
  /** Confidence of its intervals, 0.95; null where it has none. */
  readonly level: number | null;
}

/** Every word that a page shows, in one language. Sentences with values in them are functions; all are plain text. */
export interface Words {
  readonly lang: string;
  /** BCP 47 with a region, as Open Graph writes it. */
  readonly locale: string;
  readonly page: {
    readonly skip: string;
    readonly reports: string;
    /** Title of the list of all reports. */
    readonly all: string;
    /** Figures of a report that the list leaves out. */
    more(figures: number): string;
    readonly contents: string;
    readonly previous: string;
    readonly next: string;
    /** Heads of remarks that stand out, by their kind. */
    readonly callouts: Readonly<Record<Callout, string>>;
    /** Names the links to both. */
    readonly near: string;
    /** @param date an ISO date */
    asOf(date: string): string;
    readonly json: string;
    readonly manifest: string;
    readonly made: string;
    readonly notFound: string;
    readonly notFoundHint: string;
    readonly toFirst: string;
    /** Head of the mistakes that belong to no page, in dev. */
    problems(count: number): string;
  };
  readonly figure: {
    /** Heading of a list of customers by name. */
    readonly list: string;
    /** Label of the fold-out with a chart's table. */
    /** Heading of comments word for word. */
    readonly comments: string;
    readonly table: string;
    /** The line below a figure: table names, finished text, an ISO date, and whether its amounts have tax in them; undefined where it shows none, or nobody said. */
    source(tables: readonly string[], asOf: string, taxIncluded?: boolean): string;
    /** The line under a metric's title: what is drawn, and what it stands on. */
    measure(base: Base): string;
    /** Sentences one after the other. */
    sentences(texts: readonly string[]): string;
    notAvailable(kind: string): string;
    readonly failed: string;
  };
  readonly how: HowWords;
  readonly changes: ChangeWords;
  readonly assumptions: AssumptionWords;
  readonly sliders: Pick<ValueWords, "controls" | "move">;
  readonly data: {
    readonly title: string;
    readonly table: string;
    readonly from: string;
    readonly rows: string;
    readonly rejected: string;
    /** "12 rows: no customer". */
    reason(rows: number, reason: string): string;
    /** A warning of the catalog. */
    warning(message: string): string;
    readonly none: string;
    /** Head of the warnings. */
    readonly warnings: string;
    /** One sentence on the tables as a whole. */
    summary(rows: number, tables: number, rejected: number): string;
  };
  readonly kpi: {
    readonly lowBase: string;
    /** The previous value alone; `when` is what it is of, for example "September 2026", or null. */
    previously(value: string, when: string | null): string;
    unchanged(value: string, when: string | null): string;
    better(value: string, when: string | null): string;
    worse(value: string, when: string | null): string;
    /** What stands after a change that was not tested: what it is from. */
    against(value: string, when: string | null): string;
    /** A change that chance alone may give. */
    withinNoise(change: string, value: string, when: string | null): string;
    /** A difference of two rates or scores, in points; without its sign. */
    points(points: number): string;
    target(value: string): string;
    reached(value: string): string;
    missed(value: string): string;
  };
  readonly table: {
    readonly total: string;
    /** All groups, or periods, together. */
    readonly all: string;
    readonly empty: string;
    /** The rows that are not shown. */
    more(rows: number): string;
  };
  interval(low: string, high: string): string;
  n(count: string): string;
  /** Stands between the parts of a short enumeration. */
  readonly comma: string;
  /** Titles, by kind; a `csat` cell about another question has that one's. */
  readonly kinds: Readonly<Record<Kind | OtherMeasure, string>>;
  readonly kpis: Readonly<Record<KpiName, string>>;
  readonly columns: Readonly<Record<ColumnName, string>>;
  readonly columnsOf: Readonly<Partial<Record<Kind | OtherMeasure, Readonly<Partial<Record<ColumnName, string>>>>>>;
  /** Sentences below a figure, by the key that a metric gives. */
  readonly notes: Readonly<Record<string, string>>;
  readonly lowBase: VoiceWords["lowBase"];
  readonly chart: ChartWords;
  readonly findings: Readonly<Record<FindingKey, (values: FindingValues, format: Format) => string>>;
  readonly headlines: HeadlineWords;
}

/** Whether a language's words are the Japanese ones; those of all other languages are the English ones. */
export function isJapanese(lang: string): boolean {
  return /^ja\b/i.test(lang);
}

/** A column's head in a table of `kind`; a name that is not a word of ours is shown with spaces and a capital. */
export function columnLabel({columns, columnsOf}: Words, kind: string, name: string): string {
  const labels = new Map(Object.entries({...columns, ...columnsOf[kind as Kind]}));
  return labels.get(name) ?? sentenceCase(name.replaceAll("_", " "));
}

/** A finding as one sentence; null where there is no such sentence, or its first number is not known. */
export function findingText({findings}: Words, finding: Finding, format: Format): string | null {
  return said(findings, finding, format);
}

/** A finding as a figure's head, without its interval and base; null where {@link findingText} is, and of a row of KPIs. */
export function headlineText({headlines}: Words, finding: Finding, format: Format): string | null {
  return said(headlines, finding, format);
}

function said(
  sentences: Readonly<Partial<Record<string, (values: FindingValues, format: Format) => string>>>,
  {key, values}: Finding,
  format: Format
): string | null {
  if (!Object.hasOwn(sentences, key)) return null;
  return values[mainOf(key)] == null ? null : sentences[key]!(values, format);
}

/** The value without which a sentence is not said. */
function mainOf(key: string): string {
  const main: Readonly<Record<string, string>> = {
    ...MODEL_MAIN,
    ...CURVE_MAIN,
    ...VOICE_MAIN,
    ...LOYALTY_MAIN,
    ...DRIVER_MAIN,
    ...ACTION_MAIN,
    ...COMMENT_MAIN,
    retention: "rate",
    kpi: "improved"
  };
  return main[key]!;
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
