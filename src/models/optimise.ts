import {cholesky, dot, invert, maxAbs, multiply} from "./matrix.ts";
import type {Square} from "./matrix.ts";

/** The value at `x`; writes the slopes into `gradient`. May answer NaN or −Infinity where it is not defined. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

/** How to search. All have defaults. */
export interface SearchOptions {
  /** Done when no slope is steeper; defaults to 1e-7, or 1e-12 of the value where that is more. */
  readonly tolerance?: number;
  /** Gradient evaluations allowed; defaults to 500. */
  readonly limit?: number;
  /** A coordinate further from its start than this has run away; defaults to 16. */
  readonly bound?: number;
  /** First guess of the inverse of minus the Hessian, such as the covariance of a similar fit. */
  readonly covariance?: Square;
}

/** Where a search ended, and why: `converged`, or what went wrong. */
export interface Optimum {
  readonly status: "converged" | "ran-away" | "limit" | "stuck";
  readonly x: Float64Array;
  readonly value: number;
  /** Largest slope, absolute. */
  readonly gradientNorm: number;
  readonly evaluations: number;
}

interface Point {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
}

interface Search {
  readonly evaluate: (x: Float64Array) => Point;
  readonly evaluations: () => number;
  readonly limit: number;
  readonly tolerance: number;
  /** How far from the start a point is, as a share of the bound. */
  readonly distance: (x: Float64Array) => number;
}

const LONGEST_STEP = 2; // in log parameters: a factor of e² at once
const SUFFICIENT = 1e-4; // Armijo
const HANDOVER = 1e-8; // expected rise below which values are too noisy to compare, and Newton takes over

/**
 * A local maximum of a smooth `objective` of a few variables: quasi-Newton (BFGS) ascent, finished by Newton steps on
 * the gradient, so that it ends at rounding error of the gradient and not of the value.
 *
 * Never throws for numeric reasons, and never answers NaN: see `status`.
 *
 * @param start where the objective is finite.
 * @see Nocedal & Wright, Numerical Optimization, 2nd ed., chapters 3 and 6.
 */
export function maximise(objective: Objective, start: Float64Array, options: SearchOptions = {}): Optimum {
  const search = openSearch(objective, start, options);
  const climbed = climb(search, search.evaluate(start), options.covariance);
  const end = isDone(search, climbed) || isAway(search, climbed) ? climbed : polish(search, climbed);
  return {
    status: statusOf(search, end),
    x: end.x,
    value: end.value,
    gradientNorm: maxAbs(end.gradient),
    evaluations: search.evaluations()
  };
}

/** Second derivatives at `x`, by central differences of the gradient: relative error about 1e-8. Symmetric. */
export function hessian(objective: Objective, x: Float64Array): Square {
  const n = x.length;
  const step = 1e-4;
  const matrix = new Float64Array(n * n);
  const [ahead, behind] = [new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < n; ++i) {
    const shifted = Float64Array.from(x);
    shifted[i] = x[i]! + step;
    objective(shifted, ahead);
    shifted[i] = x[i]! - step;
    objective(shifted, behind);
    for (let j = 0; j < n; ++j) {
      const half = (ahead[j]! - behind[j]!) / (4 * step);
      matrix[i * n + j]! += half;
      matrix[j * n + i]! += half;
    }
  }
  return matrix;
}

function openSearch(objective: Objective, start: Float64Array, options: SearchOptions): Search {
  const {tolerance = 1e-7, limit = 500, bound = 16} = options;
  let evaluations = 0;
  const evaluate = (x: Float64Array): Point => {
    ++evaluations;
    const gradient = new Float64Array(x.length);
    const value = objective(x, gradient);
    return {x, value: gradient.every(Number.isFinite) ? value : NaN, gradient};
  };
  const distance = (x: Float64Array) => maxAbs(x.map((value, i) => value - start[i]!)) / bound;
  return {evaluate, evaluations: () => evaluations, limit, tolerance, distance};
}

function isDone({tolerance}: Search, {gradient, value}: Point): boolean {
  return maxAbs(gradient) <= Math.max(tolerance, 1e-12 * Math.abs(value));
}

function isAway({distance}: Search, {x}: Point): boolean {
  return distance(x) > 1;
}

function statusOf(search: Search, end: Point): Optimum["status"] {
  if (!Number.isFinite(end.value)) return "stuck";
  if (isAway(search, end)) return "ran-away";
  if (isDone(search, end)) return "converged";
  if (search.distance(end.x) > 0.5) return "ran-away"; // on a plain too flat to go on
  return search.evaluations() >= search.limit ? "limit" : "stuck";
}

