import {expect, it} from "vitest";
import {InputError} from "../../src/errors.ts";
import {betaRule} from "../../src/models/beta-expectation.ts";
import {gaussLegendre} from "../../src/models/gauss-legendre.ts";
import {hypergeometric2F1, hypergeometricSlope} from "../../src/models/hypergeometric.ts";
import {halfLineRule} from "../../src/models/laplace.ts";
import {expectAbsolute, expectRelative} from "./reference.ts";

// mpmath at 40 digits: power series, Euler's integral next to 1, Pfaff for z < 0. The last is −ln(1 − z) / z.
const VALUES = [
  [[1, 3.806, 4.474], 0.9090909090909091, 5.92259640761276453],
  [[2.5, 0.8, 3.2], 0.999, 13.6911982635514964],
  [[30, 5, 9.5], 0.97, 1.32565148720005351e36],
  [[1.24, 0.793, 3.219], -50, 0.138719988955328916],
  [[0.5, 1.2, 1.7], 0.3, 1.13080192903176701],
  [[1, 1, 2], 1 - 2 ** -23, (23 * Math.LN2) / (1 - 2 ** -23)]
] as const;

it("hypergeometric2F1 is right to 1e-12 relative, also at z = 1 − 2⁻²³ and −50", () => {
  for (const [abc, z, value] of VALUES) expectRelative(hypergeometric2F1(abc, z), value, 1e-12);
});

it("hypergeometric2F1 refuses z ≥ 1 and c ≤ b", () => {
  expect(() => hypergeometric2F1([1, 2, 3], 1)).toThrow(InputError);
  expect(() => hypergeometric2F1([1, 3, 3], 0.5)).toThrow(InputError);
});

// (2F1(1, 1; 2; z) − 1) / 1 with 2F1(1, 1; 2; z) = −ln(1 − z) / z; at ε = 0 and d = e the sum is Σ zⁿ / n = −ln(1 − z).
it("hypergeometricSlope is (2F1 − 1) / ε, and finite at ε = 0", () => {
  expectRelative(hypergeometricSlope([1, 1, 2], 0.7), -Math.log(0.3) / 0.7 - 1, 1e-13);
  expectRelative(hypergeometricSlope([0, 1.7, 1.7], 0.7), -Math.log(0.3), 1e-13);
});

// Beta(a, b): mean a / (a + b), second moment a (a + 1) / ((a + b) (a + b + 1)).
it("betaRule reproduces moments of wide, narrow and spiked beta distributions to 1e-13", () => {
  for (const [a, b] of [
    [0.8, 2.4],
    [0.05, 30],
    [400, 300]
  ] as const) {
    const {p, weight} = betaRule(a, b, {steepness: 2});
    const moment = (power: number) => p.reduce((sum, value, i) => sum + weight[i]! * value ** power, 0);
    expectRelative(moment(1), a / (a + b), 1e-13);
    expectRelative(moment(2), (a * (a + 1)) / ((a + b) * (a + b + 1)), 1e-13);
  }
});

// ∫ e^(−2s) ds = ½; ∫ e^(−s) (1 + s)^−2 ds = 1 − e E₁(1) = 1 − 0.596347362323194.
it("halfLineRule integrates e^−2s and e^−s (1 + s)^−2 to 1e-13", () => {
  const integral = (rate: number, g: (s: number) => number, steepness: number) => {
    const {s, weight} = halfLineRule(rate, steepness);
    return s.reduce((sum, value, i) => sum + weight[i]! * Math.exp(-rate * value) * g(value), 0);
  };
  expectRelative(
    integral(2, () => 1, 0),
    0.5,
    1e-13
  );
  expectRelative(
    integral(1, (s) => (1 + s) ** -2, 2),
    1 - 0.59634736232319407,
    1e-13
  );
});

// Two points: ½ ± ½/√3, weights ½: exact for cubics, ∫ u³ = ¼.
it("gaussLegendre(2) has weights of one half and integrates cubics over 0–1", () => {
  const {at, weight} = gaussLegendre(2);
  expectAbsolute(at[0], 0.5 - 0.5 / Math.sqrt(3), 1e-15);
  expectAbsolute(weight[0]! * at[0]! ** 3 + weight[1]! * at[1]! ** 3, 0.25, 1e-15);
  expectAbsolute(
    gaussLegendre(16).weight.reduce((sum, w) => sum + w, 0),
    1,
    1e-15
  );
});
