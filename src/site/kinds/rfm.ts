import {rfmChart} from "../../charts/rfm.ts";
import {RFM_REGIONS} from "../../metrics/rfm-segments.ts";
import {rfm} from "../../metrics/rfm.ts";
import type {RfmOptions} from "../../metrics/rfm.ts";
import type {MetricKind} from "./kind.ts";

/** Segments of recency, frequency and value. */
export const kind: MetricKind = {
  metric: rfm,
  chart: ({table, tables}, {chart}: RfmOptions, options) =>
    rfmChart(table, {...options, form: chart, regions: RFM_REGIONS, breakpoints: tables?.["breakpoints"] ?? null})
};
