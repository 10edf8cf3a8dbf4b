import {label} from "./drawing.ts";
import {element, rounded} from "./element.ts";
import type {Legend} from "./legend.ts";
import type {ChartOptions} from "./options.ts";
import {termOf, termWith} from "./terms.ts";
import {textWidth, widest} from "./text-width.ts";
import {LINE, MUTED, fontSize, isNarrow} from "./theme.ts";
import {knownOf, sizeText} from "./voice-drawn.ts";
import type {DrawnTerm, Sides} from "./voice-drawn.ts";

/** What {@link voiceTerms} draws. */
export interface TermsSpec {
  readonly terms: readonly DrawnTerm[];
  readonly sides: Sides;
}

/** A term beyond the noise. */
type Apart = DrawnTerm & {readonly log_odds: number; readonly low: number; readonly high: number};

/** Odds that an axis may name. */
const TIMES = [2, 5, 10, 20, 50, 100, 200, 500];
const RADIUS = {least: 3, most: 10};
const GUTTER = 8;

/**
 * Terms beyond the noise, from the strongest down: those of the one side to the left, those of the other to the right, each a dot as large as it is often said at how many times its odds are higher there (a log scale), with its interval.
 */
export function voiceTerms({sides, terms}: TermsSpec, options: ChartOptions & {readonly show: number}): Legend {
  const {document, width} = options;
  const [size, narrow] = [fontSize(options), isNarrow(options)];
  const apart = terms.filter((row): row is Apart => row.differs && row.log_odds !== null);
  const left = apart.filter((row) => row.log_odds < 0).slice(0, options.show);
  const right = apart.filter((row) => row.log_odds > 0).slice(0, options.show);
  if (left.length + right.length === 0) {
    const text = termOf(options, "no term beyond the noise");
    return {node: label(document, text, {x: 0, y: size / 2 + 1, size, fill: MUTED, room: width}), height: size + 8};
  }
  const middle = width / 2;
  const nameWidth = narrow
    ? 0
    : Math.min(
        0.24 * width,
        widest(
          [...left, ...right].flatMap((row) => [row.term, sizeText(row, options)]),
          size
        )
      ) + 10;
  const reach = Math.max(1, ...[...left, ...right].flatMap(({low, high}) => [Math.abs(low), Math.abs(high)]));
  const scale = (middle - GUTTER - nameWidth - 4) / reach;
  const most = Math.max(1, ...[...left, ...right].map(knownOf));
  const top = 3 * size + (narrow ? 22 : 16);
  const rowHeight = narrow ? size + 32 : 2 * size + 14;
  const count = Math.max(left.length, right.length, 1);
  const bottom = top + count * rowHeight;
  const layout: Layout = {middle, scale, top, rowHeight, narrow, size, most};
  const none = (x: number, anchor: "start" | "end") =>
    label(document, termOf(options, "no term beyond the noise"), {
      x,
      y: top + rowHeight / 2,
      size,
      anchor,
      fill: MUTED,
      room: middle - GUTTER - 4
    });
  const head = (text: string, at: {x: number; anchor: "start" | "end"; colour: string}) =>
    label(document, text, {x: at.x, y: size / 2 + 1, size, anchor: at.anchor, fill: at.colour, bold: true, room: middle - GUTTER}); // prettier-ignore
  const node = element(
    document,
    "g",
    {class: "k-voice-terms"},
    head(sides.other.heading, {x: 0, anchor: "start", colour: sides.other.colour}),
    head(sides.own.heading, {x: width, anchor: "end", colour: sides.own.colour}),
    axis(layout, {reach, bottom}, options),
    ...left.map((row, i) => termMark(row, {i, sign: -1, colour: sides.other.colour}, {layout, options})),
    ...right.map((row, i) => termMark(row, {i, sign: 1, colour: sides.own.colour}, {layout, options})),
    ...(left.length === 0 ? [none(0, "start")] : []),
    ...(right.length === 0 ? [none(width, "end")] : [])
  );
  return {node, height: bottom};
}

interface Layout {
  readonly middle: number;
  /** Pixels of a unit of log-odds. */
  readonly scale: number;
  readonly top: number;
  readonly rowHeight: number;
  readonly narrow: boolean;
  readonly size: number;
  /** Customers of the commonest term. */
  readonly most: number;
}

/** Where a term's middle line lies. */
function lineOf({narrow, rowHeight, size, top}: Layout, i: number): number {
  return top + i * rowHeight + (narrow ? size + 16 : rowHeight / 2);
}

