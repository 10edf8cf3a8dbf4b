import type {ColumnTable} from "arquero";
import type {Dataset} from "../notebook/dataset.ts";
import {metricDataset} from "../notebook/dataset.ts";
import type {Evaluated, Output} from "../notebook/evaluate.ts";
import type {Style} from "./metric-figure.ts";
import {findingText} from "./words.ts";

type Json = null | boolean | number | string | readonly Json[] | {readonly [key: string]: Json};

/** What `index.json` says of a report: every cell that ran, as data. Ratios are fractions, dates ISO, money in the catalog's currency. */
export function pageJson(
  {report, outputs}: Evaluated,
  {title, lang, warnings}: {title: string; lang: string; warnings: readonly string[]},
  style: Style
): Json {
  const done = outputs.filter((output) => output.state === "done");
  return {
    title,
    lang,
    asOf: style.asOf,
    filters: report.matter.filters,
    cells: Object.fromEntries(done.map((output) => [output.cell.name, cellJson(output, style)])),
    warnings: [
      ...warnings,
      ...outputs
        .filter(({state}) => state === "unavailable")
        .map(({cell}) => `${style.words.figure.notAvailable(cell.kind)} (${cell.name})`)
    ]
  };
}

function cellJson({cell, content}: Extract<Output, {state: "done"}>, style: Style): Json {
  const {dataset, result} = content;
  const n = result?.n ?? dataset?.table.numRows() ?? Number(content.options["rows"] ?? 0);
  const finding = result?.finding ? findingText(style.words, result.finding, style.format) : null;
  return {
    kind: cell.kind,
    ...(dataset ? tableJson(dataset) : {columns: [], rows: []}),
    n,
    finding,
    ...(result?.summary ? {summary: result.summary} : {}),
    ...(result?.model ? {model: {...result.model, parameters: {...result.model.parameters}}} : {}),
    ...(result?.tables
      ? {
          tables: Object.fromEntries(
            Object.entries(result.tables).map(([name, table]) => [name, tableJson(metricDataset(result, table))])
          )
        }
      : {})
  };
}

function tableJson({table, columns}: Dataset): {columns: Json; rows: Json} {
  const values = columns.map(({name, type}) =>
    Array.from(table.array(name) as Iterable<unknown>, (value) => valueJson(value, type === "date"))
  );
  return {
    columns: columns.map(({name, type, unit}) => ({
      name,
      type,
      unit: unit === "text" || unit === "boolean" ? null : unit
    })),
    rows: Array.from({length: rowsOf(table)}, (_, row) => values.map((column) => column[row]!))
  };
}

function rowsOf(table: ColumnTable): number {
  return table.numRows();
}

function valueJson(value: unknown, isDate: boolean): Json {
  if (value === null || value === undefined) return null;
  if (value instanceof Date)
    return isDate
      ? value.toISOString().slice(0, 10)
      : value
          .toISOString()
          .replace(/\.000Z$/, "")
          .replace(/Z$/, "");
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map((item) => valueJson(item, isDate));
  return Object.fromEntries(Object.entries(value as object).map(([key, item]) => [key, valueJson(item, isDate)]));
}
