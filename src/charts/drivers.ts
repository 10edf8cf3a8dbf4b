import type {ColumnTable} from "arquero";
import {drawing} from "./drawing.ts";
import {element} from "./element.ts";
import type {ChartOptions} from "./options.ts";
import {periodLabel} from "./period.ts";
import type {Period} from "./period.ts";
import {requireRows} from "./rows.ts";
import {termOf, termWith} from "./terms.ts";
import {emptyChart} from "./theme.ts";
import {signed, upliftRows} from "./uplift-rows.ts";
import type {UpliftRow} from "./uplift-rows.ts";

/** {@link ChartOptions} of the drivers. */
export interface DriversChartOptions extends ChartOptions {
  /** `tables.mix` of the metric. */
  readonly mix: ColumnTable;
  readonly measure: "nps" | "csat";
  readonly period: Period;
}

interface Driver {
  readonly group: string | null;
  readonly dimension: string;
  readonly value: string;
  readonly answers: number;
  readonly difference: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly differs: boolean;
}

interface Mix {
  readonly group: string | null;
  readonly dimension: string;
  readonly from: Date;
  readonly to: Date;
  readonly change: number;
  readonly low: number;
  readonly high: number;
  readonly p: number | null;
  readonly mix: number;
  readonly rate: number;
}

/** Most rows that are drawn; the table has all. */
const MOST = 12;

/**
 * Everybody's drivers: how far the score of each touchpoint and group lies from that of the others, with its interval, those beyond the noise first and in colour; below, the change between two periods and what of it is the mix of each dimension. All in points.
 *
 * @throws {InputError} if a column is missing.
 */
export function driversChart(drivers: ColumnTable, options: DriversChartOptions): Element {
  const names = ["group", "dimension", "value", "answers", "difference", "low", "high", "differs"] as const;
  const rows = requireRows<Driver>(drivers, names).filter(
    ({difference, group, low}) => group === null && difference !== null && low !== null
  );
  if (rows.length === 0) return emptyChart(options);
  const {format, measure} = options;
  // A share's differences are points too: hundredths.
  const points = (value: number | null) => (value === null ? null : measure === "nps" ? value : 100 * value);
  const head = upliftRows(
    {
      rows: rows.slice(0, MOST).map(({answers, difference, differs, dimension, high, low, value}): UpliftRow => ({
        name: value,
        detail: `${termOf(options, dimension)}, ${termWith(options, "n = {0}", format.value(answers, "count"))}`,
        value: points(difference),
        low: points(low),
        high: points(high),
        isMain: differs
      })),
      heading: termOf(options, `${measure} against the rest`),
      claim: null,
      unit: "nps"
    },
    options
  );
  const split = requireRows<Mix>(options.mix, ["group", "dimension", "from", "to", "change", "low", "high", "p", "mix", "rate"]).filter(({group}) => group === null); // prettier-ignore
  // Touchpoints have answers of their own, and so another change.
  const own = split.filter(({dimension}) => dimension !== "touchpoint");
  const change = own[0];
  if (!change) return drawing(options, head.height, [head.node]);
  const when = (date: Date) => periodLabel(date, options.period, format);
  const below = upliftRows(
    {
      rows: [
        {
          name: termWith(options, "{0} to {1}", when(change.from), when(change.to)),
          detail: termOf(options, "change of the score"),
          value: points(change.change),
          low: points(change.low),
          high: points(change.high),
          isMain: true
        },
        ...own.map(({dimension, mix, rate}): UpliftRow => ({
          name: termWith(options, "mix of {0}", termOf(options, dimension)),
          detail: termWith(options, "within: {0}", signed(points(rate), options, "nps")),
          value: points(mix),
          low: null,
          high: null,
          isMain: false
        }))
      ],
      heading: termOf(options, "of the change"),
      claim: null,
      unit: "nps"
    },
    options
  );
  const top = head.height + 20;
  return drawing(options, top + below.height, [
    head.node,
    element(options.document, "g", {transform: `translate(0 ${top})`}, below.node)
  ]);
}
