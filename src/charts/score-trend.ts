import type {ChartData, Point} from "./chart-data.ts";
import {isNamedAtEnds} from "./end-names.ts";
import type {Unit} from "./format.ts";
import {placePanels} from "./grid.ts";
import {element} from "./element.ts";
import {keyAxis} from "./key-axis.ts";
import {legend} from "./legend.ts";
import type {Legend} from "./legend.ts";
import type {ChartOptions} from "./options.ts";
import {chartScale, panelSegments, seriesItems, tickCount} from "./panel.ts";
import {fontSize, isNarrow} from "./theme.ts";
import {verticalPanel} from "./vertical-panel.ts";

/** A group's figure in a period that is over; null of too few answers, where the line breaks. */
export interface TrendRow {
  readonly group: string | null;
  readonly period: Date;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** What {@link scoreTrend} draws. */
export interface TrendSpec {
  readonly rows: readonly TrendRow[];
  readonly unit: Unit;
  readonly heading: string;
  /** Whether rows without a group stand for everybody; defaults to true. */
  readonly hasTotal?: boolean;
  /** Drawn above the trend. */
  readonly head?: Legend | null;
}

/** A figure by period with its interval as a band; with groups a line each, everybody's grey. */
export function scoreTrend(
  {rows, unit, heading, hasTotal = true, head = null}: TrendSpec,
  options: ChartOptions
): Element {
  const {document, width} = options;
  const size = fontSize(options);
  const data = trendData(rows, {unit, heading, hasTotal}, options);
  const height = isNarrow(options) ? 170 : 220;
  const segments = panelSegments(data.points, data, "line");
  const scale = chartScale(segments, data, {mark: "line", count: tickCount(height, options)});
  const isDirect = isNamedAtEnds(data, "line", {height, options});
  const names =
    data.series.length > 1 && !isDirect ? legend(seriesItems(data), {document, isLine: true, width, size}) : null;
  const draw = (panelWidth: number): Element[] => [
    verticalPanel({
      data,
      mark: "line",
      points: data.points,
      segments,
      scale,
      width: panelWidth,
      height,
      heading: null,
      isDirect,
      options
    })
  ];
  return placePanels(draw, {count: 1, head: above(head, names, document), isWide: false, options});
}

/** One below the other. */
function above(head: Legend | null, names: Legend | null, document: Document): Legend | null {
  if (!head || !names) return head ?? names;
  const lower = element(document, "g", {transform: `translate(0,${head.height})`}, names.node);
  return {node: element(document, "g", {}, head.node, lower), height: head.height + names.height};
}

function trendData(
  rows: readonly TrendRow[],
  {unit, heading, hasTotal}: {unit: Unit; heading: string; hasTotal: boolean},
  {format, words}: ChartOptions
): ChartData {
  const named = [...new Set(rows.map(({group}) => group))].filter((group) => group !== null);
  const isAlone = named.length === 0;
  const series = isAlone ? [heading] : [...named, ...(hasTotal ? [words.all] : [])];
  const rank = new Map(series.map((name, i) => [name, i]));
  const points = rows
    .map(({group, period, value, low, high}): Point => {
      const name = isAlone ? heading : (group ?? words.all);
      const bounds = isAlone ? {low, high} : {low: null, high: null};
      return {key: period.getTime(), facet: "", value, ...bounds, series: name};
    })
    .sort((a, b) => Number(a.key) - Number(b.key) || rank.get(a.series)! - rank.get(b.series)!);
  return {
    points,
    series,
    quiet: isAlone ? null : words.all,
    facets: [""],
    key: keyAxis(points, {
      column: "period",
      unit: undefined,
      isTime: true,
      label: null,
      sort: undefined,
      isFilled: false,
      format
    }),
    unit,
    axisUnit: unit,
    valueLabel: heading,
    stack: false,
    isKeyColoured: false,
    isHorizontal: false,
    hasInterval: isAlone,
    references: []
  };
}
