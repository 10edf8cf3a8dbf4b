import type {ChartOptions} from "../../charts/options.ts";
import {termOf} from "../../charts/terms.ts";
import type {Metric, MetricOptions, Result} from "../../metrics/metric.ts";
import {TOUCHPOINT} from "../../metrics/touchpoints.ts";

/** Draws a metric's result; `cell` is what its cell's YAML says. */
export type MetricChart = (result: Result, cell: never, options: ChartOptions) => Element;

/** A metric and its drawing: what a page's script loads for cells of this kind. The drawing is null for a row of KPIs. */
export interface MetricKind {
  readonly metric: Metric<MetricOptions>;
  readonly chart: MetricChart | null;
}

/** A number of a result's summary; null where it has none. */
export function numberOf(summary: Result["summary"], name: string): number | null {
  const value = summary?.[name];
  return typeof value === "number" ? value : null;
}

/** The published claim of a result's summary; null where it has none. */
export function claimOf(summary: Result["summary"]): {low: number; high: number; source: string} | null {
  const [low, high] = [numberOf(summary, "claim_low"), numberOf(summary, "claim_high")];
  return low === null || high === null ? null : {low, high, source: String(summary?.["claim_source"] ?? "")};
}

/** The options of a chart of answers: at touchpoints those of all are not all customers'. */
export function answersOptions(options: ChartOptions, by: string | undefined): ChartOptions {
  return by === TOUCHPOINT ? {...options, words: {...options.words, all: termOf(options, "all touchpoints")}} : options;
}
