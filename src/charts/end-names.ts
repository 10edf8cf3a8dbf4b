import type {ChartData} from "./chart-data.ts";
import type {ChartMark} from "./chart-spec.ts";
import type {ChartOptions} from "./options.ts";
import {widest} from "./text-width.ts";
import {fontSize} from "./theme.ts";

const MOST_DIRECT = 8;
const LATE = 0.85; // a line that ends in the last part of the axis ends beside its name
const LABEL_SHARE = 0.28; // of the width, at most, for names

/** Are names of series put at the ends of their lines: few, short, all reaching the right edge, and with room above each other? */
export function isNamedAtEnds(
  {series, points, key}: ChartData,
  mark: ChartMark,
  {height, options}: {height: number; options: ChartOptions}
): boolean {
  const size = fontSize(options);
  if ((mark !== "line" && mark !== "area") || series.length < 2 || series.length > MOST_DIRECT) return false;
  if (widest(series, size) > LABEL_SHARE * options.width || series.length * (size + 3) > height) return false;
  const late = new Set(key.keys.slice(Math.ceil(LATE * (key.keys.length - 1))));
  return series.every((name) =>
    points.some((point) => point.series === name && point.value !== null && late.has(point.key))
  );
}
