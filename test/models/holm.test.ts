import {expect, it} from "vitest";
import {InputError} from "../../src/errors.ts";
import {holm} from "../../src/models/holm.ts";
import {quantile} from "../../src/models/quantile.ts";
import {expectAbsolute} from "./reference.ts";

// Ascending 0.01, 0.02, 0.03, 0.04 times 4, 3, 2, 1: 0.04, 0.06, 0.06, 0.04 → never falling: 0.04, 0.06, 0.06, 0.06.
it("holm multiplies by the number of tests left, in the order given, and never falls", () => {
  const adjusted = holm([0.03, 0.01, 0.04, 0.02]);
  for (const [i, p] of [0.06, 0.04, 0.06, 0.06].entries()) expectAbsolute(adjusted[i], p, 1e-15);
});

// A tie 0.4, 0.4: 0.8, then max(0.8, 0.4) = 0.8; 0.7 × 2 would pass 1.
it("holm gives ties one value and stops at 1", () => {
  expect(holm([0.4, 0.4])).toEqual([0.8, 0.8]);
  expect(holm([0.7, 0.9])).toEqual([1, 1]);
  expect(holm([])).toEqual([]);
  expect(() => holm([0.1, NaN])).toThrow(InputError);
});

// 1, 2, 4, 10 at ¼: place 0.75 → 1 + 0.75 = 1.75; at ½: place 1.5 → 3.
it("quantile interpolates between order statistics (type 7), null for none", () => {
  expect([quantile([10, 1, 4, 2], 0.25), quantile([10, 1, 4, 2], 0.5), quantile([7], 0.9)]).toEqual([1.75, 3, 7]);
  expect(quantile([], 0.5)).toBeNull();
  expect(() => quantile([1], 1.5)).toThrow(InputError);
});
