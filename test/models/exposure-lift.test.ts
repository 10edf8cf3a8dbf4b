import {expect, it} from "vitest";
import {exposureLift} from "../../src/models/exposure-lift.ts";

// 20 customers with an exposure, of whom 8 came back, and 40 without, of whom 24 did; of each 8/15 was expected. Observed / expected: 8 / (32/3) = 0.75 and 24 / (64/3) = 1.125; lift 2/3.
// A customer's part in its logarithm: y/8 − 1/20 of the exposed, −(y/24 − 1/40) of the others. Squares: 8 (3/40)² + 12 (1/20)² = 0.075; 24 (1/60)² + 16 (1/40)² = 1/60.
// Standard error √(60/59 · (0.075 + 1/60)) = 0.3053200; 2/3 · e^(∓1.959964 · 0.3053200) = 0.366454, 1.212824; z = ln 1.5 / 0.3053200 = 1.328.
it("is the ratio of observed over expected, with an interval over customers", () => {
  const s = 8 / 15;
  const sums = {
    n: 60,
    y: 8,
    e: 20 * s,
    allY: 32,
    allE: 60 * s,
    yy: 8,
    ye: 8 * s,
    ee: 20 * s * s,
    yAllY: 8,
    yAllE: 8 * s,
    eAllY: 8 * s,
    eAllE: 20 * s * s,
    allYY: 32,
    allYE: 32 * s,
    allEE: 60 * s * s
  };
  const {lift, low, high, p} = exposureLift(sums)!;
  expect([lift, low, high].map((value) => value!.toFixed(5))).toEqual(["0.66667", "0.36645", "1.21282"]);
  expect(p).toBeCloseTo(0.18418, 4);
  // Everybody exposed, nobody exposed, nobody came back: nothing to compare.
  expect(exposureLift({...sums, y: 32, e: 60 * s})).toBeNull();
  expect(exposureLift({...sums, y: 0})).toBeNull();
  expect(exposureLift({...sums, n: 1})).toBeNull();
});

// One customer with two periods, one exposed and followed by an order, one neither, is one observation: with three more of them
// y = 4, e = 2, Y = 4 + 1, E = 4 + 1 (a fifth one came back unexposed): parts 1/4 − 0.5/2 = 0 of the first four exposed, and of the unexposed −(0/1 − 0.5/3) and −(1/1 − 1/3).
// Of the four: 0 + 1/6; of the fifth −2/3. Squares 4/36 + 4/9 = 5/9; × 5/4 = 0.694444; lift (4/2) / (1/3) = 6.
it("takes a customer's exposed and other periods together", () => {
  const {lift, low} = exposureLift({
    n: 5,
    y: 4,
    e: 2,
    allY: 5,
    allE: 5,
    yy: 4,
    ye: 2,
    ee: 1,
    yAllY: 4,
    yAllE: 4,
    eAllY: 2,
    eAllE: 2,
    allYY: 5,
    allYE: 5,
    allEE: 5
  })!;
  expect(lift).toBe(6);
  expect(Math.log(6 / low!) / 1.959963984540054).toBeCloseTo(Math.sqrt(0.6944444444), 8);
});
