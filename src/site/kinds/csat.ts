import {topBoxChart} from "../../charts/top-box.ts";
import {csat} from "../../metrics/csat.ts";
import type {CsatOptions} from "../../metrics/csat.ts";
import type {MetricKind} from "./kind.ts";

/** Are they satisfied? */
export const kind: MetricKind = {
  metric: csat,
  chart: ({table}, {chart, measure}: CsatOptions, options) => topBoxChart(table, {...options, form: chart, measure})
};
