import {chart} from "../charts/chart.ts";
import type {ChartSpec} from "../charts/chart-spec.ts";
import type {ChartCell, TableCell} from "../notebook/data-cells.ts";
import type {Dataset} from "../notebook/dataset.ts";
import type {Output} from "../notebook/evaluate.ts";
import type {QueryFigure} from "../notebook/kpi-cell.ts";
import {queryKpiRow} from "./kpi-row.ts";
import {METRIC_CHARTS} from "./metric-charts.ts";
import {chartOptions, metricFigure, plainTable} from "./metric-figure.ts";
import type {Style, Width} from "./metric-figure.ts";
import type {Figure} from "./page.ts";
import {tableView} from "./views/table.ts";
import type {Column} from "./views/table.ts";
import {columnLabel} from "./words.ts";

type Done = Extract<Output, {state: "done"}>;

/** What a cell shows, as HTML; null for a query that others read, which shows nothing of its own. */
export function figureOf({cell, content, isRead, tables}: Done, style: Style): Figure | null {
  if (content.type === "sql" && isRead) return null;
  const {title = null, subtitle = null, note} = content.options as {title?: string; subtitle?: string; note?: string};
  const notes = note === undefined ? [] : [note];
  const frame = {
    id: cell.name,
    kind: cell.kind,
    title,
    subtitle,
    notes,
    finding: null,
    chart: null,
    body: null,
    table: null,
    source: style.words.figure.source(tables, style.asOf)
  };
  if (content.computed) {
    const {metric, result} = content.computed;
    const draw = METRIC_CHARTS.get(metric) ?? null;
    const figure = metricFigure({name: cell.name, metric, options: content.options, result, draw}, style);
    const [wide, narrow] = [figure.chart("wide"), figure.chart("narrow")];
    return {
      ...frame,
      title: figure.title,
      subtitle: figure.subtitle,
      finding: figure.finding,
      notes: [...figure.notes, ...notes],
      chart: wide && narrow && {wide: wide.outerHTML, narrow: narrow.outerHTML},
      body: figure.body()?.outerHTML ?? null,
      table: figure.table()?.outerHTML ?? null
    };
  }
  const dataset = content.dataset!;
  switch (content.type) {
    case "chart":
      return {
        ...frame,
        chart: drawnChart(cell.name, dataset, {spec: content.options as ChartCell, style}),
        table: plainTable(dataset, style).outerHTML
      };
    case "table":
      return {...frame, body: chosenTable(dataset, content.options as TableCell, style)};
    case "kpi":
      return {...frame, body: queryKpiRow(content.options["figure"] as QueryFigure, style).outerHTML};
    default:
      return {...frame, body: plainTable(dataset, style).outerHTML};
  }
}

/** One drawing for wide columns and one for narrow ones. */
function drawnChart(
  id: string,
  dataset: Dataset,
  {spec, style}: {spec: ChartCell; style: Style}
): {wide: string; narrow: string} {
  const {data: _data, title, subtitle: _subtitle, note: _note, ...shape} = spec;
  const units = Object.fromEntries(dataset.columns.map(({name, unit}) => [name, unit]));
  const draw = (width: Width) =>
    chart(dataset.table, shape as ChartSpec, {
      ...chartOptions(`${id}-${width}`, {label: title ?? id, width}, style),
      units
    }).outerHTML;
  return {wide: draw("wide"), narrow: draw("narrow")};
}

function chosenTable(dataset: Dataset, spec: TableCell, style: Style): string {
  const {columns, sort, bar, heat, total, limit, title = null} = spec;
  const heads: Readonly<Record<string, string>> = columns === undefined || Array.isArray(columns) ? {} : columns;
  const names =
    columns === undefined
      ? dataset.columns.map(({name}) => name)
      : Array.isArray(columns)
        ? columns
        : Object.keys(columns);
  const shown = names.map((name): Column => {
    const {unit} = dataset.columns.find((column) => column.name === name)!;
    return {
      name,
      unit,
      label: heads[name] ?? columnLabel(style.words, "table", name),
      bar: bar.includes(name),
      heat: heat.includes(name)
    };
  });
  return tableView(dataset.table, {
    ...style,
    columns: shown,
    sort: sort === undefined ? null : {column: sort.replace(/^-/, ""), descending: sort.startsWith("-")},
    total,
    label: title,
    ...(limit === undefined ? {} : {limit})
  }).outerHTML;
}
