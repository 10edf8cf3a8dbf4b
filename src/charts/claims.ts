import type {ColumnTable} from "arquero";
import {drawing, label, wrapped} from "./drawing.ts";
import {element, rounded} from "./element.ts";
import type {Unit} from "./format.ts";
import {legend} from "./legend.ts";
import type {ChartOptions} from "./options.ts";
import {requireRows} from "./rows.ts";
import {termOf, termWith} from "./terms.ts";
import {textWidth} from "./text-width.ts";
import {ACCENT, BAD, GOOD, LINE, MUTED, emptyChart, fontSize, isNarrow} from "./theme.ts";

interface Row {
  readonly claim: string;
  readonly published_low: number;
  readonly published_high: number;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly verdict: string;
  readonly needs: string | null;
  readonly source: string;
}

const COLUMNS = ["claim", "published_low", "published_high", "value", "low", "high", "verdict", "needs", "source"];
const COLOURS: Readonly<Record<string, string>> = {consistent: GOOD, "not consistent": BAD, "cannot tell": MUTED};

/** How a claim's figures are written; a multiple of cost is no share. */
function writer(claim: string, {format}: ChartOptions): (value: number | null) => string {
  if (claim === "acquisition") return (value) => (value === null ? "–" : `×${format.value(value, "number")}`);
  const isRise = claim !== "concentration";
  return (value) => `${isRise && value !== null && value > 0 ? "+" : ""}${format.value(value, "ratio" satisfies Unit)}`;
}

/**
 * A row per rule of thumb, each on a scale of its own from no effect: the published range as a grey band with its source, our figure as a dot with its interval, both as numbers, and the verdict as a word.
 *
 * @throws {InputError} if a column is missing.
 */
export function claimsChart(result: ColumnTable, options: ChartOptions): Element {
  const rows = requireRows<Row>(result, COLUMNS);
  if (rows.length === 0) return emptyChart(options);
  const {document, width} = options;
  const [size, narrow] = [fontSize(options), isNarrow(options)];
  const key = legend(
    [
      {name: termOf(options, "published"), colour: LINE, dash: null},
      {name: termOf(options, "ours"), colour: ACCENT, dash: null}
    ],
    {document, isLine: false, width, size}
  );
  const left = narrow ? 0 : Math.round(0.36 * width);
  const right = narrow
    ? 0
    : Math.ceil(Math.max(...rows.map(({verdict}) => textWidth(termOf(options, verdict), size)))) + 22;
  const parts: SVGElement[] = [];
  let y = key.height + 4;
  for (const row of rows) {
    const write = writer(row.claim, options);
    const name = wrapped(termOf(options, `claim ${row.claim}`), (narrow ? width : left) - 12, size);
    const source = wrapped(row.source, (narrow ? width : left) - 12, size - 1);
    const lines = (name.length + source.length) * (size + 3);
    const plot = {x: left, width: width - left - right, y: narrow ? y + lines + 18 : y + Math.max(0, lines - 50) / 2};
    const height = narrow ? lines + 18 + 62 : Math.max(lines, 50) + 18;
    parts.push(
      element(
        document,
        "g",
        {class: "k-row"},
        element(document, "path", {d: `M0 ${rounded(y)}H${width}`, stroke: LINE}),
        ...name.map((text, i) => label(document, text, {x: 0, y: y + 14 + i * (size + 3), size, bold: true})),
        ...source.map((text, i) =>
          label(document, text, {x: 0, y: y + 14 + (name.length + i) * (size + 3), size: size - 1, fill: MUTED})
        ),
        ...scaleMarks(row, {plot, size, write, options}),
        label(document, termOf(options, row.verdict), {
          x: width,
          y: narrow ? y + lines + 16 : plot.y + 33,
          size,
          anchor: "end",
          bold: true,
          fill: COLOURS[row.verdict] ?? MUTED
        })
      )
    );
    y += height;
  }
  return drawing(options, y + 4, [key.node, ...parts]);
}

interface Place {
  readonly plot: {readonly x: number; readonly y: number; readonly width: number};
  readonly size: number;
  readonly write: (value: number | null) => string;
  readonly options: ChartOptions;
}

/** The band with its numbers above, the dot with its own below. */
function scaleMarks(row: Row, {plot, size, write, options}: Place): SVGElement[] {
  const {document} = options;
  const none = row.claim === "acquisition" ? 1 : 0;
  const ends = [none, row.published_low, row.published_high, row.value, row.low, row.high].filter(
    (one) => one !== null
  );
  const [from, to] = [Math.min(...ends), Math.max(...ends)];
  const x = (value: number) => plot.x + 4 + ((value - from) / (to - from || 1)) * (plot.width - 8);
  const middle = plot.y + 33;
  const range = row.published_low === row.published_high;
  const bandText = range ? write(row.published_low) : `${write(row.published_low)} – ${write(row.published_high)}`;
  const ownText =
    row.value === null || row.low === null || row.high === null
      ? row.needs === null
        ? "–"
        : termWith(options, "needs {0}", row.needs)
      : `${write(row.value)} (${write(row.low)} – ${write(row.high)})`;
  const beside = (text: string, at: number, bold: boolean) => {
    const half = (textWidth(text, size) * (bold ? 1.06 : 1)) / 2;
    return Math.min(Math.max(at, plot.x + half), Math.max(plot.x + half, plot.x + plot.width - half));
  };
  const centre = x((row.published_low + row.published_high) / 2);
  const own = row.value === null ? plot.x : x(row.value);
  return [
    element(document, "path", {d: `M${plot.x} ${rounded(middle)}h${rounded(plot.width)}`, stroke: LINE}),
    element(
      document,
      "path",
      {d: `M${rounded(x(none))} ${rounded(middle - 8)}v16`, stroke: MUTED},
      element(document, "title", {}, termOf(options, "no difference"))
    ),
    element(document, "rect", {
      class: "k-claim",
      x: x(row.published_low) - (range ? 2 : 0),
      y: middle - 9,
      width: Math.max(4, x(row.published_high) - x(row.published_low)),
      height: 18,
      fill: MUTED,
      "fill-opacity": range ? 0.6 : 0.3
    }),
    label(document, bandText, {
      x: beside(bandText, centre, false),
      y: middle - 18,
      size: size - 1,
      anchor: "middle",
      fill: MUTED
    }),
    ...(row.value === null
      ? []
      : [
          ...(row.low === null || row.high === null
            ? []
            : [
                element(document, "path", {
                  class: "k-interval",
                  d: `M${rounded(x(row.low))} ${rounded(middle)}H${rounded(x(row.high))}`,
                  stroke: ACCENT,
                  "stroke-width": 2.5
                })
              ]),
          element(document, "circle", {cx: own, cy: middle, r: 5, fill: ACCENT})
        ]),
    label(document, ownText, {
      x: row.value === null ? plot.x : beside(ownText, own, true),
      y: middle + 19,
      size,
      anchor: row.value === null ? "start" : "middle",
      bold: row.value !== null,
      fill: row.value === null ? MUTED : ACCENT,
      room: plot.width
    })
  ];
}
