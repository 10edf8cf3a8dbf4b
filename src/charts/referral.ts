import type {ColumnTable} from "arquero";
import {drawing, label} from "./drawing.ts";
import {element} from "./element.ts";
import type {ChartOptions} from "./options.ts";
import {requireRows} from "./rows.ts";
import {termOf, termWith} from "./terms.ts";
import {widest} from "./text-width.ts";
import {ACCENT, INK, LINE, MUTED, emptyChart, fontSize, isNarrow} from "./theme.ts";
import {upliftRows} from "./uplift-rows.ts";
import type {ClaimBand} from "./uplift-rows.ts";

/** {@link ChartOptions} of the referrals. */
export interface ReferralChartOptions extends ChartOptions {
  /** The published figure; null for none. */
  readonly claim: ClaimBand | null;
  /** `tables.referrers` of the metric. */
  readonly referrers: ColumnTable;
}

interface Ratio {
  readonly group: string | null;
  readonly measure: string;
  readonly referred: number;
  readonly others: number;
  readonly uplift: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

interface Referrers {
  readonly voice: string;
  readonly customers: number;
  readonly rate: number | null;
  readonly rate_low: number | null;
  readonly rate_high: number | null;
}

const BAR = 16;

/**
 * What referred customers bring, and how often they come back, against the others, with intervals beside the published claim; below, how many each group of answers refers, per 100 customers.
 *
 * @throws {InputError} if a column is missing.
 */
export function referralChart(ratios: ColumnTable, options: ReferralChartOptions): Element {
  const rows = requireRows<Ratio>(ratios, ["group", "measure", "referred", "others", "uplift", "low", "high"]);
  const who = requireRows<Referrers>(options.referrers, ["voice", "customers", "rate", "rate_low", "rate_high"]);
  if (rows.length === 0) return emptyChart(options);
  const shown = rows.filter(({group, measure}) => group === null || measure === "ltv");
  const head = upliftRows(
    {
      rows: shown.map(({group, measure, referred, others, uplift, low, high}) => ({
        name: group ?? termOf(options, `${measure} ratio`),
        detail: termWith(
          options,
          "members {0}, others {1}",
          options.format.value(referred, "count"),
          options.format.value(others, "count")
        ),
        value: uplift,
        low,
        high,
        isMain: group === null && measure === "ltv"
      })),
      heading: termOf(options, "referred against the others"),
      claim: options.claim
    },
    options
  );
  const {node, height} = referrerBars(who, head.height + 22, options);
  return drawing(options, height, [head.node, node]);
}

/** Bars of referrals per 100 customers with their intervals, the number at the end. */
function referrerBars(
  rows: readonly Referrers[],
  top: number,
  options: ChartOptions
): {node: SVGElement; height: number} {
  const {document, format, width} = options;
  const [size, narrow] = [fontSize(options), isNarrow(options)];
  const nameOf = ({voice}: Referrers) => termOf(options, voice);
  const countOf = ({customers}: Referrers) => termWith(options, "n = {0}", format.value(customers, "count"));
  const numberOf = ({rate, rate_low: low, rate_high: high}: Referrers) =>
    rate === null
      ? "–"
      : `${format.short(100 * rate, "score")}${low === null || high === null ? "" : ` (${format.short(100 * low, "score")}–${format.short(100 * high, "score")})`}`;
  const left = narrow
    ? 0
    : widest(
        rows.map((row) => `${nameOf(row)}  ${countOf(row)}`),
        size
      ) + 14;
  const right = widest(rows.map(numberOf), size) + 12;
  const most = Math.max(0.001, ...rows.map(({rate, rate_high: high}) => Math.max(rate ?? 0, high ?? 0)));
  const x = (value: number) => left + (value / most) * (width - left - right);
  const rowHeight = narrow ? BAR + size + 16 : BAR + 10;
  const first = top + size + 8;
  const marks = rows.flatMap((row, i) => {
    const y = first + i * rowHeight + (narrow ? size + 6 : 0);
    const middle = y + BAR / 2;
    const name = narrow ? {x: 0, y: y - size / 2 - 3} : {x: 0, y: middle};
    const {rate, rate_low: low, rate_high: high} = row;
    return [
      label(document, nameOf(row), {...name, size}),
      label(document, countOf(row), {
        x: narrow ? widest([nameOf(row)], size) + 8 : left - 12,
        y: name.y,
        size: size - 1,
        fill: MUTED,
        anchor: narrow ? "start" : "end"
      }),
      element(document, "rect", {class: "k-bar", x: x(0), y, width: x(rate ?? 0) - x(0), height: BAR, fill: ACCENT}),
      ...(low === null || high === null
        ? []
        : [
            element(document, "path", {
              class: "k-interval",
              d: `M${x(low)} ${middle}H${x(high)}`,
              stroke: INK,
              "stroke-width": 1.75
            })
          ]),
      label(document, numberOf(row), {x: x(high ?? rate ?? 0) + 8, y: middle, size, bold: true})
    ];
  });
  const height = first + rows.length * rowHeight + 4;
  const node = element(
    document,
    "g",
    {class: "k-referrers"},
    label(document, termOf(options, "referrals per 100 customers"), {
      x: 0,
      y: top,
      size: size - 1,
      fill: MUTED,
      room: width
    }),
    element(document, "path", {d: `M${x(0)} ${first - 2}V${height - 6}`, stroke: LINE}),
    ...marks
  );
  return {node, height};
}
