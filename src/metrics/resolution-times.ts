import {literal, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";

/** Each class of times is this many times as long as the one before. */
const STEP = 1.1;
/** Seconds that the first class begins with; shorter times are in it. */
const FIRST = 60;
const DAY = 86_400;

/** How far a median from classes may be from the true one, as a fraction of it: √1.1 − 1, for times of a minute and more. */
export const MEDIAN_BOUND = Math.sqrt(STEP) - 1;

/** The number of the class of a time in seconds; integer. */
export function timeClass(seconds: Query): Query {
  return sql`cast(floor(ln(greatest(${seconds}, ${literal(FIRST)}) / ${literal(FIRST)}.0) / ${literal(Math.log(STEP))}) as bigint)`;
}

/** The lower median, in seconds, as `timeClass` and {@link medianDays} take it. */
export function lowerMedian(seconds: Query): Query {
  return sql`percentile_disc(0.5) within group (order by ${seconds})`;
}

/**
 * The lower median in days of times that are counted by {@link timeClass}: the geometric middle of its class. Null of none.
 *
 * @param counts how many times are in each class.
 */
export function medianDays(counts: ReadonlyMap<number, number>): number | null {
  const total = [...counts.values()].reduce((sum, n) => sum + n, 0);
  let passed = 0;
  for (const [time, n] of [...counts].sort(([a], [b]) => a - b)) {
    passed += n;
    if (n > 0 && passed >= total / 2) return (FIRST * STEP ** (time + 0.5)) / DAY;
  }
  return null;
}

/** Seconds from a contact to its resolution, of contacts that were resolved, and not before they began. */
export const RESOLVED = raw(`resolved is not null and resolved >= "at"`);
