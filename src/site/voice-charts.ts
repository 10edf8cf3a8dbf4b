import {npsChart} from "../charts/nps.ts";
import {topBoxChart} from "../charts/top-box.ts";
import type {CsatOptions} from "../metrics/csat.ts";
import type {DwbOptions} from "../metrics/dwb.ts";
import type {NpsOptions} from "../metrics/nps.ts";
import type {MetricChart} from "./metric-charts.ts";

/** Charts of the metrics of answers. */
export const VOICE_CHARTS: Readonly<Record<string, MetricChart>> = {
  nps: ({table, tables = {}}, {chart}: NpsOptions, options) =>
    npsChart(table, {...options, form: chart, distribution: tables["distribution"]!}),
  csat: ({table}, {chart, measure}: CsatOptions, options) => topBoxChart(table, {...options, form: chart, measure}),
  dwb: ({table}, {chart}: DwbOptions, options) => topBoxChart(table, {...options, form: chart, measure: "dwb"})
};
