import {atRiskChart} from "../../charts/at-risk.ts";
import {atRisk} from "../../metrics/at-risk.ts";
import type {MetricKind} from "./kind.ts";

/** Customers who may be lost. */
export const kind: MetricKind = {
  metric: atRisk,
  chart: ({table}, _cell, options) => atRiskChart(table, options)
};
