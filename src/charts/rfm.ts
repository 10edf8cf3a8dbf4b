import type {ColumnTable} from "arquero";
import type {RfmRegion} from "../metrics/rfm-segments.ts";
import {drawing, label, wrapped} from "./drawing.ts";
import {element} from "./element.ts";
import type {ChartOptions} from "./options.ts";
import {createRamp} from "./ramp.ts";
import type {Ramp} from "./ramp.ts";
import {rampKey, rampKeyHeight} from "./ramp-key.ts";
import {requireRows} from "./rows.ts";
import {squarify} from "./squarify.ts";
import type {Box} from "./squarify.ts";
import {termOf} from "./terms.ts";
import {textWidth, widest} from "./text-width.ts";
import {LINE, MUTED, emptyChart, fontSize, isNarrow, rampColour, rampInk} from "./theme.ts";

/** {@link ChartOptions} of the RFM charts. */
export interface RfmChartOptions extends ChartOptions {
  /** Which scores make which segment. */
  readonly regions: readonly RfmRegion[];
  /** grid of scores, or treemap of the segments' value; defaults to grid. */
  readonly form?: "grid" | "treemap";
  /** The cut-offs of scores: `tables.breakpoints` of the metric; null leaves the axes without numbers. */
  readonly breakpoints?: ColumnTable | null;
}

interface SegmentRow {
  readonly segment: string;
  readonly customers: number;
  readonly share_customers: number | null;
  readonly value: number;
  readonly share_value: number | null;
  readonly group?: string | null;
}

interface Breakpoint {
  readonly measure: string;
  readonly p20: number;
  readonly p40: number;
  readonly p60: number;
  readonly p80: number;
}

const COLUMNS = ["segment", "customers", "share_customers", "value", "share_value"] as const;
const CELL_HEIGHT = 62;
const KEY_GAP = 18;

/**
 * The eleven segments of the `rfm` metric, everybody's, coloured by their share of the value: as the regions of the grid of scores (recency upwards, frequency and value to the right, cut-offs on the axes), or as a treemap whose areas are shares of the value.
 *
 * @throws {InputError} if a column is missing.
 */
export function rfmChart(segments: ColumnTable, options: RfmChartOptions): Element {
  const names = segments.columnNames().includes("group") ? [...COLUMNS, "group"] : COLUMNS;
  const rows = requireRows<SegmentRow>(segments, names).filter(({group = null}) => group === null);
  const ramp = createRamp(rows.map(({share_value, share_customers}) => share_value ?? share_customers ?? 0));
  if (rows.length === 0 || !ramp) return emptyChart(options);
  return options.form === "treemap" ? treemap(rows, ramp, options) : grid(rows, ramp, options);
}

function grid(rows: readonly SegmentRow[], ramp: Ramp, options: RfmChartOptions): Element {
  const {document, width} = options;
  const size = fontSize(options);
  const axes = scoreRanges(options);
  const left = Math.ceil(
    widest([...axes.recency, termOf(options, "frequency"), termOf(options, "value")], size - 1) + 8
  );
  const top = 2 * size + 4;
  const cell = (width - left) / 5;
  const regions = options.regions.map(({segment, recency: [r0, r1], worth: [w0, w1]}) => {
    const box = {
      x: left + (w0 - 1) * cell,
      y: top + (5 - r1) * CELL_HEIGHT,
      width: (w1 - w0 + 1) * cell,
      height: (r1 - r0 + 1) * CELL_HEIGHT
    };
    return segmentBox(
      rows.find((row) => row.segment === segment)!,
      box,
      {ramp, options}
    );
  });
  const bottom = top + 5 * CELL_HEIGHT;
  const line = size + 4;
  const axisRows = [axes.frequency, axes.value].flatMap((texts, i) => {
    const y = bottom + 10 + i * line;
    return [
      label(document, termOf(options, i === 0 ? "frequency" : "value"), {
        x: 0,
        y,
        size: size - 1,
        fill: MUTED,
        room: left - 6
      }),
      ...texts.map((text, score) =>
        label(document, text, {
          x: left + (score + 0.5) * cell,
          y,
          size: size - 1,
          anchor: "middle",
          fill: MUTED,
          room: cell - 2
        })
      )
    ];
  });
  const key = bottom + 2 * line + KEY_GAP;
  return drawing(options, key + rampKeyHeight(size) + size + 4, [
    label(document, termOf(options, "recency"), {x: 0, y: size, size: size - 1, fill: MUTED}),
    ...axes.recency.map((text, i) =>
      label(document, text, {x: 0, y: top + (i + 0.5) * CELL_HEIGHT, size: size - 1, fill: MUTED})
    ),
    ...regions,
    ...axisRows,
    ...colourKey(ramp, key, {left, options})
  ]);
}

