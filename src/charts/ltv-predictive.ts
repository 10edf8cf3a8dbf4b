import type {ColumnTable} from "arquero";
import {drawing, label} from "./drawing.ts";
import {element} from "./element.ts";
import {hatchPattern} from "./hatch.ts";
import type {ChartOptions} from "./options.ts";
import {requireRows} from "./rows.ts";
import {roundTicks} from "./round-ticks.ts";
import {termOf} from "./terms.ts";
import {textWidth, widest} from "./text-width.ts";
import {ACCENT, INK, LINE, MUTED, SURFACE, emptyChart, fontSize, isNarrow} from "./theme.ts";

interface ValueRow {
  readonly group: string | null;
  readonly customers: number;
  readonly observed: number | null;
  readonly expected: number | null;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly rank: number | null;
}

const COLUMNS = ["group", "customers", "observed", "expected", "value", "low", "high", "rank"] as const;
const BAR = 22;

/**
 * Bars of the predictive `ltv`, groups by value with everybody first: what was observed in full colour, what is expected hatched beyond it, the interval of their sum as a line, the sum as a number, and the rank where groups differ beyond the noise.
 *
 * @throws {InputError} if a column is missing.
 */
export function ltvPredictiveChart(values: ColumnTable, options: ChartOptions): Element {
  const rows = requireRows<ValueRow>(values, COLUMNS).filter(({observed}) => observed !== null);
  if (rows.length === 0) return emptyChart(options);
  const total = (row: ValueRow) => row.value ?? row.observed!;
  const [all, groups] = [rows.filter(({group}) => group === null), rows.filter(({group}) => group !== null)];
  const ordered = [...all, ...groups.toSorted((a, b) => total(b) - total(a))];
  return drawBars(ordered, options);
}

function drawBars(rows: readonly ValueRow[], options: ChartOptions): Element {
  const {document, format, width} = options;
  const [size, narrow] = [fontSize(options), isNarrow(options)];
  const isRanked = rows.some(({rank}) => rank !== null && rank > 1);
  const nameOf = ({group, rank}: ValueRow) =>
    `${isRanked && rank !== null ? `${rank}. ` : ""}${group ?? options.words.all}`;
  const texts = rows.map((row) => format.short(row.value ?? row.observed, "money"));
  const left = narrow ? 0 : Math.min(0.3 * width, widest(rows.map(nameOf), size) + 10);
  const right = widest(texts, size) + 10;
  const reach = Math.max(...rows.map((row) => Math.max(row.high ?? 0, row.value ?? 0, row.observed ?? 0)));
  const least = Math.min(0, ...rows.map((row) => Math.min(row.low ?? 0, row.value ?? 0, row.observed!)));
  const ticks = roundTicks(least, Math.max(reach, 0), {count: narrow ? 3 : 6});
  const [from, to] = [ticks[0]!, ticks.at(-1)!];
  const x = (value: number) => left + ((value - from) / (to - from)) * (width - left - right);
  const key = 2 * size + 8;
  const rowHeight = narrow ? BAR + size + 18 : BAR + 12;
  const bottom = key + rows.length * rowHeight;
  const tickTexts = format.ticks(ticks, "money");
  const every = widest(tickTexts, size - 1) + 8 > x(ticks[1] ?? to) - x(from) ? 2 : 1;
  return drawing(options, bottom + size + 12, [
    element(document, "defs", {}, hatchPattern(document, `${options.id}-expected`)),
    swatches(options, size),
    ...ticks.map((tick) =>
      element(document, "path", {d: `M${x(tick)} ${key}V${bottom}`, stroke: tick === 0 ? MUTED : LINE})
    ),
    ...ticks.map((tick, i) =>
      i % every === 0
        ? label(document, tickTexts[i]!, {
            x: x(tick),
            y: bottom + size,
            size: size - 1,
            anchor: i === 0 && left === 0 ? "start" : "middle",
            fill: MUTED
          })
        : null
    ),
    ...rows.flatMap((row, i) => {
      const top = key + i * rowHeight + (narrow ? size + 12 : 6);
      const name = narrow ? {x: 0, y: top - size / 2 - 4, room: width} : {x: 0, y: top + BAR / 2, room: left - 8};
      const end = x(Math.max(row.high ?? row.value ?? row.observed!, row.observed!));
      return [
        label(document, nameOf(row), {...name, size, bold: row.group === null}),
        bar(row, {x, top, options}),
        label(document, texts[i]!, {x: end + 7, y: top + BAR / 2, size, bold: true})
      ];
    })
  ]);
}

/** Observed and expected part of one bar, and the interval over its end. */
function bar(
  {observed, expected, low, high}: ValueRow,
  {x, top, options}: {x: (value: number) => number; top: number; options: ChartOptions}
): SVGElement {
  const {document, format} = options;
  const rect = (from: number, to: number, attributes: Readonly<Record<string, string>>) =>
    element(document, "rect", {
      x: Math.min(x(from), x(to)),
      y: top,
      width: Math.abs(x(to) - x(from)),
      height: BAR,
      ...attributes
    });
  const group = element(document, "g", {class: "k-bar"}, rect(0, observed!, {fill: ACCENT}));
  const value = observed! + (expected ?? 0);
  if (expected !== null) {
    group.append(
      rect(observed!, value, {fill: ACCENT, "fill-opacity": "0.35"}),
      rect(observed!, value, {fill: `url(#${options.id}-expected)`, stroke: ACCENT})
    );
  }
  const parts = [
    `${termOf(options, "observed")} ${format.value(observed, "money")}`,
    ...(expected === null ? [] : [`${termOf(options, "expected")} ${format.value(expected, "money")}`])
  ];
  group.append(element(document, "title", {}, parts.join(", ")));
  if (low === null || high === null) return group;
  const middle = top + BAR / 2;
  const whisker = `M${x(low)} ${middle}H${x(high)}M${x(low)} ${middle - 5}v10M${x(high)} ${middle - 5}v10`;
  group.append(
    element(document, "path", {d: whisker, stroke: SURFACE, "stroke-width": 4, fill: "none"}),
    element(document, "path", {d: whisker, stroke: INK, "stroke-width": 1.5, fill: "none"})
  );
  return group;
}

function swatches(options: ChartOptions, size: number): SVGElement {
  const {document} = options;
  const observed = termOf(options, "observed");
  const second = 18 + textWidth(observed, size) + 18;
  return element(
    document,
    "g",
    {class: "k-legend"},
    element(document, "rect", {x: 0, y: size / 2 - 4, width: 12, height: 12, fill: ACCENT}),
    label(document, observed, {x: 18, y: size / 2 + 2, size}),
    element(document, "rect", {x: second, y: size / 2 - 4, width: 12, height: 12, fill: ACCENT, "fill-opacity": 0.35}),
    element(document, "rect", {
      x: second + 0.5,
      y: size / 2 - 3.5,
      width: 11,
      height: 11,
      fill: `url(#${options.id}-expected)`,
      stroke: ACCENT
    }),
    label(document, termOf(options, "expected"), {x: second + 18, y: size / 2 + 2, size})
  );
}
