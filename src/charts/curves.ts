import {dodge} from "./dodge.ts";
import {drawing, label} from "./drawing.ts";
import {element, rounded} from "./element.ts";
import {pointsElement} from "./points.ts";
import type {Unit} from "./format.ts";
import {legend} from "./legend.ts";
import type {ChartOptions} from "./options.ts";
import {textWidth, widest} from "./text-width.ts";
import {INK, LINE, MUTED, SURFACE, fontSize, isNarrow} from "./theme.ts";
import type {ValueScale} from "./value-scale.ts";

/** A point of a curve and its interval. */
export interface CurvePoint {
  readonly x: number;
  readonly y: number;
  readonly low: number | null;
  readonly high: number | null;
  /** From here on the curve stands on so few that it is drawn thin. */
  readonly isFaint?: boolean;
}

/** One line with its band. */
export interface Curve {
  readonly name: string;
  readonly colour: string;
  readonly dash: string | null;
  readonly points: readonly CurvePoint[];
}

/** A point that a curve is read at: lines to both axes, and what it says. */
export interface Reading {
  readonly x: number;
  readonly y: number;
  readonly colour: string;
  readonly label: string;
}

/** What {@link curvesChart} draws. */
export interface CurvesSpec {
  readonly curves: readonly Curve[];
  /** Thin grey lines behind. */
  readonly background?: readonly (readonly {readonly x: number; readonly y: number}[])[];
  /** Numbers below the axis at each of its labels, a row per curve: how many stand behind. */
  readonly under?: {
    readonly title: string;
    readonly rows: readonly {readonly name: string | null; readonly colour: string; at(x: number): string}[];
  };
  readonly readings?: readonly Reading[];
  /** Does a curve keep its value until the next point? */
  readonly isStep: boolean;
  readonly unit: Unit;
  readonly scale: ValueScale;
  readonly xLabel: string;
  /** Distances of labels of the horizontal axis to choose from. */
  readonly xSteps: readonly number[];
  readonly yLabel: string | null;
  /** What a point says: its tooltip. */
  title(curve: Curve, point: CurvePoint): string;
}

const MOST_DIRECT = 8;
const MOST_BANDS = 4;
const NAME_SHARE = 0.28;
const MOST_HITS = 240;
const GAP = 12;

interface Layout {
  readonly size: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly isDirect: boolean;
  readonly ticks: readonly number[];
  x(value: number): number;
  y(value: number): number;
}

/** Curves over a whole-numbered axis from its first to its last point, each with a band, its name at its end where there is room, and below the axis how many stand behind it. */
export function curvesChart(spec: CurvesSpec, options: ChartOptions): Element {
  const {document, width} = options;
  const size = fontSize(options);
  const isDirect = isNamedAtEnd(spec, options);
  const items = spec.curves.map(({name, colour, dash}) => ({name, colour, dash}));
  const head = spec.curves.length > 1 && !isDirect ? legend(items, {document, isLine: true, width, size}) : null;
  const layout = layoutOf(spec, options, {isDirect, head: head?.height ?? 0});
  const under = spec.under ? spec.under.rows.length * (size + 6) + size + 12 : 0;
  return drawing(options, layout.bottom + 2 * size + 18 + under, [
    head?.node ?? null,
    spec.yLabel === null
      ? null
      : label(document, spec.yLabel, {x: 0, y: (head?.height ?? 0) + size / 2 + 1, size, fill: MUTED, room: width}),
    axes(spec, layout, options),
    ...(spec.background ?? []).map((points) =>
      element(document, "path", {
        d: linePath(points, layout, spec.isStep),
        fill: "none",
        stroke: MUTED,
        "stroke-opacity": 0.28,
        "stroke-width": 1
      })
    ),
    ...spec.curves.map((curve) => band(curve, layout, {spec, options})),
    ...(spec.readings ?? []).map((reading) => readingMark(reading, layout, options)),
    ...spec.curves.flatMap((curve) => strokes(curve, layout, {spec, options})),
    hits(spec, layout, options),
    isDirect ? endNames(spec, layout, options) : null,
    underTable(spec, layout, options)
  ]);
}

function isNamedAtEnd({curves}: CurvesSpec, options: ChartOptions): boolean {
  const widestName = widest(
    curves.map(({name}) => name),
    fontSize(options)
  );
  return curves.length > 1 && curves.length <= MOST_DIRECT && widestName <= NAME_SHARE * options.width;
}

