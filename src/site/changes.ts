import type {Format} from "../charts/format.ts";
import {periodLabel} from "../charts/period.ts";
import {judgedKpis} from "../metrics/kpi-verdicts.ts";
import type {Facts} from "../metrics/metric.ts";
import {movementsOf} from "../metrics/movements.ts";
import type {Movement, Moving} from "../metrics/movements.ts";
import {benjaminiHochberg} from "../models/benjamini-hochberg.ts";
import type {ChangeWords} from "./words/change-words.ts";
import {OWN_NAMES, nameOf} from "./names.ts";
import type {Names} from "./names.ts";
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
  style: {format: Format; words: ChangeWords; names?: Names | undefined}
): Changes | null {
  const tested = testedOf(cells, facts);
  if (tested.length === 0) return null;
  const real = tested
    .filter(({isReal}) => isReal)
    .sort((a, b) => Math.abs(b.movement.effect) - Math.abs(a.movement.effect));
  const by = new Map(cells.map(({name, options}) => [name, String(options["by"])]));
  const changes = real.slice(0, MOST).map(({cell, movement}) => ({cell, ...said(movement, by.get(cell)!, style)}));
  const counts = {tested: tested.length, real: real.length, shown: changes.length};
  const {words} = style;
  return {changes, ...counts, base: real.length === 0 ? words.nothing(tested.length) : words.base(counts)};
}

/** A cell's result as its page judges it: a row of KPIs calls a change real where the tests of the whole page do. */
export function judgedResult<C extends Moving>(cell: C, cells: readonly MovingCell[], facts: Facts): C["result"] {
  const {metric, options, result} = cell;
  if (metric !== "kpi" || options["period"] === undefined) return result;
  const own = testedOf(cells, facts).filter(
    ({movement: {group, period}}) => group === null && period === options["period"]
  );
  return judgedKpis(result, new Map(own.map(({movement, isReal}) => [movement.measure, verdictOf(movement, isReal)])));
}

/** Whether the movement is real; null where it is, but neither better nor worse. */
function verdictOf(movement: Movement, isReal: boolean): boolean | null {
  return isReal && (NEUTRAL.has(movement.measure) || isBroken(movement)) ? null : isReal;
}

/** Whether it is its difference from the usual change that is real, and points the other way: growth that slows down is no good news. */
function isBroken({before, effect, usual, value}: Movement): boolean {
  return usual !== null && effect > usual !== value > before;
}

/** A movement of a page, and whether it is beyond the noise, all of them tested together. */
interface Tested {
  readonly cell: string;
  readonly movement: Movement;
  readonly isReal: boolean;
}

function testedOf(cells: readonly MovingCell[], facts: Facts): readonly Tested[] {
  const found = new Map<string, Omit<Tested, "isReal">>();
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
  const corrected = benjaminiHochberg(tested.map(({movement}) => movement.p));
  return tested.map((one, i) => ({...one, isReal: corrected[i]! < FALSE_DISCOVERY_RATE}));
}

function said(
  movement: Movement,
  by: string,
  {format, words, names = OWN_NAMES}: {format: Format; words: ChangeWords; names?: Names | undefined}
): Omit<Change, "cell"> {
  const {measure, group, unit, period, before, value, effect} = movement;
  const isUp = value > before;
  const broken = isBroken(movement);
  const text = words.sentence({
    measure,
    what: words.measures[measure]?.(period) ?? measure,
    group: group === null ? null : nameOf(names, by, group),
    size: sizeOf(effect),
    isUp,
    isBroken: broken,
    value: format.value(value, unit),
    before: format.value(before, unit),
    when: periodLabel(movement.to, period, format),
    since: periodLabel(movement.from, period, format),
    isCohort: measure === "retention"
  });
  const better = FIGURES[measure]?.better ?? "more";
  return {text, isUp, isGood: NEUTRAL.has(measure) ? null : (isUp !== broken) === (better === "more")};
}

/** How large a movement is, by {@link Movement.effect}. */
export type Size = "slight" | "plain" | "clear" | "sharp";

/** The word for a movement's size: slight below 0.1, clear from 0.3 on, sharp from 0.5 on. */
export function sizeOf(effect: number): Size {
  const size = Math.abs(effect);
  return size < 0.1 ? "slight" : size < 0.3 ? "plain" : size < 0.5 ? "clear" : "sharp";
}
