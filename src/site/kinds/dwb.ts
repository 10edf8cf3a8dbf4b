import {topBoxChart} from "../../charts/top-box.ts";
import {dwb} from "../../metrics/dwb.ts";
import type {DwbOptions} from "../../metrics/dwb.ts";
import {answersOptions} from "./kind.ts";
import type {MetricKind} from "./kind.ts";

/** Would they buy again? */
export const kind: MetricKind = {
  metric: dwb,
  chart: ({table}, {by, chart}: DwbOptions, options) =>
    topBoxChart(table, {...answersOptions(options, by), form: chart, measure: "dwb"})
};
