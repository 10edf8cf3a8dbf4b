import {InputError} from "../errors.ts";
import {criticalValue} from "./wilson.ts";

/**
 * Observed lifetimes, added up by age: additive over customers, and over groups of them.
 *
 * All three have the same length; `age` ascends. An age without row has nobody ending or censored at it.
 */
export interface Lifetimes {
  /** Age in periods. */
  readonly age: ArrayLike<number>;
  /** Customers whose duration is at least that age. */
  readonly atRisk: ArrayLike<number>;
  /** Customers who ended at that age. */
  readonly events: ArrayLike<number>;
}

/** One step of a survival curve. */
export interface SurvivalPoint {
  readonly age: number;
  readonly atRisk: number;
  readonly events: number;
  /** Share that ends at this age of those who reach it, 0–1; 0 where nobody is at risk. */
  readonly hazard: number;
  /** Share still there after this age, 0–1. */
  readonly survival: number;
  /** Greenwood; null once nobody is left (S = 0). */
  readonly standardError: number | null;
  /** Log–log interval; null where it does not exist: before the first event (S = 1) and when nobody is left (S = 0). */
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * {@link Lifetimes} of single customers: how long, and whether it ended (else censored).
 *
 * @throws {InputError} if lengths differ or a duration is negative.
 */
export function lifetimes(duration: ArrayLike<number>, ended: ArrayLike<boolean>): Lifetimes {
  if (duration.length !== ended.length) throw new InputError("durations and endings differ in number");
  const counts = new Map<number, {all: number; events: number}>();
  for (let i = 0; i < duration.length; ++i) {
    const age = duration[i]!;
    if (!(age >= 0 && age < Infinity)) throw new InputError(`duration "${age}" is not a length`);
    const {all, events} = counts.get(age) ?? {all: 0, events: 0};
    counts.set(age, {all: all + 1, events: events + (ended[i] ? 1 : 0)});
  }
  const age = [...counts.keys()].sort((a, b) => a - b);
  let left = duration.length;
  const atRisk = age.map((a) => (left -= counts.get(a)!.all) + counts.get(a)!.all);
  return {age, atRisk, events: age.map((a) => counts.get(a)!.events)};
}

/**
 * Kaplan–Meier survival curve, one point per age of `lifetimes`; no ages, no points.
 *
 * @param level confidence of the interval, 0–1 exclusive.
 * @throws {InputError} if ages do not ascend, or more end than are at risk.
 * @see Kaplan & Meier 1958; Greenwood 1926; interval of log(−log S), Kalbfleisch & Prentice 1980.
 */
export function kaplanMeier({age, atRisk, events}: Lifetimes, level = 0.95): SurvivalPoint[] {
  const z = criticalValue(level);
  const points: SurvivalPoint[] = [];
  let survival = 1;
  let greenwood = 0;
  for (let i = 0; i < age.length; ++i) {
    const [n, d] = [atRisk[i]!, events[i]!];
    requireStep(age, i, n >= d && d >= 0);
    if (d > 0) {
      survival = n === d ? 0 : survival * (1 - d / n);
      greenwood += d / (n * (n - d));
    }
    const step = {age: age[i]!, atRisk: n, events: d, hazard: n > 0 ? d / n : 0, survival};
    points.push({...step, ...logLogInterval(survival, greenwood, z)});
  }
  return points;
}

/** The first age by which half have ended (S ≤ ½); null while more than half are still there. */
export function medianLifetime(curve: readonly SurvivalPoint[]): number | null {
  return firstAge(curve, (point) => point.survival);
}

/** Interval of {@link medianLifetime}: the ages at which the bounds of the curve reach ½; null where one does not. */
export function medianInterval(curve: readonly SurvivalPoint[]): {low: number | null; high: number | null} {
  return {low: firstAge(curve, (point) => point.low), high: firstAge(curve, (point) => point.high)};
}

/**
 * Restricted mean lifetime: the area under the curve from 0 to `until`, in periods, with Greenwood's error.
 *
 * Only within the history: past the last age the curve is unknown, so the answer is null (unless it has reached 0).
 */
export function restrictedMean(
  curve: readonly SurvivalPoint[],
  until: number
): {mean: number; standardError: number} | null {
  const last = curve.at(-1);
  if (!last || (until > last.age && last.survival > 0)) return null;
  const within = curve.filter((point) => point.age < until);
  let [area, variance, right] = [0, 0, until];
  for (const point of within.toReversed()) {
    area += point.survival * (right - point.age);
    const alive = point.atRisk - point.events;
    if (point.events > 0 && alive > 0) variance += (area ** 2 * point.events) / (point.atRisk * alive);
    right = point.age;
  }
  return {mean: area + right, standardError: Math.sqrt(variance)};
}

/** S(0), S(1), … S(length − 1): the curve read at whole ages, the last value carried on past its end. */
export function survivalAt(curve: readonly SurvivalPoint[], length: number): Float64Array {
  const survival = new Float64Array(length).fill(1);
  for (const point of curve) survival.fill(point.survival, Math.min(length, Math.ceil(point.age)));
  return survival;
}

function requireStep(age: ArrayLike<number>, i: number, possible: boolean): void {
  if (i > 0 && !(age[i]! > age[i - 1]!)) throw new InputError(`age "${age[i]}" does not ascend`);
  if (!possible) throw new InputError(`more customers end at age "${age[i]}" than are at risk`);
}

function logLogInterval(survival: number, greenwood: number, z: number) {
  if (survival === 0) return {standardError: null, low: null, high: null};
  if (survival === 1) return {standardError: 0, low: null, high: null};
  const shift = Math.exp((z * Math.sqrt(greenwood)) / Math.log(survival)); // below 1, as the logarithm is negative
  return {
    standardError: survival * Math.sqrt(greenwood),
    low: survival ** (1 / shift),
    high: survival ** shift
  };
}

/** The tolerance absorbs rounding of a product that is exactly one half. */
function firstAge(curve: readonly SurvivalPoint[], value: (point: SurvivalPoint) => number | null): number | null {
  const reached = curve.find((point) => (value(point) ?? (point.survival === 0 ? 0 : 1)) <= 0.5 + 1e-12);
  return reached ? reached.age : null;
}
