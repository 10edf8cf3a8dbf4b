import type {ColumnTable} from "arquero";
import type {Table} from "../../engine/engine.ts";
import {Quantity} from "../../notebook/quantity.ts";
import {inputInScope} from "../../notebook/input.ts";
import {queryFigure} from "../../notebook/query-figure.ts";
import type {QuerySpec} from "../../notebook/query-figure.ts";
import {datasetOfTable} from "../../notebook/js-table.ts";
import {builtTable} from "../tools/figure-data.ts";
import {aq} from "./js-library.ts";
import type {LivePage} from "../live/live-page.ts";
import {unpacked} from "../live/packed.ts";
import type {Selection} from "../live/selection.ts";
import type {States} from "../live/states.ts";
import type {TableJson} from "../table-json.ts";

/** Where the values of a page's cells come from that are no code. */
export interface SourceHost {
  readonly states: States;
  /** What code sees under the name of a metric's cell, packed. */
  value(name: string, selection: Selection): Promise<unknown>;
  /** Rows of a query that have to be asked for. */
  rows(name: string, selection: Selection): Promise<Table>;
}

/** What code sees under the name of a cell that is no code, or of an input. What is as it was built comes with the page's data, without a database. */
export async function sourceValue(
  name: string,
  selection: Selection,
  {page, host}: {page: LivePage; host: SourceHost}
): Promise<unknown> {
  const input = page.inputs.find((one) => one.name === name);
  if (input) return inputInScope(input, selection.inputs?.[name] ?? input.value);
  if (page.cells.some((one) => one.name === name)) return unpacked(await host.value(name, selection), aq.table);
  const view = page.code!.views.find((one) => one.name === name);
  if (!view)
    return host.states.isAsBuilt(name, selection)
      ? tableOf(await builtTable(name))
      : rowsOf(await host.rows(name, selection));
  const table = (await sourceValue(view.data, selection, {page, host})) as ColumnTable;
  return view.kpi ? kpiOf(view.kpi as unknown as QuerySpec, table) : table;
}

/** A query's answer as a table. */
function rowsOf({fields, columns}: Table): ColumnTable {
  return aq.table(Object.fromEntries(fields.map(({name}) => [name, columns[name]!])) as Record<string, unknown[]>);
}

/** A table of `index.json`, its dates as dates again. */
function tableOf({columns, rows}: TableJson): ColumnTable {
  return aq.table(
    Object.fromEntries(
      columns.map(({name, type}, i) => [
        name,
        rows.map((row) =>
          typeof row[i] === "string" && (type === "date" || type === "timestamp") ? dateOf(row[i]) : row[i]
        )
      ])
    ) as Record<string, unknown[]>
  );
}

function dateOf(text: string): Date {
  return new Date(text.length === 10 ? text : `${text.replace(/Z$/, "")}Z`);
}

function kpiOf(spec: QuerySpec, table: ColumnTable): unknown {
  const {label, value, previous, target, unit} = queryFigure(spec, datasetOfTable(table));
  return {
    value: new Quantity(value, unit),
    previous: new Quantity(previous, unit),
    target: new Quantity(target, unit),
    label
  };
}
