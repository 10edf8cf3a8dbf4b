import type {ColumnTable} from "arquero";
import {drawing} from "./drawing.ts";
import type {ChartOptions} from "./options.ts";
import type {Period} from "./period.ts";
import {requireRows} from "./rows.ts";
import {scoreTrend} from "./score-trend.ts";
import {termOf, termWith} from "./terms.ts";
import {emptyChart} from "./theme.ts";
import {upliftRows} from "./uplift-rows.ts";

/** {@link ChartOptions} of the contacts. */
export interface EngagementChartOptions extends ChartOptions {
  readonly chart: "lift" | "trend";
  readonly period: Period;
  /** `tables.trend` of the metric; null without. */
  readonly trend: ColumnTable | null;
}

interface Row {
  readonly group: string | null;
  readonly kind: string;
  readonly rate: number | null;
  readonly sentiment: number | null;
  readonly median_days: number | null;
  readonly lift: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly differs: boolean;
}

interface TrendRow {
  readonly group: string | null;
  readonly kind: string;
  readonly period: Date;
  readonly rate: number | null;
}

const COLUMNS = ["group", "kind", "rate", "sentiment", "median_days", "lift", "low", "high", "differs"] as const;

/**
 * Everybody's kinds of contact: how much more or less often customers came back after one than others of their rhythm, with intervals, in colour where beyond the noise; below each name how frequent it is, its mood, and how soon it is resolved. As a trend: contacts per 100 active customers by period, a line for each kind.
 *
 * @throws {InputError} if a column is missing.
 */
export function engagementChart(result: ColumnTable, options: EngagementChartOptions): Element {
  const rows = requireRows<Row>(result, COLUMNS).filter(({group}) => group === null);
  if (rows.length === 0) return emptyChart(options);
  return options.chart === "trend" && options.trend ? trendChart(options.trend, options) : liftChart(rows, options);
}

function liftChart(rows: readonly Row[], options: EngagementChartOptions): Element {
  const {format, period} = options;
  const detail = ({rate, sentiment, median_days: days}: Row) =>
    [
      ...(rate === null ? [] : [termWith(options, `per 100: {0} ${period}`, format.value(100 * rate, "score"))]),
      ...(sentiment === null ? [] : [termWith(options, "mood {0}", format.value(sentiment, "score"))]),
      ...(days === null ? [] : [termWith(options, "resolved in {0}", format.value(days, "days"))])
    ].join(" · ");
  const {node, height} = upliftRows(
    {
      rows: rows.map((row) => ({
        name: termOf(options, row.kind),
        detail: detail(row),
        value: row.lift === null ? null : row.lift - 1,
        low: row.low === null ? null : row.low - 1,
        high: row.high === null ? null : row.high - 1,
        isMain: row.differs
      })),
      heading: termOf(options, `came back ${period}`),
      claim: null,
      nameShare: 0.47
    },
    options
  );
  return drawing(options, height, [node]);
}

function trendChart(trend: ColumnTable, options: EngagementChartOptions): Element {
  const rows = requireRows<TrendRow>(trend, ["group", "kind", "period", "rate"]).filter(({group}) => group === null);
  return scoreTrend(
    {
      rows: rows.map(({kind, period, rate}) => ({
        group: termOf(options, kind),
        period,
        value: rate === null ? null : 100 * rate,
        low: null,
        high: null
      })),
      unit: "score",
      heading: termOf(options, "contacts per 100"),
      hasTotal: false
    },
    options
  );
}
