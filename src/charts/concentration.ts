import type {ColumnTable} from "arquero";
import {drawing, label} from "./drawing.ts";
import {element, rounded} from "./element.ts";
import {legend} from "./legend.ts";
import type {ChartOptions} from "./options.ts";
import {requireRows} from "./rows.ts";
import {groupStyles} from "./series.ts";
import type {GroupStyle} from "./series.ts";
import {termOf, termWith} from "./terms.ts";
import {textWidth, widest} from "./text-width.ts";
import {LINE, MUTED, SURFACE, TARGET, emptyChart, fontSize, isNarrow} from "./theme.ts";

/** {@link ChartOptions} of {@link concentrationChart}, and what its curve comes to. */
export interface ConcentrationChartOptions extends ChartOptions {
  readonly gini: number | null;
  /** Share of the value of the top 20% of customers. */
  readonly top20: number | null;
}

interface Row {
  readonly customers_share: number;
  readonly value_share: number;
  readonly group: string | null;
}

const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];
const TOP = 0.2;
const TALLEST = 420;

/**
 * Lorenz curve: customers from the least valuable on, and what share of the value they have; the diagonal is equality, the area between them grey. A line at 80% of customers, and what the 20% beyond it have; the Gini. With groups one line each.
 *
 * @throws {InputError} if a column is missing.
 */
export function concentrationChart(result: ColumnTable, options: ConcentrationChartOptions): Element {
  const {document, format, width} = options;
  const rows = requireRows<Row>(result, ["customers_share", "value_share", "group"]);
  if (rows.length === 0) return emptyChart(options);
  const size = fontSize(options);
  const styles = groupStyles(
    rows.map(({group}) => group),
    options
  );
  const head = styles.length > 1 ? legend(styles, {document, isLine: true, width, size}) : null;
  const low = rows.reduce((least, {value_share: share}) => Math.min(least, share), 0);
  const texts = format.ticks(TICKS, "ratio");
  const left = Math.ceil(widest(texts, size) + 10);
  const right = Math.ceil(Math.max(14, widest(texts.slice(-1), size) / 2 + 1));
  const top = (head?.height ?? 0) + size + 18;
  const side = Math.min(width - left - right, isNarrow(options) ? width : TALLEST);
  const bottom = top + side * (isNarrow(options) ? 0.9 : 0.8) * (1 - low);
  const span = width - left - right;
  const x = (share: number) => left + share * span;
  const y = (share: number) => bottom - ((share - low) / (1 - low)) * (bottom - top);
  const path = (group: string | null) =>
    rows
      .filter((row) => row.group === group)
      .map(
        ({customers_share, value_share}, i) =>
          `${i === 0 ? "M" : "L"}${rounded(x(customers_share))} ${rounded(y(value_share))}`
      )
      .join("");
  const axis = element(
    document,
    "g",
    {class: "k-axes", fill: MUTED, "font-size": size},
    element(document, "path", {
      d: TICKS.map((tick) => `M${left} ${rounded(y(tick))}H${rounded(x(1))}`).join(""),
      stroke: LINE,
      fill: "none"
    }),
    ...TICKS.map((tick, i) =>
      element(document, "text", {x: left - 8, y: y(tick), dy: "0.32em", "text-anchor": "end"}, texts[i]!)
    ),
    ...TICKS.map((tick, i) =>
      element(document, "text", {x: x(tick), y: bottom + size + 6, "text-anchor": "middle"}, texts[i]!)
    ),
    element(
      document,
      "text",
      {x: (x(0) + x(1)) / 2, y: bottom + 2 * size + 12, "text-anchor": "middle"},
      termOf(options, "customers, least value first")
    )
  );
  return drawing(options, bottom + 2 * size + 18, [
    head?.node ?? null,
    label(document, termOf(options, "share of value"), {
      x: 0,
      y: (head?.height ?? 0) + size / 2 + 1,
      size,
      fill: MUTED
    }),
    axis,
    element(document, "path", {d: `${path(null)}Z`, fill: MUTED, "fill-opacity": 0.1}),
    element(document, "path", {
      d: `M${rounded(x(0))} ${rounded(y(0))}L${rounded(x(1))} ${rounded(y(1))}`,
      stroke: MUTED,
      "stroke-dasharray": "5 3",
      fill: "none"
    }),
    equality(options, {x, y, size}),
    ...styles.map(({group, colour, dash}: GroupStyle) =>
      element(document, "path", {
        class: "k-line",
        d: path(group),
        stroke: colour,
        "stroke-width": group === null && styles.length > 1 ? 1.75 : 2.25,
        "stroke-dasharray": dash,
        fill: "none",
        "stroke-linejoin": "round"
      })
    ),
    options.top20 === null ? null : topMark(options.top20, options, {x, y, size}),
    options.gini === null
      ? null
      : label(document, termWith(options, "Gini {0}", options.format.value(options.gini, "score")), {
          x: x(0.03),
          y: y(0.9),
          size: size + 1,
          bold: true
        })
  ]);
}

interface Scales {
  readonly x: (share: number) => number;
  readonly y: (share: number) => number;
  readonly size: number;
}

/** The diagonal's name, along it. */
function equality(options: ChartOptions, {x, y, size}: Scales): SVGElement {
  const [px, py] = [x(0.4), y(0.4)];
  const angle = (Math.atan2(y(1) - y(0), x(1) - x(0)) * 180) / Math.PI;
  const text = termOf(options, "equal shares");
  return element(
    options.document,
    "text",
    {
      x: px,
      y: py - 6,
      transform: `rotate(${rounded(angle)} ${rounded(px)} ${rounded(py)})`,
      "text-anchor": "middle",
      fill: MUTED,
      "font-size": size
    },
    text
  );
}

/** The line at 80% of customers, and between the curve and the top what the other 20% have. */
function topMark(share: number, options: ChartOptions, {x, y, size}: Scales): SVGElement {
  const {document} = options;
  const at = x(1 - TOP);
  const [from, to] = [y(1 - share), y(1)];
  const text = termWith(options, "top 20%: {0}", options.format.value(share, "ratio"));
  const isWide = textWidth(text, size) < at - x(0.25);
  return element(
    document,
    "g",
    {class: "k-share", fill: TARGET},
    element(document, "path", {
      d: `M${rounded(at)} ${rounded(y(0))}V${rounded(to)}`,
      stroke: TARGET,
      "stroke-dasharray": "5 3",
      fill: "none",
      "stroke-width": 1.25
    }),
    element(document, "path", {
      d: `M${rounded(at)} ${rounded(from)}H${rounded(x(1))}`,
      stroke: TARGET,
      "stroke-dasharray": "2 3",
      fill: "none"
    }),
    element(document, "path", {
      d: `M${rounded(x(1) + 5)} ${rounded(from)}h4V${rounded(to)}h-4`,
      stroke: TARGET,
      fill: "none",
      "stroke-width": 1.5
    }),
    element(document, "circle", {cx: at, cy: from, r: 4}),
    element(
      document,
      "text",
      {
        x: at - 8,
        y: from - (isWide ? 8 : 10),
        "text-anchor": "end",
        "font-size": size,
        "font-weight": "600",
        stroke: SURFACE,
        "stroke-width": 4,
        "paint-order": "stroke",
        "stroke-linejoin": "round"
      },
      text
    )
  );
}
