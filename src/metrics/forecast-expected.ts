import {deltaVariance} from "../models/delta.ts";
import type {Histories} from "../models/grouping.ts";
import {PURCHASE_MODELS} from "../models/purchase-models.ts";
import type {PurchaseParameters} from "../models/purchase-models.ts";
import type {Span} from "./forecast-spans.ts";
import type {PurchaseFit} from "./purchase-fit.ts";
import {MICRO} from "./purchase-predictions.ts";

/** Step in log parameters for slopes. */
const STEP = 1e-3;

/** Purchases expected, one row per place (a history, or a day of first purchase) and period, in whole millionths. */
export interface Expected {
  readonly place: readonly number[];
  readonly period: readonly number[];
  readonly expected: readonly number[];
  /** Variance of one customer's purchases about that, in millionths. */
  readonly variance: readonly number[];
}

/** Relative standard error of the sum over all customers that comes from the parameters, per period and, under null, of all periods together. */
export type ParameterErrors = readonly {readonly period: number | null; readonly error: number}[];

/** Purchases after the end of the fit's log, per history and span. */
export function expectedAhead(fitted: PurchaseFit, spans: readonly Span[]): Expected {
  const {histories} = fitted.log.grouping;
  const {kind, fit} = fitted;
  const rows = {place: [] as number[], period: [] as number[], expected: [] as number[], variance: [] as number[]};
  if (!fit) return rows;
  const alive = PURCHASE_MODELS[kind].aliveProbability(fit.parameters, histories);
  const sums = cumulative(fitted, fit.parameters, spans);
  spans.forEach(({period}, s) => {
    for (let g = 0; g < histories.x.length; ++g) {
      const mean = sums[s + 1]![g]! - sums[s]![g]!;
      rows.place.push(g);
      rows.period.push(period);
      rows.expected.push(Math.round(mean * MICRO));
      rows.variance.push(
        Math.round(variance(mean, {alive: alive[g] ?? 1, shape: fit.parameters.r + histories.x[g]!}) * MICRO)
      );
    }
  });
  return rows;
}

/** Repeat purchases of customers who are new on each of `days`, per span: what a fit expects of the stretch that it was made on. */
export function expectedSinceFirst(
  {kind, fit, log}: PurchaseFit,
  days: readonly number[],
  spans: readonly Span[]
): Expected {
  const rows = {place: [] as number[], period: [] as number[], expected: [] as number[], variance: [] as number[]};
  if (!fit) return rows;
  const byAge = new Map<number, number>();
  const upTo = (age: number): number => {
    if (age <= 0) return 0;
    const known =
      byAge.get(age) ?? PURCHASE_MODELS[kind].expectedPurchases(fit.parameters, {unit: "week", length: age / 7});
    byAge.set(age, known);
    return known;
  };
  for (const {period, from, to} of spans)
    for (const day of days) {
      if (day > to) continue;
      rows.place.push(day);
      rows.period.push(period);
      rows.expected.push(Math.round((upTo(Math.min(to, log.until) - day) - upTo(from - 1 - day)) * MICRO));
      rows.variance.push(0);
    }
  return rows;
}

/** How far the sums over all customers move with the parameters: the delta method on the fit's covariance of log parameters. */
export function parameterErrors(fitted: PurchaseFit, spans: readonly Span[]): ParameterErrors {
  const {fit, log} = fitted;
  if (!fit?.covariance) return [];
  const {count} = log.grouping.histories;
  const totals = (parameters: PurchaseParameters): Float64Array => {
    const sums = cumulative(fitted, parameters, spans).map((values) =>
      values.reduce((sum, value, g) => sum + value * count[g]!, 0)
    );
    return Float64Array.from([...spans.map((_, s) => sums[s + 1]! - sums[s]!), sums.at(-1)! - sums[0]!]);
  };
  const here = totals(fit.parameters);
  const {unit, ...values} = fit.parameters;
  const slopes = Object.entries(values).map(([name, value]) => {
    const at = (factor: number) => totals({...values, [name]: value * factor, unit} as PurchaseParameters);
    const [up, down] = [at(Math.exp(STEP)), at(Math.exp(-STEP))];
    return up.map((total, s) => (total - down[s]!) / (2 * STEP));
  });
  return Array.from(here, (total, s) => ({
    period: spans[s]?.period ?? null,
    error:
      total > 0
        ? Math.sqrt(
            Math.max(
              0,
              deltaVariance(
                fit.covariance!,
                slopes.map((slope) => slope[s]!)
              )
            )
          ) / total
        : 0
  }));
}

/** Purchases up to the start of the first span and the end of each, per history. */
function cumulative(
  {kind, log}: PurchaseFit,
  parameters: PurchaseParameters,
  spans: readonly Span[]
): readonly Float64Array[] {
  const {histories} = log.grouping;
  const ends =
    spans.length === 0 ? [] : [Math.max(0, spans[0]!.from - 1 - log.until), ...spans.map(({to}) => to - log.until)];
  return ends.map((days) => (days === 0 ? new Float64Array(histories.x.length) : upTo(histories, days / 7)));
  function upTo(of: Histories, weeks: number): Float64Array {
    return PURCHASE_MODELS[kind].conditionalPurchases(parameters, of, {unit: "week", length: weeks});
  }
}

/**
 * Variance of Y = A Z about its mean p μ: A is being alive, chance p; Z is Poisson with a gamma rate of shape r + x, its mean μ = E[Y] / p. Dropping out within the stretch is only in the mean.
 */
function variance(mean: number, {alive, shape}: {alive: number; shape: number}): number {
  return alive > 0 ? mean + (mean ** 2 / alive) * (1 / shape + 1 - alive) : 0;
}
