import {interruption, seriesMean, seriesSlope, seriesStep} from "../models/interruption.ts";
import type {Interruption, Moment, SeriesEstimate} from "../models/interruption.ts";
import {normalTwoSided} from "../models/normal.ts";
import {logGaps} from "../models/log-gaps.ts";
import {normalInterval} from "../models/ratio-of-sums.ts";
import type {Line} from "./action-lines.ts";
import type {Span} from "./action-list.ts";

/** Closed periods that it takes before a start, and after it. */
export const LEAST_BEFORE = 8;
export const LEAST_AFTER = 3;
/** Below this p of a different trend before the start, the others are no fair comparison. */
const PARALLEL = 0.01;

/** A line's value in a period; `other` is that of those who are compared, null without. */
export interface LinePoint {
  readonly period: number;
  readonly value: number;
  readonly weight: number;
  readonly other: number | null;
  readonly otherWeight: number;
}

/** How a measure was judged. */
export type Design = "randomised comparison" | "difference-in-differences" | "interrupted time series";

/** What its line says of a measure; `p` null where it is not tested. */
export interface Judgement {
  readonly design: Design | null;
  readonly before: SeriesEstimate | null;
  readonly after: SeriesEstimate | null;
  readonly periodsBefore: number;
  readonly periodsAfter: number;
  /** Of the comparison: a share of what would have been where the line is relative, else a difference. */
  readonly effect: SeriesEstimate | null;
  /** Of the series alone. */
  readonly alone: Interruption | null;
  readonly p: number | null;
  /** Of equal trends of both before the start; null where it is not tested. */
  readonly trendP: number | null;
  /** What would have been in a period; null where it is not known. */
  expected(point: LinePoint): number | null;
}

/** The points of a line that lie before and after the start. */
export function sidesOf(
  points: readonly LinePoint[],
  {from, before, first, last}: Span
): {readonly before: readonly LinePoint[]; readonly after: readonly LinePoint[]} {
  return {
    before: points.filter(({period}) => period >= from && period <= before),
    after: points.filter(({period}) => period >= first && (last === null || period <= last))
  };
}

/**
 * Judges a line: against others where there are any whose trend was the same before, else by itself.
 * @param context `variance` of the comparison over customers: null where there are too few to know it, and then they are not compared, for what one customer does in many periods has no noise to be seen. `isRandomised`: the others were drawn by chance, so that a trend of theirs that was another one before is chance, too, and they are compared all the same.
 */
export function judge(
  points: readonly LinePoint[],
  span: Span,
  {
    line,
    level,
    variance,
    isRandomised = false
  }: {line: Line; level: number; variance: number | null; isRandomised?: boolean}
): Judgement {
  const {before, first} = span;
  const sides = sidesOf(points, span);
  const used = [...sides.before, ...sides.after];
  const own = used.map(({period, value, weight}): Moment => ({time: period, value, weight}));
  const [early, late] = [own.filter(({time}) => time <= before), own.filter(({time}) => time >= first)];
  const means = {
    before: seriesMean(early, level),
    after: seriesMean(late, level),
    periodsBefore: early.length,
    periodsAfter: late.length
  };
  const untested = {...means, design: null, effect: null, alone: null, p: null, trendP: null, expected: () => null};
  if (early.length < LEAST_BEFORE || late.length < LEAST_AFTER) return untested;
  const [gapsBefore, gapsAfter] = [gapsOf(sides.before, line), gapsOf(sides.after, line)];
  const isCompared = variance !== null && gapsBefore.length >= LEAST_BEFORE && gapsAfter.length >= LEAST_AFTER;
  const trendP = isCompared ? (seriesSlope(gapsBefore, level)?.p ?? null) : null;
  if (isCompared && (isRandomised || trendP === null || trendP >= PARALLEL)) {
    const found = seriesStep([...gapsBefore, ...gapsAfter], first, level);
    if (found) {
      const step = wider(found.step, variance, level);
      return {
        ...means,
        design: isRandomised ? "randomised comparison" : "difference-in-differences",
        effect: line.isRelative ? shareOf(step) : step,
        alone: null,
        p: step.p,
        trendP,
        expected: ({other}) =>
          other === null ? null : line.isRelative ? other * Math.exp(found.before) : other + found.before
      };
    }
  }
  const alone = interruption(own, first, level);
  return alone
    ? {
        ...untested,
        design: "interrupted time series",
        alone,
        p: alone.p,
        trendP,
        expected: ({period}) => alone.before(period)
      }
    : {...untested, trendP};
}

/** How far the two are apart in the periods of a side where both are known: their differences, or where the line is relative what makes the logarithm of the ratio of their sums ({@link logGaps}). None where that is not known; of counts it always is. */
function gapsOf(side: readonly LinePoint[], {isCount, isRelative}: Line): readonly Moment[] {
  const pairs = side.flatMap(({period, value, weight, other, otherWeight}) =>
    other === null ? [] : [{time: period, one: value, other, weight: isCount ? 1 : 1 / (1 / weight + 1 / otherWeight)}]
  );
  if (isRelative) return logGaps(pairs, isCount ? 0.5 : 0) ?? [];
  return pairs.map(({time, one, other, weight}) => ({time, value: one - other, weight}));
}

/** The estimate with the wider one of both intervals, and the weaker one of both tests: who happens to be a customer moves a line for many periods, which its own ups and downs do not show. */
function wider(own: SeriesEstimate, variance: number, level: number): SeriesEstimate {
  const {low, high} = normalInterval({value: own.value, variance}, level);
  const ofCustomers = variance > 0 ? normalTwoSided(own.value / Math.sqrt(variance)) : 0;
  const {low: ownLow, high: ownHigh} = own;
  const bounds = high - low > ownHigh - ownLow ? {low, high} : {low: ownLow, high: ownHigh};
  return {value: own.value, ...bounds, p: Math.max(own.p, ofCustomers)};
}

function shareOf({value, low, high, p}: SeriesEstimate): SeriesEstimate {
  return {value: Math.expm1(value), low: Math.expm1(low), high: Math.expm1(high), p};
}
