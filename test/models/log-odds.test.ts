import {expect, it} from "vitest";
import {InputError} from "../../src/errors.ts";
import {logOdds} from "../../src/models/log-odds.ts";
import {expectAbsolute} from "./reference.ts";

// 4 of 20 uses in the background, weighing 5: α = 1, α₀ = 5. One: (3 + 1) / (10 + 5 − 4) = 4/11; other: (1 + 1) / (10 + 5 − 2) = 2/13.
// δ = ln(4/11 · 13/2) = ln(26/11); variance 1/4 + 1/2 = 3/4.
const PRIOR = {background: {count: 4, total: 20}, weight: 5};

it("logOdds: the formula of Monroe, Colaresi & Quinn, worked by hand", () => {
  const found = logOdds({count: 3, total: 10}, {count: 1, total: 10}, PRIOR)!;
  expectAbsolute(found.value, 0.8602012652, 1e-9);
  expectAbsolute(found.standardError, 0.8660254038, 1e-9);
  expectAbsolute(found.z, 0.9932748641, 1e-9);
});

// Odds of α alone: with nobody saying it on either side, of equal totals, δ = 0; variance 1/1 + 1/1.
it("logOdds is 0 for equal use, turns its sign with the sides, and is drawn to 0 by a weighty prior", () => {
  const none = logOdds({count: 0, total: 10}, {count: 0, total: 10}, PRIOR)!;
  expect([none.value, none.standardError]).toEqual([0, Math.SQRT2]);
  const [one, other] = [
    {count: 3, total: 10},
    {count: 1, total: 10}
  ];
  const there = logOdds(one, other, PRIOR)!;
  expectAbsolute(logOdds(other, one, PRIOR)!.value, -there.value, 1e-15);
  expect(logOdds(one, other, {...PRIOR, weight: 500})!.value).toBeLessThan(0.1 * there.value);
});

it("logOdds is null where a side says nothing, and refuses what cannot be", () => {
  expect(logOdds({count: 0, total: 0}, {count: 1, total: 10}, PRIOR)).toBeNull();
  expect(() => logOdds({count: 3, total: 2}, {count: 1, total: 10}, PRIOR)).toThrow(InputError);
  expect(() => logOdds({count: 0, total: 2}, {count: 1, total: 10}, {...PRIOR, weight: 0})).toThrow(InputError);
  expect(() => logOdds({count: 0, total: 2}, {count: 1, total: 10}, {background: {count: 0, total: 9}, weight: 5})).toThrow(InputError); // prettier-ignore
});
