import type {ChartSpec, GenericOptions} from "./chart-spec.ts";
import type {Row} from "./chart-data.ts";
import type {Unit} from "./format.ts";
import * as Plot from "@observablehq/plot";
import {binBounds, binIndex} from "./bins.ts";
import {columnEntries} from "./chart-spec.ts";
import {nameOf, numberOf, sortedNames} from "./chart-values.ts";
import {element} from "./element.ts";
import {placePanels} from "./grid.ts";
import {keyTicks} from "./key-ticks.ts";
import {legend, type LegendItem} from "./legend.ts";
import {roundTicks} from "./round-ticks.ts";
import {widest} from "./text-width.ts";
import {
  ACCENT,
  INK,
  LINE,
  MUTED,
  SURFACE,
  TARGET,
  emptyChart,
  fontSize,
  isNarrow,
  plotDefaults,
  seriesColour
} from "./theme.ts";

interface Counted {
  readonly x: number;
  /** How many the row stands for. */
  readonly n: number;
  readonly series: string;
  readonly facet: string;
}

/** A bar of a histogram: a bin's count of one series, on top of the series before it. */
interface Bin {
  readonly x1: number;
  readonly x2: number;
  readonly from: number;
  readonly to: number;
  readonly series: string;
  readonly title: string;
}

interface Bins {
  readonly bounds: readonly number[];
  readonly items: readonly LegendItem[];
  readonly ticks: readonly number[];
  readonly unit: Unit;
  readonly spec: ChartSpec;
  readonly options: GenericOptions;
}

/** Histogram of a column of numbers, of its rows or of a column of counts; series on top of each other. Rows without a number are not counted. */
export function histogram(rows: readonly Row[], spec: ChartSpec, options: GenericOptions): Element {
  const counted = countedRows(rows, spec, options);
  if (counted.length === 0) return emptyChart(options);
  const column = columnEntries(spec.x)[0]![0];
  const unit =
    spec.units?.x ?? options.units?.[column] ?? (counted.every(({x}) => Number.isInteger(x)) ? "count" : "number");
  const bounds = binBounds(
    counted.map(({x}) => x),
    spec
  );
  const names = sortedNames([...totals(counted)], spec.sort, options.format.lang);
  const items = names.map((name, i) => ({name, colour: names.length === 1 ? ACCENT : seriesColour(i), dash: null}));
  const facets = [...new Set(counted.map(({facet}) => facet))];
  const parts = facets.map((facet) => ({
    facet,
    bars: stackedBins(
      counted.filter((row) => row.facet === facet),
      {bounds, names, unit, options}
    )
  }));
  const highest = parts.flatMap(({bars}) => bars).reduce((most, {to}) => Math.max(most, to), 0);
  const height = facets.length > 1 ? 110 : isNarrow(options) ? 180 : 240;
  const ticks = roundTicks(0, highest, {count: Math.round(height / 55), whole: true});
  const size = fontSize(options);
  const draw = (width: number): Element[] =>
    parts.map(({facet, bars}) =>
      panel(
        bars,
        {bounds, items, ticks, unit, spec, options},
        {width, height, heading: facets.length > 1 ? facet : null}
      )
    );
  const head =
    names.length > 1 ? legend(items, {document: options.document, isLine: false, width: options.width, size}) : null;
  return placePanels(draw, {count: facets.length, head, isWide: false, options});
}

function countedRows(rows: readonly Row[], {x, y, color, facet}: ChartSpec, options: GenericOptions): Counted[] {
  const [column, weight] = [columnEntries(x)[0]![0], columnEntries(y)[0]?.[0]];
  return rows.flatMap((row) => {
    const value = numberOf(row[column], column);
    const n = weight === undefined ? 1 : numberOf(row[weight], weight);
    if (value === null || n === null) return [];
    return [
      {
        x: value,
        n,
        series: color === undefined ? "" : nameOf(row[color], color, options),
        facet: facet === undefined ? "" : nameOf(row[facet], facet, options)
      }
    ];
  });
}

function totals(rows: readonly Counted[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const {series, n} of rows) sums.set(series, (sums.get(series) ?? 0) + n);
  return sums;
}

interface Binning {
  readonly bounds: readonly number[];
  readonly names: readonly string[];
  readonly unit: Unit;
  readonly options: GenericOptions;
}

