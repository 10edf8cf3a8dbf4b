import {loyaltyValueChart} from "../../charts/loyalty-value.ts";
import {loyaltyValue} from "../../metrics/loyalty-value.ts";
import type {MetricKind} from "./kind.ts";

/** What loyalty is worth. */
export const kind: MetricKind = {
  metric: loyaltyValue,
  chart: ({table}, _cell, options) => loyaltyValueChart(table, options)
};
