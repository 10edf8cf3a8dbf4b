import {npsChart} from "../../charts/nps.ts";
import {nps} from "../../metrics/nps.ts";
import type {NpsOptions} from "../../metrics/nps.ts";
import {answersOptions} from "./kind.ts";
import type {MetricKind} from "./kind.ts";

/** Would they recommend us? */
export const kind: MetricKind = {
  metric: nps,
  chart: ({table, tables = {}}, {by, chart}: NpsOptions, options) =>
    npsChart(table, {...answersOptions(options, by), form: chart, distribution: tables["distribution"]!})
};
