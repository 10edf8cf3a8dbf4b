import {churnChart} from "../../charts/churn.ts";
import {churn} from "../../metrics/churn.ts";
import type {ChurnOptions} from "../../metrics/churn.ts";
import type {MetricKind} from "./kind.ts";

/** Survival of contracts, or of customers who lapse. */
export const kind: MetricKind = {
  metric: churn,
  chart: ({table}, {after, chart, period}: ChurnOptions, options) =>
    churnChart(table, {...options, period, basis: after === undefined ? "contract" : "lapse", form: chart})
};
