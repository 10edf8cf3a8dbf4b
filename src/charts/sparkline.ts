import type {ChartOptions} from "./options.ts";
import type {Unit} from "./format.ts";
import {element, rounded} from "./element.ts";
import {ACCENT, LINE} from "./theme.ts";

/** What {@link sparkline} needs; its size defaults to 120 × 32. */
export interface SparklineOptions extends Pick<ChartOptions, "document" | "format" | "words"> {
  readonly unit: Unit;
  readonly width?: number;
  readonly height?: number;
}

const PADDING = 3.5; // room for the last point

/**
 * A small line of a series with its last known value marked, for beside a headline figure. No axes: it spans the least and the greatest value,
 * and equal values lie in the middle. Null is a gap.
 */
export function sparkline(
  values: readonly (number | null)[],
  {document, format, unit, words, width = 120, height = 32}: SparklineOptions
): Element {
  const known = values.filter((value) => value !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const x = (i: number): number => PADDING + (i / Math.max(1, values.length - 1)) * (width - 2 * PADDING);
  const y = (value: number): number =>
    high === low ? height / 2 : PADDING + ((high - value) / (high - low)) * (height - 2 * PADDING);
  const last = values.findLastIndex((value) => value !== null);
  const label =
    known.length > 0 ? `${format.short(known[0], unit)} → ${format.short(known.at(-1), unit)}` : words.empty;
  const frame = {class: "k-spark", role: "img", "aria-label": label, width, height, viewBox: `0 0 ${width} ${height}`};
  return element(
    document,
    "svg",
    {xmlns: "http://www.w3.org/2000/svg", ...frame},
    element(document, "path", {d: `M0 ${height - 0.5}H${width}`, stroke: LINE, fill: "none"}),
    element(document, "path", {
      d: linePath(values, x, y),
      fill: "none",
      stroke: ACCENT,
      "stroke-width": 1.5,
      "stroke-linejoin": "round",
      "stroke-linecap": "round"
    }),
    ...(last < 0 ? [] : [element(document, "circle", {cx: x(last), cy: y(values[last]!), r: 2.5, fill: ACCENT})])
  );
}

/** A line per run of known values; a value alone between gaps is a dot, which is what `h0` draws with round caps. */
function linePath(values: readonly (number | null)[], x: (i: number) => number, y: (value: number) => number): string {
  return values
    .map((value, i) => {
      if (value === null) return "";
      const start = i === 0 || values[i - 1] === null;
      const alone = start && (values[i + 1] ?? null) === null;
      return `${start ? "M" : "L"}${rounded(x(i))} ${rounded(y(value))}${alone ? "h0" : ""}`;
    })
    .join("");
}
