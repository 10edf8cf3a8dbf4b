import type {ColumnTable} from "arquero";
import {drawing, label, wrapped} from "./drawing.ts";
import {element, rounded} from "./element.ts";
import {flow} from "./flow.ts";
import type {ChartOptions} from "./options.ts";
import {requireRows} from "./rows.ts";
import {termOf, termWith} from "./terms.ts";
import {textWidth} from "./text-width.ts";
import {ACCENT, INK, LINE, MUTED, TARGET, emptyChart, fontSize, isNarrow, rampColour} from "./theme.ts";

/** {@link ChartOptions} of the matrix. */
export interface LoyaltyMatrixChartOptions extends ChartOptions {
  /** `tables.moves` of the metric; null leaves out the flow. */
  readonly moves: ColumnTable | null;
  /** The question that tells attachment, and its lowest answer that does. */
  readonly attitude: string;
  readonly attached: number | null;
  /** Orders from which on behaviour is loyal; null: RFM segments tell. */
  readonly orders: number | null;
  /** The two dates of the movement. */
  readonly from: Date | null;
  readonly to: Date | null;
}

interface Row {
  readonly quadrant: string;
  readonly customers: number;
  readonly share_customers: number | null;
  readonly value: number;
  readonly ltv: number | null;
  readonly retention: number | null;
  readonly ltv_low: number | null;
  readonly ltv_high: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly group?: string | null;
}

interface Move {
  readonly from: string;
  readonly to: string;
  readonly customers: number;
}

const COLUMNS = ["quadrant", "customers", "share_customers", "value", "ltv", "retention", "ltv_low", "ltv_high", "low", "high"]; // prettier-ignore
const UNKNOWN = "attitude unknown";
/** Left and right of the upper row, the attached, and of the lower one. */
const GRID = [
  ["latently loyal", "truly loyal"],
  ["not loyal", "spuriously loyal"]
] as const;
/** In the order of the flow. */
const COLOURS: Readonly<Record<string, string>> = {
  "truly loyal": ACCENT,
  "latently loyal": rampColour(3),
  "spuriously loyal": TARGET,
  "not loyal": MUTED
};

/**
 * The matrix, everybody's: per quadrant how many customers and how much of the margin after the landmark, as bars of one scale, what a customer brought, and how many ordered again with its interval; those whose attitude is unknown in a line below.
 * Under it how customers whose attitude is known moved between the two dates.
 *
 * @throws {InputError} if a column is missing.
 */
export function loyaltyMatrixChart(result: ColumnTable, options: LoyaltyMatrixChartOptions): Element {
  const names = result.columnNames().includes("group") ? [...COLUMNS, "group"] : COLUMNS;
  const rows = requireRows<Row>(result, names).filter(({group = null}) => group === null);
  if (rows.length === 0) return emptyChart(options);
  const known = rows.filter(({quadrant}) => quadrant !== UNKNOWN);
  const size = fontSize(options);
  const matrix = grid(known, options);
  const unknown = unknownLines(
    rows.find(({quadrant}) => quadrant === UNKNOWN)!,
    options
  );
  const below = matrix.height + 10 + unknown.length * (size + 4);
  const moves = flowOf(below + 22, options);
  return drawing(options, moves?.height ?? below, [
    matrix.node,
    ...unknown.map((text, i) =>
      label(options.document, text, {x: 0, y: matrix.height + 12 + i * (size + 4), size, fill: MUTED})
    ),
    moves?.node ?? null
  ]);
}

/** The 2 × 2, with what the axes mean. */
function grid(rows: readonly Row[], options: LoyaltyMatrixChartOptions): {node: SVGElement; height: number} {
  const {document, format, width} = options;
  const [size, narrow] = [fontSize(options), isNarrow(options)];
  const customers = rows.reduce((sum, row) => sum + row.customers, 0);
  const value = rows.reduce((sum, row) => sum + row.value, 0);
  const gap = narrow ? 8 : 14;
  const tile = {width: (width - gap) / 2, height: 6 * size + 84};
  const line = size + 8;
  const columns = columnHeads(options);
  const top = 2 * line + 2;
  const parts: SVGElement[] = [
    label(document, termWith(options, "of the {0} whose attitude is known", format.value(customers, "count")), {
      x: 0,
      y: size / 2 + 1,
      size: size - 1,
      fill: MUTED,
      room: width
    }),
    ...columns.map((text, c) =>
      label(document, text, {
        x: c * (tile.width + gap),
        y: line + size / 2,
        size: size - 1,
        fill: INK,
        room: tile.width
      })
    )
  ];
  GRID.forEach((quadrants, r) => {
    const y = top + r * (tile.height + line + 8);
    parts.push(
      label(document, rowHead(r === 0, options), {x: 0, y: y + size / 2, size: size - 1, fill: MUTED, room: width})
    );
    quadrants.forEach((quadrant, c) => {
      const row = rows.find((one) => one.quadrant === quadrant)!;
      const box = {x: c * (tile.width + gap), y: y + line, width: tile.width, height: tile.height};
      parts.push(
        quadrantTile(row, box, {
          shares: sharesOf(row, {customers, value}),
          most: mostOf(rows, {customers, value}),
          options
        })
      );
    });
  });
  return {
    node: element(document, "g", {class: "k-matrix"}, ...parts),
    height: top + 2 * (tile.height + line + 8)
  };
}

interface Totals {
  readonly customers: number;
  readonly value: number;
}

interface Shares {
  readonly customers: number | null;
  readonly value: number | null;
}

function sharesOf(row: Row, {customers, value}: Totals): Shares {
  return {customers: customers > 0 ? row.customers / customers : null, value: value > 0 ? row.value / value : null};
}

