import {expect, it} from "vitest";
import {InputError} from "../../src/errors.ts";
import {criticalValue, wilson} from "../../src/models/wilson.ts";
import {describeReference, expectAbsolute, readJson} from "./reference.ts";

// z² = 3.841459: (0 + z²/2 ± z·√(z²/4)) / (10 + z²) = 0 and 3.841459 / 13.841459 = 0.277533.
it("wilson of none of ten starts at exactly 0 and is not of no width", () => {
  const interval = wilson(0, 10);
  expect(interval?.low).toBe(0);
  expectAbsolute(interval?.high, 0.277533, 5e-7);
});

it("wilson of all of ten ends at exactly 1, the mirror image", () => {
  expect(wilson(10, 10)?.high).toBe(1);
  expectAbsolute(wilson(10, 10)?.low, 1 - 0.277533, 5e-7);
});

it("wilson is null without answers", () => expect(wilson(0, 0)).toBeNull());

it("wilson refuses more successes than answers, negative ones, NaN, and a level of 1", () => {
  for (const [k, n] of [
    [2, 1],
    [-1, 3],
    [NaN, 3],
    [0, Infinity]
  ] as const)
    expect(() => wilson(k, n)).toThrow(InputError);
  expect(() => wilson(1, 2, 1)).toThrow(InputError);
});

it("criticalValue(0.95) is 1.959964, criticalValue(0.9) is 1.644854", () => {
  expectAbsolute(criticalValue(0.95), 1.959963984540054, 1e-14);
  expectAbsolute(criticalValue(0.9), 1.6448536269514722, 1e-14);
});

describeReference("wilson against nps_reference.json", () => {
  interface Box {
    label: string;
    x: number;
    n: number;
    wilson95: [number, number];
  }
  it("bounds all nine top-box shares to 1e-12", () => {
    const {top_box: boxes} = readJson<{top_box: Box[]}>("reference/nps_reference.json");
    expect(boxes).toHaveLength(9);
    for (const {x, n, wilson95} of boxes) {
      expectAbsolute(wilson(x, n)?.low, wilson95[0] / 100, 1e-12);
      expectAbsolute(wilson(x, n)?.high, wilson95[1] / 100, 1e-12);
    }
  });
});
