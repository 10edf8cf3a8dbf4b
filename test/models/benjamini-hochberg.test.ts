import {describe, expect, it} from "vitest";
import {benjaminiHochberg} from "../../src/models/benjamini-hochberg.ts";

describe("benjaminiHochberg", () => {
  it("multiplies by number over rank, never lower than a later rank", () => {
    // Ascending 0.01, 0.03, 0.04, 0.5 of four: ×4/1, ×4/2, ×4/3, ×4/4 = 0.04, 0.06, 0.05333, 0.5; from the top down 0.06 is held to 0.05333.
    const [a, b, c, d] = benjaminiHochberg([0.01, 0.04, 0.03, 0.5]);
    expect(a).toBeCloseTo(0.04, 12);
    expect(b).toBeCloseTo(0.16 / 3, 12);
    expect(c).toBeCloseTo(0.16 / 3, 12);
    expect(d).toBe(0.5);
  });

  it("leaves a single test as it is; no tests, no values", () => {
    expect(benjaminiHochberg([0.2])).toEqual([0.2]);
    expect(benjaminiHochberg([])).toEqual([]);
    expect(() => benjaminiHochberg([1.2])).toThrow("not between 0 and 1");
  });
});
