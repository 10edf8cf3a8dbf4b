import {chart} from "../charts/chart.ts";
import type {ChartSpec} from "../charts/chart-spec.ts";
import {REST} from "../metrics/groups.ts";
import type {ChartCell, TableCell} from "../notebook/data-cells.ts";
import type {Dataset} from "../notebook/dataset.ts";
import {queryFigure} from "../notebook/query-figure.ts";
import type {QuerySpec} from "../notebook/query-figure.ts";
import {queryKpiRow} from "./kpi-row.ts";
import type {ComparedValue} from "./kpi-row.ts";
import {BEHIND, chartOptions, plainTable} from "./metric-figure.ts";
import type {Style, Width} from "./metric-figure.ts";
import {OWN_NAMES, nameOf, namedDataset} from "./names.ts";
import {tableView} from "./views/table.ts";
import type {Column} from "./views/table.ts";
import {columnLabel} from "./words/words.ts";

/** A cell that shows a table: a chart, a table, a figure out of its last row, or a query as it is. */
export interface Shown {
  readonly name: string;
  readonly type: "sql" | "chart" | "table" | "kpi";
  /** The cell's YAML, read. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly dataset: Dataset;
  readonly beside?: Beside;
}

/** What a cell is compared with. */
export interface Beside {
  /** The series of a chart that is drawn in grey. */
  readonly series?: string;
  /** The number beside a KPI. */
  readonly kpi?: ComparedValue;
  /** Columns of a table that its own are compared with, and their heads. */
  readonly columns?: Readonly<Record<string, string>>;
}

/** What such a cell shows; its pictures are drawn when asked for. */
export interface DataFigure {
  /** What it shows, as data. */
  readonly data: Dataset;
  /** The chart at a width; null for anything else. */
  chart(width: Width): Element | null;
  /** A table or a row of KPIs that is the figure itself; null for a chart. */
  body(): Element | null;
  /** The table behind a chart; null for anything else. */
  table(): Element | null;
}

/** Rows of a table that is a figure itself: a page shows them in parts, paper all of them. */
const MOST_ROWS = 1000;

/** The figure of a cell over a table, in the page's language. The same in Node and in a browser. */
export function dataFigure({name, type, options, dataset: data, beside}: Shown, style: Style): DataFigure {
  const dataset = namedDataset(data, style.names ?? OWN_NAMES);
  return {
    data,
    chart: (width) =>
      type === "chart"
        ? drawnChart(name, dataset, {spec: options as ChartCell, width, style, quiet: beside?.series})
        : null,
    table: () => (type === "chart" ? plainTable(dataset, style, {limit: BEHIND}) : null),
    body() {
      switch (type) {
        case "chart":
          return null;
        case "table":
          return chosenTable(dataset, options as TableCell, {style, quiet: beside?.columns ?? {}});
        case "kpi":
          return queryKpiRow(queryFigure(options as unknown as QuerySpec, dataset), style, beside?.kpi ?? null);
        default:
          return plainTable(dataset, style, {quiet: beside?.columns ?? {}});
      }
    }
  };
}

function drawnChart(
  id: string,
  dataset: Dataset,
  {spec, width, style, quiet}: {spec: ChartCell; width: Width; style: Style; quiet: string | undefined}
): Element {
  const {data: _data, title, subtitle: _subtitle, note: _note, ...shape} = spec;
  const units = Object.fromEntries(dataset.columns.map(({name, unit}) => [name, unit]));
  return chart(dataset.table, shape as ChartSpec, {
    ...chartOptions(`${id}-${width}`, {label: title ?? id, width}, style),
    units,
    quiet
  });
}

function chosenTable(
  dataset: Dataset,
  spec: TableCell,
  {style, quiet}: {style: Style; quiet: NonNullable<Beside["columns"]>}
): Element {
  const {sort, bar, heat, spark, total, limit = MOST_ROWS, search = false, title = null} = spec;
  const heads = [...headsOf(spec, dataset, style)];
  const shown = heads.map(([name, label]): Column => {
    const {unit} = dataset.columns.find((column) => column.name === name)!;
    return {
      name,
      unit,
      label,
      bar: bar.includes(name),
      heat: heat.includes(name),
      spark: spark.includes(name),
      quiet: Object.hasOwn(quiet, name)
    };
  });
  return tableView(dataset.table, {
    ...style,
    columns: shown,
    sort: sort === undefined ? null : {column: sort.replace(/^-/, ""), descending: sort.startsWith("-")},
    total,
    label: title,
    limit,
    rest: REST.map((value) => nameOf(style.names ?? OWN_NAMES, heads[0]![0], value)),
    search
  });
}

/** The columns that a table shows, in their order, and their heads. @param spec null for a query as it is. */
export function headsOf(spec: TableCell | null, {columns}: Dataset, {words}: Style): ReadonlyMap<string, string> {
  const chosen = spec?.columns;
  if (chosen !== undefined && !Array.isArray(chosen)) return new Map(Object.entries(chosen));
  const names = chosen ?? columns.map(({name}) => name);
  return new Map(names.map((name) => [name, columnLabel(words, spec ? "table" : "sql", name)]));
}
