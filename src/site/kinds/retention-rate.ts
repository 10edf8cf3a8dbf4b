import {retentionRateChart} from "../../charts/retention-rate.ts";
import type {Result} from "../../metrics/metric.ts";
import {retentionRate} from "../../metrics/retention-rate.ts";
import {numberOf} from "./kind.ts";
import type {MetricKind} from "./kind.ts";

/** Share of customers kept from one period to the next. */
export const kind: MetricKind = {
  metric: retentionRate,
  chart: ({table, summary}, _cell, options) =>
    retentionRateChart(table, {...options, target: numberOf(summary, "target"), benchmark: benchmarkOf(summary)})
};

function benchmarkOf(summary: Result["summary"]): {readonly value: number; readonly source: string} | null {
  const value = numberOf(summary, "benchmark");
  return value === null ? null : {value, source: String(summary?.["benchmark_source"] ?? "")};
}