/** BFGS, until done, run away, out of evaluations, or so near that values no longer tell. */
function climb(search: Search, start: Point, covariance?: Square): Point {
  let here = start;
  let inverse: Square | null = covariance ?? null;
  while (Number.isFinite(here.value) && !isDone(search, here) && !isAway(search, here)) {
    if (search.evaluations() >= search.limit) break;
    inverse ??= scaledIdentity(here);
    const direction = shortened(multiply(inverse, here.gradient));
    const rise = dot(direction, here.gradient);
    if (rise > 0 && rise < HANDOVER) break;
    const next = rise > 0 ? lineSearch(search, here, {direction, rise}) : null;
    if (!next) {
      if (isScaledIdentity(inverse)) break;
      inverse = null;
      continue;
    }
    inverse = update(inverse, here, next);
    here = next;
  }
  return here;
}

/** Halving, or a parabola's guess, until the value rises enough (Armijo); null if it never does. */
function lineSearch(search: Search, here: Point, {direction, rise}: {direction: Float64Array; rise: number}) {
  const noise = 1e-14 * Math.abs(here.value);
  for (let step = 1, tries = 0; tries < 40; ++tries) {
    const next = search.evaluate(here.x.map((x, i) => x + step * direction[i]!));
    const gain = next.value - here.value;
    if (gain >= SUFFICIENT * step * rise - noise) return next;
    const parabola = (0.5 * step * step * rise) / (step * rise - gain);
    step = Number.isFinite(parabola) ? Math.min(0.5 * step, Math.max(0.1 * step, parabola)) : 0.1 * step;
  }
  return null;
}

/** Newton steps while they make the gradient smaller. */
function polish(search: Search, start: Point): Point {
  const n = start.x.length;
  const objective: Objective = (x, gradient) => {
    const point = search.evaluate(x);
    gradient.set(point.gradient);
    return point.value;
  };
  let here = start;
  for (let steps = 0; steps < 20 && !isDone(search, here) && search.evaluations() < search.limit; ++steps) {
    const inverse = invert(
      hessian(objective, here.x).map((value) => -value),
      n
    );
    if (!inverse) return here;
    const step = shortened(multiply(inverse, here.gradient));
    const next = search.evaluate(here.x.map((x, i) => x + step[i]!));
    if (!Number.isFinite(next.value) || maxAbs(next.gradient) >= maxAbs(here.gradient)) return here;
    here = next;
  }
  return here;
}

function scaledIdentity({gradient}: Point): Square {
  const n = gradient.length;
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; ++i) matrix[i * n + i] = 0.5 / Math.max(maxAbs(gradient), 1e-300);
  return matrix;
}

function isScaledIdentity(matrix: Square): boolean {
  const n = Math.sqrt(matrix.length);
  return matrix.every((value, k) => (k % (n + 1) === 0 ? value === matrix[0] : value === 0));
}

function shortened(step: Float64Array): Float64Array {
  const longest = maxAbs(step);
  return longest > LONGEST_STEP ? step.map((value) => (value * LONGEST_STEP) / longest) : step;
}

/** The BFGS update of the inverse of minus the Hessian; unchanged where the curvature has the wrong sign. */
function update(inverse: Square, from: Point, to: Point): Square {
  const n = from.x.length;
  const s = to.x.map((x, i) => x - from.x[i]!);
  const y = to.gradient.map((g, i) => from.gradient[i]! - g);
  const curvature = dot(s, y);
  if (curvature <= 1e-12 * Math.sqrt(dot(s, s) * dot(y, y))) return inverse;
  const scale = isScaledIdentity(inverse) ? curvature / dot(y, y) / inverse[0]! : 1; // Nocedal & Wright (6.20)
  const base = inverse.map((value) => value * scale);
  const v = multiply(base, y);
  const factor = (1 + dot(y, v) / curvature) / curvature;
  return base.map((value, k) => {
    const [i, j] = [Math.floor(k / n), k % n];
    return value + factor * s[i]! * s[j]! - (v[i]! * s[j]! + s[i]! * v[j]!) / curvature;
  });
}

/** The inverse of minus a {@link hessian}; null where the point is no strict maximum. */
export function covarianceAt(objective: Objective, x: Float64Array): Square | null {
  const information = hessian(objective, x).map((value) => -value);
  return information.every(Number.isFinite) && cholesky(information, x.length) ? invert(information, x.length) : null;
}
