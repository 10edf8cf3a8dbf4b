import {paybackChart} from "../../charts/payback.ts";
import {payback} from "../../metrics/payback.ts";
import type {MetricKind} from "./kind.ts";

/** What customers cost to win. */
export const kind: MetricKind = {
  metric: payback,
  chart: ({table}, _cell, options) => paybackChart(table, options)
};
