const SQRT_2PI = Math.sqrt(2 * Math.PI);
const SPLIT = 2; // nearer to 0: series for cdf − ½; beyond: continued fraction for the tail

/** Density of the standard normal at `z`. */
export function normalDensity(z: number): number {
  return Math.exp(-0.5 * z * z) / SQRT_2PI;
}

/**
 * P(Z ≤ z) of the standard normal, to 1e-15 absolute and, in the lower tail, 1e-14 relative.
 *
 * Series of Abramowitz & Stegun 26.2.11 in the middle, continued fraction 26.2.14 in the tails.
 */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return NaN;
  if (z > SPLIT) return 1 - upperTail(z);
  if (z < -SPLIT) return upperTail(-z);
  return 0.5 + series(z);
}

/** P(|Z| ≥ |z|), the two-sided p-value. Accurate in the far tail, where `1 - cdf` is not. */
export function normalTwoSided(z: number): number {
  return 2 * normalCdf(-Math.abs(z));
}

/**
 * The z with P(Z ≤ z) = p, for p in 0–1 (±Infinity at the ends, NaN outside).
 *
 * Start: Abramowitz & Stegun 26.2.23 (error < 4.5e-4); then Halley steps on {@link normalCdf}, to 1e-14.
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return NaN;
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p === 0) return -Infinity;
  let z = roughQuantile(p);
  for (let i = 0; i < 3; ++i) {
    const error = (normalCdf(z) - p) / normalDensity(z);
    z -= error / (1 + 0.5 * z * error);
  }
  return z;
}

function series(z: number): number {
  let term = z;
  let sum = z;
  for (let k = 3; Math.abs(term) > 1e-18 * Math.abs(sum); k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return sum * normalDensity(z);
}

/** P(Z > z) for z > 2, by the continued fraction evaluated from its end. */
function upperTail(z: number): number {
  let fraction = z;
  for (let k = 120; k > 0; --k) fraction = z + k / fraction;
  return normalDensity(z) / fraction;
}

function roughQuantile(p: number): number {
  const t = Math.sqrt(-2 * Math.log(p));
  const top = 2.515517 + t * (0.802853 + t * 0.010328);
  return top / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
}
