import type {Rolled} from "../cube/cube.ts";
import {lastOf} from "./action-lines.ts";
import type {Line, LineName} from "./action-lines.ts";
import type {LinePoint} from "./action-verdict.ts";
import {LEAST} from "./contrast.ts";
import type {Facts, Period} from "./metric.ts";
import {periodOf} from "./period.ts";

/** What customers of an arm have of a line in a period. */
interface Moment {
  readonly value: number;
  readonly weight: number;
}

/** An arm of a measure: those whom it is for (1), or those who are compared with them (0). */
interface ArmKey {
  readonly g: number;
  readonly i: number;
  readonly arm: 0 | 1;
}

/** The periods that a line which counts has a value in, from the first order's on: nobody is 0, not unknown. */
export function countedPeriods(line: LineName, period: Period, facts: Facts): readonly number[] {
  if (!facts.firstOrder) return [];
  const first = periodOf(facts.firstOrder, period, facts.calendar);
  return Array.from({length: Math.max(0, lastOf(line, period, facts) - first + 1)}, (_, n) => first + n);
}

/**
 * An arm's values by period. A ratio is known where at least ten customers stand behind it. A count is known in all `periods` where it was of at least ten customers before the start, taken together (`early`):
 * whoever looks at the count itself would lose the very periods in which a measure made it small.
 */
export function armOf(
  {keys, size, statistics}: Rolled,
  {g, i, arm}: ArmKey,
  {line, facts, periods, early}: {line: Line; facts: Facts; periods: readonly number[] | null; early: number}
): ReadonlyMap<number, Moment> {
  if (periods && early < LEAST) return new Map();
  const scale = line.unit === "money" ? 10 ** facts.digits : 1;
  const known = new Map<number, Moment>((periods ?? []).map((period) => [period, {value: 0, weight: 1}]));
  for (let k = 0; k < size; ++k) {
    if (keys["action"]![k] !== i || keys["arm"]![k] !== arm) continue;
    const read = (name: string) => statistics[name]![g]![k]!;
    const period = keys["period"]![k]!;
    if (periods) known.set(period, {value: read("y") / scale, weight: 1});
    else if (read("customers") >= LEAST && read("x") > 0)
      known.set(period, {value: read("y") / scale / read("x"), weight: read("x")});
  }
  return known;
}

/** The line of those whom a measure is for, by period, with that of the others. */
export function pointsOf(
  own: ReadonlyMap<number, Moment>,
  others: ReadonlyMap<number, Moment>,
  {isCount}: Line
): readonly LinePoint[] {
  return [...own]
    .sort(([a], [b]) => a - b)
    .map(([period, {value, weight}]) => {
      const other = others.get(period) ?? null;
      return {period, value, weight, other: other?.value ?? null, otherWeight: isCount ? 1 : (other?.weight ?? 1)};
    });
}
