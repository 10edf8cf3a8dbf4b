import {atRiskChart} from "../charts/at-risk.ts";
import {forecastChart} from "../charts/forecast.ts";
import {lifecycleChart} from "../charts/lifecycle.ts";
import {paybackChart} from "../charts/payback.ts";
import {rfmChart} from "../charts/rfm.ts";
import {whatIfChart} from "../charts/what-if.ts";
import type {ForecastOptions} from "../metrics/forecast.ts";
import type {LifecycleOptions} from "../metrics/lifecycle.ts";
import {RFM_REGIONS} from "../metrics/rfm-segments.ts";
import type {RfmOptions} from "../metrics/rfm.ts";
import type {MetricChart} from "./metric-charts.ts";

/** How the metrics of segments and forecasts are drawn, by their kind. */
export const MODEL_CHARTS: Readonly<Record<string, MetricChart>> = {
  rfm: ({table, tables}, {chart}: RfmOptions, options) =>
    rfmChart(table, {...options, form: chart, regions: RFM_REGIONS, breakpoints: tables?.["breakpoints"] ?? null}),
  forecast: ({table}, {period}: ForecastOptions, options) => forecastChart(table, {...options, period}),
  "at-risk": ({table}, _cell, options) => atRiskChart(table, options),
  lifecycle: ({table}, {period}: LifecycleOptions, options) => lifecycleChart(table, {...options, period}),
  payback: ({table}, _cell, options) => paybackChart(table, options),
  "what-if": ({table, tables}, _cell, options) =>
    whatIfChart(table, {...options, ruleOfThumb: tables?.["rule_of_thumb"] ?? null})
};