function treemap(rows: readonly SegmentRow[], ramp: Ramp, options: RfmChartOptions): Element {
  const size = fontSize(options);
  const height = isNarrow(options) ? 340 : 320;
  const shown = rows.filter(({value}) => value > 0).toSorted((a, b) => b.value - a.value);
  const boxes = squarify(
    shown.map(({value}) => value),
    {x: 0, y: 0, width: options.width, height}
  );
  return drawing(options, height + KEY_GAP + rampKeyHeight(size) + size + 4, [
    ...shown.map((row, i) => segmentBox(row, boxes[i]!, {ramp, options})),
    ...colourKey(ramp, height + KEY_GAP, {left: 0, options})
  ]);
}

function colourKey(ramp: Ramp, y: number, {left, options}: {left: number; options: ChartOptions}): SVGElement[] {
  const {document, format, width} = options;
  const size = fontSize(options) - 1;
  return [
    label(document, termOf(options, "of value"), {x: left, y: y - 2, size, fill: MUTED, room: width - left}),
    rampKey(ramp, {document, x: left, y: y + size - 2, width: width - left, size, format, unit: "ratio"})
  ];
}

/** A rectangle with the segment's name, customers, and shares, as much of it as fits. */
function segmentBox(row: SegmentRow, box: Box, {ramp, options}: {ramp: Ramp; options: ChartOptions}): SVGElement {
  const {document, format} = options;
  const size = fontSize(options);
  const isEmpty = row.customers === 0;
  const step = ramp.step(row.share_value ?? row.share_customers ?? 0);
  const fill = isEmpty ? MUTED : rampInk(step);
  const room = box.width - 8;
  const name = wrapped(termOf(options, row.segment), room, size - 1);
  const shares = [
    `${format.short(row.share_customers, "ratio")} ${termOf(options, "of customers")}`,
    ...(row.share_value === null ? [] : [`${format.short(row.share_value, "ratio")} ${termOf(options, "of value")}`])
  ];
  const fits = shares.every((text) => textWidth(text, size - 1) <= room);
  const both = [row.share_customers, row.share_value].filter((share) => share !== null);
  const short = both.map((share) => format.short(share, "ratio")).join(" / ");
  const numbers = isEmpty ? ["–"] : fits ? shares : textWidth(short, size - 1) <= room ? [short] : [];
  const line = size + 2;
  const lines = [...name, ...numbers];
  const isTight = name.some((text) => text.endsWith("…"));
  const shown = isTight ? [] : lines.slice(0, Math.max(0, Math.floor((box.height - 4) / line)));
  const first = box.y + box.height / 2 - ((shown.length - 1) * line) / 2;
  const tooltip = `${termOf(options, row.segment)}: ${format.value(row.customers, "count")}, ${shares.join(", ")}`;
  return element(
    document,
    "g",
    {class: "k-segment"},
    element(document, "title", {}, tooltip),
    element(document, "rect", {
      x: box.x + 1,
      y: box.y + 1,
      width: Math.max(0, box.width - 2),
      height: Math.max(0, box.height - 2),
      fill: isEmpty ? LINE : rampColour(step),
      "fill-opacity": isEmpty ? 0.35 : null
    }),
    ...shown.map((text, i) =>
      label(document, text, {
        x: box.x + box.width / 2,
        y: first + i * line,
        size: size - 1,
        anchor: "middle",
        fill,
        bold: i < name.length,
        room
      })
    )
  );
}

/** What makes each score, as text: recency from 5 down, the others from 1 up; a score that no value has is "–". */
function scoreRanges({breakpoints = null, format}: RfmChartOptions): {
  recency: string[];
  frequency: string[];
  value: string[];
} {
  const rows =
    breakpoints === null ? [] : requireRows<Breakpoint>(breakpoints, ["measure", "p20", "p40", "p60", "p80"]);
  const ranges = (measure: string, text: (value: number) => string): string[] => {
    const row = rows.find((one) => one.measure === measure);
    if (!row) return ["1", "2", "3", "4", "5"];
    const bounds = [row.p20, row.p40, row.p60, row.p80];
    return [
      ...bounds.map((bound, i) => (i > 0 && bound === bounds[i - 1] ? "–" : `≤ ${text(bound)}`)),
      `> ${text(row.p80)}`
    ];
  };
  const plain = (value: number) => format.short(value, "number");
  return {
    recency: ranges("recency", plain),
    frequency: ranges("frequency", plain),
    value: ranges("value", (value) => format.short(value, "money"))
  };
}
