import type {ChartOptions} from "../charts/options.ts";
import {retentionChart, retentionCurve} from "../charts/retention.ts";
import type {Result} from "../metrics/metric.ts";
import type {RetentionOptions} from "../metrics/retention.ts";
import {CURVE_CHARTS} from "./curve-charts.ts";
import {MODEL_CHARTS} from "./model-charts.ts";
import {VOICE_CHARTS} from "./voice-charts.ts";

/** Draws a metric's result; `cell` is what its cell's YAML says. */
export type MetricChart = (result: Result, cell: never, options: ChartOptions) => Element;

/** How each metric is drawn, by its kind. */
export const METRIC_CHARTS: Readonly<Record<string, MetricChart>> = {
  ...MODEL_CHARTS,
  ...CURVE_CHARTS,
  ...VOICE_CHARTS,
  retention: ({table}, {by, chart = by === undefined ? "triangle" : "curve", period}: RetentionOptions, options) =>
    chart === "curve" ? retentionCurve(table, {...options, period}) : retentionChart(table, {...options, period})
};
