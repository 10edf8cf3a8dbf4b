import {claimsChart} from "../../charts/claims.ts";
import {claims} from "../../metrics/claims.ts";
import type {MetricKind} from "./kind.ts";

/** Published rules of thumb beside our own figures. */
export const kind: MetricKind = {
  metric: claims,
  chart: ({table}, _cell, options) => claimsChart(table, options)
};
