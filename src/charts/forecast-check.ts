import type {ColumnTable} from "arquero";
import {drawing, label} from "./drawing.ts";
import {element, rounded} from "./element.ts";
import type {ChartOptions} from "./options.ts";
import {requireRows} from "./rows.ts";
import {roundTicks} from "./round-ticks.ts";
import {termOf} from "./terms.ts";
import {widest} from "./text-width.ts";
import {ACCENT, INK, LINE, MUTED, SURFACE, fontSize, isNarrow} from "./theme.ts";

interface Accuracy {
  readonly method: string;
  readonly total: number;
  readonly actual: number;
  readonly bias: number | null;
  readonly rmse: number;
}

interface Frequency {
  readonly repeats: number;
  readonly actual: number;
  readonly expected: number;
}

/** Where a part of the panel stands. */
interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** Rows beyond this number of earlier repeats stand for "or more". */
const MOST = 7;

/**
 * How a forecast did on the periods that it had not seen: purchases by each way to predict them as bars, with bias and root mean squared error, against a line at what came; and purchases per customer, actual (dots) and expected (rings), by repeat purchases before.
 * Null without held-out periods.
 *
 * @throws {InputError} if a column is missing.
 */
export function forecastCheck(
  {accuracy, frequency}: {accuracy: ColumnTable; frequency: ColumnTable},
  options: ChartOptions
): Element | null {
  const methods = requireRows<Accuracy>(accuracy, ["method", "total", "actual", "bias", "rmse"]);
  const steps = requireRows<Frequency>(frequency, ["repeats", "actual", "expected"]);
  if (methods.length === 0) return null;
  const {width} = options;
  const size = fontSize(options);
  const narrow = isNarrow(options);
  const half = narrow ? width : (width - 36) / 2;
  const bars = barsHeight(methods, size);
  const plot = plotHeight(size);
  const second: Box = narrow ? {x: 0, y: bars + 16, width} : {x: half + 36, y: 0, width: half};
  return drawing(options, narrow ? bars + 16 + plot : Math.max(bars, plot), [
    ...methodBars(methods, {x: 0, y: 0, width: half}, options),
    ...calibration(steps, second, options)
  ]);
}

function barsHeight(methods: readonly Accuracy[], size: number): number {
  return size + 14 + methods.length * (2 * size + 14) + size + 8;
}

function plotHeight(size: number): number {
  return 2 * size + 22 + 120 + 2 * size + 14;
}

function methodBars(methods: readonly Accuracy[], box: Box, options: ChartOptions): Element[] {
  const {document, format} = options;
  const size = fontSize(options);
  const actual = methods[0]!.actual;
  const most = Math.max(1, actual, ...methods.map(({total}) => total));
  const x = (value: number) => box.x + (Math.max(0, value) / (most * 1.04)) * box.width;
  const top = box.y + size + 14;
  const step = 2 * size + 14;
  const bottom = top + methods.length * step;
  const percent = (bias: number | null) =>
    bias === null ? "" : `${bias > 0 ? "+" : ""}${format.value(bias, "ratio")}, `;
  return [
    label(document, termOf(options, "held-out check"), {
      x: box.x,
      y: box.y + size / 2 + 1,
      size: size - 1,
      fill: MUTED
    }),
    ...methods.flatMap(({bias, method, rmse, total}, i) => {
      const y = top + i * step;
      const isModel = method === "model";
      return [
        label(document, termOf(options, `by ${method}`), {x: box.x, y: y + size / 2, size: size - 1, bold: isModel}),
        label(document, `${percent(bias)}RMSE ${format.value(rmse, "number")}`, {
          x: box.x + box.width,
          y: y + size / 2,
          size: size - 1,
          anchor: "end",
          fill: MUTED
        }),
        element(document, "rect", {
          class: "k-method",
          x: box.x,
          y: y + size + 3,
          width: rounded(Math.max(1, x(total) - box.x)),
          height: size - 2,
          fill: isModel ? ACCENT : MUTED,
          "fill-opacity": isModel ? 1 : 0.45
        })
      ];
    }),
    element(document, "path", {
      class: "k-truth",
      d: `M${rounded(x(actual))} ${top + size}V${bottom}`,
      stroke: INK,
      "stroke-width": 1.5
    }),
    label(document, `${termOf(options, "actual")} ${format.value(actual, "count")}`, {
      x: x(actual) > box.x + box.width / 2 ? x(actual) + 2 : x(actual),
      y: bottom + size / 2 + 2,
      size: size - 1,
      anchor: x(actual) > box.x + box.width / 2 ? "end" : "start"
    })
  ];
}

