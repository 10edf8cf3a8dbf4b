import type {ColumnTable} from "arquero";
import {drawing, label} from "./drawing.ts";
import {element, rounded} from "./element.ts";
import type {ChartOptions} from "./options.ts";
import {periodLabel} from "./period.ts";
import type {Period} from "./period.ts";
import {requireRows} from "./rows.ts";
import {roundTicks} from "./round-ticks.ts";
import {termOf} from "./terms.ts";
import {textWidth, widest} from "./text-width.ts";
import {ACCENT, INK, LINE, MUTED, SURFACE, emptyChart, fontSize, isNarrow} from "./theme.ts";

/** {@link ChartOptions} of the forecast. */
export interface ForecastChartOptions extends ChartOptions {
  readonly period?: Period;
}

interface ForecastRow {
  readonly period: Date;
  readonly actual: number | null;
  readonly expected: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly holdout: boolean;
  readonly complete: boolean;
  readonly newcomers: number | null;
  readonly group?: string | null;
}

interface Frame {
  readonly rows: readonly ForecastRow[];
  readonly x: (i: number) => number;
  readonly y: (value: number) => number;
  readonly top: number;
  readonly bottom: number;
  readonly size: number;
}

const COLUMNS = ["period", "actual", "expected", "low", "high", "holdout", "complete", "newcomers"] as const;

/**
 * The `forecast` of everybody: purchases per period as they came (ink, with points), as the model expects them (colour, dashed) with the interval as a band, the held-out periods shaded, a line where the data ends, each line named at its end.
 *
 * @throws {InputError} if a column is missing.
 */
export function forecastChart(series: ColumnTable, options: ForecastChartOptions): Element {
  const names = series.columnNames().includes("group") ? [...COLUMNS, "group"] : COLUMNS;
  const rows = requireRows<ForecastRow>(series, names).filter(({group = null}) => group === null);
  if (rows.length === 0) return emptyChart(options);
  const {document, format, width, period = "month"} = options;
  const [size, narrow] = [fontSize(options), isNarrow(options)];
  const most = Math.max(
    1,
    ...rows.flatMap(({actual, newcomers, expected, high}) => [
      (actual ?? 0) + (newcomers ?? 0),
      expected ?? 0,
      high ?? 0
    ])
  );
  const ticks = roundTicks(0, most, {count: 4, whole: true});
  const tickTexts = format.ticks(ticks, "count");
  const left = Math.ceil(widest(tickTexts, size - 1) + 8);
  const right = narrow ? 6 : 10;
  const [top, height] = [2 * size + 26, narrow ? 190 : 250];
  const bottom = top + height;
  const step = (width - left - right) / rows.length;
  const frame: Frame = {
    rows,
    size,
    top,
    bottom,
    x: (i) => left + (i + 0.5) * step,
    y: (value) => bottom - (value / ticks.at(-1)!) * height
  };
  const labels = rows.map((row) => periodLabel(row.period, period, format));
  const room = widest(labels, size - 1);
  const every = [1, 2, 3, 4, 6, 12, 24, 52].find((n) => n * step > room + 8) ?? 104;
  const held = rows.findIndex(({holdout}) => holdout);
  const future = rows.findIndex(({complete}) => !complete);
  return drawing(options, bottom + size + 16, [
    lineNames(options, size),
    held >= 0 ? shade(frame, {from: held, to: rows.findLastIndex(({holdout}) => holdout), step, options}) : null,
    ...ticks.map((tick, i) =>
      element(
        document,
        "g",
        {},
        element(document, "path", {
          d: `M${left} ${rounded(frame.y(tick))}H${width - right}`,
          stroke: tick === 0 ? MUTED : LINE
        }),
        label(document, tickTexts[i]!, {x: left - 6, y: frame.y(tick), size: size - 1, anchor: "end", fill: MUTED})
      )
    ),
    ...rows.map((_, i) =>
      i % every === 0 && frame.x(i) + room / 2 <= width
        ? label(document, labels[i]!, {
            x: Math.max(room / 2, frame.x(i)),
            y: bottom + size,
            size: size - 1,
            anchor: "middle",
            fill: MUTED
          })
        : null
    ),
    future > 0 ? boundary(frame, {x: left + future * step, options}) : null,
    ...bands(frame, options),
    ...segmentsOf(rows).map((run) => line(frame, run, {options})),
    withNewcomers(frame, options),
    line(
      frame,
      rows.map((_, i) => i).filter((i) => rows[i]!.actual !== null && rows[i]!.complete),
      {options, isActual: true}
    ),
    ...rows.map((row, i) =>
      row.actual === null
        ? null
        : element(
            document,
            "circle",
            {
              cx: frame.x(i),
              cy: frame.y(row.actual),
              r: step < 8 ? 1.6 : 2.6,
              fill: row.complete ? INK : SURFACE,
              stroke: INK
            },
            element(document, "title", {}, `${labels[i]!}: ${format.value(row.actual, "count")}`)
          )
    )
  ]);
}

/** Runs of rows whose expectations belong together: the fit itself, the held-out check, the periods to come. */
function segmentsOf(rows: readonly ForecastRow[]): number[][] {
  const part = ({holdout, complete}: ForecastRow) => (holdout ? 1 : complete ? 0 : 2);
  return [0, 1, 2]
    .map((wanted) => rows.map((_, i) => i).filter((i) => part(rows[i]!) === wanted && rows[i]!.expected !== null))
    .filter((run) => run.length > 0);
}

