import {expect, it} from "vitest";
import {knownInterval, meanOfSums} from "../../src/models/ratio-of-sums.ts";

// 1 and 3: a mean of 2 with a variance of 2 / 2 = 1. 7.1 three times: 3 · 50.41 less 21.3² / 3 is nothing but for rounding.
it("knownInterval is none where all are alike", () => {
  expect(knownInterval(meanOfSums({n: 2, y: 4, yy: 10}))!.high).toBeCloseTo(2 + 1.959964, 5);
  expect(knownInterval(meanOfSums({n: 3, y: 21.3, yy: 3 * 7.1 ** 2}))).toBeNull();
  expect(knownInterval(null)).toBeNull();
});
