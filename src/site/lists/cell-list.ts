import {ReportError} from "../../errors.ts";
import {METRICS} from "../../metrics/registry.ts";
import type {Cell} from "../../notebook/cell.ts";
import {sourcePlace} from "../../notebook/cell.ts";
import {datasetOf, metricDataset} from "../../notebook/dataset.ts";
import type {Dataset} from "../../notebook/dataset.ts";
import {evaluateReport} from "../../notebook/evaluate.ts";
import {computeMetric, prepareMetric} from "../../notebook/metric-cell.ts";
import type {Report} from "../../notebook/report.ts";
import {identifier, sql} from "../../sql/sql.ts";
import {suggestion} from "../../text/suggest.ts";
import {readYaml} from "../../text/yaml.ts";
import {environmentOf} from "../assemble.ts";
import type {Loaded} from "../assemble.ts";
import {customersOf} from "./list-text.ts";

/** A cell, and the report it stands in. */
export interface Listed {
  readonly report: Report;
  readonly cell: Cell;
}

/**
 * The cell that `name` means among reports: the one of that name, else the only one of that kind. Cells that say the same, in a report and its translation, are one.
 * @throws {ReportError} for an unknown name, one that means several cells, or a cell of a kind that lists nobody.
 */
export function cellNamed(reports: readonly Report[], name: string): Listed {
  const all = reports.flatMap((report) => report.cells.map((cell): Listed => ({report, cell})));
  const named = all.filter(({cell}) => cell.name === name);
  const found = named.length > 0 ? named : all.filter(({cell}) => cell.kind === name);
  const [first] = found;
  const lists = names(all.filter(({cell}) => isLikely(cell)));
  const none = "add an at-risk cell, or an sql cell with a column customer";
  if (!first) throw mistake(`unknown cell "${name}"`, lists.length > 0 ? suggestion(name, lists) : none);
  if (!found.some(({cell}) => hasList(cell)))
    throw mistake(
      `the ${first.cell.kind} cell "${first.cell.name}" lists no customers`,
      lists.length > 0 ? `choose ${lists.join(", ")}` : none
    );
  const own = found.filter(({cell}) => hasList(cell));
  const places = new Map(own.map((one) => [`${one.cell.kind}\n${one.cell.source}`, one]));
  if (places.size > 1)
    throw mistake(
      `"${name}" means ${places.size} cells: ${[...places.values()].map(({cell}) => `"${cell.name}" in ${cell.place.file}`).join(", ")}`,
      "name the cell, or its report with --report"
    );
  return own[0]!;
}

function mistake(problem: string, hint: string): ReportError {
  return new ReportError(problem, {file: "--cell", line: 1}, hint);
}

function names(cells: readonly Listed[]): readonly string[] {
  return [...new Set(cells.map(({cell}) => cell.name))];
}

/** Whether a cell may name customers: an sql cell shows it only when it has run. */
function hasList({kind}: Cell): boolean {
  return kind === "sql" || (METRICS.get(kind)?.listsCustomers ?? false);
}

/** Whether a cell is worth naming to who looks for a list: an sql cell that speaks of customers, or of all columns. */
function isLikely(cell: Cell): boolean {
  const text = cell.source.replace(/count\s*\(\s*\*\s*\)/gi, "");
  return hasList(cell) && (cell.kind !== "sql" || /\bcustomer\b|\*/i.test(text));
}

/**
 * The customers that a cell lists, over all customers, whatever the catalog publishes: one row each, with `customer`, in the list's order.
 * @param most how many at most, of a metric's cell; defaults to what the cell says. @throws {ReportError} at a mistake in the cell, without a column `customer`, or where a customer has several rows.
 */
export async function listOf({report, cell}: Listed, loaded: Loaded, most: number | null): Promise<Dataset> {
  return cell.kind === "sql" ? queryList(report, cell, loaded) : metricList({report, cell}, loaded, most);
}

async function metricList({report, cell}: Listed, loaded: Loaded, most: number | null): Promise<Dataset> {
  const metric = METRICS.get(cell.kind)!;
  prepareMetric(cell, environmentOf(report, loaded));
  const {value: options} = readYaml(cell.source, metric.schema, sourcePlace(cell));
  const {facts, reducer} = loaded;
  const result = await computeMetric(
    metric,
    {...options, by: undefined, ...(most === null ? {} : {list: most})},
    {
      facts: {...facts, publishesCustomers: true},
      reducer
    }
  );
  const list = result.tables?.["list"];
  if (!list) throw new ReportError(`the ${cell.kind} cell "${cell.name}" lists nobody`, cell.place, "it has no model of purchases: too few customers have come back"); // prettier-ignore
  return without(metricDataset(result, list), "group");
}

async function queryList(report: Report, cell: Cell, loaded: Loaded): Promise<Dataset> {
  const {engine} = loaded;
  const env = {...environmentOf(report, loaded), listsCustomers: true};
  const {errors, outputs} = await evaluateReport(report, env, {allowUnknown: true});
  const state = outputs.find((output) => output.cell === cell)!.state;
  if (state !== "done") throw errors.find(({message}) => message.includes(cell.place.file)) ?? errors[0]!;
  const table = identifier("cells", cell.name);
  const {fields} = await engine.query(sql`select * from ${table} limit 0`);
  const known = fields.map(({name}) => name);
  if (!known.includes("customer"))
    throw new ReportError(
      `the sql cell "${cell.name}" lists no customers: it has no column customer`,
      cell.place,
      suggestion("customer", known)
    );
  const list = datasetOf(await engine.query(sql`select * from ${table} where customer is not null`));
  const customers = customersOf(list);
  const rows = customers.length - new Set(customers).size;
  if (rows > 0)
    throw new ReportError(
      `the sql cell "${cell.name}" has several rows of one customer: ${rows} more than customers`,
      cell.place,
      "group by customer"
    );
  return list;
}

function without({table, columns}: Dataset, name: string): Dataset {
  return {
    table: table.select(...table.columnNames().filter((column) => column !== name)),
    columns: columns.filter((column) => column.name !== name)
  };
}
