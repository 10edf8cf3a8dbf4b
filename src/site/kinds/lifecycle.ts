import {lifecycleChart} from "../../charts/lifecycle.ts";
import {lifecycle} from "../../metrics/lifecycle.ts";
import type {LifecycleOptions} from "../../metrics/lifecycle.ts";
import type {MetricKind} from "./kind.ts";

/** Customers by phase. */
export const kind: MetricKind = {
  metric: lifecycle,
  chart: ({table}, {period}: LifecycleOptions, options) => lifecycleChart(table, {...options, period})
};
