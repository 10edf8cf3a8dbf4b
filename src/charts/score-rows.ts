import {label} from "./drawing.ts";
import {element, rounded} from "./element.ts";
import type {Unit} from "./format.ts";
import {legend} from "./legend.ts";
import type {Legend, LegendItem} from "./legend.ts";
import type {ChartOptions} from "./options.ts";
import {termOf, termWith} from "./terms.ts";
import {textWidth, truncate, widest} from "./text-width.ts";
import {ACCENT, INK, LINE, MUTED, SURFACE, fontSize, isNarrow} from "./theme.ts";
import {valueScale} from "./value-scale.ts";
import type {ValueScale} from "./value-scale.ts";

/** Part of a row's bar, as a share of its answers. */
export interface ScorePart {
  readonly share: number;
  readonly colour: string;
  /** Colour of text on it. */
  readonly ink: string;
}

/** A group's figure with its interval; null of too few answers. */
export interface ScoreRow {
  readonly name: string;
  readonly answers: number;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly isLowBase: boolean;
  /** Is it everybody, whom the groups are held against? */
  readonly isAll: boolean;
  /** Left, middle, right: the middle part stands about the bar's zero. */
  readonly parts?: readonly [ScorePart, ScorePart, ScorePart];
  readonly title: string;
}

/** What {@link scoreRows} draws. */
export interface ScoreRowsSpec {
  readonly rows: readonly ScoreRow[];
  readonly unit: Unit;
  /** What the dots are. */
  readonly heading: string;
  /** The parts' names. */
  readonly items?: readonly LegendItem[];
}

const NAME_SHARE = 0.24;
const BAR_SHARE = 0.6; // of what names and numbers leave
const GAP = 20;
const BAR = {wide: 22, narrow: 18};
const PAD = 6;
const DOT = 4.5; // radius
const HALF_DOT = `a${DOT} ${DOT} 0 1 0 `;

interface Layout {
  readonly size: number;
  readonly narrow: boolean;
  readonly top: number;
  readonly rowHeight: number;
  /** From a row's top to the middle of its bar and dot. */
  readonly middle: number;
  readonly bar: {readonly x: number; readonly width: number} | null;
  readonly dots: {readonly x: number; readonly width: number};
  /** Shares that bars reach to the left and to the right of their zero. */
  readonly reach: readonly [number, number];
  readonly scale: ValueScale;
  readonly right: number;
}

/**
 * A row per group: its name and how many answered; a bar of three parts about a common zero, where rows have parts; a dot with its interval, and the number. Everybody's figure is a dashed line through the groups.
 * In narrow columns name and number stand above the bar.
 */
export function scoreRows(spec: ScoreRowsSpec, options: ChartOptions): Legend {
  const {document, width} = options;
  const size = fontSize(options);
  const head = spec.items ? legend(spec.items, {document, isLine: false, width, size}) : null;
  const layout = layoutOf(spec, options, head?.height ?? 0);
  const all = spec.rows.find(({isAll}) => isAll);
  const bottom = layout.top + layout.rowHeight * spec.rows.length;
  const node = element(
    document,
    "g",
    {class: "k-scores", "text-anchor": "start"},
    ...(head ? [head.node] : []),
    axis(spec, layout, options),
    ...(all?.value != null && spec.rows.length > 1
      ? [
          element(document, "path", {
            class: "k-all",
            d: upright(layout, all.value, spec.rows.length),
            stroke: MUTED,
            "stroke-dasharray": "5 3",
            fill: "none"
          })
        ]
      : []),
    ...barPaths(spec.rows, layout, options),
    ...dotPaths(spec.rows, layout, options),
    ...spec.rows.map((row, i) => rowTexts(row, topOf(layout, i), {spec, layout, options}))
  );
  return {node, height: bottom + 4};
}

function topOf({top, rowHeight}: Layout, i: number): number {
  return top + i * rowHeight;
}

function layoutOf(spec: ScoreRowsSpec, options: ChartOptions, head: number): Layout {
  const {width} = options;
  const size = fontSize(options);
  const narrow = isNarrow(options);
  const names = spec.rows.flatMap((row) => [row.name, countText(row, options)]);
  const nameWidth = narrow ? 0 : Math.min(widest(names, size), NAME_SHARE * width) + 16;
  const numbers = spec.rows.flatMap((row) => [numberText(row, spec, options), intervalText(row, spec, options)]);
  const numberWidth = narrow ? 0 : widest(numbers, size) + 14;
  const hasBars = spec.rows.some(({parts}) => parts);
  const values = spec.rows.flatMap(({value, low, high}) =>
    value === null ? [] : [value, low ?? value, high ?? value]
  );
  const scale = valueScale(values, {isFromZero: false, count: hasBars || narrow ? 3 : 5});
  const pad = Math.max(PAD, widest(options.format.ticks(scale.ticks, spec.unit), size) / 2);
  const room = width - nameWidth - numberWidth;
  const barWidth = hasBars ? (room - GAP - 2 * pad) * BAR_SHARE : 0;
  const dotsAt = nameWidth + pad + (hasBars ? barWidth + GAP : 0);
  const reach = (side: 0 | 2) =>
    spec.rows.reduce((most, {parts}) => (parts ? Math.max(most, parts[side].share + parts[1].share / 2) : most), 0);
  return {
    size,
    narrow,
    top: head + 2 * size + 16,
    rowHeight: narrow ? size + 6 + BAR.narrow + 16 : 2 * size + 20,
    middle: narrow ? size + 8 + BAR.narrow / 2 : size + 8,
    bar: hasBars ? {x: nameWidth, width: barWidth} : null,
    dots: {x: dotsAt, width: width - numberWidth - dotsAt - pad},
    reach: [reach(0), reach(2)],
    scale,
    right: width
  };
}

