import {label} from "./drawing.ts";
import {element, rounded} from "./element.ts";
import type {Legend} from "./legend.ts";
import type {ChartOptions} from "./options.ts";
import {termOf, termWith} from "./terms.ts";
import {textWidth, widest} from "./text-width.ts";
import {ACCENT, INK, LINE, MUTED, TARGET, fontSize, isNarrow} from "./theme.ts";
import {valueScale} from "./value-scale.ts";

/** A difference in percent with its interval; null where there is none. */
export interface UpliftRow {
  readonly name: string;
  /** What it stands on, in a second line. */
  readonly detail: string;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Is it the figure that counts? */
  readonly isMain: boolean;
}

/** Somebody's published figure, drawn as a band, or as a line where its ends are equal. */
export interface ClaimBand {
  readonly low: number;
  readonly high: number;
  readonly source: string;
}

/** What {@link upliftRows} draws. */
export interface UpliftSpec {
  readonly rows: readonly UpliftRow[];
  readonly heading: string;
  readonly claim: ClaimBand | null;
  /** A dashed line from which on it pays. */
  readonly breakEven?: number | null;
  /** What the differences are; defaults to a ratio. */
  readonly unit?: "ratio" | "nps";
  /** Most of a wide drawing that names may take; defaults to 0.4. */
  readonly nameShare?: number;
}

const PAD = 6;

/** "+7.5%", "−2.0%"; of points "+7.5". */
export function signed(
  value: number | null,
  {format}: Pick<ChartOptions, "format">,
  unit: "ratio" | "nps" = "ratio"
): string {
  return `${value !== null && value > 0 ? "+" : ""}${format.value(value, unit)}`;
}

/**
 * A row per difference: name and what it stands on, a dot with its interval about a line of no difference, and the number; behind them the published claim as a grey band with its source, and a dashed line at the break-even.
 * In narrow columns name and number stand above the dots.
 */
