import {churnChart} from "../charts/churn.ts";
import {concentrationChart} from "../charts/concentration.ts";
import {ltvPredictiveChart} from "../charts/ltv-predictive.ts";
import {ltvCurve, ltvDots} from "../charts/ltv.ts";
import type {ChartOptions} from "../charts/options.ts";
import {repeatCurve, repeatLadder} from "../charts/repeat.ts";
import {retentionRateChart} from "../charts/retention-rate.ts";
import type {ChurnOptions} from "../metrics/churn.ts";
import type {LtvOptions} from "../metrics/ltv-options.ts";
import type {Result} from "../metrics/metric.ts";
import {STEP_DAYS} from "../metrics/repeat.ts";
import type {RepeatOptions} from "../metrics/repeat.ts";
import type {MetricChart} from "./metric-charts.ts";

/** Charts of the metrics of rates, curves and values. */
export const CURVE_CHARTS: Readonly<Record<string, MetricChart>> = {
  "retention-rate": ({table, summary}, _cell, options) =>
    retentionRateChart(table, {...options, target: numberOf(summary, "target"), benchmark: benchmarkOf(summary)}),
  churn: ({table}, {after, chart, period}: ChurnOptions, options) =>
    churnChart(table, {...options, period, basis: after === undefined ? "contract" : "lapse", form: chart}),
  repeat: ({tables = {}}, {by, chart = by === undefined ? "ladder" : "curve"}: RepeatOptions, options) =>
    chart === "curve"
      ? repeatCurve(tables["second"]!, options)
      : repeatLadder(tables["ladder"]!, {...options, days: STEP_DAYS}),
  ltv: ltvChart,
  concentration: ({table, summary}, _cell, options) =>
    concentrationChart(table, {...options, gini: numberOf(summary, "gini"), top20: numberOf(summary, "top_20")})
};

function ltvChart({table, tables = {}}: Result, {method, period}: LtvOptions, options: ChartOptions): Element {
  if (method === "cohort") return ltvCurve(table, {...options, period, cohorts: tables["cohorts"] ?? null});
  return method === "predictive" ? ltvPredictiveChart(table, options) : ltvDots(table, options);
}

function numberOf(summary: Result["summary"], name: string): number | null {
  const value = summary?.[name];
  return typeof value === "number" ? value : null;
}

function benchmarkOf(summary: Result["summary"]): {readonly value: number; readonly source: string} | null {
  const value = numberOf(summary, "benchmark");
  return value === null ? null : {value, source: String(summary?.["benchmark_source"] ?? "")};
}
