import {expect, it} from "vitest";
import {logGaps} from "../../src/models/log-gaps.ts";

const of = (rows: readonly (readonly [one: number, other: number, weight: number])[]) =>
  rows.map(([one, other, weight], time) => ({time, one, other, weight}));
const values = (...args: Parameters<typeof logGaps>) => logGaps(...args)!.map(({value}) => value);

// Sums 2 and 4: ln ½. The first is 1 below the mean of 1, and 1 of 2 below the other's: −1 + ½.
it("has the logarithm of the ratio of sums as its mean, a time with nothing in it too", () => {
  expect(values(of([[0, 1, 1], [2, 3, 1]]))).toEqual([Math.log(0.5) - 0.5, Math.log(0.5) + 0.5]); // prettier-ignore
  // 3 · 0 + 2 and 3 · 1 + 3: ln ⅓; of 4 in all the first is 4 · 0 − 2 = −2 of 2, and 4 · 1 − 6 = −2 of 6; the second +6 of 2, +6 of 6.
  expect(values(of([[0, 1, 3], [2, 3, 1]]))).toEqual([Math.log(1 / 3) - 1 + 1 / 3, Math.log(1 / 3) + 3 - 1]); // prettier-ignore
});

it("compares nothing with something by a half on both sums, else not at all", () => {
  // ½ and 4½; −0 of ½, ∓2 of 4½.
  const [first, second] = values(of([[0, 1, 1], [0, 3, 1]]), 0.5); // prettier-ignore
  expect(first).toBeCloseTo(-Math.log(9) + 2 / 4.5, 12);
  expect(second).toBeCloseTo(-Math.log(9) - 2 / 4.5, 12);
  expect(logGaps(of([[0, 1, 1]]))).toBeNull();
  expect(logGaps([])).toBeNull();
});
