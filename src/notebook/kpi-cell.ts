import {z} from "zod";
import {ReportError} from "../errors.ts";
import type {Place} from "../errors.ts";
import {FIGURES} from "../metrics/kpi-figures.ts";
import {suggestion} from "../text/suggest.ts";
import {readYaml} from "../text/yaml.ts";
import {sourcePlace} from "./cell.ts";
import type {Cell} from "./cell.ts";
import {requireColumn, requireDataset} from "./data-cells.ts";
import {metricDataset} from "./dataset.ts";
import type {Dataset} from "./dataset.ts";
import type {Context, Environment, Prepared} from "./environment.ts";
import {prepareMetric} from "./metric-cell.ts";
import {kpiValue} from "./metric-value.ts";
import {Quantity} from "./quantity.ts";
import {queryFigure} from "./query-figure.ts";

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
      const value = kpiValue(content.result!);
      return {...content, type: "kpi", dataset: metricDataset(content.result!, content.result!.table), value};
    }
  };
}

/** The figure, its columns checked. @throws {ReportError} at a column that is missing or holds no numbers. */
function figureOf(
  spec: z.output<typeof queryKpi>,
  dataset: Dataset,
  place: (key: string) => Place
): ReturnType<typeof queryFigure> {
  for (const key of ["value", "compare", "spark", "target"] as const) {
    const name = spec[key];
    if (typeof name !== "string") continue;
    const {type} = requireColumn(name, {data: spec.data, columns: dataset.columns}, place(key));
    if (type !== "integer" && type !== "number")
      throw new ReportError(
        `column "${name}" of cell "${spec.data}" holds no numbers`,
        place(key),
        "name one that does"
      );
  }
  return queryFigure(spec, dataset);
}
