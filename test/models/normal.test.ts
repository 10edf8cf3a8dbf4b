import {expect, it} from "vitest";
import {normalCdf, normalDensity, normalQuantile, normalTwoSided} from "../../src/models/normal.ts";
import {expectAbsolute, expectRelative} from "./reference.ts";

// Abramowitz & Stegun, table 26.1 and 26.2; the far tails from mpmath at 40 digits.
const CDF = [
  [0, 0.5],
  [1, 0.8413447460685429],
  [-1.5, 0.06680720126885807],
  [1.96, 0.9750021048517795],
  [-2.5, 0.006209665325776132],
  [-5, 2.866515718791939e-7],
  [-10, 7.61985302416052e-24],
  [-30, 4.906713927148187e-198]
] as const;

it("normalCdf is right to 1e-13 relative, in the lower tail too", () => {
  for (const [z, p] of CDF) expectRelative(normalCdf(z), p, 1e-13);
});

it("normalCdf(z) + normalCdf(−z) is 1 on both sides of the switch between series and fraction", () => {
  for (const z of [0.3, 1.9999, 2, 2.0001, 6]) expectAbsolute(normalCdf(z) + normalCdf(-z), 1, 1e-15);
});

it("normalQuantile undoes normalCdf to 1e-12, from 1e-300 to 1 − 1e-10", () => {
  for (const p of [1e-300, 1e-20, 0.001, 0.025, 0.3, 0.5, 0.8]) expectRelative(normalCdf(normalQuantile(p)), p, 1e-12);
  expectAbsolute(normalQuantile(1 - 1e-10), -normalQuantile(1e-10), 1e-6);
});

it("normalQuantile is infinite at 0 and 1 and exactly 0 at one half", () => {
  expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
  expect(Math.abs(normalQuantile(0.5))).toBeLessThan(1e-16);
  expect(normalQuantile(1.1)).toBeNaN();
});

// 1 / √(2π) = 0.3989422804; two-sided: 2 × 0.0249978951 at 1.96.
it("normalDensity(0) and normalTwoSided(±1.96)", () => {
  expectAbsolute(normalDensity(0), 0.3989422804014327, 1e-16);
  expectAbsolute(normalTwoSided(1.96), 2 * (1 - 0.9750021048517795), 1e-14);
  expect(normalTwoSided(-1.96)).toBe(normalTwoSided(1.96));
});
