import {requireRows} from "../charts/rows.ts";
import type {Result} from "../metrics/metric.ts";
import type {Style} from "./metric-figure.ts";

/** A line of a figure's fold-out of assumptions: plain text. */
export interface Assumption {
  readonly name: string;
  readonly text: string;
}

/** What a modelled figure rests on: model and parameters, unit, horizon, discount, what amounts are, customers, how many lives are censored. Empty for figures without a model of lives. All of it is of all customers, whatever is filtered. */
export function assumptionsOf(
  metric: string,
  {options, result}: {options: Readonly<Record<string, unknown>>; result: Result},
  {format, words}: Style
): readonly Assumption[] {
  const {model, n, notes} = result;
  const text = words.assumptions;
  const isTextbook = metric === "ltv" && ["formula", "contract"].includes(String(options["method"]));
  if ((!model && !isTextbook && metric !== "churn") || n === 0) return [];
  const count = (value: number) => format.value(value, "count");
  const isLog = model !== undefined && ["bgnbd", "mbgnbd", "paretonbd"].includes(model.kind);
  const lines: (readonly [name: string, text: string | null])[] = [
    [text.model, model ? (text.models[model.kind] ?? model.kind) : (text.models[methodOf(metric, options)] ?? null)],
    [text.spend, isLog ? (notes.includes("spend-average") ? text.averageSpend : text.gammaGamma) : null],
    [text.parameters, model ? parametersText(model.parameters, format.lang) : null],
    [
      text.fit,
      model && model.log_likelihood !== null ? text.converged(decimal(model.log_likelihood, format.lang, 2)) : null
    ],
    [text.unit, text.units[model?.unit ?? String(options["period"] ?? "")] ?? null],
    [text.horizon, horizonOf(metric, options, text)],
    [
      text.discount,
      metric === "churn" || metric === "forecast"
        ? null
        : discountOf(options, text, (rate) => format.value(rate, "ratio"))
    ],
    [
      text.amounts,
      amountsOf(metric, options) ??
        (metric === "churn" ? null : notes.includes("revenue-for-margin") ? text.revenue : text.margin)
    ],
    [text.customers, count(n)],
    [text.censored, isLog ? text.neverSeen : censoredOf(result, (share) => format.value(share, "ratio"))]
  ];
  return lines.flatMap(([name, line]) => (line === null ? [] : [{name, text: line}]));
}

/** The words of a fold-out of assumptions in one language. */
export interface AssumptionWords {
  readonly title: string;
  readonly model: string;
  readonly models: Readonly<Record<string, string>>;
  readonly spend: string;
  readonly gammaGamma: string;
  readonly averageSpend: string;
  readonly parameters: string;
  readonly fit: string;
  converged(logLikelihood: string): string;
  readonly unit: string;
  readonly units: Readonly<Record<string, string>>;
  readonly horizon: string;
  months(n: number): string;
  years(n: number): string;
  periods(n: number, period: string): string;
  readonly discount: string;
  discounted(rate: string): string;
  readonly notDiscounted: string;
  readonly amounts: string;
  readonly margin: string;
  readonly revenue: string;
  readonly customers: string;
  readonly censored: string;
  readonly neverSeen: string;
}

function methodOf(metric: string, {method, survival}: Readonly<Record<string, unknown>>): string {
  if (metric === "churn") return "km";
  return method === "contract" ? String(survival ?? "km") : "formula";
}

/** The column that a contract's payments stand in; null for other figures. */
function amountsOf(metric: string, {amount, method}: Readonly<Record<string, unknown>>): string | null {
  const isContract = metric === "what-if" || (metric === "ltv" && method === "contract");
  return isContract && typeof amount === "string" ? amount : null;
}

function horizonOf(
  metric: string,
  {ahead, horizon, method, period, years}: Readonly<Record<string, unknown>>,
  text: AssumptionWords
): string | null {
  if (metric === "churn" || method === "formula") return null;
  if (typeof years === "number") return text.years(years);
  if (typeof ahead === "number") return text.periods(ahead, String(period ?? "month"));
  return typeof horizon === "number" ? text.months(horizon) : null;
}

function discountOf(
  {discount}: Readonly<Record<string, unknown>>,
  text: AssumptionWords,
  percent: (rate: number) => string
): string | null {
  if (typeof discount !== "number") return null;
  return discount > 0 ? text.discounted(percent(discount)) : text.notDiscounted;
}

/** Share of lives whose end had not come by the as-of date. */
function censoredOf({tables}: Result, percent: (share: number) => string): string | null {
  const groups = tables?.["groups"];
  if (!groups || !["customers", "events"].every((name) => groups.columnNames().includes(name))) return null;
  const all = requireRows<{customers: number; events: number | null}>(groups, ["customers", "events"])[0];
  return all && all.events !== null && all.customers > 0 ? percent(1 - all.events / all.customers) : null;
}

function parametersText(parameters: Readonly<Record<string, number>>, lang: string): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name} ${decimal(value, lang, 4)}`)
    .join(" · ");
}

function decimal(value: number, lang: string, digits: number): string {
  return new Intl.NumberFormat(lang, {maximumSignificantDigits: digits === 2 ? 9 : digits})
    .format(value)
    .replace("-", "−");
}
