import {whatIfChart} from "../../charts/what-if.ts";
import {whatIf} from "../../metrics/what-if.ts";
import type {WhatIfOptions} from "../../metrics/what-if.ts";
import type {MetricKind} from "./kind.ts";

/** What a point of retention is worth. */
export const kind: MetricKind = {
  metric: whatIf,
  chart: ({table, tables}, {points}: WhatIfOptions, options) =>
    whatIfChart(table, {...options, points, ruleOfThumb: tables?.["rule_of_thumb"] ?? null})
};
