import type {ChartData, Point} from "./chart-data.ts";
import type {ChartMark, GenericOptions} from "./chart-spec.ts";
import type {Key} from "./key-axis.ts";
import type {LegendItem} from "./legend.ts";
import type {ValueScale} from "./value-scale.ts";
import type {Segment} from "./segments.ts";
import {filledPoints, segments} from "./segments.ts";
import {valueScale} from "./value-scale.ts";
import {ACCENT, MUTED, QUIET, fontSize, isNarrow, seriesColour, seriesDash} from "./theme.ts";

/** One rectangle of axes: a whole chart, or one of its small multiples. */
export interface Panel {
  readonly data: ChartData;
  readonly mark: ChartMark;
  /** The points of this panel. */
  readonly points: readonly Point[];
  readonly segments: readonly Segment[];
  readonly scale: ValueScale;
  readonly width: number;
  /** Height of the area between the axes; horizontal bars take what they need. */
  readonly height: number;
  readonly heading: string | null;
  /** Are series named at the ends of their lines? */
  readonly isDirect: boolean;
  readonly options: GenericOptions;
}

const MOST_TITLES = 400;

/** The segments of one panel's points. */
export function panelSegments(points: readonly Point[], data: ChartData, mark: ChartMark): Segment[] {
  if (mark === "area") return segments(filledPoints(points, {...data, keys: data.key.keys}), data);
  return segments(points, {
    stack: mark === "bar" && data.series.length > 1 && !data.isKeyColoured ? data.stack : false
  });
}

/** The scale of a chart's values, intervals and references; from zero for bars and areas, and wherever that costs little. */
export function chartScale(
  all: readonly Segment[],
  data: ChartData,
  {mark, count}: {mark: ChartMark; count: number}
): ValueScale {
  const values = all.flatMap(({from, to, point}) => [
    ...(mark === "bar" || mark === "area" ? [from, to] : [to]),
    point.low,
    point.high
  ]);
  const known = [
    ...values.filter((value) => value !== null),
    ...data.references.filter(({axis}) => axis === "value").map(({at}) => Number(at))
  ];
  if (data.stack === "normalize" && (mark === "bar" || mark === "area") && known.every((value) => value >= 0))
    return {domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1]};
  const low = known.reduce((a, b) => Math.min(a, b), Infinity);
  const high = known.reduce((a, b) => Math.max(a, b), -Infinity);
  const isLow = low >= 0 && (low < 0.6 * high || low === high);
  return valueScale(known, {
    isFromZero: mark === "bar" || mark === "area" || isLow,
    count,
    whole: data.axisUnit === "count" && known.every(Number.isInteger)
  });
}

/** How each series is drawn, in their order: the accent where there is only one, and the quiet one in grey. @param mark defaults to lines. */
export function seriesItems({series, quiet}: ChartData, mark: ChartMark = "line"): LegendItem[] {
  return series.map((name, i) => {
    if (name === quiet) return {name, colour: mark === "bar" ? QUIET : MUTED, dash: "5 3"};
    return {name, colour: series.length === 1 ? ACCENT : seriesColour(i), dash: seriesDash(i)};
  });
}

/** Colour of a point's series. */
export function colourOf({data, mark}: Panel): (point: Pick<Point, "series">) => string {
  const colours = new Map(seriesItems(data, mark).map(({name, colour}) => [name, colour]));
  return ({series}) => colours.get(series)!;
}

/** Dash of a series' line; null for a solid one. */
export function dashOf({data}: Panel, series: string): string | null {
  return seriesItems(data).find(({name}) => name === series)!.dash;
}

/** The tooltip of a point: "Gold, Mar 2025: 48.9% (44.1%–53.6%)"; null on a panel with too many for each to have one. */
export function titleOf({data, points, options}: Panel): ((point: Point) => string) | null {
  if (points.length > MOST_TITLES) return null;
  const write = (value: number | null): string => options.format.value(value, data.unit);
  return ({series, key, value, low, high}) => {
    const name = [series, data.key.text(key)].filter((text) => text !== "").join(", ");
    const interval = low === null || high === null ? "" : ` (${write(low)}–${write(high)})`;
    return `${name}: ${write(value)}${interval}`;
  };
}

/** The points by series, in the order of colours; series without a point in this panel are left out. */
export function bySeries<T>(panel: Panel, items: readonly T[], series: (item: T) => string): [string, T[]][] {
  return panel.data.series
    .map((name): [string, T[]] => [name, items.filter((item) => series(item) === name)])
    .filter(([, own]) => own.length > 0);
}

/** Text size of a panel; panels of small multiples write as small as their chart. */
export function panelSize({options}: Panel): number {
  return fontSize(options);
}

/** Room above the axes for the heading and the label of the vertical axis. */
export function headHeight({heading, options}: Panel, label: string | null): number {
  const line = fontSize(options) + 10;
  return (heading ? line : 0) + (label ? line : 0);
}

/** The most labels of an axis of that many pixels. */
export function tickCount(pixels: number, options: GenericOptions): number {
  return Math.max(2, Math.round(pixels / (isNarrow(options) ? 52 : 58)));
}

/** Where a key is on a continuous axis, or the middle of its band, in pixels from the start. */
export function keyPosition({data}: Panel, length: number, isBand: boolean): (key: Key) => number {
  const {keys} = data.key;
  if (isBand) {
    const rank = new Map(keys.map((key, i) => [key, i]));
    return (key) => (((rank.get(key) ?? 0) + 0.5) / keys.length) * length;
  }
  const [low, high] = keyDomain(data);
  return (key) => ((Number(key) - low) / (high - low || 1)) * length;
}

/** Ends of a continuous axis of keys: the first and the last key, and what references lie beyond. */
export function keyDomain({key, references}: ChartData): [number, number] {
  const all = [...key.keys, ...references.filter(({axis}) => axis === "key").map(({at}) => at)]
    .map(Number)
    .filter(Number.isFinite);
  const [low, high] = [all.reduce((a, b) => Math.min(a, b)), all.reduce((a, b) => Math.max(a, b))];
  return low === high ? [low - 1, high + 1] : [low, high];
}

/** From the least to the greatest of zero, bars, intervals and references: without an axis there is no need for round ends. */
export function barDomain({segments, data}: Panel): readonly [number, number] {
  const ends = segments
    .flatMap(({from, to, point}) => [from, to, point.low, point.high])
    .filter((value) => value !== null);
  const references = data.references.filter(({axis}) => axis === "value").map(({at}) => Number(at));
  const all = [0, ...ends, ...references];
  const [low, high] = [all.reduce((a, b) => Math.min(a, b)), all.reduce((a, b) => Math.max(a, b))];
  return low === high ? [0, 1] : [low, high];
}
