import type {ColumnTable} from "arquero";
import {drawing, label} from "./drawing.ts";
import {element, rounded} from "./element.ts";
import type {ChartOptions} from "./options.ts";
import {requireRows} from "./rows.ts";
import {roundTicks} from "./round-ticks.ts";
import {termOf} from "./terms.ts";
import {widest} from "./text-width.ts";
import {ACCENT, LINE, MUTED, emptyChart, fontSize, isNarrow} from "./theme.ts";

/** {@link ChartOptions} of the what-if line. */
export interface WhatIfChartOptions extends ChartOptions {
  /** `tables.rule_of_thumb` of the metric: a claim, drawn as a band; null for none. */
  readonly ruleOfThumb?: ColumnTable | null;
  /** The shift that is marked; defaults to none. */
  readonly points?: number | null;
}

interface ShiftRow {
  readonly group: string | null;
  readonly points: number;
  readonly change: number;
  readonly low: number | null;
  readonly high: number | null;
}

interface Band {
  readonly points: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Line of `what-if`, everybody: change of the amount by points of retention, with its interval, the value at each fifth point, and the published rule of thumb as a grey band with its source, cut where it leaves the frame.
 *
 * @throws {InputError} if a column is missing.
 */
export function whatIfChart(shifts: ColumnTable, options: WhatIfChartOptions): Element {
  const rows = requireRows<ShiftRow>(shifts, ["group", "points", "change", "low", "high"]).filter(
    ({group}) => group === null
  );
  if (rows.length < 2) return emptyChart(options);
  const {document, format, width, ruleOfThumb = null} = options;
  const size = fontSize(options);
  const thumb = ruleOfThumb === null ? [] : requireRows<Band>(ruleOfThumb, ["points", "low", "high"]);
  const values = rows.flatMap(({change, low, high}) => [change, low ?? change, high ?? change]);
  const ticks = roundTicks(Math.min(0, ...values), Math.max(0, ...values, ...thumb.map(({low}) => low)), {count: 5});
  const tickTexts = format.ticks(ticks, "money");
  const left = Math.ceil(widest(tickTexts, size - 1) + 10);
  const [top, height] = [size + 14, isNarrow(options) ? 200 : 250];
  const bottom = top + height;
  const [first, last] = [rows[0]!.points, rows.at(-1)!.points];
  const x = (points: number) => left + 8 + ((points - first) / (last - first)) * (width - left - 20);
  const [least, most] = [ticks[0]!, ticks.at(-1)!];
  const y = (value: number) => bottom - ((Math.min(most, Math.max(least, value)) - least) / (most - least)) * height;
  const band = (run: readonly {points: number; low: number; high: number}[]) =>
    `M${[...run.map(({points, high}) => `${rounded(x(points))} ${rounded(y(high))}`), ...run.toReversed().map(({points, low}) => `${rounded(x(points))} ${rounded(y(low))}`)].join("L")}Z`;
  const known = rows.filter((row): row is ShiftRow & Band => row.low !== null && row.high !== null);
  const marked = rows.find(({points}) => points === options.points);
  const named = rows.filter(({points}) => points % 5 === 0);
  const shown = thumb.filter(({points}) => points <= last);
  return drawing(options, bottom + 2 * size + 18, [
    label(document, termOf(options, "margin in five years"), {x: 0, y: size / 2 + 1, size: size - 1, fill: MUTED}),
    ...ticks.map((tick, i) =>
      element(
        document,
        "g",
        {},
        element(document, "path", {d: `M${left} ${rounded(y(tick))}H${width}`, stroke: tick === 0 ? MUTED : LINE}),
        label(document, tickTexts[i]!, {x: left - 6, y: y(tick), size: size - 1, anchor: "end", fill: MUTED})
      )
    ),
    shown.length > 1
      ? element(document, "path", {class: "k-claim", d: band(shown), fill: MUTED, "fill-opacity": 0.18})
      : null,
    shown.length > 1
      ? label(document, termOf(options, "rule of thumb"), {
          x: x(last),
          // Between the line and the axis, where neither it nor its numbers are.
          y: y(0) - size,
          size: size - 1,
          anchor: "end",
          fill: MUTED
        })
      : null,
    known.length > 1
      ? element(document, "path", {class: "k-band", d: band(known), fill: ACCENT, "fill-opacity": 0.22})
      : null,
    element(document, "path", {
      class: "k-line",
      d: rows
        .map(({points, change}, i) => `${i === 0 ? "M" : "L"}${rounded(x(points))} ${rounded(y(change))}`)
        .join(""),
      fill: "none",
      stroke: ACCENT,
      "stroke-width": 2.2
    }),
    ...(marked
      ? [
          element(document, "path", {
            d: `M${rounded(x(marked.points))} ${top}V${bottom}`,
            stroke: MUTED,
            "stroke-dasharray": "3 3"
          }),
          element(document, "circle", {
            class: "k-marked",
            cx: x(marked.points),
            cy: y(marked.change),
            r: 6,
            fill: "none",
            stroke: ACCENT,
            "stroke-width": 2
          })
        ]
      : []),
    ...named.flatMap(({points, change}) => [
      element(document, "circle", {cx: x(points), cy: y(change), r: 3, fill: ACCENT}),
      points === 0
        ? null
        : label(document, `${change > 0 ? "+" : ""}${format.short(change, "money")}`, {
            x: x(points) + (points > 0 ? -6 : 6),
            y: y(change) + (points > 0 ? -9 : 13),
            size,
            anchor: points > 0 ? "end" : "start",
            bold: true
          }),
      label(document, `${points > 0 ? "+" : ""}${format.value(points, "number")}`, {
        x: x(points),
        y: bottom + size,
        size: size - 1,
        anchor: "middle",
        fill: MUTED
      })
    ]),
    label(document, termOf(options, "change in retention"), {
      x: (left + width) / 2,
      y: bottom + 2 * size + 6,
      size: size - 1,
      anchor: "middle",
      fill: MUTED
    })
  ]);
}
