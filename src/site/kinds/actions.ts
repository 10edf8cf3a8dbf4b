import {actionsChart} from "../../charts/actions.ts";
import {actions} from "../../metrics/actions.ts";
import type {ActionsOptions} from "../../metrics/actions.ts";
import type {MetricKind} from "./kind.ts";

/** Improvement measures on their metrics' lines. */
export const kind: MetricKind = {
  metric: actions,
  chart: ({table, tables = {}}, {period}: ActionsOptions, options) =>
    actionsChart(table, {...options, series: tables["series"]!, period})
};