export function upliftRows(
  {rows, heading, claim, breakEven = null, unit = "ratio", nameShare = 0.4}: UpliftSpec,
  options: ChartOptions
): Legend {
  const {document, format, width} = options;
  const [size, narrow] = [fontSize(options), isNarrow(options)];
  const numberOf = ({value}: UpliftRow) => signed(value, options, unit);
  const intervalOf = ({low, high}: UpliftRow) =>
    low === null || high === null ? "" : `${signed(low, options, unit)} – ${signed(high, options, unit)}`;
  const spanOf = (row: UpliftRow) =>
    row.value === null ? "–" : row.low === null ? numberOf(row) : `${numberOf(row)} (${intervalOf(row)})`;
  const left = narrow
    ? 0
    : Math.min(
        nameShare * width,
        widest(
          rows.flatMap(({name, detail}) => [name, detail]),
          size
        )
      ) + 16;
  const right = narrow
    ? 0
    : widest(
        rows.flatMap((row) => [numberOf(row), intervalOf(row)]),
        size
      ) + 14;
  const values = rows.flatMap(({value, low, high}) => (value === null ? [] : [value, low ?? value, high ?? value]));
  const scale = valueScale(
    [...values, ...(claim ? [claim.low, claim.high] : []), ...(breakEven === null ? [] : [breakEven])],
    {
      isFromZero: true,
      count: narrow ? 3 : 5
    }
  );
  const tickTexts = scale.ticks.map((tick) => `${tick > 0 ? "+" : ""}${format.short(tick, unit)}`);
  const pad = Math.max(PAD, widest(tickTexts, size) / 2);
  const [from, to] = scale.domain;
  const x = (value: number) => left + pad + ((value - from) / (to - from || 1)) * (width - left - right - 2 * pad);
  const claimText =
    claim === null
      ? ""
      : `${claim.source}: ${claim.low === claim.high ? signed(claim.low, options, unit) : `${signed(claim.low, options, unit)} – ${signed(claim.high, options, unit)}`}`;
  const breakText = breakEven === null ? "" : termWith(options, "break-even: {0}", signed(breakEven, options, unit));
  const top = 2 * size + 12;
  const rowHeight = narrow ? 3 * size + 26 : 2 * size + 20;
  const bottom = top + rows.length * rowHeight;
  // In narrow columns name and number stand above the dots, and lines only beside these.
  const spans = narrow
    ? rows.map((_, i) => [top + i * rowHeight + 2.6 * size + 7, top + (i + 1) * rowHeight - 4] as const)
    : [[top, bottom] as const];
  const upright = (value: number) =>
    spans.map(([y0, y1]) => `M${rounded(x(value))} ${rounded(y0)}V${rounded(y1)}`).join("");
  const below = (text: string, at: number, line: number) => {
    const half = textWidth(text, size - 1) / 2;
    const middle = Math.min(Math.max(at, half), width - half);
    return label(document, text, {
      x: middle,
      y: bottom + line,
      size: size - 1,
      anchor: "middle",
      fill: MUTED,
      room: width
    });
  };
  const node = element(
    document,
    "g",
    {class: "k-uplift"},
    ...(claim
      ? spans.map(([y0, y1]) =>
          element(document, "rect", {
            class: "k-claim",
            x: x(claim.low) - (claim.low === claim.high ? 1.5 : 0),
            y: y0,
            width: Math.max(3, x(claim.high) - x(claim.low)),
            height: y1 - y0,
            fill: MUTED,
            "fill-opacity": claim.low === claim.high ? 0.55 : 0.2
          })
        )
      : []),
    label(document, heading, {x: left, y: size / 2 + 1, size: size - 1, fill: MUTED, room: width - left}),
    element(document, "path", {d: scale.ticks.map(upright).join(""), stroke: LINE, fill: "none"}),
    element(
      document,
      "path",
      {d: upright(0), stroke: MUTED, fill: "none"},
      element(document, "title", {}, termOf(options, "no difference"))
    ),
    ...scale.ticks.map((tick, i) =>
      label(document, tickTexts[i]!, {x: x(tick), y: top - size / 2 - 3, size: size - 1, anchor: "middle", fill: MUTED})
    ),
    ...(breakEven === null
      ? []
      : [
          element(document, "path", {
            class: "k-target",
            d: upright(breakEven),
            stroke: TARGET,
            "stroke-width": 1.75,
            "stroke-dasharray": "4 3",
            fill: "none"
          })
        ]),
    ...rows.map((row, i) => {
      const y = top + i * rowHeight;
      const middle = narrow ? y + 2.6 * size + 14 : y + size + 8;
      const line = size * 0.65 + 1;
      const colour = row.isMain ? ACCENT : INK;
      const texts = narrow
        ? [
            label(document, row.name, {
              x: 0,
              y: y + size / 2 + 6,
              size,
              bold: row.isMain,
              room: width - textWidth(spanOf(row), size) - 10
            }),
            label(document, row.detail, {x: 0, y: y + 1.6 * size + 8, size: size - 1, fill: MUTED, room: width}),
            label(document, spanOf(row), {
              x: width,
              y: y + size / 2 + 6,
              size,
              anchor: "end",
              bold: true
            })
          ]
        : [
            label(document, row.name, {x: 0, y: middle - line, size, bold: row.isMain, room: left - 12}),
            label(document, row.detail, {x: 0, y: middle + line, size: size - 1, fill: MUTED, room: left - 12}),
            label(document, numberOf(row), {x: width, y: middle - line, size, anchor: "end", bold: true}),
            label(document, intervalOf(row), {x: width, y: middle + line, size, anchor: "end", fill: MUTED})
          ];
      const marks =
        row.value === null
          ? []
          : [
              ...(row.low === null || row.high === null
                ? []
                : [
                    element(document, "path", {
                      class: "k-interval",
                      d: `M${rounded(x(row.low))} ${rounded(middle)}H${rounded(x(row.high))}`,
                      stroke: colour,
                      "stroke-width": 2.2
                    })
                  ]),
              element(document, "circle", {cx: x(row.value), cy: middle, r: row.isMain ? 5 : 4, fill: colour})
            ];
      return element(
        document,
        "g",
        {class: "k-row"},
        element(document, "title", {}, `${row.name}: ${numberOf(row)} (${intervalOf(row)})`),
        ...texts,
        ...marks
      );
    }),
    ...(claim ? [below(claimText, x((claim.low + claim.high) / 2), size)] : []),
    ...(breakEven === null ? [] : [below(breakText, x(breakEven), claim ? 2 * size + 5 : size)])
  );
  const lines = (claim ? 1 : 0) + (breakEven === null ? 0 : 1);
  return {node, height: bottom + lines * (size + 5) + 6};
}
