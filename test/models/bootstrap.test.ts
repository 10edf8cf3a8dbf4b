import {expect, it} from "vitest";
import {InputError} from "../../src/errors.ts";
import {bootstrap, percentileInterval} from "../../src/models/bootstrap.ts";
import {seededRandom} from "../../src/models/random.ts";
import {expectAbsolute} from "./reference.ts";

it("seededRandom repeats itself for a seed, differs between seeds, and stays in 0 ≤ u < 1", () => {
  const draw = (seed: number) => Array.from({length: 1000}, seededRandom(seed));
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
  expect(draw(3).every((u) => u >= 0 && u < 1)).toBe(true);
});

// Mean of 100,000 uniform draws: ½ ± 4 √(1/12 / 1e5) = ½ ± 0.0037; of squares ⅓ ± 4 √(4/45 / 1e5) = ⅓ ± 0.0038.
it("seededRandom is uniform: mean and mean square", () => {
  const draws = Array.from({length: 100_000}, seededRandom(11));
  expectAbsolute(draws.reduce((sum, u) => sum + u, 0) / 1e5, 1 / 2, 0.0037);
  expectAbsolute(draws.reduce((sum, u) => sum + u * u, 0) / 1e5, 1 / 3, 0.0038);
});

it("bootstrap draws as many customers as there are, with replacement, the same for a seed", () => {
  const run = (seed: number) =>
    bootstrap({customers: 50, replicates: 20, seed}, (weights) => [
      weights.reduce((sum, weight) => sum + weight, 0),
      weights.filter((weight) => weight === 0).length
    ]);
  expect(new Set(run(1).values[0])).toEqual(new Set([50]));
  expect(run(1).values[1]?.every((absent) => absent > 5 && absent < 30)).toBe(true); // 50 / e = 18.4 are expected
  expect(run(1)).toEqual(run(1));
  expect(run(1)).not.toEqual(run(2));
});

// The mean of 0 … 99 has the standard error √(833.25 / 100) = 2.8866: 95% within 49.5 ± 5.66.
it("percentileInterval of the resampled mean is its normal interval, within the noise of 2,000 resamples", () => {
  const {values} = bootstrap({customers: 100, replicates: 2000, seed: 5}, (weights) => [
    weights.reduce((sum, weight, i) => sum + weight * i, 0) / 100
  ]);
  expectAbsolute(percentileInterval(values[0]!)?.low, 49.5 - 5.66, 0.7);
  expectAbsolute(percentileInterval(values[0]!)?.high, 49.5 + 5.66, 0.7);
});

it("bootstrap counts resamples without a number as failed; none at all leave no interval", () => {
  let turn = 0;
  const {values, failed} = bootstrap({customers: 2, replicates: 3, seed: 1}, () => [[1], null, [NaN]][turn++]!);
  expect([values, failed]).toEqual([[Float64Array.of(1)], 2]);
  expect(percentileInterval(new Float64Array(0))).toBeNull();
  expect(bootstrap({customers: 0, replicates: 2, seed: 1}, () => null)).toEqual({values: [], failed: 2});
  expect(() => bootstrap({customers: 1.5, replicates: 1, seed: 1}, () => null)).toThrow(InputError);
});
