import {expect, it} from "vitest";
import {fisherTail, studentCritical, studentTwoSided} from "../../src/models/student-t.ts";

// Quantiles of the usual tables (Abramowitz & Stegun, table 26.10).
it("studentCritical is the table's t", () => {
  for (const [df, level, t] of [
    [1, 0.95, 12.706],
    [5, 0.95, 2.571],
    [10, 0.95, 2.228],
    [10, 0.99, 3.169],
    [30, 0.9, 1.697],
    [1e6, 0.95, 1.96]
  ] as const)
    expect(studentCritical(level, df)).toBeCloseTo(t, 3);
  expect(() => studentCritical(1, 5)).toThrow(/confidence level/);
});

// One degree of freedom is Cauchy's distribution: P(|T| ≥ 1) = 1 − 2 · atan(1) / π = 1/2, P(|T| ≥ √3) = 1 − 2 · (π/3) / π = 1/3. Two: 1 − t / √(2 + t²), at t = 1 1 − 1/√3.
it("studentTwoSided agrees with closed forms, on both sides of zero", () => {
  expect(studentTwoSided(1, 1)).toBeCloseTo(0.5, 13);
  expect(studentTwoSided(-Math.sqrt(3), 1)).toBeCloseTo(1 / 3, 13);
  expect(studentTwoSided(1, 2)).toBeCloseTo(1 - 1 / Math.sqrt(3), 13);
  expect(studentTwoSided(0, 7)).toBe(1);
  expect(() => studentTwoSided(1, 0)).toThrow(/degrees of freedom/);
});

// The 5% point of F with 2 and 10 degrees of freedom is 4.103 in the tables; of none it is all.
it("fisherTail is the tail of F with 2 degrees of freedom", () => {
  expect(fisherTail(4.1028, 10)).toBeCloseTo(0.05, 5);
  expect(fisherTail(0, 10)).toBe(1);
});
