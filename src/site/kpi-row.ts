import {periodLabel} from "../charts/period.ts";
import type {Period} from "../charts/period.ts";
import {requireRows} from "../charts/rows.ts";
import {sparkline} from "../charts/sparkline.ts";
import type {Result, Unit} from "../metrics/metric.ts";
import type {QueryFigure} from "../notebook/query-figure.ts";
import {changeFrom, comparedKpi, shareText} from "./live/comparison.ts";
import type {Compared, Sides} from "./live/comparison.ts";
import type {Style} from "./metric-figure.ts";
import {kpiView} from "./views/kpi.ts";
import {columnLabel} from "./words/words.ts";
import type {Kpi} from "./views/kpi.ts";

interface Row {
  readonly name: string;
  readonly value: number | null;
  readonly previous: number | null;
  readonly change: number | null;
  readonly target: number | null;
  readonly unit: Unit;
  readonly n: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly within_noise: boolean | null;
  readonly time: "flow" | "state" | "year";
  readonly at: Date | null;
  readonly previous_at: Date | null;
  /** The last months of a reporting window and of the run before it; absent without one. */
  readonly until?: Date | null;
  readonly previous_until?: Date | null;
}

/** A `kpi` cell over the metrics, and what its figures are compared with instead of earlier ones. */
interface KpiCell {
  readonly result: Result;
  readonly options: Readonly<Record<string, unknown>>;
  readonly compared?: Compared;
  /** "{share} of all customers", where it is. */
  readonly shareOf?: string;
}

/** The row of a `kpi` cell over the metrics. */
export function kpiRow(computed: KpiCell, style: Style): Element {
  return kpiView(metricKpis(computed, style), style);
}

/** What the figure of a query is compared with, instead of an earlier one: the same figure of other customers, or of other months. */
export interface ComparedValue extends Pick<Sides, "compare" | "other"> {
  readonly value: number | null;
  /** "{share} of all customers". */
  readonly shareOf: string;
}

/** The figure of a `kpi` cell over a query. */
export function queryKpiRow(figure: QueryFigure, style: Style, compared: ComparedValue | null = null): Element {
  const kpi = queryKpi(compared ? {...figure, previous: compared.value} : figure, style);
  return kpiView([compared ? againstOther(kpi, compared, style) : kpi], style);
}

/** A count or an amount is a share of all customers', anything else has its change from theirs. */
function againstOther(kpi: Kpi, {compare, other, shareOf}: ComparedValue, {format}: Style): Kpi {
  if (compare === "previous" || kpi.changeUnit !== "percent") return {...kpi, previousLabel: other};
  const {value, previous} = kpi;
  const note = value === null || !previous ? null : shareText(value / previous, {shareOf}, format);
  return {...kpi, previous: null, change: null, note};
}

function metricKpis({result, options, compared, shareOf = ""}: KpiCell, style: Style): readonly Kpi[] {
  const rows = requireRows<Row>(result.table, result.table.columnNames());
  const history = result.tables?.["series"];
  const series = history ? requireRows<{name: string; value: number | null}>(history, ["name", "value"]) : [];
  const period = options["period"] as Period | undefined;
  return rows.map((row) => {
    const values = series.filter(({name}) => name === row.name).map(({value}) => value);
    const note =
      row.at && row.time !== "state" ? whenText(row.at, {row, period, style, until: row.until ?? null}) : null;
    const beside = compared ? comparedKpi(row, compared) : null;
    return {
      ...row,
      isNoise: row.within_noise,
      label: labelOf(row.name, style),
      previousLabel:
        row.previous_at && whenText(row.previous_at, {row, period, style, until: row.previous_until ?? null}),
      changeUnit: row.unit === "count" || row.unit === "money" ? "percent" : row.unit === "ratio" ? "points" : "value",
      spark: spark(values, row.unit, style),
      note,
      ...(compared
        ? {
            previous: beside?.previous ?? null,
            previousLabel: compared.other,
            change: beside?.change ?? null,
            isNoise: beside?.isNoise ?? null,
            note:
              beside?.share == null
                ? note
                : [shareText(beside.share, {shareOf}, style.format), note]
                    .filter((part) => part !== null)
                    .join(style.words.comma)
          }
        : {})
    };
  });
}

function labelOf(name: string, {words}: Style): string {
  const labels: Readonly<Record<string, string>> = words.kpis;
  return labels[name] ?? name;
}

/** What {@link whenText} is told of a figure. */
interface When {
  readonly row: Row;
  readonly period: Period | undefined;
  readonly style: Style;
  /** The last month of a reporting window; null without one. */
  readonly until: Date | null;
}

/** The day of a state, the period of a flow, or the months of a reporting window. */
function whenText(date: Date, {row, period, style, until}: When): string {
  if (until !== null) {
    const [from, to] = [date, until].map((month) => periodLabel(month, "month", style.format));
    return from === to ? from! : style.words.interval(from!, to!);
  }
  if (row.time === "year") return periodLabel(date, "year", style.format);
  return period === undefined || row.time === "state"
    ? style.format.value(date, "date")
    : periodLabel(date, period, style.format);
}

function queryKpi({label, value, previous, target, unit, series}: QueryFigure, style: Style): Kpi {
  return {
    name: label,
    label: columnLabel(style.words, "sql", label),
    value,
    unit,
    previous,
    previousLabel: null,
    change: value === null || previous === null ? null : changeFrom(previous, value, unit),
    changeUnit: unit === "count" || unit === "money" ? "percent" : unit === "ratio" ? "points" : "value",
    target,
    spark: spark(series, unit, style),
    note: null,
    isNoise: null,
    low: null,
    high: null,
    n: null
  };
}

function spark(values: readonly (number | null)[], unit: Unit, {document, format, words}: Style): Element | null {
  if (values.filter((value) => value !== null).length < 3) return null;
  return sparkline(values, {document, unit, format, words: words.chart});
}