function axis(layout: Layout, {bottom, reach}: {reach: number; bottom: number}, options: ChartOptions): SVGElement {
  const {document} = options;
  const {middle, narrow, scale, size, top} = layout;
  const texts = TIMES.map((times) => termWith(options, "{0}×", options.format.value(times, "count")));
  // As many labels as have room, the first one always.
  const ticks = TIMES.map((times, i) => ({x: Math.log(times) * scale, text: texts[i]!})).filter(
    ({x}, i, all) => x <= reach * scale && (i === 0 || x - all[i - 1]!.x > 4)
  );
  const shown: typeof ticks = [];
  for (const tick of ticks)
    if (tick.x - (shown.at(-1)?.x ?? -Infinity) > textWidth(tick.text, size - 1) + 8) shown.push(tick);
  const at = (x: number, sign: number) => middle + sign * (GUTTER + x);
  const upright = (x: number) => `M${rounded(x)} ${rounded(top)}V${rounded(bottom)}`;
  return element(
    document,
    "g",
    {class: "k-axes"},
    label(document, termOf(options, "times the odds"), {
      x: middle,
      y: 1.5 * size + 6,
      size: size - 1,
      anchor: "middle",
      fill: MUTED,
      room: options.width
    }),
    element(document, "path", {
      d: shown.flatMap(({x}) => [upright(at(x, -1)), upright(at(x, 1))]).join(""),
      stroke: LINE,
      fill: "none"
    }),
    element(document, "path", {d: upright(at(0, -1)) + upright(at(0, 1)), stroke: MUTED, fill: "none"}),
    ...shown.flatMap(({text, x}) =>
      [-1, 1].map((sign) =>
        label(document, text, {
          x: at(x, sign),
          y: top - size / 2 - (narrow ? 5 : 1),
          size: size - 1,
          anchor: "middle",
          fill: MUTED
        })
      )
    )
  );
}

function termMark(
  row: Apart,
  {colour, i, sign}: {i: number; sign: -1 | 1; colour: string},
  {layout, options}: {layout: Layout; options: ChartOptions}
): SVGElement {
  const {document, format, width} = options;
  const {middle, most, narrow, rowHeight, scale, size, top} = layout;
  const y = lineOf(layout, i);
  const x = (value: number) => middle + sign * (GUTTER + Math.max(0, sign * value) * scale);
  const [outer, anchor, inner] = sign < 0 ? [0, "start" as const, "end" as const] : [width, "end" as const, "start" as const]; // prettier-ignore
  const detail = sizeText(row, options);
  const radius = RADIUS.least + (RADIUS.most - RADIUS.least) * Math.sqrt(knownOf(row) / most);
  const line = size * 0.62 + 1;
  const texts = narrow
    ? [
        label(document, row.term, {
          x: outer,
          y: top + i * rowHeight + size / 2 + 2,
          size,
          anchor,
          bold: true,
          room: middle - GUTTER - textWidth(detail, size - 1) - 10
        }),
        label(document, detail, {
          x: middle + sign * (GUTTER + 2),
          y: top + i * rowHeight + size / 2 + 2,
          size: size - 1,
          anchor: inner,
          fill: MUTED
        })
      ]
    : [
        label(document, row.term, {x: outer, y: y - line, size, anchor, bold: true, room: 0.24 * width}),
        label(document, detail, {x: outer, y: y + line, size: size - 1, anchor, fill: MUTED, room: 0.24 * width})
      ];
  const times = (value: number) => termWith(options, "{0}×", format.value(Math.exp(Math.abs(value)), "number"));
  const bounds = [Math.abs(row.low), Math.abs(row.high)].sort((a, b) => a - b);
  return element(
    document,
    "g",
    {class: "k-row"},
    element(document, "title", {}, `${row.term}: ${times(row.log_odds)} (${times(bounds[0]!)}–${times(bounds[1]!)}); ${sizeText(row, options)}${row.mean === null ? "" : `, ${termWith(options, "mean {0}", format.value(row.mean, "score"))}`}`), // prettier-ignore
    ...texts,
    element(document, "path", {
      class: "k-interval",
      d: `M${rounded(x(row.low))} ${rounded(y)}H${rounded(x(row.high))}`,
      stroke: colour,
      "stroke-width": 2,
      "stroke-opacity": 0.65
    }),
    element(document, "circle", {cx: x(row.log_odds), cy: y, r: radius, fill: colour})
  );
}
