import {expect, it} from "vitest";
import {InputError} from "../../src/errors.ts";
import type {BuyTillYouDie} from "../../src/models/buy-till-you-die.ts";
import {bgNbd} from "../../src/models/bg-nbd.ts";
import {groupHistories, oneHistory} from "../../src/models/grouping.ts";
import type {Histories} from "../../src/models/grouping.ts";
import {mbgNbd} from "../../src/models/mbg-nbd.ts";
import {paretoNbd} from "../../src/models/pareto-nbd.ts";
import {PURCHASE_MODELS} from "../../src/models/purchase-models.ts";
import {seededRandom} from "../../src/models/random.ts";
import type {Timed} from "../../src/models/time.ts";
import {expectAbsolute, expectRelative} from "./reference.ts";

const weeks = (length: number) => ({length, unit: "week"}) as const;
type Four = readonly [number, number, number, number];
const bg = (...[r, alpha, a, b]: Four) => ({unit: "week", r, alpha, a, b}) as const;
const pareto = (...[r, alpha, s, beta]: Four) => ({unit: "week", r, alpha, s, beta}) as const;
const KINDS = ["bgnbd", "mbgnbd", "paretonbd"] as const;

// By hand, x = 1, t_x = 1, T = 3, r = α = a = b = 1. BG/NBD: r lnα = 0; Γ(2)/Γ(1) = 1; B(1, 2)/B(1, 1) = ½;
// (1 + 3)^−2 + 1/1 · (1 + 1)^−2 = 1/16 + 4/16: L = 5/32; alive (1/16) / (5/16) = 1/5.
// MBG/NBD: B(1, 3)/B(1, 1) = 1/3; 1/16 + 1/2 · 1/4 = 3/16: L = 1/16; alive 1/3.
it("bgNbd and mbgNbd by hand: likelihood and P(alive)", () => {
  const history = oneHistory("week", [1, 1, 3]);
  expectAbsolute(bgNbd.logLikelihood(bg(1, 1, 1, 1), history), Math.log(5 / 32), 1e-14);
  expectAbsolute(mbgNbd.logLikelihood(bg(1, 1, 1, 1), history), Math.log(1 / 16), 1e-14);
  expectAbsolute(bgNbd.aliveProbability(bg(1, 1, 1, 1), history)[0], 1 / 5, 1e-14);
  expectAbsolute(mbgNbd.aliveProbability(bg(1, 1, 1, 1), history)[0], 1 / 3, 1e-14);
});

// Pareto/NBD with r = α = s = β = 1: L = (1 + 3)^−3 + ∫₁³ (1 + τ)^−4 dτ = 1/64 + (1/8 − 1/64) / 3 = 10/192; alive 3/10.
// E[X(t)] = ∫ (1 + u)^−1 = ln(1 + t) (the limit at s = 1); E[Y] = 2 · ln(1 + t/4) · 3/10.
it("paretoNbd by hand: likelihood, P(alive), and expectations at s = 1", () => {
  const history = oneHistory("week", [1, 1, 3]);
  expectAbsolute(paretoNbd.logLikelihood(pareto(1, 1, 1, 1), history), Math.log(10 / 192), 1e-14);
  expectAbsolute(paretoNbd.aliveProbability(pareto(1, 1, 1, 1), history)[0], 0.3, 1e-14);
  expectAbsolute(paretoNbd.expectedPurchases(pareto(1, 1, 1, 1), weeks(2)), Math.log(3), 1e-14);
  expectAbsolute(paretoNbd.conditionalPurchases(pareto(1, 1, 1, 1), history, weeks(4))[0], 0.6 * Math.LN2, 1e-14);
});

it("P(alive) of a one-time buyer is null under BG/NBD, below 1 under the others", () => {
  const once = oneHistory("week", [0, 0, 30]);
  expect(bgNbd.aliveProbability(bg(0.25, 4.4, 0.8, 2.4), once)).toEqual([null]);
  expect(mbgNbd.aliveProbability(bg(0.25, 4.4, 0.8, 2.4), once)[0]).toBeLessThan(0.8);
  expect(paretoNbd.aliveProbability(pareto(0.55, 10.6, 0.6, 11.7), once)[0]).toBeLessThan(0.8);
});

