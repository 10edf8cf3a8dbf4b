import {expect, it} from "vitest";
import {correlation, correlationInterval} from "../../src/models/correlation.ts";

const sums = (pairs: readonly (readonly [number, number])[]) => ({
  n: pairs.length,
  x: pairs.reduce((s, [x]) => s + x, 0),
  y: pairs.reduce((s, [, y]) => s + y, 0),
  xx: pairs.reduce((s, [x]) => s + x * x, 0),
  yy: pairs.reduce((s, [, y]) => s + y * y, 0),
  xy: pairs.reduce((s, [x, y]) => s + x * y, 0)
});

it("correlation by hand", () => {
  // Deviations −1, 0, 1 and −1, 1, 0: products 1 + 0 + 0, over √(2 × 2).
  expect(correlation(sums([[1, 1], [2, 3], [3, 2]]))).toBeCloseTo(0.5, 12); // prettier-ignore
  expect(correlation(sums([[1, 2], [2, 4], [3, 6]]))).toBe(1); // prettier-ignore
  expect(correlation(sums([[1, 2], [1, 4]]))).toBeNull(); // prettier-ignore
  expect(correlation(sums([]))).toBeNull();
});

it("correlationInterval: r = 0.5 of 28 pairs, atanh 0.549306 ± 1.959964 / 5", () => {
  const {low, high} = correlationInterval(0.5, 28)!;
  expect(low).toBeCloseTo(Math.tanh(0.549_306_144 - 0.391_992_797), 8);
  expect(high).toBeCloseTo(Math.tanh(0.549_306_144 + 0.391_992_797), 8);
  expect(correlationInterval(0.5, 3)).toBeNull();
});
