import {expect, it} from "vitest";
import {cholesky, invert} from "../../src/models/matrix.ts";
import {covarianceAt, hessian, maximise} from "../../src/models/optimise.ts";
import type {Objective} from "../../src/models/optimise.ts";
import {expectAbsolute} from "./reference.ts";

/** −(1 − x)² − 100 (y − x²)²: Rosenbrock's valley, highest at (1, 1). */
const rosenbrock: Objective = (at, slopes) => {
  const [x, y] = [at[0]!, at[1]!];
  slopes[0] = 2 * (1 - x) + 400 * x * (y - x * x);
  slopes[1] = -200 * (y - x * x);
  return -((1 - x) ** 2) - 100 * (y - x * x) ** 2;
};

it("maximise climbs Rosenbrock's valley to (1, 1)", () => {
  const top = maximise(rosenbrock, Float64Array.of(-1.2, 1));
  expect(top.status).toBe("converged");
  expectAbsolute(top.x[0], 1, 1e-7);
  expectAbsolute(top.x[1], 1, 1e-7);
  expect(top.gradientNorm).toBeLessThanOrEqual(1e-7);
});

it("maximise says ran-away where the top is at infinity", () => {
  const ramp: Objective = ([x = 0], slopes) => ((slopes[0] = Math.exp(-x / 10)), -10 * Math.exp(-x / 10));
  expect(maximise(ramp, Float64Array.of(0)).status).toBe("ran-away");
});

it("maximise says limit where it may not search on, stuck where the start is no number: never throws, never NaN in x", () => {
  expect(maximise(rosenbrock, Float64Array.of(-1.2, 1), {limit: 3}).status).toBe("limit");
  expect(maximise((_, slopes) => (slopes.fill(NaN), NaN), Float64Array.of(0)).status).toBe("stuck");
});

it("maximise steps back from where the objective is not defined", () => {
  const logarithm: Objective = ([x = 0], slopes) => ((slopes[0] = 1 / x - 1), Math.log(x) - x); // top at 1, NaN below 0
  const top = maximise(logarithm, Float64Array.of(0.05));
  expect(top.status).toBe("converged");
  expectAbsolute(top.x[0], 1, 1e-7);
});

// At (1, 1): −f_xx = 802, −f_xy = −400, −f_yy = 200; determinant 400; inverse (200, 400; 400, 802) / 400.
it("hessian by differences, and covarianceAt its inverse; null at a saddle", () => {
  const at = Float64Array.of(1, 1);
  for (const [i, value] of [-802, 400, 400, -200].entries()) expectAbsolute(hessian(rosenbrock, at)[i], value, 1e-4);
  for (const [i, value] of [0.5, 1, 1, 2.005].entries()) expectAbsolute(covarianceAt(rosenbrock, at)?.[i], value, 1e-5);
  const saddle: Objective = (x, slopes) => (slopes.set([2 * x[0]!, -2 * x[1]!]), x[0]! ** 2 - x[1]! ** 2);
  expect(covarianceAt(saddle, Float64Array.of(0, 0))).toBeNull();
});

// (4, 2; 2, 3) = L Lᵀ with L = (2, 0; 1, √2); inverse (3, −2; −2, 4) / 8.
it("cholesky and invert by hand; null where not positive definite", () => {
  expect(cholesky(Float64Array.of(4, 2, 2, 3), 2)).toEqual(Float64Array.of(2, 0, 1, Math.SQRT2));
  for (const [i, value] of [0.375, -0.25, -0.25, 0.5].entries()) {
    expectAbsolute(invert(Float64Array.of(4, 2, 2, 3), 2)?.[i], value, 1e-15);
  }
  expect(invert(Float64Array.of(1, 2, 2, 4), 2)).toBeNull();
});