// mpmath at 30 digits, the integral over p: at the pole a = 1, with a + b < 1, for horizons of 0.001 and 9,000 weeks,
// r = 582 (series terms of both signs), a = 0.032.
type Triple = readonly [number, number, number];
const CORNERS: readonly (readonly [typeof bgNbd, Four, Triple, number, number])[] = [
  [bgNbd, [0.25, 4.4, 1, 2.4], [0, 0, 30], 39, 0.23977808274330428],
  [mbgNbd, [0.25, 4.4, 1, 2.4], [3, 10, 30], 39, 0.68932825486886027],
  [bgNbd, [0.25, 4.4, 0.3, 0.5], [0, 0, 0], 39, 1.2026064830556889],
  [bgNbd, [0.25, 4.4, 0.79, 2.4], [0, 0, 0], 5000, 12.256284382201655],
  [bgNbd, [0.25, 4.4, 1.3, 2.4], [40, 20, 30], 9000, 0.0036310821204471073],
  [bgNbd, [0.25, 4.4, 0.79, 2.4], [2, 10, 30], 0.001, 2.4695675291159081e-5],
  [mbgNbd, [582, 3.1, 0.18, 0.08], [0, 0, 0], 5, 96.7226379088717],
  [bgNbd, [0.62, 0.095, 0.032, 1.78], [0, 0, 0], 500, 2574.9432760609]
];

it("conditionalPurchases is right to 1e-11 at a = 1, a + b < 1, r = 582, a = 0.032, and for very short and long horizons", () => {
  for (const [model, parameters, history, horizon, expected] of CORNERS) {
    const actual = model.conditionalPurchases(bg(...parameters), oneHistory("week", history), weeks(horizon));
    expectRelative(actual[0], expected, 1e-11);
  }
});

it("conditionalPurchases does not jump where the series gives way to the integral (z = 0.95)", () => {
  const history = oneHistory("week", [2, 5, 5.6]); // α + T = 10: z = t / (10 + t) = 0.95 at t = 190
  const at = (t: number) => bgNbd.conditionalPurchases(bg(0.25, 4.4, 0.79, 2.4), history, weeks(t))[0]!;
  expectRelative(at(190 + 1e-9), at(190 - 1e-9), 1e-11);
});

it("conditionalPurchases of no time is 0", () => {
  for (const model of [bgNbd, mbgNbd]) expect(model.expectedPurchases(bg(0.25, 4.4, 0.79, 2.4), weeks(0))).toBe(0);
  expect(paretoNbd.expectedPurchases(pareto(0.55, 10.6, 0.6, 11.7), weeks(0))).toBe(0);
});

// mpmath at 30 digits: ln L and P(alive); α ≪ β with 100 purchases in 1,000 days, s = 50, α ≫ β, α = β.
const PARETO_CORNERS: readonly (readonly [Four, Triple, number, number])[] = [
  [[0.55, 10.6, 0.6, 11.7], [2, 30.4, 38.9], -9.54965174197035117, 0.86926384964961315],
  [[0.55, 0.5, 0.6, 200], [100, 10, 1000], 116.236464724069242, 1.1908316897247524e-196],
  [[0.5, 10, 50, 1000], [0, 0, 400], -0.424715188473371903, 1.1793908401413441e-8],
  [[2, 500, 0.6, 0.4], [3, 2, 900], -16.753960187723011, 0.0002052287663411005],
  [[0.55, 10.6, 0.6, 10.6], [7, 5, 38.9], -15.1312410846345206, 0.0011104333128330176]
] as const;

it("paretoNbd.logLikelihood is right to 1e-12 and P(alive) to 1e-10, also in corners", () => {
  for (const [parameters, history, value, alive] of PARETO_CORNERS) {
    const histories = oneHistory("week", history);
    expectRelative(paretoNbd.logLikelihood(pareto(...parameters), histories), value, 1e-12);
    expectRelative(paretoNbd.aliveProbability(pareto(...parameters), histories)[0], alive, 1e-10);
  }
});

it("a span, histories or a previous fit in another unit than the parameters throws InputError", () => {
  const monthly = oneHistory("month", [1, 1, 3]);
  for (const model of [bgNbd, mbgNbd]) expectUnitsChecked(model, bg(1, 1, 1, 1), monthly);
  expectUnitsChecked(paretoNbd, pareto(1, 1, 1, 1), monthly);
});

function expectUnitsChecked<P extends Timed>(model: BuyTillYouDie<P>, parameters: P, monthly: Histories): void {
  expect(() => model.expectedPurchases(parameters, {length: 3, unit: "day"})).toThrow(InputError);
  expect(() => model.conditionalPurchases(parameters, monthly, weeks(3))).toThrow(InputError);
  expect(() => model.aliveProbability(parameters, monthly)).toThrow(InputError);
  expect(() => model.discountedPurchases(parameters, monthly, 0.01)).toThrow(InputError);
  expect(() => model.logLikelihood(parameters, monthly)).toThrow(InputError);
}