function calibration(steps: readonly Frequency[], box: Box, options: ChartOptions): Element[] {
  const {document, format} = options;
  const size = fontSize(options);
  const ticks = roundTicks(0, Math.max(0.1, ...steps.flatMap(({actual, expected}) => [actual, expected])), {count: 3});
  const texts = format.ticks(ticks, "number");
  const left = box.x + Math.ceil(widest(texts, size - 1) + 8);
  const [top, height] = [box.y + 2 * size + 22, 120];
  const bottom = top + height;
  const x = (i: number) => left + ((i + 0.5) / steps.length) * (box.x + box.width - left);
  const y = (value: number) => bottom - (value / ticks.at(-1)!) * height;
  const line = (of: "actual" | "expected") =>
    steps.map((row, i) => `${i === 0 ? "M" : "L"}${rounded(x(i))} ${rounded(y(row[of]))}`).join("");
  const key = box.y + size + 12;
  const [actual, expected] = [termOf(options, "actual"), termOf(options, "expected")];
  const second = box.x + 14 + widest([actual], size - 1) + 24;
  const dot = (cx: number, cy: number) => element(document, "circle", {class: "k-dot", cx, cy, r: 3.2, fill: INK});
  const ring = (cx: number, cy: number) =>
    element(document, "circle", {class: "k-ring", cx, cy, r: 4.4, fill: SURFACE, stroke: ACCENT, "stroke-width": 2});
  return [
    label(document, termOf(options, "by frequency"), {
      x: box.x,
      y: box.y + size / 2 + 1,
      size: size - 1,
      fill: MUTED,
      room: box.width
    }),
    dot(box.x + 5, key),
    label(document, actual, {x: box.x + 14, y: key, size: size - 1}),
    ring(second, key),
    label(document, expected, {x: second + 9, y: key, size: size - 1}),
    ...ticks.map((tick, i) =>
      element(
        document,
        "g",
        {},
        element(document, "path", {
          d: `M${left} ${rounded(y(tick))}H${box.x + box.width}`,
          stroke: tick === 0 ? MUTED : LINE
        }),
        label(document, texts[i]!, {x: left - 6, y: y(tick), size: size - 1, anchor: "end", fill: MUTED})
      )
    ),
    element(document, "path", {d: line("actual"), fill: "none", stroke: INK, "stroke-width": 1.5}),
    element(document, "path", {
      d: line("expected"),
      fill: "none",
      stroke: ACCENT,
      "stroke-width": 1.5,
      "stroke-dasharray": "5 3"
    }),
    ...steps.flatMap(({actual: a, expected: e, repeats}, i) => [
      ring(x(i), y(e)),
      dot(x(i), y(a)),
      label(document, repeats >= MOST ? `${MOST}+` : String(repeats), {
        x: x(i),
        y: bottom + size,
        size: size - 1,
        anchor: "middle",
        fill: MUTED
      })
    ]),
    label(document, termOf(options, "repeats before"), {
      x: (left + box.x + box.width) / 2,
      y: bottom + 2 * size + 6,
      size: size - 1,
      anchor: "middle",
      fill: MUTED
    })
  ];
}
