import * as z from "zod";

/** What the numbers of a column or an axis mean. */
export const unit = z
  .enum([
    "count",
    "ratio",
    "money",
    "days",
    "months",
    "nps",
    "score",
    "number",
    "text",
    "date",
    "timestamp",
    "month",
    "boolean"
  ])
  .describe(
    "what the number means: a count, a ratio (0.84 is 84%), money in the catalog's currency, days, months, an NPS, a mean score, a plain number"
  );
const column = z.string().min(1);
const columns = z.union([column, z.array(column).min(1), z.record(z.string(), z.string())]);
const bound = z.union([z.number(), z.string()]);

/** Schema of {@link ChartSpec}, the keys of a `chart` cell besides `data` and the figure's own. */
export const chartSchema = z.strictObject({
  mark: z.enum(["line", "bar", "area", "dot", "heatmap", "histogram"]).describe("form of the chart"),
  x: columns.describe("column across; numbers against a text column `y` give horizontal bars"),
  y: columns
    .optional()
    .describe(
      "column up: one, a list (each a series), or a map from column to the series' name; in a histogram, a column of counts"
    ),
  color: column.optional().describe("column whose values are the series; in a heat map, the column of numbers"),
  facet: column.optional().describe("column whose values each have a small chart of their own"),
  stack: z
    .union([z.boolean(), z.literal("normalize")])
    .optional()
    .describe(
      "bars and areas on top of each other; `normalize` as shares of 100%; areas default to true, bars to true if `color` splits a count or an amount"
    ),
  sort: z
    .enum(["name", "-name", "value", "-value"])
    .optional()
    .describe("order of categories and series; defaults to the order of the rows; numbers and dates always ascend"),
  reference: z
    .array(z.strictObject({x: bound.optional(), y: bound.optional(), label: z.string().optional()}))
    .optional()
    .describe('lines to hold the data against, such as [{y: 0.4, label: "target"}]'),
  low: column.optional().describe("column of the interval's lower bound (line, dot, bar)"),
  high: column.optional().describe("column of the interval's upper bound (line, dot, bar)"),
  bins: z.int().min(1).max(200).optional().describe("histogram: about how many bins"),
  thresholds: z.array(z.number()).min(2).optional().describe("histogram: the bins' bounds, ascending"),
  labels: z
    .strictObject({x: z.string().optional(), y: z.string().optional(), color: z.string().optional()})
    .optional()
    .describe("titles of the axes and of the colour key"),
  units: z
    .strictObject({x: unit.optional(), y: unit.optional(), color: unit.optional()})
    .optional()
    .describe("what the numbers mean, where the data does not say so")
});
