import {topBoxChart} from "../../charts/top-box.ts";
import {csat} from "../../metrics/csat.ts";
import type {CsatOptions} from "../../metrics/csat.ts";
import {answersOptions} from "./kind.ts";
import type {MetricKind} from "./kind.ts";

/** Are they satisfied? */
export const kind: MetricKind = {
  metric: csat,
  chart: ({table}, {by, chart, measure}: CsatOptions, options) =>
    topBoxChart(table, {...answersOptions(options, by), form: chart, measure})
};