/** The longest bar of the matrix. */
function mostOf(rows: readonly Row[], totals: Totals): number {
  return Math.max(
    0.01,
    ...rows.map((row) => sharesOf(row, totals)).flatMap((shares) => [shares.customers ?? 0, shares.value ?? 0])
  );
}

function columnHeads({orders, ...options}: LoyaltyMatrixChartOptions): readonly [string, string] {
  const count = options.format.value(orders, "number");
  return orders === null
    ? [termOf(options, "other segments"), termOf(options, "champions and loyal")]
    : [termWith(options, "fewer than {0} orders", count), termWith(options, "{0} orders and more", count)];
}

function rowHead(isAttached: boolean, {attitude, attached, ...options}: LoyaltyMatrixChartOptions): string {
  const question = termOf(options, attitude === "nps" ? "NPS" : `question ${attitude}`);
  const term = isAttached ? "attached: {0} {1} and more" : "not attached: {0} below {1}";
  return termWith(options, term, question, options.format.value(attached, "count"));
}

interface Tile {
  readonly shares: Shares;
  readonly most: number;
  readonly options: LoyaltyMatrixChartOptions;
}

function quadrantTile(
  row: Row,
  box: {readonly x: number; readonly y: number; readonly width: number; readonly height: number},
  {shares, most, options}: Tile
): SVGElement {
  const {document, format} = options;
  const size = fontSize(options);
  const colour = COLOURS[row.quadrant]!;
  const inner = {x: box.x + 10, width: box.width - 20};
  const room = inner.width;
  const bar = (y: number, share: number | null, fill: string) =>
    element(document, "rect", {
      class: "k-bar",
      x: inner.x,
      y,
      width: ((share ?? 0) / most) * inner.width,
      height: 8,
      fill
    });
  const text = (content: string, y: number, bold = false) =>
    label(document, content, {x: inner.x, y, size: bold ? size + 1 : size, bold, room});
  const bounds =
    row.ltv_low === null ? "" : ` (${format.short(row.ltv_low, "money")} – ${format.short(row.ltv_high, "money")})`;
  const worth = termWith(options, "{0} per customer", `${format.short(row.ltv, "money")}`);
  const full = `${worth}${bounds}`;
  const again = (more: string) =>
    termWith(options, "ordered again: {0}", `${format.short(row.retention, "ratio")}${more}`);
  const spread =
    row.retention === null ? "" : ` (${format.short(row.low, "ratio")}–${format.short(row.high, "ratio")})`;
  const kept = textWidth(again(spread), size) <= room ? again(spread) : again("");
  const step = size + 4;
  const lines = [box.y + 16, box.y + 16 + step + 2];
  const second = lines[1]! + size + 22;
  const third = second + size + 22;
  const track = third + 2 * step + 2;
  const x = (value: number) => inner.x + value * inner.width;
  return element(
    document,
    "g",
    {class: "k-quadrant"},
    element(document, "rect", {
      x: box.x + 0.5,
      y: box.y + 0.5,
      width: box.width - 1,
      height: box.height - 1,
      fill: "none",
      stroke: LINE
    }),
    element(document, "rect", {x: box.x, y: box.y, width: 4, height: box.height, fill: colour}),
    text(termOf(options, row.quadrant), lines[0]!, true),
    text(
      termWith(
        options,
        "{0} of customers ({1})",
        format.short(shares.customers, "ratio"),
        format.value(row.customers, "count")
      ),
      lines[1]!
    ),
    bar(lines[1]! + size / 2 + 3, shares.customers, MUTED),
    text(termWith(options, "{0} of the margin after", format.short(shares.value, "ratio")), second),
    bar(second + size / 2 + 3, shares.value, colour),
    text(textWidth(full, size) <= room ? full : worth, third),
    text(kept, third + step),
    element(document, "path", {
      d: `M${rounded(x(0))} ${rounded(track)}H${rounded(x(1))}`,
      stroke: LINE,
      "stroke-width": 1
    }),
    ...(row.retention === null
      ? []
      : [
          element(document, "path", {
            class: "k-interval",
            d: `M${rounded(x(row.low!))} ${rounded(track)}H${rounded(x(row.high!))}`,
            stroke: INK,
            "stroke-width": 2.5
          }),
          element(document, "circle", {cx: x(row.retention), cy: track, r: 4, fill: INK})
        ])
  );
}

function unknownLines(row: Row, options: LoyaltyMatrixChartOptions): string[] {
  const {format, width} = options;
  if (row.customers === 0) return [];
  const text = termWith(
    options,
    "attitude unknown: {0} ({1}), {2} per customer, {3} ordered again",
    format.value(row.customers, "count"),
    format.short(row.share_customers, "ratio"),
    format.short(row.ltv, "money"),
    format.short(row.retention, "ratio")
  );
  return wrapped(text, width, fontSize(options));
}

/** The flow of those whose attitude is known at both dates; null where there are none. */
function flowOf(top: number, options: LoyaltyMatrixChartOptions): {node: SVGElement; height: number} | null {
  const {moves, from, to, format} = options;
  if (moves === null || from === null || to === null) return null;
  const states = Object.keys(COLOURS);
  const known = requireRows<Move>(moves, ["from", "to", "customers"]).filter(
    (move) => states.includes(move.from) && states.includes(move.to)
  );
  const total = known.reduce((sum, {customers}) => sum + customers, 0);
  if (total === 0 || from.getTime() === to.getTime()) return null;
  return flow(
    {
      heading: termWith(options, "how {0} customers moved", format.value(total, "count")),
      left: format.value(from, "date"),
      right: format.value(to, "date"),
      states: states.map((name) => ({name, label: termOf(options, name), colour: COLOURS[name]!})),
      moves: known,
      top
    },
    options
  );
}
