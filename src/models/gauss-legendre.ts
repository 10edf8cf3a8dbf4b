/** Gauss–Legendre points on 0–1, ascending, and weights that sum to 1. */
export interface UnitRule {
  readonly at: Float64Array;
  readonly weight: Float64Array;
}

/** The rule with `n` points, exact for polynomials up to degree 2n − 1. Newton steps on the Legendre polynomial. */
export function gaussLegendre(n: number): UnitRule {
  const at = new Float64Array(n);
  const weight = new Float64Array(n);
  for (let i = 0; i < n; ++i) {
    let x = -Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 0;
    for (let step = 0; step < 6; ++step) {
      const {value, previous} = legendre(n, x);
      slope = (n * (x * value - previous)) / (x * x - 1);
      x -= value / slope;
    }
    at[i] = (1 + x) / 2;
    weight[i] = 1 / ((1 - x * x) * slope * slope);
  }
  return {at, weight};
}

function legendre(n: number, x: number): {value: number; previous: number} {
  let [previous, value] = [1, x];
  for (let k = 2; k <= n; ++k) [previous, value] = [value, ((2 * k - 1) * x * value - (k - 1) * previous) / k];
  return {value, previous};
}
