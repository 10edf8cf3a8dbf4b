import {z} from "zod";
import {chartSchema, unit} from "../charts/chart-schema.ts";
import {ReportError} from "../errors.ts";
import type {Place} from "../errors.ts";
import type {Unit} from "../metrics/metric.ts";
import {suggestion} from "../text/suggest.ts";
import {readYaml} from "../text/yaml.ts";
import type {Read} from "../text/yaml.ts";
import {sourcePlace} from "./cell.ts";
import type {Cell} from "./cell.ts";
import type {Column, Dataset} from "./dataset.ts";
import type {Context, Prepared} from "./environment.ts";

const figure = {
  data: z.string().min(1).describe("Name of the cell whose table is shown."),
  title: z.string().optional().describe("Heading of the figure."),
  subtitle: z.string().optional().describe("Line below the heading: what is measured, in which unit."),
  note: z.string().optional().describe("Line below the figure.")
};

export const chartCell = chartSchema.extend(figure);
export type ChartCell = z.output<typeof chartCell>;

const names = z.array(z.string());

export const tableCell = z.strictObject({
  ...figure,
  columns: z
    .union([names, z.record(z.string(), z.string())])
    .optional()
    .describe("Columns to show, in order; a mapping gives their heads."),
  sort: z.string().optional().describe("Column to sort by; -column for the greatest first."),
  search: z.boolean().optional().describe("Offers a search field."),
  bar: names.default([]).describe("Columns whose numbers are drawn as bars."),
  heat: names.default([]).describe("Columns whose cells are coloured by their number."),
  spark: names
    .default([])
    .describe("Columns that are drawn as a small line: numbers with commas between them, as string_agg makes them."),
  total: names.default([]).describe("Columns whose sum stands in a last row."),
  units: z.record(z.string(), unit).default({}).describe("What the numbers of a column mean."),
  limit: z.number().int().min(1).optional().describe("Most rows to show; defaults to 1,000.")
});
export type TableCell = z.output<typeof tableCell>;

/** A `chart` cell, read. @throws {ReportError} at an unknown key or a wrong value. */
export function prepareChart(cell: Cell): Prepared {
  const read = readYaml(cell.source, chartCell, sourcePlace(cell));
  const {x, y, color, facet, low, high} = read.value;
  return prepared(cell, read, {named: columnsNamed({x, y, color, facet, low, high})});
}

/** A `table` cell, read. @throws {ReportError} at an unknown key or a wrong value. */
export function prepareTable(cell: Cell): Prepared {
  const read = readYaml(cell.source, tableCell, sourcePlace(cell));
  const {columns, sort, bar, heat, spark, total, units} = read.value;
  return prepared(cell, read, {
    named: columnsNamed({columns, sort: sort?.replace(/^-/, ""), bar, heat, spark, total, units}),
    units
  });
}

/** A column that a cell names, and the keys under which it does. */
interface NamedColumn {
  readonly name: string;
  readonly path: readonly PropertyKey[];
}

/** The columns that keys of a cell name: as a text, as a list, or as the keys of a mapping. */
function columnsNamed(
  keys: Readonly<Record<string, string | readonly string[] | Readonly<Record<string, unknown>> | undefined>>
): readonly NamedColumn[] {
  return Object.entries(keys).flatMap(([key, value]): readonly NamedColumn[] => {
    if (value === undefined) return [];
    if (typeof value === "string") return [{name: value, path: [key]}];
    if (Array.isArray(value)) return value.map((name: string, i) => ({name, path: [key, i]}));
    return Object.keys(value).map((name) => ({name, path: [key, name]}));
  });
}

interface Shown {
  readonly named: readonly NamedColumn[];
  readonly units?: Readonly<Record<string, Unit>>;
}

function prepared<T extends {data: string}>(
  cell: Cell,
  {value: options, lineOf}: Read<T>,
  {named, units = {}}: Shown
): Prepared {
  const {data} = options;
  const placeOf = (...path: readonly PropertyKey[]) => ({file: cell.place.file, line: lineOf(...path)});
  return {
    cell,
    references: [{name: data, place: placeOf("data")}],
    tables: [],
    run: async ({datasets}: Context) => {
      const {table, columns} = requireDataset(data, datasets, placeOf("data"));
      for (const {name, path} of named) requireColumn(name, {data, columns}, placeOf(...path));
      const dataset = {table, columns: columns.map((column) => ({...column, unit: units[column.name] ?? column.unit}))};
      return {type: cell.kind as "chart" | "table", dataset, options, value: table};
    }
  };
}

/** The table of the cell named `data`. @throws {ReportError} if it has none of its own. */
export function requireDataset(data: string, datasets: Context["datasets"], place: Place): Dataset {
  const dataset = datasets.get(data);
  if (!dataset) throw new ReportError(`cell "${data}" has no table of its own`, place, "name an sql or a metric cell");
  return dataset;
}

/** The column of this name. @throws {ReportError} if the cell `data` has none. */
export function requireColumn(
  name: string,
  {data, columns}: {data: string; columns: readonly Column[]},
  place: Place
): Column {
  const column = columns.find((one) => one.name === name);
  if (!column)
    throw new ReportError(
      `cell "${data}" has no column "${name}"`,
      place,
      suggestion(
        name,
        columns.map((one) => one.name)
      )
    );
  return column;
}
