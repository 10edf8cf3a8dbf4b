import type {Rolled} from "../cube/cube.ts";
import {WHOLE} from "./answers.ts";
import {LEAST} from "./contrast.ts";
import type {Facts, Period} from "./metric.ts";
import {lastClosed, startOf} from "./period.ts";
import {countOf, scoresOf} from "./score-counts.ts";
import {isInWindow} from "./window.ts";
import type {Question} from "./score-counts.ts";

/** How many answers have each score of a question, the lowest score first. */
export type Scores = readonly number[];

/** The answers of a calendar period. */
export interface PeriodScores {
  /** Its first day, at midnight UTC. */
  readonly period: Date;
  /** Does the as-of date close it? */
  readonly complete: boolean;
  readonly scores: Scores;
}

/** The answers of a group; null: everybody. */
export interface ScoreSeries {
  readonly group: string | null;
  /** Of the whole window, which of a customer counts the latest only: not the sum of the periods. */
  readonly whole: Scores;
  /** From the first period in which anybody answered to the last one, each of them, ascending. */
  readonly periods: readonly PeriodScores[];
}

/** What {@link scoreSeries} is told besides the sums. */
interface Span {
  readonly period: Period;
  readonly facts: Facts;
  /** The counts of the reporting window, without keys; null without one. */
  readonly window: Rolled | null;
}

/** The rolled-up {@link scoreCounts} per group: everybody first, then the groups that have answers. With a reporting window, its periods and its whole. */
export function scoreSeries(
  {groups, keys, statistics}: Rolled,
  question: Question,
  {period, facts, window}: Span
): readonly ScoreSeries[] {
  const names = scoresOf(question).map(countOf);
  const rowOf = new Map(Array.from(keys["period"]!, (index, k) => [index, k]));
  const read = (group: number, index: number): Scores => {
    const k = rowOf.get(index);
    return names.map((name) => (k === undefined ? 0 : statistics[name]![group]![k]!));
  };
  const whole = (group: string | null, g: number): Scores => {
    if (!window) return read(g, WHOLE);
    const at = window.groups.indexOf(group);
    return names.map((name) => (at < 0 ? 0 : (window.statistics[name]![at]![0] ?? 0)));
  };
  const answered = [...rowOf.keys()].filter((index) => index !== WHOLE && sizeOf(read(0, index)) > 0);
  const [first, last] = [answered.reduce((a, b) => Math.min(a, b), Infinity), Math.max(...answered)];
  const closed = lastClosed(facts.asOf, period, facts.calendar);
  const indexes = (answered.length === 0 ? [] : Array.from({length: last - first + 1}, (_, i) => first + i)).filter(
    (index) => isInWindow(index, period, facts)
  );
  return groups
    .map((group, g) => ({
      group,
      whole: whole(group, g),
      periods: indexes.map((index) => ({
        period: startOf(index, period, facts.calendar),
        complete: index <= closed,
        scores: read(g, index)
      }))
    }))
    .filter(({group, whole}) => group === null || sizeOf(whole) > 0);
}

/** How many answers there are. */
export function sizeOf(scores: Scores): number {
  return scores.reduce((sum, n) => sum + n, 0);
}

/** The mean score; null of fewer than 10 answers. */
export function meanOf(scores: Scores, {from}: Question): number | null {
  const n = sizeOf(scores);
  return n < LEAST ? null : scores.reduce((sum, count, i) => sum + count * (from + i), 0) / n;
}

/** The last two closed periods in which the group answered, the earlier one first; null without two. */
export function lastTwo({periods}: ScoreSeries): readonly [PeriodScores, PeriodScores] | null {
  const [before, after] = periods.filter(({complete, scores}) => complete && sizeOf(scores) > 0).slice(-2);
  return before && after ? [before, after] : null;
}

/** Per group and score of the whole window, how many answers, and their share of the group's (null of fewer than 10 answers): the rows of `tables.distribution`. */
export function distributionRows(series: readonly ScoreSeries[], question: Question) {
  return series.flatMap(({group, whole}) => {
    const n = sizeOf(whole);
    return scoresOf(question).map((answer, i) => {
      const answers = whole[i]!;
      return {group, answer, answers, share: n < LEAST ? null : answers / n};
    });
  });
}