function layoutOf(
  spec: CurvesSpec,
  options: ChartOptions,
  {isDirect, head}: {isDirect: boolean; head: number}
): Layout {
  const {format, width} = options;
  const size = fontSize(options);
  const names = (spec.under?.rows ?? []).flatMap(({name}) => (name === null ? [] : [name]));
  const nameWidth = Math.min(widest(names, size), NAME_SHARE * width);
  const ends = spec.curves.map(({name}) => name);
  const xs = spec.curves.flatMap(({points}) => points.map(({x}) => x));
  const [first, last] = [xs.reduce((a, b) => Math.min(a, b), Infinity), xs.reduce((a, b) => Math.max(a, b), -Infinity)];
  const behind = spec.under?.rows.map(({at}) => at(first)) ?? [];
  // The numbers stand centred below the first label, the names before them.
  const named = nameWidth > 0 ? nameWidth + widest(behind, size) / 2 : 0;
  const left = Math.ceil(
    Math.max(widest(format.ticks(spec.scale.ticks, spec.unit), size), named, widest(behind, size) / 2 - 10) + 10
  );
  const half =
    widest([format.ticks([last], "count")[0]!, ...(spec.under?.rows.map(({at}) => at(last)) ?? [])], size) / 2;
  const right = Math.ceil(isDirect ? Math.max(half, widest(ends, size) + 12) : Math.max(half, 6));
  const top = head + (spec.yLabel === null ? 0 : size + 10) + size / 2 + 1;
  const bottom = top + (isNarrow(options) ? 190 : 260);
  const length = width - left - right;
  const [low, high] = spec.scale.domain;
  const x = (value: number) => left + (last === first ? 0.5 : (value - first) / (last - first)) * length;
  const room = widest([format.ticks([last], "count")[0]!, ...behind], size) + GAP;
  const step = spec.xSteps.find((every) => (every / Math.max(1, last - first)) * length >= room) ?? spec.xSteps.at(-1)!;
  const ticks = Array.from({length: Math.floor(last / step) + 1}, (_, i) => i * step).filter((tick) => tick >= first);
  return {
    size,
    left,
    right,
    top,
    bottom,
    isDirect,
    ticks,
    x,
    y: (value) => bottom - ((value - low) / (high - low)) * (bottom - top)
  };
}

function axes({scale, unit, xLabel}: CurvesSpec, layout: Layout, {document, format, width}: ChartOptions): SVGElement {
  const {bottom, left, right, size, ticks, x, y} = layout;
  const across = `H${rounded(width - right)}`;
  const grid = scale.ticks.filter((tick) => tick !== 0).map((tick) => `M${left} ${rounded(y(tick))}${across}`);
  const zero = scale.domain[0] <= 0 ? y(0) : bottom;
  const texts = format.ticks(scale.ticks, unit);
  const numbers = format.ticks(ticks, "count");
  return element(
    document,
    "g",
    {class: "k-axes", fill: MUTED, "font-size": size},
    element(document, "path", {d: grid.join(""), stroke: LINE, fill: "none"}),
    element(document, "path", {d: `M${left} ${rounded(zero)}${across}`, stroke: MUTED, fill: "none"}),
    ...scale.ticks.map((tick, i) =>
      element(document, "text", {x: left - 8, y: y(tick), dy: "0.32em", "text-anchor": "end"}, texts[i]!)
    ),
    ...ticks.map((tick, i) =>
      element(document, "text", {x: x(tick), y: bottom + size + 6, "text-anchor": "middle"}, numbers[i]!)
    ),
    element(
      document,
      "text",
      {x: (left + width - right) / 2, y: bottom + 2 * size + 12, "text-anchor": "middle"},
      xLabel
    )
  );
}

interface Drawing {
  readonly spec: CurvesSpec;
  readonly options: ChartOptions;
}

function band({colour, points}: Curve, layout: Layout, {spec, options}: Drawing): SVGElement | null {
  const known = points.map(({x, y, low, high}) => ({x, low: low ?? y, high: high ?? y}));
  if (known.every(({low, high}) => low === high)) return null;
  const upper = linePath(
    known.map(({x, high}) => ({x, y: high})),
    layout,
    spec.isStep
  );
  const lower = backPath(
    known.map(({x, low}) => ({x, y: low})),
    layout,
    spec.isStep
  );
  return element(options.document, "path", {
    class: "k-band",
    d: `${upper}${lower}Z`,
    fill: colour,
    // Of many lines the bands lie over each other: fainter, they leave them apart.
    "fill-opacity": spec.curves.length > MOST_BANDS ? 0.07 : 0.14
  });
}

