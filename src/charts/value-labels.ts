import type {Panel} from "./panel.ts";
import type {Key} from "./key-axis.ts";

const MILLION = 1e6;

/** The number at the end of a bar. */
export interface ValueLabel {
  readonly key: Key;
  readonly series: string;
  /** Where the bar, or its interval, ends. */
  readonly at: number;
  readonly isNegative: boolean;
  readonly text: string;
}

/** The numbers of a panel's bars: each bar's own, the sum of a stack, none where bars are normalised. */
export function valueLabels({data, segments, options}: Panel): ValueLabel[] {
  if (data.stack === "normalize" && data.series.length > 1) return [];
  const isStacked = data.stack === true && data.series.length > 1 && !data.isKeyColoured;
  const points = segments.map(({point}) => point);
  const ends = isStacked ? totals(points.filter(({value}) => value !== null)) : points;
  const texts = distinctTexts(
    ends.map(({value}) => value),
    {data, options}
  );
  return ends.map(({key, series, value, low, high}, i) => {
    const isNegative = value !== null && value < 0;
    return {key, series, isNegative, at: (isNegative ? low : high) ?? value ?? 0, text: texts[i]!};
  });
}

/** Short texts, "–" for null; in full for counts below a million, and where short texts would make different rates look the same, or some look like zero. */
function distinctTexts(values: readonly (number | null)[], {data, options}: Pick<Panel, "data" | "options">): string[] {
  const {format} = options;
  if (data.unit === "count" && values.every((value) => Math.abs(value ?? 0) < MILLION))
    return values.map((value) => format.value(value, "count"));
  const short = values.map((value) => format.short(value, data.unit));
  const isRate = data.unit === "ratio" || data.unit === "nps" || data.unit === "score" || data.unit === "number";
  const zero = format.short(0, data.unit);
  const isCoarse =
    new Set(short).size < new Set(values).size || short.some((text, i) => text === zero && values[i] !== 0);
  return isRate && isCoarse ? values.map((value) => format.value(value, data.unit)) : short;
}

interface Total {
  readonly key: Key;
  readonly series: string;
  readonly value: number;
  readonly low: null;
  readonly high: null;
}

function totals(
  points: readonly {readonly key: Key; readonly series: string; readonly value: number | null}[]
): Total[] {
  const sums = new Map<Key, Total>();
  for (const {key, series, value} of points) {
    sums.set(key, {key, series, value: (sums.get(key)?.value ?? 0) + value!, low: null, high: null});
  }
  return [...sums.values()];
}
