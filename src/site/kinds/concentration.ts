import {concentrationChart} from "../../charts/concentration.ts";
import {concentration} from "../../metrics/concentration.ts";
import {numberOf} from "./kind.ts";
import type {MetricKind} from "./kind.ts";

/** Concentration of customers' value. */
export const kind: MetricKind = {
  metric: concentration,
  chart: ({table, summary}, _cell, options) =>
    concentrationChart(table, {...options, gini: numberOf(summary, "gini"), top20: numberOf(summary, "top_20")})
};