function dotX({dots, scale: {domain}}: Layout, value: number): number {
  return dots.x + ((value - domain[0]) / (domain[1] - domain[0] || 1)) * dots.width;
}

/** A line through all rows at a value; in narrow columns only beside the bars and dots, as names and numbers stand between them. */
function upright(layout: Layout, value: number, rows: number): string {
  const {narrow, rowHeight, size, top} = layout;
  const x = rounded(dotX(layout, value));
  const line = (from: number, to: number) => `M${x} ${rounded(from)}V${rounded(to)}`;
  if (!narrow) return line(top, top + rows * rowHeight);
  return Array.from({length: rows}, (_, i) => line(top + i * rowHeight + size + 4, top + (i + 1) * rowHeight - 6)).join(
    ""
  );
}

/** Labels above the dots, a hairline at each, zero darker; the bars' zero. */
function axis({heading, rows, unit}: ScoreRowsSpec, layout: Layout, options: ChartOptions) {
  const {document, format} = options;
  const {dots, scale, size, top} = layout;
  const texts = format.ticks(scale.ticks, unit);
  const line = (ticks: readonly number[]) => ticks.map((tick) => upright(layout, tick, rows.length)).join("");
  const zero = scale.ticks.filter((tick) => tick === 0);
  return element(
    document,
    "g",
    {class: "k-axes", fill: MUTED, "font-size": size},
    label(document, heading, {
      x: dots.x - PAD,
      y: top - 2 * size - 6,
      size,
      fill: MUTED,
      room: layout.right - dots.x
    }),
    element(document, "path", {d: line(scale.ticks), stroke: LINE, fill: "none"}),
    ...(zero.length > 0 ? [element(document, "path", {d: line(zero), stroke: MUTED, fill: "none"})] : []),
    ...scale.ticks.map((tick, i) =>
      element(document, "text", {x: dotX(layout, tick), y: top - 6, "text-anchor": "middle"}, texts[i]!)
    )
  );
}

interface Drawing {
  readonly spec: ScoreRowsSpec;
  readonly layout: Layout;
  readonly options: ChartOptions;
}

/** A row's texts, and its tooltip wherever one points at it: what they stand on is drawn for all rows at once. */
function rowTexts(row: ScoreRow, y: number, {spec, layout, options}: Drawing): SVGElement {
  const {document} = options;
  const middle = y + layout.middle;
  const few = termOf(options, "fewer than 10 answers");
  return element(
    document,
    "g",
    {class: "k-row"},
    element(document, "title", {}, row.title),
    element(document, "rect", {
      y,
      width: layout.right,
      height: layout.rowHeight,
      fill: "none",
      "pointer-events": "all"
    }),
    ...(layout.narrow ? narrowTexts(row, y, {spec, layout, options}) : wideTexts(row, middle, {spec, layout, options})),
    ...(row.value === null
      ? [label(document, few, {x: (layout.bar ?? layout.dots).x, y: middle, size: layout.size, fill: MUTED})]
      : shareTexts(row, middle, {spec, layout, options}))
  );
}

function wideTexts(row: ScoreRow, middle: number, {spec, layout, options}: Drawing): SVGElement[] {
  const {document} = options;
  const {bar, dots, right, size} = layout;
  const line = size * 0.65 + 1;
  const room = (bar?.x ?? dots.x) - 12;
  const number = {x: right, anchor: "end", size} as const;
  return [
    label(document, row.name, {x: 0, y: middle - line, size, bold: row.isAll, room}),
    label(document, countText(row, options), {x: 0, y: middle + line, size, fill: MUTED}),
    label(document, numberText(row, spec, options), {...number, y: middle - line, bold: true}),
    label(document, intervalText(row, spec, options), {...number, y: middle + line, fill: MUTED})
  ];
}

