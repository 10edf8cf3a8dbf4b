import {invert} from "./matrix.ts";
import type {RatioEstimate} from "./ratio-of-sums.ts";

/** Sums of one level in one stratum: `n` customers, Σ and Σ of squares of their outcome. */
export interface LevelSums {
  readonly level: number;
  readonly stratum: number;
  readonly n: number;
  readonly sum: number;
  readonly squares: number;
}

/** Means by level with the strata held fixed, and how two of them differ. */
export interface AdjustedMeans {
  /** Of a level: the mean that everybody would have there. Null for a level without customers. */
  mean(level: number): RatioEstimate | null;
  /** One level less another. Null where either has no customers. */
  difference(one: number, other: number): RatioEstimate | null;
}

/**
 * Means of levels adjusted for strata: least squares of outcome = stratum + level over customers, each mean taken over the strata of everybody. Exact from sums, with variances that hold where spreads differ
 * (White's, with n / (n − p)). Null where strata do not connect the levels, so that nothing can be compared, or nothing is left over to tell a variance from.
 *
 * @see Angrist & Pischke 2009, Mostly Harmless Econometrics, section 3.4.
 */
export function adjustedMeans(cells: readonly LevelSums[]): AdjustedMeans | null {
  const used = cells.filter(({n}) => n > 0);
  const levels = [...new Set(used.map(({level}) => level))].sort((a, b) => a - b);
  const strata = Map.groupBy(used, ({stratum}) => stratum);
  const place = new Map(levels.map((level, i) => [level, i]));
  const size = levels.length;
  const total = used.reduce((sum, {n}) => sum + n, 0);
  const freedom = total - size - strata.size + 1;
  if (size < 2 || freedom < 1) return null;
  const counts = new Float64Array(size);
  for (const {level, n} of used) counts[place.get(level)!]! += n;
  const matrix = new Float64Array(size * size);
  const right = new Float64Array(size);
  // Levels have no scale of their own: with n n′ / N added the solution is the one whose weighted mean is 0.
  for (let i = 0; i < size; ++i)
    for (let j = 0; j < size; ++j) matrix[i * size + j] = (counts[i]! * counts[j]!) / total;
  for (const own of strata.values()) {
    const n = own.reduce((sum, cell) => sum + cell.n, 0);
    const mean = own.reduce((sum, cell) => sum + cell.sum, 0) / n;
    for (const a of own) {
      const i = place.get(a.level)!;
      matrix[i * size + i]! += a.n;
      right[i]! += a.sum - a.n * mean;
      for (const b of own) matrix[i * size + place.get(b.level)!]! -= (a.n * b.n) / n;
    }
  }
  const inverse = invert(matrix, size);
  if (!inverse) return null;
  const effects = Array.from({length: size}, (_, i) =>
    right.reduce((sum, value, j) => sum + inverse[i * size + j]! * value, 0)
  );
  const grand = used.reduce((sum, cell) => sum + cell.sum, 0) / total;
  const leverages = weightsOf([...strata.values()], {place, inverse, effects});
  const variance = (weight: (slopes: readonly number[]) => number) =>
    (leverages.reduce((sum, {slopes, residual}) => sum + weight(slopes) ** 2 * residual, 0) * total) / freedom;
  return {
    mean(level) {
      const i = place.get(level);
      if (i === undefined) return null;
      return {value: grand + effects[i]!, variance: variance((slopes) => 1 / total + slopes[i]!)};
    },
    difference(one, other) {
      const [i, j] = [place.get(one), place.get(other)];
      if (i === undefined || j === undefined) return null;
      return {value: effects[i]! - effects[j]!, variance: variance((slopes) => slopes[i]! - slopes[j]!)};
    }
  };
}

/** Per cell: what one customer's outcome moves each level's effect by, and the sum of squared residuals. */
function weightsOf(
  strata: readonly (readonly LevelSums[])[],
  {place, inverse, effects}: {place: ReadonlyMap<number, number>; inverse: Float64Array; effects: readonly number[]}
): {slopes: readonly number[]; residual: number}[] {
  const size = effects.length;
  return strata.flatMap((own) => {
    const n = own.reduce((sum, cell) => sum + cell.n, 0);
    const centre = new Float64Array(size);
    for (const cell of own) centre[place.get(cell.level)!]! += cell.n / n;
    const base = own.reduce((sum, cell) => sum + cell.sum - cell.n * effects[place.get(cell.level)!]!, 0) / n;
    return own.map((cell) => {
      const at = place.get(cell.level)!;
      const fitted = base + effects[at]!;
      const slopes = effects.map((_, i) => {
        let sum = inverse[i * size + at]!;
        for (let j = 0; j < size; ++j) sum -= inverse[i * size + j]! * centre[j]!;
        return sum;
      });
      return {slopes, residual: Math.max(0, cell.squares - 2 * fitted * cell.sum + cell.n * fitted * fitted)};
    });
  });
}
