import {metricDataset} from "../notebook/dataset.ts";
import type {Content} from "../notebook/environment.ts";
import type {Evaluated, Output} from "../notebook/evaluate.ts";
import type {Style} from "./metric-figure.ts";
import {jsOutputJson} from "./js/js-json.ts";
import {dedented, reductionSql} from "./shown-sql.ts";
import {tableJson} from "./table-json.ts";
import type {Json, TableJson} from "./table-json.ts";
import {sayFinding} from "./metric-figure.ts";

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
  const finding = result?.finding ? sayFinding(result.finding, content.options, style) : null;
  return {
    kind: cell.kind,
    ...(dataset ? plain(tableJson(dataset)) : {columns: [], rows: []}),
    n,
    finding,
    ...(content.js ? jsOutputJson(content.value, content.js) : {}),
    ...sqlOf(content),
    ...(result?.summary ? {summary: result.summary} : {}),
    ...(result?.model ? {model: {...result.model, parameters: {...result.model.parameters}}} : {}),
    ...(result?.tables
      ? {
          tables: Object.fromEntries(
            Object.entries(result.tables).map(([name, table]) => [name, plain(tableJson(metricDataset(result, table)))])
          )
        }
      : {})
  };
}

/** What a cell asks of the database, by name, for people to read; a figure of another cell's rows names that cell. */
function sqlOf({computed, query, options}: Content): {readonly sql?: Json; readonly data?: string} {
  if (query) return {sql: {query: dedented(query.written)}};
  if (!computed) return typeof options["data"] === "string" ? {data: options["data"]} : {};
  const texts = Object.entries(computed.reductions).map(([name, reduction]) => [
    name,
    reductionSql(reduction, computed.by)
  ]);
  return {sql: Object.fromEntries(texts) as Json};
}

/** The table's data among other JSON. */
function plain({columns, rows}: TableJson): {columns: Json; rows: Json} {
  return {columns: columns.map((column) => ({...column})), rows};
}
