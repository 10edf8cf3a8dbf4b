import {expect, it} from "vitest";
import {below, choose, exponential, gamma, normal, poisson, type Random, stream} from "../../data/generator/random.ts";

function mean(draw: (random: Random) => number): number {
  const random = stream(7, 1);
  return Array.from({length: 40_000}, () => draw(random)).reduce((sum, x) => sum + x, 0) / 40_000;
}

it("stream repeats itself for the same seed and keys, and only for these", () => {
  const start = (...keys: [number, ...number[]]): number[] => Array.from({length: 3}, stream(...keys));
  expect(start(1, 2, 3)).toEqual(start(1, 2, 3));
  expect(new Set([start(1, 2, 3), start(1, 3, 2), start(2, 2, 3), start(1, 2)].map(String)).size).toBe(4);
});

it("uniform: mean 1/2; below: every number of the range and no other", () => {
  expect(mean((random) => random())).toBeCloseTo(0.5, 2);
  const random = stream(3);
  expect(new Set(Array.from({length: 200}, () => below(random, 4)))).toEqual(new Set([0, 1, 2, 3]));
});

// Normal: mean 0, mean square 1. Exponential: mean 1. Gamma of shape k: mean k, also below 1. Poisson: its mean.
it("distributions have their means", () => {
  expect(mean(normal)).toBeCloseTo(0, 1);
  expect(mean((random) => normal(random) ** 2)).toBeCloseTo(1, 1);
  expect(mean(exponential)).toBeCloseTo(1, 1);
  expect(mean((random) => gamma(random, 0.5))).toBeCloseTo(0.5, 1);
  expect(mean((random) => gamma(random, 2.5))).toBeCloseTo(2.5, 1);
  expect(mean((random) => poisson(random, 0.7))).toBeCloseTo(0.7, 1);
});

it("choose follows the weights and never takes weight zero", () => {
  expect(mean((random) => choose(random, [0, 1, 2], (n) => [1, 3, 0][n]!))).toBeCloseTo(0.75, 2);
});
