import {expect, it} from "vitest";
import {InputError} from "../../src/errors.ts";
import {rateDifference} from "../../src/models/rate-difference.ts";

it("one success and one failure are added to each share before they are compared", () => {
  // 8 of 8 and 3 of 8: 9/10 − 4/10 = 0.5, error √(0.09/10 + 0.24/10) = √0.033 = 0.181659, z 2.752409.
  const found = rateDifference({successes: 8, n: 8}, {successes: 3, n: 8})!;
  expect(found.difference).toBeCloseTo(0.5, 12);
  expect(found.standardError).toBeCloseTo(0.181659, 6);
  expect(found.z).toBeCloseTo(2.752409, 6);
  expect(found.p).toBeCloseTo(0.005916, 5);
  // 0.5 ∓ 1.959964 × 0.181659
  expect(found.low).toBeCloseTo(0.143955, 5);
  expect(found.high).toBeCloseTo(0.856045, 5);
});

it("equal shares do not differ; no trials compare with nothing", () => {
  expect(rateDifference({successes: 5, n: 10}, {successes: 5, n: 10})).toMatchObject({difference: 0, z: 0, p: 1});
  expect(rateDifference({successes: 0, n: 0}, {successes: 5, n: 10})).toBeNull();
  expect(rateDifference({successes: 5, n: 10}, {successes: 0, n: 0})).toBeNull();
});

it("more successes than trials are an error", () => {
  expect(() => rateDifference({successes: 3, n: 2}, {successes: 1, n: 2})).toThrow(InputError);
});
