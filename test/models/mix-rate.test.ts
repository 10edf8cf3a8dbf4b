import {expect, it} from "vitest";
import {mixAndRate} from "../../src/models/mix-rate.ts";
import {sequence} from "../purchases.ts";

it("mixAndRate by hand: half and half at 20 and 40 becomes a quarter and three quarters at 20 and 44", () => {
  // Overall 30 → 38, the centre 34. Mix: −1/4 × (20 − 34) = 3.5, 1/4 × (42 − 34) = 2; rate: 0, 5/8 × 4 = 2.5. In all 8.
  const parts = mixAndRate([
    {before: {share: 0.5, mean: 20}, after: {share: 0.25, mean: 20}},
    {before: {share: 0.5, mean: 40}, after: {share: 0.75, mean: 44}}
  ]);
  expect(parts).toEqual([
    {mix: 3.5, rate: 0},
    {mix: 2, rate: 2.5}
  ]);
});

it("mixAndRate sums to the change, whatever the parts, also where some are empty in a period", () => {
  const next = sequence(11);
  for (let round = 0; round < 300; ++round) {
    const weights = Array.from({length: 1 + Math.floor(next() * 6)}, () => [
      next() < 0.2 ? 0 : next(),
      next() < 0.2 ? 0 : next()
    ]);
    weights.push([0.1, 0.1]);
    const total = [0, 1].map((k) => weights.reduce((sum, pair) => sum + pair[k]!, 0));
    const parts = weights.map(([w0, w1]) => ({
      before: {share: w0! / total[0]!, mean: w0 === 0 ? null : next() * 200 - 100},
      after: {share: w1! / total[1]!, mean: w1 === 0 ? null : next() * 200 - 100}
    }));
    const mean = (when: "before" | "after") =>
      parts.reduce((sum, part) => sum + part[when].share * (part[when].mean ?? 0), 0);
    const sum = mixAndRate(parts).reduce((all, {mix, rate}) => all + mix + rate, 0);
    expect(sum).toBeCloseTo(mean("after") - mean("before"), 9);
  }
});