function stackedBins(rows: readonly Counted[], {bounds, names, unit, options: {format}}: Binning): Bin[] {
  const counts = new Map<string, number>();
  for (const {x, n, series} of rows) {
    const key = `${binIndex(x, bounds)} ${series}`;
    counts.set(key, (counts.get(key) ?? 0) + n);
  }
  const isWhole = isPerNumber(bounds);
  return bounds.slice(0, -1).flatMap((x1, i) => {
    const x2 = bounds[i + 1]!;
    const range = isWhole ? format.value(x1 + 0.5, unit) : `${format.value(x1, unit)} – ${format.value(x2, unit)}`;
    let from = 0;
    return names.flatMap((series) => {
      const n = counts.get(`${i} ${series}`) ?? 0;
      if (n === 0) return [];
      const bar = {
        x1,
        x2,
        from,
        to: from + n,
        series,
        title: `${series ? `${series}, ` : ""}${range}: ${format.value(n, "count")}`
      };
      from += n;
      return [bar];
    });
  });
}

/** Has every whole number a bin of its own? Their bounds are at halves. */
function isPerNumber(bounds: readonly number[]): boolean {
  return bounds.every((bound) => Math.abs(bound % 1) === 0.5);
}

function panel(
  bars: readonly Bin[],
  {bounds, items, ticks, unit, spec, options}: Bins,
  {width, height, heading}: {width: number; height: number; heading: string | null}
): Element {
  const size = fontSize(options);
  const {format} = options;
  const texts = format.ticks(ticks, "count");
  const [low, high] = [bounds[0]!, bounds.at(-1)!];
  const marginLeft = Math.ceil(widest(texts, size) + 8);
  const marginRight = 14;
  const length = width - marginLeft - marginRight;
  const isWhole = isPerNumber(bounds);
  const keys = isWhole ? bounds.slice(0, -1).map((bound) => bound + 0.5) : [...bounds];
  const at = (key: number | string): number => ((Number(key) - low) / (high - low)) * length;
  const axis = {
    kind: "number",
    keys,
    unit,
    label: null,
    isMonthly: false,
    steps: null,
    text: (key: number | string) => format.value(key, unit)
  } as const;
  const labels = keyTicks(axis, {at, length, isBand: isWhole, size, format});
  const labelTexts = new Map(labels.map(({key, text}) => [key, text]));
  const {x: xLabel = null, y: yLabel = null} = spec.labels ?? {};
  const marginTop = (heading ? size + 8 : 0) + (yLabel ? size + 8 : 0) + 8;
  const marginBottom = 8 + Math.ceil(1.2 * size) + (xLabel ? size + 8 : 2);
  const references = (spec.reference ?? []).filter(({x}) => typeof x === "number");
  const colours = new Map(items.map(({name, colour}) => [name, colour]));
  return Plot.plot({
    ...plotDefaults(options),
    width,
    height: marginTop + height + marginBottom,
    marginTop,
    marginRight,
    marginBottom,
    marginLeft,
    x: {type: "linear", domain: [low, high], axis: null, label: null},
    y: {type: "linear", domain: [0, ticks.at(-1)!], axis: null, label: null},
    marks: [
      Plot.ruleY(ticks, {stroke: LINE}),
      Plot.axisY([...ticks], {
        tickSize: 0,
        tickPadding: 8,
        fill: MUTED,
        label: null,
        tickFormat: (_: number, i: number) => texts[i]!
      }),
      Plot.axisX([...labelTexts.keys()], {
        tickSize: 0,
        tickPadding: 8,
        fill: MUTED,
        label: null,
        tickFormat: (key: number) => labelTexts.get(key)!
      }),
      Plot.rect(bars, {
        x1: "x1",
        x2: "x2",
        y1: "from",
        y2: "to",
        insetLeft: 0.5,
        insetRight: 0.5,
        fill: {value: ({series}: Bin) => colours.get(series)!, scale: null},
        title: "title"
      }),
      Plot.ruleY([0], {stroke: MUTED}),
      Plot.ruleX(references, {x: "x", stroke: TARGET, strokeDasharray: "5 3", strokeWidth: 1.25}),
      Plot.text(references, {
        x: "x",
        text: ({label = ""}: {label?: string | undefined}) => label,
        frameAnchor: "top",
        textAnchor: "start",
        lineAnchor: "top",
        dx: 5,
        fill: TARGET,
        stroke: SURFACE,
        strokeWidth: 4
      }),
      (_index, _scales, _values, _dimensions, {document}) => {
        const line = (text: string, y: number, attributes: Readonly<Record<string, string>>): SVGElement =>
          element(document, "text", {x: 0, y, "text-anchor": "start", ...attributes}, text);
        const heads = heading ? [line(heading, size, {fill: INK, "font-weight": "600"})] : [];
        return element(
          document,
          "g",
          {class: "k-head"},
          ...heads,
          ...(yLabel ? [line(yLabel, marginTop - 16, {fill: MUTED})] : [])
        );
      },
      xLabel
        ? Plot.text([xLabel], {frameAnchor: "bottom", lineAnchor: "bottom", dy: marginBottom - 3, fill: MUTED})
        : null
    ]
  });
}
