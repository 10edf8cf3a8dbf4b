import {driversChart} from "../../charts/drivers.ts";
import {drivers} from "../../metrics/drivers.ts";
import type {DriversOptions} from "../../metrics/drivers.ts";
import type {MetricKind} from "./kind.ts";

/** Where a score differs, and why it changed. */
export const kind: MetricKind = {
  metric: drivers,
  chart: ({table, tables = {}}, {measure, period}: DriversOptions, options) =>
    driversChart(table, {...options, mix: tables["mix"]!, measure, period})
};
