import type {ChartData, Point} from "./chart-data.ts";

/** A bar, or a place of an area: a point and where it is drawn on the axis of values; null is a gap. */
export interface Segment {
  readonly point: Point;
  readonly from: number | null;
  readonly to: number | null;
}

/** What {@link segments} needs to know of a chart. */
export type Stacking = Pick<ChartData, "stack" | "series"> & {readonly keys: ChartData["key"]["keys"]};

/**
 * One segment per point, in the points' order: from zero, or stacked from the sum of the series before it (negative values downwards).
 * Normalised, a segment is its share of the sum of absolute values at its key.
 */
export function segments(points: readonly Point[], {stack}: Pick<Stacking, "stack">): Segment[] {
  if (stack === false) return points.map((point) => ({point, from: point.value === null ? null : 0, to: point.value}));
  const ends = new Map<Point["key"], {up: number; down: number}>();
  const totals = stack === "normalize" ? sums(points) : null;
  return points.map((point) => {
    if (point.value === null) return {point, from: null, to: null};
    const value = totals ? point.value / (totals.get(point.key) || 1) : point.value;
    const end = ends.get(point.key) ?? {up: 0, down: 0};
    const from = value < 0 ? end.down : end.up;
    ends.set(point.key, value < 0 ? {...end, down: from + value} : {...end, up: from + value});
    return {point, from, to: from + value};
  });
}

/** The points of a stacked area, with a zero where a series has no row at a key that others have: an area needs both ends. A null stays a gap. */
export function filledPoints(points: readonly Point[], {series, keys, stack}: Stacking): Point[] {
  if (stack === false) return [...points];
  const known = new Map(points.map((point) => [`${point.key}\n${point.series}`, point]));
  const used = new Set(points.map(({key}) => key));
  const own = series.filter((name) => points.some((point) => point.series === name));
  const facet = points[0]?.facet ?? "";
  return keys
    .filter((key) => used.has(key))
    .flatMap((key) =>
      own.map((name) => known.get(`${key}\n${name}`) ?? {key, value: 0, series: name, facet, low: null, high: null})
    );
}

function sums(points: readonly Point[]): Map<Point["key"], number> {
  const totals = new Map<Point["key"], number>();
  for (const {key, value} of points) totals.set(key, (totals.get(key) ?? 0) + Math.abs(value ?? 0));
  return totals;
}
