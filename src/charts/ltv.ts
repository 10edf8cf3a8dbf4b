import {table as tableOf} from "arquero";
import type {ColumnTable} from "arquero";
import {chart} from "./chart.ts";
import {AGE_STEPS} from "./churn.ts";
import {curvesChart} from "./curves.ts";
import type {Curve} from "./curves.ts";
import type {ChartOptions} from "./options.ts";
import type {Period} from "./period.ts";
import {requireRows} from "./rows.ts";
import {groupStyles} from "./series.ts";
import {termOf} from "./terms.ts";
import {emptyChart} from "./theme.ts";
import {valueScale} from "./value-scale.ts";

/** {@link ChartOptions} of {@link ltvCurve}. */
export interface LtvCurveOptions extends ChartOptions {
  readonly period?: Period;
  /** Single cohorts, drawn thin behind: `tables.cohorts` of the metric. */
  readonly cohorts?: ColumnTable | null;
}

interface Row {
  readonly group: string | null;
  readonly customers: number;
  readonly age: number;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly cohorts: number;
}

interface CohortRow {
  readonly cohort: Date;
  readonly age: number;
  readonly value: number;
}

const MOST_COHORTS = 60;

/**
 * What customers have brought by each age, per customer: one line per group with its band, single cohorts thin behind, and below the axis how many cohorts (with groups: customers) stand behind. With groups, everybody is the grey dashed line.
 *
 * @throws {InputError} if a column is missing.
 */
export function ltvCurve(result: ColumnTable, options: LtvCurveOptions): Element {
  const {cohorts = null, format, period = "month", words} = options;
  const rows = requireRows<Row>(result, ["group", "customers", "age", "value", "low", "high", "cohorts"]).filter(
    ({value}) => value !== null
  );
  if (rows.length === 0) return emptyChart(options);
  const styles = groupStyles(
    rows.map(({group}) => group),
    options
  );
  const own = (group: string | null) => rows.filter((row) => row.group === group);
  const curves = styles.map(({group, name, colour, dash}): Curve => ({
    name,
    colour,
    dash,
    points: own(group).map(({age, value, low, high}) => ({x: age, y: value!, low, high}))
  }));
  const background = cohortLines(cohorts, Math.max(...rows.map(({age}) => age)));
  const values = rows
    .flatMap(({value, low, high}) => [value!, low ?? value!, high ?? value!])
    .concat(background.flatMap((line) => line.map(({y}) => y)));
  const isAlone = styles.length === 1;
  const behind = (group: string | null, age: number) => own(group).find((row) => row.age === age);
  return curvesChart(
    {
      curves,
      background,
      under: {
        title: isAlone ? termOf(options, "cohorts") : words.size,
        rows: styles.map(({group, name, colour}) => ({
          name: isAlone ? null : name,
          colour,
          at: (age) =>
            format.value((isAlone ? behind(group, age)?.cohorts : behind(group, age)?.customers) ?? 0, "count")
        }))
      },
      isStep: false,
      unit: "money",
      scale: valueScale(values, {isFromZero: true, count: 5}),
      xLabel: words.age(period),
      xSteps: AGE_STEPS,
      yLabel: termOf(options, "value per customer"),
      title: ({name}, {x, y, low, high}) =>
        `${name}, ${x}: ${format.value(y, "money")}${low === null || high === null ? "" : ` (${format.value(low, "money")}–${format.value(high, "money")})`}`
    },
    options
  );
}

/** The latest cohorts as lines, as far as the pooled one goes. */
function cohortLines(cohorts: ColumnTable | null, last: number) {
  if (!cohorts) return [];
  const lines = new Map<number, {x: number; y: number}[]>();
  for (const {cohort, age, value} of requireRows<CohortRow>(cohorts, ["cohort", "age", "value"])) {
    const line = lines.get(cohort.getTime()) ?? [];
    lines.set(cohort.getTime(), line);
    if (age <= last) line.push({x: age, y: value});
  }
  return lines.size > 1 ? [...lines.values()].slice(-MOST_COHORTS) : [];
}

interface WorthRow {
  readonly group: string | null;
  readonly customers: number;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * What a customer is worth: a dot with its interval per group, the most valuable first, everybody above them.
 *
 * @throws {InputError} if a column is missing.
 */
export function ltvDots(result: ColumnTable, options: ChartOptions): Element {
  const {format, words} = options;
  const rows = requireRows<WorthRow>(result, ["group", "customers", "value", "low", "high"]).filter(
    ({value}) => value !== null
  );
  if (rows.length === 0) return emptyChart(options);
  const named = rows.map(({group, value}) => `${group ?? words.all}: ${format.short(value, "money")}`);
  const dots = tableOf({
    name: named,
    value: rows.map(({value}) => value),
    low: rows.map(({low, value}) => low ?? value),
    high: rows.map(({high, value}) => high ?? value)
  });
  return chart(
    dots,
    {
      mark: "dot",
      x: "value",
      y: "name",
      low: "low",
      high: "high",
      units: {x: "money"},
      labels: {x: termOf(options, "value per customer")}
    },
    options
  );
}
