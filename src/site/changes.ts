import type {Format} from "../charts/format.ts";
import {periodLabel} from "../charts/period.ts";
import type {Facts} from "../metrics/metric.ts";
import {movementsOf} from "../metrics/movements.ts";
import type {Movement, Moving} from "../metrics/movements.ts";
import {benjaminiHochberg} from "../models/benjamini-hochberg.ts";
import type {ChangeWords} from "./words/change-words.ts";
import {FIGURES} from "../metrics/kpi-figures.ts";

/** A cell whose figures may have moved. */
export interface MovingCell extends Moving {
  /** Its name, which is its figure's id. */
  readonly name: string;
}

/** A movement that is no chance, in words. */
export interface Change {
  /** The figure that shows it. */
  readonly cell: string;
  readonly text: string;
  /** Whether it is for the better; null where that is not for us to say. */
  readonly isGood: boolean | null;
  readonly isUp: boolean;
}

/** What changed on a page since the period before. */
export interface Changes {
  /** The largest real movements, largest first. */
  readonly changes: readonly Change[];
  /** Plain text: how many were tested. */
  readonly base: string;
  /** How many were tested, and how many of them are beyond the noise. */
  readonly tested: number;
  readonly real: number;
}

/** More of these is neither better nor worse. */
const NEUTRAL = new Set(["answers"]);
/** Most movements to name. */
const MOST = 3;
/** Of the movements called real, at most this share is expected to be chance. */
export const FALSE_DISCOVERY_RATE = 0.05;

/**
 * The largest movements of a page's cells from the last but one closed period to the last that are beyond the noise, all that were tested taken together (Benjamini–Hochberg).
 * A figure that several cells show is tested once. Null where nothing could be tested.
 */
export function changesOf(
  cells: readonly MovingCell[],
  facts: Facts,
  style: {format: Format; words: ChangeWords}
): Changes | null {
  const found = new Map<string, {readonly cell: string; readonly movement: Movement}>();
  for (const cell of cells)
    for (const movement of movementsOf(cell, facts)) {
      const {measure, group, period, to} = movement;
      const {active, by} = cell.options;
      // Over touchpoints together there is a number, but not the one that the measure's name means.
      if (group === null && by === "touchpoint") continue;
      const key = JSON.stringify([measure, group && [by, group], period, to, active, cell.result.summary?.["basis"]]);
      if (!found.has(key)) found.set(key, {cell: cell.name, movement});
    }
  const tested = [...found.values()];
  if (tested.length === 0) return null;
  const corrected = benjaminiHochberg(tested.map(({movement}) => movement.p));
  const real = tested
    .filter((_, i) => corrected[i]! < FALSE_DISCOVERY_RATE)
    .sort((a, b) => Math.abs(b.movement.effect) - Math.abs(a.movement.effect));
  const changes = real.slice(0, MOST).map(({cell, movement}) => ({cell, ...said(movement, style)}));
  const counts = {tested: tested.length, real: real.length, shown: changes.length};
  const {words} = style;
  return {changes, ...counts, base: real.length === 0 ? words.nothing(tested.length) : words.base(counts)};
}

function said(movement: Movement, {format, words}: {format: Format; words: ChangeWords}): Omit<Change, "cell"> {
  const {measure, group, unit, period, before, value, effect, usual} = movement;
  const isUp = value > before;
  // It is the difference from the usual change that is real: growth that slows down is no good news.
  const isBroken = usual !== null && effect > usual !== isUp;
  const text = words.sentence({
    measure,
    what: words.measures[measure]?.(period) ?? measure,
    group,
    size: sizeOf(effect),
    isUp,
    isBroken,
    value: format.value(value, unit),
    before: format.value(before, unit),
    when: periodLabel(movement.to, period, format),
    since: periodLabel(movement.from, period, format),
    isCohort: measure === "retention"
  });
  const better = FIGURES[measure]?.better ?? "more";
  return {text, isUp, isGood: NEUTRAL.has(measure) ? null : (isUp !== isBroken) === (better === "more")};
}

/** How large a movement is, by {@link Movement.effect}. */
export type Size = "slight" | "plain" | "clear" | "sharp";

/** The word for a movement's size: slight below 0.1, clear from 0.3 on, sharp from 0.5 on. */
export function sizeOf(effect: number): Size {
  const size = Math.abs(effect);
  return size < 0.1 ? "slight" : size < 0.3 ? "plain" : size < 0.5 ? "clear" : "sharp";
}
