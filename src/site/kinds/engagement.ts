import {engagementChart} from "../../charts/engagement.ts";
import {engagement} from "../../metrics/engagement.ts";
import type {EngagementOptions} from "../../metrics/engagement.ts";
import type {MetricKind} from "./kind.ts";

/** Contacts, and who came back after them. */
export const kind: MetricKind = {
  metric: engagement,
  chart: ({table, tables = {}}, {chart, period}: EngagementOptions, options) =>
    engagementChart(table, {...options, chart, period, trend: tables["trend"] ?? null})
};
