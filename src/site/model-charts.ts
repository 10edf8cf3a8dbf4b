import {atRiskChart} from "../charts/at-risk.ts";
import {forecastChart} from "../charts/forecast.ts";
import {rfmChart} from "../charts/rfm.ts";
import type {ForecastOptions} from "../metrics/forecast.ts";
import {RFM_REGIONS} from "../metrics/rfm-segments.ts";
import type {RfmOptions} from "../metrics/rfm.ts";
import type {MetricChart} from "./metric-charts.ts";

/** How the metrics of segments and forecasts are drawn, by their kind. */
export const MODEL_CHARTS: Readonly<Record<string, MetricChart>> = {
  rfm: ({table, tables}, {chart}: RfmOptions, options) =>
    rfmChart(table, {...options, form: chart, regions: RFM_REGIONS, breakpoints: tables?.["breakpoints"] ?? null}),
  forecast: ({table}, {period}: ForecastOptions, options) => forecastChart(table, {...options, period}),
  "at-risk": ({table}, _cell, options) => atRiskChart(table, options)
};
