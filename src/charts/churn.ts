import type {ColumnTable} from "arquero";
import {curvesChart} from "./curves.ts";
import type {Curve, Reading} from "./curves.ts";
import type {ChartOptions} from "./options.ts";
import type {Period} from "./period.ts";
import {requireRows} from "./rows.ts";
import {groupStyles} from "./series.ts";
import {termOf, termWith} from "./terms.ts";
import type {CurveTerm} from "./terms.ts";
import {emptyChart} from "./theme.ts";
import {valueScale} from "./value-scale.ts";

/** {@link ChartOptions} of {@link churnChart}. */
export interface ChurnChartOptions extends ChartOptions {
  readonly period?: Period;
  /** contract: lives begin with the contract; lapse: with the first order, and end in silence. Defaults to contract. */
  readonly basis?: "contract" | "lapse";
  /** survival: who is still there; hazard: who leaves at each age. Defaults to survival. */
  readonly form?: "survival" | "hazard";
}

interface Row {
  readonly group: string | null;
  readonly age: number;
  readonly at_risk: number;
  readonly survival: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly hazard: number | null;
}

const COLUMNS = ["group", "age", "at_risk", "survival", "low", "high", "hazard"] as const;
/** A curve goes on thin once fewer are at risk. */
const FEW = 10;
const MOST_READINGS = 3;
const AGE_TERMS: Readonly<Record<Period, CurveTerm>> = {
  week: "weeks of contract",
  month: "months of contract",
  quarter: "quarters of contract",
  half: "half-years of contract",
  year: "years of contract",
  "fiscal-year": "years of contract"
};
export const AGE_STEPS = [1, 2, 3, 6, 12, 24, 52, 104];

/**
 * Survival by age in steps, one per group with its band, from 0 to 100%; below the axis how many are at risk. With groups, everybody is the grey dashed line. Where half have left, lines lead to the age. A curve with fewer than 10 at risk goes on thin and dotted.
 * As hazard: the share of those at risk that leaves at each age.
 *
 * @throws {InputError} if a column is missing.
 */
export function churnChart(result: ColumnTable, options: ChurnChartOptions): Element {
  const {basis = "contract", form = "survival", format, period = "month", words} = options;
  const rows = requireRows<Row>(result, COLUMNS).filter(({survival}) => survival !== null);
  if (rows.length === 0) return emptyChart(options);
  const isSurvival = form === "survival";
  const styles = groupStyles(
    rows.map(({group}) => group),
    options
  );
  const own = (group: string | null) => rows.filter((row) => row.group === group);
  const curves = styles.map(({group, name, colour, dash}): Curve => ({
    name,
    colour,
    dash,
    points: own(group)
      .filter(({age}) => isSurvival || age > 0)
      .map(({age, at_risk, survival, low, high, hazard}) => ({
        x: age,
        y: isSurvival ? survival! : (hazard ?? 0),
        low: isSurvival ? low : null,
        high: isSurvival ? high : null,
        isFaint: at_risk < FEW
      }))
  }));
  const drawn = curves.filter(({points}) => points.length > 0);
  if (drawn.length === 0) return emptyChart(options);
  const count = (group: string | null, age: number) => own(group).find((row) => row.age === age)?.at_risk ?? 0;
  const highest = drawn
    .flatMap(({points}) => points.filter(({isFaint}) => !isFaint).map(({y}) => y))
    .reduce((a, b) => Math.max(a, b), 0);
  return curvesChart(
    {
      curves: drawn,
      readings: isSurvival ? medians(drawn, options) : [],
      under: {
        title: termOf(options, "customers at risk"),
        rows: styles.map(({group, name, colour}) => ({
          name: styles.length > 1 ? name : null,
          colour,
          at: (age) => format.value(count(group, age), "count")
        }))
      },
      isStep: isSurvival,
      unit: "ratio",
      scale: isSurvival
        ? {domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1]}
        : valueScale([highest], {isFromZero: true, count: 4}),
      xLabel: basis === "contract" ? termOf(options, AGE_TERMS[period]) : words.age(period),
      xSteps: AGE_STEPS,
      yLabel: termOf(
        options,
        isSurvival ? (basis === "contract" ? "still customers" : "not lapsed yet") : "leave at this age"
      ),
      title: ({name}, {x, y, low, high}) =>
        `${name}, ${x}: ${format.value(y, "ratio")}${low === null || high === null ? "" : ` (${format.value(low, "ratio")}–${format.value(high, "ratio")})`}`
    },
    options
  );
}

/** Where the curves cross one half, if they are few. */
function medians(curves: readonly Curve[], options: ChartOptions): readonly Reading[] {
  const found = curves.flatMap(({colour, points}) => {
    const at = points.find(({y, isFaint}) => y <= 0.5 && !isFaint);
    return at
      ? [{x: at.x, y: 0.5, colour, label: termWith(options, "half left by {0}", options.format.value(at.x, "count"))}]
      : [];
  });
  return found.length <= MOST_READINGS ? found : [];
}
