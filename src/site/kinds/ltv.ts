import {ltvPredictiveChart} from "../../charts/ltv-predictive.ts";
import {ltvCurve, ltvDots} from "../../charts/ltv.ts";
import type {ChartOptions} from "../../charts/options.ts";
import type {LtvOptions} from "../../metrics/ltv-options.ts";
import {ltv} from "../../metrics/ltv.ts";
import type {Result} from "../../metrics/metric.ts";
import type {MetricKind} from "./kind.ts";

/** Customer lifetime value by its four methods. */
export const kind: MetricKind = {metric: ltv, chart: ltvChart};

function ltvChart({table, tables = {}}: Result, {method, period}: LtvOptions, options: ChartOptions): Element {
  if (method === "cohort") return ltvCurve(table, {...options, period, cohorts: tables["cohorts"] ?? null});
  return method === "predictive" ? ltvPredictiveChart(table, options) : ltvDots(table, options);
}
