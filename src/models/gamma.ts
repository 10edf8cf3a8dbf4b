const HALF_LN_2PI = 0.5 * Math.log(2 * Math.PI);
const SHIFT = 10; // from here on the asymptotic series below are exact to double precision

/**
 * ln Γ(x) for x > 0, to 1e-15 (absolute near its zeros at 1 and 2, relative elsewhere); Infinity at 0.
 *
 * Stirling's series after a shift to x ≥ 10 (Abramowitz & Stegun 6.1.41).
 */
export function lnGamma(x: number): number {
  if (x === 1 || x === 2) return 0;
  let product = 1;
  let y = x;
  for (; y < SHIFT; ++y) product *= y;
  const u = 1 / (y * y);
  const tail = 1 / 12 - u * (1 / 360 - u * (1 / 1260 - u * (1 / 1680 - u * (1 / 1188 - u * (691 / 360360 - u / 156)))));
  return (y - 0.5) * Math.log(y) - y + HALF_LN_2PI + tail / y - Math.log(product);
}

/** ln B(a, b) = ln Γ(a) + ln Γ(b) − ln Γ(a + b), for a, b > 0. */
export function lnBeta(a: number, b: number): number {
  return lnGamma(a) + lnGamma(b) - lnGamma(a + b);
}

/** ψ(x) = d ln Γ(x) / dx, for x > 0, to 1e-15 (Abramowitz & Stegun 6.3.18 after a shift). */
export function digamma(x: number): number {
  let shifted = 0;
  let y = x;
  for (; y < SHIFT; ++y) shifted += 1 / y;
  const u = 1 / (y * y);
  const tail = 1 / 12 - u * (1 / 120 - u * (1 / 252 - u * (1 / 240 - u * (1 / 132 - u * (691 / 32760 - u / 12)))));
  return Math.log(y) - 0.5 / y - u * tail - shifted;
}

/** ψ′(x), for x > 0, to 1e-15 relative (Abramowitz & Stegun 6.4.12 after a shift). */
export function trigamma(x: number): number {
  let shifted = 0;
  let y = x;
  for (; y < SHIFT; ++y) shifted += 1 / (y * y);
  const u = 1 / (y * y);
  const tail = 1 / 6 - u * (1 / 30 - u * (1 / 42 - u * (1 / 30 - u * (5 / 66 - u * (691 / 2730 - (u * 7) / 6)))));
  return shifted + 1 / y + u / 2 + (u * tail) / y;
}
