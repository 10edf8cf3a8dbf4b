/** A square matrix, row by row: `n` × `n` numbers. */
export type Square = Float64Array;

/**
 * The lower triangle L with L Lᵀ = `matrix`; null where `matrix` is not (numerically) positive definite.
 *
 * @param matrix symmetric, `n` × `n`; only its lower triangle is read.
 */
export function cholesky(matrix: Square, n: number): Square | null {
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; ++i) {
    for (let j = 0; j <= i; ++j) {
      let sum = matrix[i * n + j]!;
      for (let k = 0; k < j; ++k) sum -= lower[i * n + k]! * lower[j * n + k]!;
      if (i > j) lower[i * n + j] = sum / lower[j * n + j]!;
      else if (sum > 1e-14 * Math.abs(matrix[i * n + i]!)) lower[i * n + i] = Math.sqrt(sum);
      else return null;
    }
  }
  return lower;
}

/** The x with L Lᵀ x = `right`, for a {@link cholesky} factor. */
export function solveCholesky(lower: Square, right: Float64Array): Float64Array {
  const n = right.length;
  const x = Float64Array.from(right);
  for (let i = 0; i < n; ++i) {
    for (let k = 0; k < i; ++k) x[i]! -= lower[i * n + k]! * x[k]!;
    x[i]! /= lower[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; --i) {
    for (let k = i + 1; k < n; ++k) x[i]! -= lower[k * n + i]! * x[k]!;
    x[i]! /= lower[i * n + i]!;
  }
  return x;
}

/** The inverse of a symmetric positive definite `matrix`; null where it is not that. */
export function invert(matrix: Square, n: number): Square | null {
  const lower = cholesky(matrix, n);
  if (!lower) return null;
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; ++i) {
    const column = new Float64Array(n);
    column[i] = 1;
    inverse.set(solveCholesky(lower, column), i * n);
  }
  return inverse;
}

/** The product of an n × n `matrix` and a vector of n. */
export function multiply(matrix: Square, vector: Float64Array): Float64Array {
  const n = vector.length;
  const product = new Float64Array(n);
  for (let i = 0; i < n; ++i) {
    for (let j = 0; j < n; ++j) product[i]! += matrix[i * n + j]! * vector[j]!;
  }
  return product;
}

/** Σ aᵢ bᵢ. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; ++i) sum += a[i]! * b[i]!;
  return sum;
}

/** The largest |aᵢ|; 0 for no elements. */
export function maxAbs(a: Float64Array): number {
  let most = 0;
  for (const value of a) most = Math.max(most, Math.abs(value));
  return most;
}