function narrowTexts(row: ScoreRow, y: number, {spec, layout, options}: Drawing): SVGElement[] {
  const {document} = options;
  const {right, size} = layout;
  const at = y + size / 2 + 1;
  const [number, interval] = [numberText(row, spec, options), intervalText(row, spec, options)];
  const figures = interval === "" ? number : `${number} (${interval})`;
  const count = countText(row, options);
  const room = right - textWidth(figures, size) - textWidth(count, size) - 24;
  const name = truncate(row.name, room, size);
  return [
    label(document, row.name, {x: 0, y: at, size, bold: row.isAll, room}),
    label(document, count, {x: textWidth(name, size) * (row.isAll ? 1.06 : 1) + 8, y: at, size, fill: MUTED}),
    label(document, figures, {x: right, y: at, size, anchor: "end", bold: true})
  ];
}

/** A part of a bar where it stands, in pixels. */
interface PlacedPart extends ScorePart {
  readonly x: number;
  readonly width: number;
}

/** Left, middle and right part of a row's bar, the middle one about the zero of all bars. */
function placedParts({parts, value}: ScoreRow, {bar, reach}: Layout): readonly PlacedPart[] {
  if (!parts || !bar || value === null) return [];
  const perShare = bar.width / (reach[0] + reach[1] || 1);
  let x = bar.x + (reach[0] - parts[0].share - parts[1].share / 2) * perShare;
  return parts.map((part) => {
    const [from, width] = [x, part.share * perShare];
    x += width;
    return {...part, x: from, width};
  });
}

/** The bars' shares, where they fit in. */
function shareTexts(row: ScoreRow, middle: number, {layout, options}: Drawing): SVGElement[] {
  const {size} = layout;
  return placedParts(row, layout).flatMap(({share, ink, x, width}) => {
    const text = options.format.short(share, "ratio");
    return textWidth(text, size) + 6 <= width
      ? [label(options.document, text, {x: x + width / 2, y: middle, size, anchor: "middle", fill: ink})]
      : [];
  });
}

/** The bars of all rows: one path for the parts of a colour. What a browser lays out and paints anew is counted by the element. */
function barPaths(rows: readonly ScoreRow[], layout: Layout, {document}: ChartOptions): SVGElement[] {
  const height = layout.narrow ? BAR.narrow : BAR.wide;
  const parts = rows.flatMap((row, i) => {
    const y = topOf(layout, i) + layout.middle - height / 2;
    return placedParts(row, layout).map(({colour, x, width}) => ({
      colour,
      d: `M${rounded(x)} ${rounded(y)}H${rounded(x + width)}v${height}H${rounded(x)}Z`
    }));
  });
  return [...Map.groupBy(parts, ({colour}) => colour)].map(([fill, all]) =>
    element(document, "path", {class: "k-part", d: all.map(({d}) => d).join(""), fill})
  );
}

/** The dots of all rows and their intervals: one path of each for what looks alike. */
function dotPaths(rows: readonly ScoreRow[], layout: Layout, {document}: ChartOptions): SVGElement[] {
  const dots = rows.flatMap(({value, low, high, isAll, isLowBase}, i) => {
    if (value === null) return [];
    const y = rounded(topOf(layout, i) + layout.middle);
    const interval =
      low === null || high === null ? "" : `M${rounded(dotX(layout, low))} ${y}H${rounded(dotX(layout, high))}`;
    const dot = `M${rounded(dotX(layout, value) - DOT)} ${y}${HALF_DOT}${2 * DOT} 0${HALF_DOT}${-2 * DOT} 0Z`;
    return {colour: isAll ? INK : ACCENT, isLowBase, interval, dot};
  });
  const looks = [...Map.groupBy(dots, ({colour, isLowBase}) => `${colour} ${isLowBase}`).values()].map((alike) => ({
    ...alike[0]!,
    interval: alike.map(({interval}) => interval).join(""),
    dot: alike.map(({dot}) => dot).join("")
  }));
  return [
    ...looks
      .filter(({interval}) => interval !== "")
      .map(({colour, isLowBase, interval}) => {
        const look = {stroke: colour, "stroke-width": 2, "stroke-dasharray": isLowBase ? "3 2" : null};
        return element(document, "path", {class: "k-interval", d: interval, ...look});
      }),
    ...looks.map(({colour, isLowBase, dot}) => {
      const look = isLowBase ? {fill: SURFACE, "stroke-width": 1.75} : {fill: colour};
      return element(document, "path", {class: "k-dot", d: dot, stroke: colour, ...look});
    })
  ];
}

function countText({answers, isLowBase, value}: ScoreRow, options: ChartOptions): string {
  const n = termWith(options, "n = {0}", options.format.value(answers, "count"));
  return isLowBase && value !== null ? `${n}, ${termOf(options, "low base")}` : n;
}

function numberText({value}: ScoreRow, {unit}: ScoreRowsSpec, {format}: ChartOptions): string {
  return format.value(value, unit);
}

function intervalText({low, high}: ScoreRow, {unit}: ScoreRowsSpec, {format}: ChartOptions): string {
  return low === null || high === null
    ? ""
    : `${format.value(low, unit)}${low < 0 ? " – " : "–"}${format.value(high, unit)}`;
}