/** The line; where it stands on few, thin and dotted. */
function strokes({colour, dash, points}: Curve, layout: Layout, {spec, options}: Drawing): SVGElement[] {
  const from = points.findIndex(({isFaint}) => isFaint);
  const [solid, faint] = from < 0 ? [points, []] : [points.slice(0, from), points.slice(from)];
  const last = solid.at(-1);
  // A step keeps its value until the next one begins, so that the thin part begins there too.
  const joint = last && faint[0] ? [spec.isStep ? {...last, x: faint[0].x} : last] : [];
  const line = (part: readonly CurvePoint[], look: Record<string, string | number | null>) =>
    part.length === 0
      ? []
      : [
          element(options.document, "path", {
            d: linePath(part, layout, spec.isStep),
            fill: "none",
            stroke: colour,
            "stroke-linejoin": "round",
            "stroke-linecap": "round",
            ...look
          })
        ];
  return [
    ...line(spec.isStep ? [...solid, ...joint] : solid, {class: "k-line", "stroke-width": 2, "stroke-dasharray": dash}),
    ...line(faint.length === 0 ? [] : [...joint, ...faint], {
      class: "k-faint",
      "stroke-width": 1.25,
      "stroke-dasharray": "1 4"
    })
  ];
}

/** A path through the points; a point alone is a dot, which `h0` draws with round caps. */
function linePath(
  points: readonly {readonly x: number; readonly y: number}[],
  {x, y}: Layout,
  isStep: boolean
): string {
  const steps = points.map((point, i) => {
    const [px, py] = [rounded(x(point.x)), rounded(y(point.y))];
    return i === 0 ? `M${px} ${py}` : isStep ? `H${px}V${py}` : `L${px} ${py}`;
  });
  return steps.join("") + (points.length === 1 ? "h0" : "");
}

/** The same from the last point back to the first. */
function backPath(
  points: readonly {readonly x: number; readonly y: number}[],
  {x, y}: Layout,
  isStep: boolean
): string {
  return points
    .toReversed()
    .map((point, i) => {
      const [px, py] = [rounded(x(point.x)), rounded(y(point.y))];
      return i === 0 || !isStep ? `L${px} ${py}` : `V${py}H${px}`;
    })
    .join("");
}

function readingMark(
  {x, y, colour, label: text}: Reading,
  layout: Layout,
  {document, width}: ChartOptions
): SVGElement {
  const {bottom, left, right, size} = layout;
  const [px, py] = [layout.x(x), layout.y(y)];
  const isLate = px + textWidth(text, size) + 8 > width - right;
  return element(
    document,
    "g",
    {class: "k-reading", fill: colour},
    element(document, "path", {
      d: `M${left} ${rounded(py)}H${rounded(px)}V${rounded(bottom)}`,
      fill: "none",
      stroke: colour,
      "stroke-dasharray": "2 3"
    }),
    element(document, "circle", {cx: px, cy: py, r: 3.5}),
    element(
      document,
      "text",
      {
        x: px + (isLate ? -6 : 6),
        y: py - 6,
        "text-anchor": isLate ? "end" : "start",
        "font-weight": "500",
        stroke: SURFACE,
        "stroke-width": 4,
        "paint-order": "stroke",
        "stroke-linejoin": "round"
      },
      text
    )
  );
}

/** The words of every point, or of those at the axis' labels where they would be too many. */
function hits(spec: CurvesSpec, {ticks, x, y}: Layout, {document}: ChartOptions): SVGElement {
  const total = spec.curves.reduce((n, {points}) => n + points.length, 0);
  const labelled = new Set(ticks);
  const points = spec.curves.flatMap((curve) =>
    curve.points
      .filter((point) => total <= MOST_HITS || labelled.has(point.x))
      .map((point) => ({x: x(point.x), y: y(point.y), text: spec.title(curve, point)}))
  );
  return pointsElement(document, points);
}

function endNames(
  {curves}: CurvesSpec,
  {bottom, right, size, top, y}: Layout,
  {document, width}: ChartOptions
): SVGElement {
  const wanted = curves.map(({points}) => y(points.at(-1)!.y));
  const places = dodge(wanted, {gap: size + 3, low: top, high: bottom});
  return element(
    document,
    "g",
    {class: "k-ends", "font-weight": "500"},
    ...curves.map(({colour, name}, i) =>
      label(document, name, {x: width - right + 8, y: places[i]!, size, fill: colour, room: right - 8})
    )
  );
}

function underTable(
  {under}: CurvesSpec,
  {bottom, left, size, ticks, x}: Layout,
  {document}: ChartOptions
): SVGElement | null {
  if (!under) return null;
  const top = bottom + 2 * size + 30;
  const rows = under.rows.flatMap(({name, colour, at}, row) => {
    const y = top + size / 2 + row * (size + 6) + 8;
    const numbers = ticks.map((tick) =>
      element(document, "text", {x: x(tick), y, dy: "0.34em", "text-anchor": "middle"}, at(tick))
    );
    const room = left - 8 - textWidth(at(ticks[0] ?? 0), size) / 2;
    return [...(name === null ? [] : [label(document, name, {x: 0, y, size, fill: colour, room})]), ...numbers];
  });
  const title = label(document, under.title, {x: 0, y: top - size / 2, size, fill: MUTED});
  return element(document, "g", {class: "k-under", fill: INK, "font-size": size}, title, ...rows);
}
