import {retentionChart, retentionCurve} from "../../charts/retention.ts";
import {retention} from "../../metrics/retention.ts";
import type {RetentionOptions} from "../../metrics/retention.ts";
import type {MetricKind} from "./kind.ts";

/** Cohort retention, as a triangle or as curves. */
export const kind: MetricKind = {
  metric: retention,
  chart: ({table}, {by, chart = by === undefined ? "triangle" : "curve", period}: RetentionOptions, options) =>
    chart === "curve" ? retentionCurve(table, {...options, period}) : retentionChart(table, {...options, period})
};