it("a negative or endless span, and a discount of 0, throw InputError", () => {
  const history = oneHistory("week", [1, 1, 3]);
  expect(() => bgNbd.expectedPurchases(bg(1, 1, 1, 1), weeks(-1))).toThrow(InputError);
  expect(() => bgNbd.expectedPurchases(bg(1, 1, 1, 1), weeks(Infinity))).toThrow(InputError);
  expect(() => bgNbd.discountedPurchases(bg(1, 1, 1, 1), history, 0)).toThrow(InputError);
});

const column = <T>(n: number, value: (i: number) => T) => Array.from({length: n}, (_, i) => value(i));
const histories = (x: number[], recency: number[], age: number[]) =>
  groupHistories({unit: "week", x, recency, age}).histories;
const DEGENERATE: readonly (readonly [string, Histories, readonly string[]])[] = [
  ["nobody", histories([], [], []), ["empty"]],
  [
    "no repeaters",
    histories(
      column(50, () => 0),
      column(50, () => 0),
      column(50, (i) => 10 + i)
    ),
    ["no-repeaters"]
  ],
  ["one customer", histories([3], [5], [9]), ["too-few"]],
  ["one repeater among many", histories([2, 0, 0, 0], [5, 0, 0, 0], [9, 9, 8, 7]), ["too-few"]],
  ["two equal customers", histories([3, 3], [5, 5], [9, 9]), ["not-identified", "not-converged"]],
  [
    "all bought to the last day at one rate",
    histories(
      column(40, () => 9),
      column(40, () => 9),
      column(40, () => 9)
    ),
    ["not-identified", "not-converged"]
  ],
  ["nobody was observed for any time", histories([0, 0], [0, 0], [0, 0]), ["no-repeaters"]]
];

it("fit words degenerate data instead of throwing, and shows no parameters as if they were estimates", () => {
  for (const kind of KINDS) {
    for (const [name, data, reasons] of DEGENERATE) {
      const fit = PURCHASE_MODELS[kind].fit(data);
      expect(fit.converged, `${kind}, ${name}`).toBe(false);
      if (fit.converged) continue;
      expect(reasons, `${kind}, ${name}: ${fit.reason}`).toContain(fit.reason);
      expect(fit.message).toMatch(/^[a-z].*[^.]$/);
      for (const value of Object.values(fit.parameters ?? {})) expect(value).not.toBeNaN();
    }
  }
});

// Rates λ ~ Exp(mean 0.4), lifetimes Exp(μ) with μ ~ Exp(mean 0.1): Pareto/NBD with r = s = 1, observed for 30 weeks.
it("fit to customers who all have the same T finds a maximum, the same one in days as in weeks", () => {
  const random = seededRandom(7);
  const exponential = (rate: number) => -Math.log(1 - random()) / rate;
  const customers = column(1000, () => {
    const [rate, death] = [exponential(2.5), Math.min(30, exponential(exponential(10)))];
    const times: number[] = [];
    for (let t = exponential(rate); t < death; t += exponential(rate)) times.push(t);
    return {x: times.length, recency: times.at(-1) ?? 0};
  });
  const [inWeeks, inDays] = (
    [
      ["week", 1],
      ["day", 7]
    ] as const
  ).map(([unit, scale]) =>
    groupHistories({
      unit,
      x: customers.map(({x}) => x),
      recency: customers.map(({recency}) => scale * recency),
      age: customers.map(() => 30 * scale)
    })
  );
  for (const kind of KINDS) {
    const fits = [inWeeks, inDays].map((grouping) => PURCHASE_MODELS[kind].fit(grouping!.histories));
    const [weekly, daily] = fits.map((fit) => (fit.converged ? fit.parameters : null));
    expectRelative(daily && daily.alpha / 7, weekly?.alpha ?? NaN, 1e-5);
    expectRelative(daily?.r, weekly?.r ?? NaN, 1e-5);
  }
  const fit = paretoNbd.fit(inWeeks!.histories);
  if (!fit.converged) throw new Error(fit.message);
  for (const name of ["r", "s"] as const) {
    expectAbsolute(fit.parameters[name], 1, 3 * (fit.standardErrors?.[name] ?? 0));
  }
});
