import {METRICS} from "../metrics/registry.ts";
import type {Output} from "../notebook/evaluate.ts";
import {assumptionsOf} from "./assumptions.ts";
import {dataFigure} from "./data-figure.ts";
import {jsFigure} from "./js/js-figure.ts";
import {isNode} from "./js/js-view.ts";
import {METRIC_CHARTS} from "./metric-charts.ts";
import {metricFigure} from "./metric-figure.ts";
import type {Style, Width} from "./metric-figure.ts";
import type {Figure} from "./page.ts";

type Done = Extract<Output, {state: "done"}>;

/** From this ratio of height to width on, a chart on half a sheet would be too small to read. */
const TALL = 0.8;

/** What a cell shows, as HTML; null for a query that others read, which shows nothing of its own. */
export function figureOf({cell, content, isRead, tables}: Done, style: Style): Figure | null {
  if (content.type === "sql" && isRead) return null;
  // A value that others read is theirs to show, as a query's rows are.
  if (content.js?.isExpression && isRead && !content.js.parameters.includes("display") && !isDrawn(content.js))
    return null;
  const {title = null, subtitle = null, note} = content.options as {title?: string; subtitle?: string; note?: string};
  const notes = note === undefined ? [] : [note];
  const {how, figure: text} = style.words;
  const noteOf = (lines: readonly string[]) => (lines.length === 0 ? null : text.sentences(lines));
  const frame = {
    id: cell.name,
    kind: cell.kind,
    title,
    subtitle,
    note: noteOf(notes),
    methods: [],
    finding: null,
    chart: null,
    body: null,
    table: null,
    list: null,
    sliders: [],
    assumptions: [],
    source: text.source(tables, style.asOf, showsMoney(content) ? style.taxIncluded : undefined)
  };
  if (content.computed) {
    const {frozen, metric, result} = content.computed;
    const draw = METRIC_CHARTS.get(metric) ?? null;
    const figure = metricFigure({name: cell.name, metric, options: content.options, result, draw}, style);
    return {
      ...frame,
      title: figure.title,
      subtitle: figure.subtitle,
      finding: figure.finding,
      note: figure.note,
      methods: figure.methods,
      assumptions: assumptionsOf(metric, {options: content.options, result}, style),
      sliders: (METRICS.get(metric)?.controls?.(content.options as never, frozen) ?? []).map((control) => ({
        ...control,
        label: style.words.sliders.controls[control.name] ?? control.name,
        text: style.format.value(control.value, control.unit)
      })),
      chart: drawingsOf(figure),
      body: figure.body()?.outerHTML ?? null,
      table: figure.table()?.outerHTML ?? null,
      list: figure.list()?.outerHTML ?? null
    };
  }
  if (content.js) {
    const shown = jsFigure(content.js, style);
    return shown && {...frame, ...shown};
  }
  const type = content.type === "chart" || content.type === "table" || content.type === "kpi" ? content.type : "sql";
  const figure = dataFigure({name: cell.name, type, options: content.options, dataset: content.dataset!}, style);
  const asked = typeof content.options["data"] === "string" ? content.options["data"] : cell.name;
  return {
    ...frame,
    methods: [how.query(asked)],
    chart: drawingsOf(figure),
    body: figure.body()?.outerHTML ?? null,
    table: figure.table()?.outerHTML ?? null
  };
}

function drawingsOf(figure: {chart(width: Width): Element | null}): Figure["chart"] {
  const [wide, narrow] = [figure.chart("wide"), figure.chart("narrow")];
  if (!wide || !narrow) return null;
  const [, , width = 1, height = 0] = (wide.getAttribute("viewBox") ?? "").split(" ").map(Number);
  return {wide: wide.outerHTML, narrow: narrow.outerHTML, isTall: height > TALL * width};
}

/** Whether any of its figures is an amount. */
function showsMoney({dataset, result}: Done["content"]): boolean {
  // A row of KPIs has a unit for each figure.
  const units = result?.table.columnNames().includes("unit")
    ? Array.from(result.table.array("unit") as Iterable<unknown>)
    : [];
  return [...units, ...(dataset?.columns ?? []).map((column) => column.unit)].includes("money");
}

/** Whether the cell's value is an element. */
function isDrawn({displayed}: NonNullable<Done["content"]["js"]>): boolean {
  return displayed.wide.some(isNode);
}