function line(
  {rows, x, y}: Frame,
  places: readonly number[],
  {options, isActual = false}: {options: ChartOptions; isActual?: boolean}
): SVGElement {
  const d = places
    .map(
      (i, k) =>
        `${k === 0 ? "M" : "L"}${rounded(x(i))} ${rounded(y((isActual ? rows[i]!.actual : rows[i]!.expected)!))}`
    )
    .join("");
  const style = isActual
    ? {stroke: INK, "stroke-width": 1.8}
    : {stroke: ACCENT, "stroke-width": 2.2, "stroke-dasharray": "5 3"};
  return element(options.document, "path", {
    class: isActual ? "k-actual" : "k-expected",
    d,
    fill: "none",
    "stroke-linejoin": "round",
    ...style
  });
}

/** In held-out periods, what came in all: dotted above what came of the customers that the check knew. Null where nobody came since. */
function withNewcomers({rows, x, y, size}: Frame, options: ChartOptions): SVGElement | null {
  const {document} = options;
  const places = rows.map((_, i) => i).filter((i) => rows[i]!.newcomers !== null && rows[i]!.actual !== null);
  if (places.every((i) => rows[i]!.newcomers === 0)) return null;
  const at = (i: number) => y(rows[i]!.actual! + rows[i]!.newcomers!);
  const d = places.map((i, k) => `${k === 0 ? "M" : "L"}${rounded(x(i))} ${rounded(at(i))}`).join("");
  const last = places.at(-1)!;
  const path = element(document, "path", {
    class: "k-newcomers",
    d,
    fill: "none",
    stroke: MUTED,
    "stroke-width": 1.5,
    "stroke-dasharray": "1 3"
  });
  const name = label(document, termOf(options, "with newcomers"), {
    x: x(last),
    y: at(last) - 9,
    size: size - 1,
    anchor: "end",
    fill: MUTED
  });
  return element(document, "g", {}, path, name);
}

/** The intervals of held-out and coming periods. */
function bands({rows, x, y}: Frame, {document}: ChartOptions): SVGElement[] {
  return segmentsOf(rows)
    .map((run) => run.filter((i) => rows[i]!.low !== null))
    .filter((run) => run.length > 0)
    .map((run) => {
      const half = run.length === 1 ? 4 : 0;
      const upper = run.flatMap((i) => [
        `${rounded(x(i) - half)} ${rounded(y(rows[i]!.high!))}`,
        ...(half ? [`${rounded(x(i) + half)} ${rounded(y(rows[i]!.high!))}`] : [])
      ]);
      const lower = run
        .toReversed()
        .flatMap((i) => [
          ...(half ? [`${rounded(x(i) + half)} ${rounded(y(rows[i]!.low!))}`] : []),
          `${rounded(x(i) - half)} ${rounded(y(rows[i]!.low!))}`
        ]);
      return element(document, "path", {
        class: "k-band",
        d: `M${[...upper, ...lower].join("L")}Z`,
        fill: ACCENT,
        "fill-opacity": 0.2
      });
    });
}

/** The held-out periods, named. */
function shade(
  {x, top, bottom, size}: Frame,
  {from, to, step, options}: {from: number; to: number; step: number; options: ChartOptions}
): SVGElement {
  const {document} = options;
  const [left, width] = [x(from) - step / 2, (to - from + 1) * step];
  return element(
    document,
    "g",
    {class: "k-holdout"},
    element(document, "rect", {
      x: left,
      y: top - 18,
      width,
      height: bottom - top + 18,
      fill: LINE,
      "fill-opacity": 0.45
    }),
    // Where it is wider than its periods it ends with them.
    label(document, termOf(options, "holdout"), {
      x: left + width - 4,
      y: top - 9,
      size: size - 1,
      anchor: "end",
      fill: MUTED
    })
  );
}

function boundary({top, bottom, size}: Frame, {x, options}: {x: number; options: ChartOptions}): SVGElement {
  const {document, width} = options;
  const path = element(document, "path", {
    d: `M${rounded(x)} ${top - 18}V${bottom}`,
    stroke: MUTED,
    "stroke-dasharray": "2 3"
  });
  return element(
    document,
    "g",
    {},
    path,
    label(document, termOf(options, "to come"), {
      x: x + 4,
      y: top - 9,
      size: size - 1,
      fill: MUTED,
      room: width - x - 4
    })
  );
}

/** The two lines and their names, and what is counted. */
function lineNames(options: ChartOptions, size: number): SVGElement {
  const {document, width} = options;
  const [actual, expected] = [termOf(options, "actual"), termOf(options, "expected")];
  const second = 26 + textWidth(actual, size) + 18;
  const third = second + 26 + textWidth(expected, size) + 18;
  const y = size / 2 + 2;
  return element(
    document,
    "g",
    {class: "k-legend"},
    element(document, "path", {d: `M0 ${y}h20`, stroke: INK, "stroke-width": 1.8}),
    element(document, "circle", {cx: 10, cy: y, r: 2.6, fill: INK}),
    label(document, actual, {x: 26, y, size}),
    element(document, "path", {
      d: `M${second} ${y}h20`,
      stroke: ACCENT,
      "stroke-width": 2.2,
      "stroke-dasharray": "5 3"
    }),
    label(document, expected, {x: second + 26, y, size}),
    label(document, termOf(options, "purchases"), {x: third, y, size, fill: MUTED, room: width - third})
  );
}
