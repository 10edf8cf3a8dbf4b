import {npsChart} from "../../charts/nps.ts";
import {nps} from "../../metrics/nps.ts";
import type {NpsOptions} from "../../metrics/nps.ts";
import {answersOptions, numberOf} from "./kind.ts";
import type {MetricKind} from "./kind.ts";
import type {Result} from "../../metrics/metric.ts";
import type {Response} from "../../charts/nps-gauge.ts";

/** Would they recommend us? */
export const kind: MetricKind = {
  metric: nps,
  chart: ({table, tables = {}, summary}, {by, chart}: NpsOptions, options) =>
    npsChart(table, {
      ...answersOptions(options, by),
      form: chart,
      response: responseOf(summary),
      distribution: tables["distribution"]!
    })
};

function responseOf(summary: Result["summary"]): Response | null {
  const [rate, low, high] = ["bound_rate", "bound_low", "bound_high"].map((name) => numberOf(summary, name));
  return rate == null || low == null || high == null ? null : {rate, low, high};
}
