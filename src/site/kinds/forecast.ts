import {forecastCheck} from "../../charts/forecast-check.ts";
import {forecastChart} from "../../charts/forecast.ts";
import type {ChartOptions} from "../../charts/options.ts";
import {forecast} from "../../metrics/forecast.ts";
import type {ForecastOptions} from "../../metrics/forecast.ts";
import type {Result} from "../../metrics/metric.ts";
import {element} from "../views/element.ts";
import type {MetricKind} from "./kind.ts";

/** Expected purchases. */
export const kind: MetricKind = {
  metric: forecast,
  chart: drawn
};

/** The forecast, and below it how it did on the periods held out. */
function drawn({table, tables = {}}: Result, {period}: ForecastOptions, options: ChartOptions): Element {
  const chart = forecastChart(table, {...options, period});
  const {accuracy, by_frequency: frequency} = tables;
  const name = options.words.terms?.["held-out check"] ?? "";
  const check =
    accuracy && frequency
      ? forecastCheck({accuracy, frequency}, {...options, id: `${options.id}-check`, label: name})
      : null;
  if (!check) return chart;
  return element(options.document, "div", {class: "k-panels"}, [chart, check]);
}
