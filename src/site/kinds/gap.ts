import {gapChart} from "../../charts/gap.ts";
import {gap} from "../../metrics/gap.ts";
import type {MetricKind} from "./kind.ts";

/** What was expected, and what was experienced. */
export const kind: MetricKind = {metric: gap, chart: ({table}, _cell, options) => gapChart(table, options)};
