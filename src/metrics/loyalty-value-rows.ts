import type {Rolled} from "../cube/cube.ts";
import {adjustedMeans} from "../models/adjusted-means.ts";
import type {AdjustedMeans, LevelSums} from "../models/adjusted-means.ts";
import {normalTwoSided} from "../models/normal.ts";
import {knownInterval, meanOfSums, normalInterval} from "../models/ratio-of-sums.ts";
import {wilson} from "../models/wilson.ts";
import {LEAST} from "./contrast.ts";

/** Sums of the answers of one score within a stratum. */
export interface ScoreSums {
  readonly score: number;
  readonly stratum: number;
  readonly customers: number;
  readonly retained: number;
  readonly value: number;
  readonly squares: number;
}

/** The adjusted means of both outcomes; null where nothing can be adjusted. */
export interface Adjusted {
  readonly value: AdjustedMeans | null;
  readonly retention: AdjustedMeans | null;
}

/** What followed an answer, or a band of answers. */
export interface FollowedRow {
  readonly group: string | null;
  readonly answer: number;
  readonly answers: number;
  readonly retained: number;
  readonly retention: number | null;
  readonly retention_low: number | null;
  readonly retention_high: number | null;
  readonly adjusted_retention: number | null;
  readonly adjusted_retention_low: number | null;
  readonly adjusted_retention_high: number | null;
  readonly value: number | null;
  readonly value_low: number | null;
  readonly value_high: number | null;
  readonly adjusted: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export const FOLLOWED_COLUMNS = [
  "group",
  "answer",
  "answers",
  "retained",
  "retention",
  "retention_low",
  "retention_high",
  "adjusted_retention",
  "adjusted_retention_low",
  "adjusted_retention_high",
  "value",
  "value_low",
  "value_high",
  "adjusted",
  "low",
  "high"
] as const;

/** The sums of a group. */
export function cellsOf({keys, size, statistics}: Rolled, g: number): readonly ScoreSums[] {
  return Array.from({length: size}, (_, k) => ({
    score: keys["score"]![k]!,
    stratum: keys["stratum"]![k]!,
    customers: statistics["customers"]![g]![k]!,
    retained: statistics["retained"]![g]![k]!,
    value: statistics["value"]![g]![k]!,
    squares: statistics["squares"]![g]![k]!
  })).filter(({customers}) => customers > 0);
}

/** Both outcomes as if all levels came from the same strata. @param levelOf the level that sums belong to. */
export function adjustedOf(cells: readonly ScoreSums[], levelOf: (cell: ScoreSums) => number): Adjusted {
  const merged = [...Map.groupBy(cells, (cell) => `${levelOf(cell)} ${cell.stratum}`).values()];
  const sums = (sum: (cell: ScoreSums) => number, squares: (cell: ScoreSums) => number): LevelSums[] =>
    merged.map((own) => ({
      level: levelOf(own[0]!),
      stratum: own[0]!.stratum,
      n: own.reduce((total, {customers}) => total + customers, 0),
      sum: own.reduce((total, cell) => total + sum(cell), 0),
      squares: own.reduce((total, cell) => total + squares(cell), 0)
    }));
  return {
    value: adjustedMeans(
      sums(
        ({value}) => value,
        ({squares}) => squares
      )
    ),
    retention: adjustedMeans(
      sums(
        ({retained}) => retained,
        ({retained}) => retained
      )
    )
  };
}

interface Context {
  readonly level: number;
  readonly money: number;
}

/** A row of these sums; counts only below ten answers. */
export function followedRow(
  cells: readonly ScoreSums[],
  {
    group,
    answer,
    key,
    adjusted,
    level,
    money
  }: Context & {group: string | null; answer: number; key: number; adjusted: Adjusted}
): FollowedRow {
  const sum = (name: "customers" | "retained" | "value" | "squares") =>
    cells.reduce((total, cell) => total + cell[name], 0);
  const [answers, retained] = [sum("customers"), sum("retained")];
  const isShown = answers >= LEAST;
  const kept = isShown ? wilson(retained, answers, level) : null;
  const mean = isShown ? meanOfSums({n: answers, y: sum("value"), yy: sum("squares")}) : null;
  const [worth, stay] = isShown ? [adjusted.value?.mean(key), adjusted.retention?.mean(key)] : [null, null];
  const [raw, value, retention] = [mean, worth, stay].map((estimate) => knownInterval(estimate, level));
  return {
    group,
    answer,
    answers,
    retained,
    retention: kept && retained / answers,
    retention_low: kept?.low ?? null,
    retention_high: kept?.high ?? null,
    adjusted_retention: stay?.value ?? null,
    adjusted_retention_low: retention?.low ?? null,
    adjusted_retention_high: retention?.high ?? null,
    value: mean && mean.value / money,
    value_low: raw ? raw.low / money : null,
    value_high: raw ? raw.high / money : null,
    adjusted: worth ? worth.value / money : null,
    low: value ? value.low / money : null,
    high: value ? value.high / money : null
  };
}

/** How the highest band differs from the lowest, adjusted. */
export interface Ends {
  readonly difference: number | null;
  readonly difference_low: number | null;
  readonly difference_high: number | null;
  readonly difference_p: number | null;
  readonly retention_difference: number | null;
  readonly retention_difference_low: number | null;
  readonly retention_difference_high: number | null;
  readonly retention_difference_p: number | null;
}

/** All null where either band has fewer than ten answers. */
export function endsOf(
  {banded, bands}: {banded: Adjusted; bands: readonly FollowedRow[]},
  top: number,
  {level, money}: Context
): Ends {
  const isShown = bands[0]!.answers >= LEAST && bands[top]!.answers >= LEAST;
  const of = (means: AdjustedMeans | null, unit: number) => {
    const found = isShown ? (means?.difference(top, 0) ?? null) : null;
    const bounds = found && normalInterval(found, level);
    const error = found && Math.sqrt(found.variance);
    return {
      value: found && found.value / unit,
      low: bounds && bounds.low / unit,
      high: bounds && bounds.high / unit,
      p: found && (error! > 0 ? normalTwoSided(found.value / error!) : found.value === 0 ? 1 : 0)
    };
  };
  const [worth, stay] = [of(banded.value, money), of(banded.retention, 1)];
  return {
    difference: worth.value,
    difference_low: worth.low,
    difference_high: worth.high,
    difference_p: worth.p,
    retention_difference: stay.value,
    retention_difference_low: stay.low,
    retention_difference_high: stay.high,
    retention_difference_p: stay.p
  };
}

/** Of a group's satisfied, those who never ordered again. */
export interface Gone {
  readonly group: string | null;
  readonly satisfied: number;
  readonly gone: number;
  readonly rate: number | null;
  readonly rate_low: number | null;
  readonly rate_high: number | null;
}

export function goneRows({groups, statistics}: Rolled, level: number): readonly Gone[] {
  return groups.map((group, g) => {
    const [satisfied, gone] = [statistics["satisfied"]![g]![0] ?? 0, statistics["gone"]![g]![0] ?? 0];
    const bounds = satisfied < LEAST ? null : wilson(gone, satisfied, level);
    return {
      group,
      satisfied,
      gone,
      rate: bounds && gone / satisfied,
      rate_low: bounds?.low ?? null,
      rate_high: bounds?.high ?? null
    };
  });
}
