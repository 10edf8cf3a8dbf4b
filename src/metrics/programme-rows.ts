import type {Rolled} from "../cube/cube.ts";
import {logRatio, normalInterval, ratioOfSums} from "../models/ratio-of-sums.ts";
import type {RatioEstimate, RatioSums} from "../models/ratio-of-sums.ts";
import {standardisedRates} from "../models/stratified-ratio.ts";
import type {StandardisedRates, Stratum} from "../models/stratified-ratio.ts";
import type {Interval} from "../models/wilson.ts";
import {LEAST} from "./contrast.ts";

/** The ways in which members are held against the others, in the order of the table. */
export const COMPARISONS = ["raw", "adjusted", "before joining"] as const;
export type Comparison = (typeof COMPARISONS)[number];

export const YEAR = 365.25;

/** Members against the others, in one way: a row of the result's table. */
export interface ProgrammeRow {
  readonly group: string | null;
  readonly comparison: Comparison;
  readonly members: number;
  readonly others: number;
  readonly value_members: number | null;
  readonly value_others: number | null;
  readonly difference: number | null;
  readonly difference_low: number | null;
  readonly difference_high: number | null;
  readonly uplift: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export const PROGRAMME_COLUMNS = [
  "group",
  "comparison",
  "members",
  "others",
  "value_members",
  "value_others",
  "difference",
  "difference_low",
  "difference_high",
  "uplift",
  "low",
  "high"
] as const;

/** The bootstrap's intervals over all customers, in minor units a day. */
export interface Bootstrap {
  readonly uplift: Interval | null;
  readonly difference: Interval | null;
}

/** Place of a group among those of another reduction; -1 where it has none of its customers. */
export function place({groups}: Rolled, group: string | null): number {
  return groups.indexOf(group);
}

/** A sum over all rows of a group; 0 without the group. */
export function total({statistics}: Rolled, name: string, g: number): number {
  return g < 0 ? 0 : statistics[name]![g]!.reduce((sum, one) => sum + one, 0);
}

/** Whether the sums are those of all customers, for whom the bootstrap was made. */
export function isAll(pairs: Rolled, whole: {rows: number; margin: number}): boolean {
  const {rows, margin} = whole;
  return total(pairs, "customers", 0) === rows && total(pairs, "margin", 0) === margin;
}

/** Members against non-members of their strata, after and before the index date; null where no stratum has both. */
export interface Compared {
  readonly members: number;
  readonly others: number;
  readonly margin: StandardisedRates | null;
  readonly before: StandardisedRates | null;
}

/** Both sides of a group, stratum by stratum. */
export function comparedOf({keys, size, statistics}: Rolled, g: number): Compared {
  const read = (k: number | undefined, name: string) => (k === undefined ? 0 : statistics[name]![g]![k]!);
  const places = Map.groupBy(
    Array.from({length: size}, (_, k) => k),
    (k) => keys["stratum"]![k]!
  );
  const pick = (own: readonly number[], member: number) => own.find((k) => keys["member"]![k] === member);
  const all = [...places.values()].map((own) => ({one: pick(own, 1), other: pick(own, 0)}));
  const margin = (k: number | undefined): RatioSums => ({
    n: read(k, "customers"),
    y: read(k, "margin"),
    x: read(k, "days"),
    yy: read(k, "margin_squares"),
    xy: read(k, "margin_products"),
    xx: read(k, "days_squares")
  });
  const before = (k: number | undefined): RatioSums => {
    const [n, y, yy] = [read(k, "customers"), read(k, "before"), read(k, "before_squares")];
    return {n, y, x: n, yy, xy: y, xx: n};
  };
  const strata = (sums: (k: number | undefined) => RatioSums): Stratum[] =>
    all.map(({one, other}) => ({one: sums(one), other: sums(other)}));
  return {
    members: all.reduce((sum, {one}) => sum + read(one, "customers"), 0),
    others: all.reduce((sum, {other}) => sum + read(other, "customers"), 0),
    margin: standardisedRates(strata(margin)),
    before: standardisedRates(strata(before))
  };
}

interface Scale {
  readonly level: number;
  readonly money: number;
}

/** A row of two estimates, multiplied by `scale`; counts only where either has too few customers. */
function rowOf(
  {group, comparison, members, others}: Pick<ProgrammeRow, "group" | "comparison" | "members" | "others">,
  {one, other}: {one: RatioEstimate | null; other: RatioEstimate | null},
  {level, scale}: {level: number; scale: number}
): ProgrammeRow {
  const isShown = members >= LEAST && others >= LEAST && one !== null && other !== null;
  const difference = isShown ? {value: one.value - other.value, variance: one.variance + other.variance} : null;
  const bounds = difference && normalInterval(difference, level);
  const ratio = isShown ? logRatio(one, other, level) : null;
  return {
    group,
    comparison,
    members,
    others,
    value_members: isShown ? one.value * scale : null,
    value_others: isShown ? other.value * scale : null,
    difference: difference && difference.value * scale,
    difference_low: bounds && bounds.low * scale,
    difference_high: bounds && bounds.high * scale,
    uplift: ratio && ratio.value - 1,
    low: ratio && ratio.low - 1,
    high: ratio && ratio.high - 1
  };
}

/** Members and all others as they are, per customer-year. */
export function rawRow({groups, keys, size, statistics}: Rolled, g: number, {level, money}: Scale): ProgrammeRow {
  const sums = (member: number): RatioSums => {
    const k = Array.from({length: size}, (_, i) => i).find((i) => keys["member"]![i] === member);
    const read = (name: string) => (k === undefined ? 0 : statistics[name]![g]![k]!);
    return {
      n: read("customers"),
      y: read("margin"),
      x: read("days"),
      yy: read("margin_squares"),
      xy: read("margin_products"),
      xx: read("days_squares")
    };
  };
  const [own, theirs] = [sums(1), sums(0)];
  return rowOf(
    {group: groups[g]!, comparison: "raw", members: own.n, others: theirs.n},
    {one: ratioOfSums(own), other: ratioOfSums(theirs)},
    {level, scale: YEAR / money}
  );
}

/** Like against like, and the same before joining. */
export function comparedRows(
  compared: Compared | null,
  {group, boot, level, money}: Scale & {group: string | null; boot: Bootstrap | null}
): ProgrammeRow[] {
  const counts = {group, members: compared?.members ?? 0, others: compared?.others ?? 0};
  const row = (comparison: Comparison, rates: StandardisedRates | null | undefined, scale: number) =>
    rowOf({...counts, comparison}, {one: rates?.one ?? null, other: rates?.other ?? null}, {level, scale});
  const scale = YEAR / money;
  const adjusted = row("adjusted", compared?.margin, scale);
  const resampled: Partial<ProgrammeRow> =
    boot?.uplift && boot.difference && adjusted.uplift !== null
      ? {
          ...boot.uplift,
          difference_low: boot.difference.low * scale,
          difference_high: boot.difference.high * scale
        }
      : {};
  return [{...adjusted, ...resampled}, row("before joining", compared?.before, 1 / money)];
}

/** Whether a comparison is beyond the noise. */
export function isApart({low, high}: ProgrammeRow): boolean {
  return low !== null && high !== null && (low > 0 || high < 0);
}
