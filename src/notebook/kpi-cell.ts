import {z} from "zod";
import {ReportError} from "../errors.ts";
import type {Place} from "../errors.ts";
import {FIGURES} from "../metrics/kpi-figures.ts";
import type {Unit} from "../metrics/metric.ts";
import {suggestion} from "../text/suggest.ts";
import {readYaml} from "../text/yaml.ts";
import {sourcePlace} from "./cell.ts";
import type {Cell} from "./cell.ts";
import {requireColumn, requireDataset} from "./data-cells.ts";
import {metricDataset} from "./dataset.ts";
import type {Dataset} from "./dataset.ts";
import type {Context, Environment, Prepared} from "./environment.ts";
import {prepareMetric} from "./metric-cell.ts";
import {Quantity} from "./quantity.ts";

const column = z.string().min(1);

export const queryKpi = z.strictObject({
  data: z.string().min(1).describe("Name of the cell whose last row is shown."),
  value: column.describe("Column of the figure."),
  label: z.string().optional().describe("Words above the figure; defaults to the column's name."),
  compare: column.optional().describe("Column of the value to compare with; defaults to `value` one row before."),
  target: z.union([z.number(), column]).optional().describe("A number, or a column."),
  spark: column.optional().describe("Column of the small line; defaults to `value` if there are two rows or more."),
  unit: z
    .enum(["count", "ratio", "money", "days", "months", "nps", "score", "number"])
    .optional()
    .describe("What the number means, where the data does not say so."),
  title: z.string().optional().describe("Heading of the figure."),
  finding: z.boolean().default(true)
});

/** A figure that a `kpi` cell takes from a query. */
export interface QueryFigure {
  readonly label: string;
  readonly value: number | null;
  readonly previous: number | null;
  readonly target: number | null;
  readonly unit: Unit;
  readonly series: readonly (number | null)[];
}

/** A `kpi` cell, read, over the metrics (`show`) or over a query (`data`, `value`). @throws {ReportError} */
export function prepareKpi(cell: Cell, env: Environment): Prepared {
  if (!/^(data|value)\s*:/m.test(cell.source)) return overMetrics(cell, env);
  const read = readYaml(cell.source, queryKpi, sourcePlace(cell));
  const {data} = read.value;
  const place = (key: string) => ({file: cell.place.file, line: read.lineOf(key)});
  return {
    cell,
    references: [{name: data, place: place("data")}],
    tables: [],
    async run({datasets}: Context) {
      const dataset = requireDataset(data, datasets, place("data"));
      const figure = figureOf(read.value, dataset, place);
      const {label, value, previous, target, unit} = figure;
      return {
        type: "kpi",
        dataset,
        options: {...read.value, figure},
        value: {
          value: new Quantity(value, unit),
          previous: new Quantity(previous, unit),
          target: new Quantity(target, unit),
          label
        }
      };
    }
  };
}

function overMetrics(cell: Cell, env: Environment): Prepared {
  const {value: figures, lineOf} = readYaml(
    cell.source,
    z.looseObject({show: z.array(z.unknown()).optional()}),
    sourcePlace(cell)
  );
  for (const [i, name] of (figures.show ?? []).entries())
    if (!Object.hasOwn(FIGURES, String(name)))
      throw new ReportError(
        `unknown figure "${String(name)}"`,
        {file: cell.place.file, line: lineOf("show", i)},
        suggestion(String(name), Object.keys(FIGURES))
      );
  const metric = prepareMetric(cell, env);
  return {
    ...metric,
    async run(context) {
      const content = await metric.run(context);
      const rows = content.result!.table.objects() as {name: string; value: number | null; unit: Unit}[];
      const value = Object.fromEntries(rows.map((row) => [row.name, new Quantity(row.value, row.unit)]));
      return {...content, type: "kpi", dataset: metricDataset(content.result!, content.result!.table), value};
    }
  };
}

function figureOf(
  spec: z.output<typeof queryKpi>,
  {table, columns}: Dataset,
  place: (key: string) => Place
): QueryFigure {
  const numbers = (key: "value" | "compare" | "spark" | "target", name: string): (number | null)[] => {
    const {type} = requireColumn(name, {data: spec.data, columns}, place(key));
    if (type !== "integer" && type !== "number")
      throw new ReportError(
        `column "${name}" of cell "${spec.data}" holds no numbers`,
        place(key),
        "name one that does"
      );
    return Array.from(table.array(name) as Iterable<number | null>);
  };
  const values = numbers("value", spec.value);
  const series = spec.spark === undefined ? values : numbers("spark", spec.spark);
  return {
    label: spec.label ?? spec.value.replaceAll("_", " "),
    value: values.at(-1) ?? null,
    previous: (spec.compare === undefined ? values.at(-2) : numbers("compare", spec.compare).at(-1)) ?? null,
    target: (typeof spec.target === "string" ? numbers("target", spec.target).at(-1) : spec.target) ?? null,
    unit: spec.unit ?? columns.find(({name}) => name === spec.value)!.unit,
    series: series.length > 1 ? series : []
  };
}
