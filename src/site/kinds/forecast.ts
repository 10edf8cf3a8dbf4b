import {forecastChart} from "../../charts/forecast.ts";
import {forecast} from "../../metrics/forecast.ts";
import type {ForecastOptions} from "../../metrics/forecast.ts";
import type {MetricKind} from "./kind.ts";

/** Expected purchases. */
export const kind: MetricKind = {
  metric: forecast,
  chart: ({table}, {period}: ForecastOptions, options) => forecastChart(table, {...options, period})
};
