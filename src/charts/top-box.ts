import type {ColumnTable} from "arquero";
import {drawing} from "./drawing.ts";
import type {ChartOptions} from "./options.ts";
import {requireRows} from "./rows.ts";
import {drawnScores} from "./score-form.ts";
import {scoreRows} from "./score-rows.ts";
import {scoreTrend} from "./score-trend.ts";
import {termOf} from "./terms.ts";
import type {VoiceTerm} from "./terms.ts";
import {emptyChart} from "./theme.ts";

/** {@link ChartOptions} of {@link topBoxChart}. */
export interface TopBoxChartOptions extends ChartOptions {
  /** Which question, and so which answers are positive. */
  readonly measure: Extract<VoiceTerm, "csat" | "dwb" | "effort" | "trust">;
  /** groups: a dot each; trend: the share by period. Defaults to groups where there are any, or where fewer than two closed periods have a share. */
  readonly form?: "groups" | "trend" | undefined;
}

interface Row {
  readonly group: string | null;
  readonly period: Date | null;
  readonly answers: number;
  readonly positive: number;
  readonly rate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly low_base: boolean;
  readonly complete: boolean;
}

const COLUMNS = ["group", "period", "answers", "positive", "rate", "low", "high", "low_base", "complete"];

/**
 * The share of positive answers: a dot with its interval per group, or for everybody, and for everybody below it the share by period with its interval as a band.
 *
 * @throws {InputError} if a column is missing.
 */
export function topBoxChart(result: ColumnTable, options: TopBoxChartOptions): Element {
  const {form, wholes, trend} = drawnScores(requireRows<Row>(result, COLUMNS), "rate", options.form);
  if (wholes.length === 0) return emptyChart(options);
  const heading = termOf(options, options.measure);
  const head = scoreRows({rows: wholes.map((row) => scoreRow(row, options)), unit: "ratio", heading}, options);
  if (form !== "trend") return drawing(options, head.height, [head.node]);
  const rows = trend.map(({group, period, rate, low, high}) => ({group, period: period!, value: rate, low, high}));
  return scoreTrend({rows, unit: "ratio", heading, head}, options);
}

function scoreRow(
  {group, answers, positive, rate, low, high, low_base: isLowBase}: Row,
  {format, words}: ChartOptions
) {
  const name = group ?? words.all;
  const bounds = low === null || high === null ? "" : ` (${format.value(low, "ratio")}–${format.value(high, "ratio")})`;
  const counts = `${format.value(positive, "count")} / ${format.value(answers, "count")}`;
  const title = `${name}: ${format.value(rate, "ratio")}${bounds}; ${counts}`;
  return {name, answers, value: rate, low, high, isLowBase, isAll: group === null, title};
}
