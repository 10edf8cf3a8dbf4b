import {table as tableOf} from "arquero";
import type {ColumnTable} from "arquero";
import {chart} from "./chart.ts";
import {curvesChart} from "./curves.ts";
import type {Curve} from "./curves.ts";
import type {ChartOptions} from "./options.ts";
import {requireRows} from "./rows.ts";
import {groupStyles} from "./series.ts";
import {termOf, termWith} from "./terms.ts";
import {emptyChart} from "./theme.ts";
import {valueScale} from "./value-scale.ts";

interface StepRow {
  readonly group: string | null;
  readonly step: number;
  readonly observed: number;
  readonly rate: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * The ladder: from each order to the next, the share of customers that takes the step within so many days, a bar each with its interval; everybody's.
 *
 * @param ladder `tables.ladder` of the metric.
 * @throws {InputError} if a column is missing.
 */
export function repeatLadder(ladder: ColumnTable, options: ChartOptions & {readonly days: number}): Element {
  const {days, format} = options;
  const rows = requireRows<StepRow>(ladder, ["group", "step", "observed", "rate", "low", "high"]).filter(
    ({group, rate}) => group === null && rate !== null
  );
  if (rows.length === 0) return emptyChart(options);
  const bars = tableOf({
    name: rows.map(({step, observed}) =>
      termWith(
        options,
        "{0} (n {1})",
        termWith(options, "{0} → {1}", String(step), String(step + 1)),
        format.value(observed, "count")
      )
    ),
    rate: rows.map(({rate}) => rate),
    low: rows.map(({low}) => low),
    high: rows.map(({high}) => high)
  });
  const title = termWith(options, "next order within {0}", format.value(days, "days"));
  return chart(
    bars,
    {mark: "bar", x: "rate", y: "name", low: "low", high: "high", units: {x: "ratio"}, labels: {y: title}},
    options
  );
}

interface DayRow {
  readonly group: string | null;
  readonly age: number;
  readonly at_risk: number;
  readonly survival: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** A curve goes on thin once fewer are at risk. */
const FEW = 10;
const DAY_STEPS = [7, 14, 30, 60, 90, 180, 365, 730];

/**
 * Who has ordered again by each day since the first order (one minus Kaplan–Meier), a line per group with its band; below the axis how many are still waited for. With groups, everybody is the grey dashed line.
 *
 * @param second `tables.second` of the metric.
 * @throws {InputError} if a column is missing.
 */
export function repeatCurve(second: ColumnTable, options: ChartOptions): Element {
  const {format} = options;
  const rows = requireRows<DayRow>(second, ["group", "age", "at_risk", "survival", "low", "high"]);
  if (rows.length === 0) return emptyChart(options);
  const styles = groupStyles(
    rows.map(({group}) => group),
    options
  );
  const own = (group: string | null) => rows.filter((row) => row.group === group);
  const flip = (value: number | null) => (value === null ? null : 1 - value);
  const curves = styles.map(({group, name, colour, dash}): Curve => ({
    name,
    colour,
    dash,
    points: own(group).map(({age, at_risk, survival, low, high}) => ({
      x: age,
      y: 1 - survival,
      low: flip(high),
      high: flip(low),
      isFaint: at_risk < FEW
    }))
  }));
  const highest = curves
    .flatMap(({points}) => points.filter(({isFaint}) => !isFaint).map(({y, high}) => high ?? y))
    .reduce((a, b) => Math.max(a, b), 0);
  const waiting = (group: string | null, day: number) => own(group).find(({age}) => age >= day)?.at_risk ?? 0;
  return curvesChart(
    {
      curves,
      under: {
        title: termOf(options, "customers at risk"),
        rows: styles.map(({group, name, colour}) => ({
          name: styles.length > 1 ? name : null,
          colour,
          at: (day) => format.value(waiting(group, day), "count")
        }))
      },
      isStep: true,
      unit: "ratio",
      scale: valueScale([highest], {isFromZero: true, count: 5}),
      xLabel: termOf(options, "days since first order"),
      xSteps: DAY_STEPS,
      yLabel: termOf(options, "ordered again"),
      title: ({name}, {x, y, low, high}) =>
        `${name}, ${x}: ${format.value(y, "ratio")}${low === null || high === null ? "" : ` (${format.value(low, "ratio")}–${format.value(high, "ratio")})`}`
    },
    options
  );
}
