import {expect, it} from "vitest";
import {InputError} from "../../src/errors.ts";
import {bdwDiscountedLifetime, bdwLogLikelihood, bdwRetention, bdwSurvival, fitBdw} from "../../src/models/bdw.ts";
import {renewalsOf} from "../../src/models/renewals.ts";
import type {Renewals} from "../../src/models/renewals.ts";
import {
  fitSbg,
  sbgDiscountedLifetime,
  sbgDiscountedResidual,
  sbgLogLikelihood,
  sbgRetention,
  sbgSurvival
} from "../../src/models/sbg.ts";
import {describeReference, expectAbsolute, expectRelative, numberOf, readCsv, readJson} from "./reference.ts";

const even = {unit: "year", alpha: 1, beta: 1} as const;

// α = β = 1: S(t) = B(1, 1 + t) = 1 / (1 + t); r(t) = t / (t + 1).
it("sbgSurvival and sbgRetention by hand", () => {
  expectAbsolute(sbgSurvival(even, 3), 1 / 4, 1e-15);
  expectAbsolute(sbgRetention(even, 3), 3 / 4, 1e-15);
  expect(sbgSurvival(even, 0)).toBe(1);
});

// Of 6: 3 lost in year 1 (½), 1 in year 2 (½ − ⅓ = 1/6), 2 left (⅓): ½³ · 1/6 · (⅓)² = 1/432.
it("sbgLogLikelihood by hand, and bdw with c = 1 is the same model", () => {
  const renewals = renewalsOf("year", [6, 3, 2]);
  expect(renewals).toEqual({unit: "year", lost: [3, 1], censored: [0, 2]});
  expectAbsolute(sbgLogLikelihood(even, renewals), -Math.log(432), 1e-14);
  expectAbsolute(bdwLogLikelihood({unit: "year", gamma: 1, delta: 1, c: 1}, renewals), -Math.log(432), 1e-14);
});

// γ = δ = 1, c = 2: S(t) = 1 / (1 + t²): S(2) = 1/5, r(2) = (1/5) / (1/2).
it("bdwSurvival and bdwRetention by hand", () => {
  expectAbsolute(bdwSurvival({unit: "year", gamma: 1, delta: 1, c: 2}, 2), 1 / 5, 1e-15);
  expectAbsolute(bdwRetention({unit: "year", gamma: 1, delta: 1, c: 2}, 2), 2 / 5, 1e-15);
});

// Σ zᵗ / (1 + t) = −ln(1 − z) / z at z = 1 / 1.25: ln 5 · 1.25.
it("sbgDiscountedLifetime and bdwDiscountedLifetime by hand; no discount is refused", () => {
  expectAbsolute(sbgDiscountedLifetime(even, 0.25), 1.25 * Math.log(5), 1e-13);
  expectAbsolute(bdwDiscountedLifetime({unit: "year", gamma: 1, delta: 1, c: 1}, 0.25), 1.25 * Math.log(5), 1e-12);
  expect(() => sbgDiscountedLifetime(even, 0)).toThrow(InputError);
  expect(() => bdwDiscountedLifetime({unit: "year", gamma: 1, delta: 1, c: 1}, 0)).toThrow(InputError);
});

it("fitSbg and fitBdw add up cohorts of different ages: a customer counts up to the period last seen", () => {
  const cohorts: Renewals = {unit: "year", lost: [262, 126, 45], censored: [500, 117, 326]};
  const fit = fitSbg(cohorts);
  expect(fit.converged && fit.customers).toBe(1376);
  expect(fit.converged && fit.gradientNorm < 1e-6).toBe(true);
});

it("fitSbg and fitBdw word degenerate data instead of throwing", () => {
  const reasons = (survivors: number[]) =>
    [fitSbg, fitBdw].map((fit) => {
      const result = fit(renewalsOf("month", survivors));
      return result.converged ? "converged" : result.reason;
    });
  expect(reasons([])).toEqual(["empty", "empty"]);
  expect(reasons([0, 0, 0])).toEqual(["empty", "empty"]);
  expect(reasons([100, 100, 100, 100])).toEqual(["no-events", "no-events"]);
  expect(reasons([100, 0])).toEqual(["too-few-periods", "too-few-periods"]);
  expect(reasons([100, 60])).toEqual(["too-few-periods", "too-few-periods"]);
  expect(reasons([100, 60, 40])[1]).toBe("too-few-periods");
  // ½, ¼, ⅛, …: everybody has the same churn, so α and β run to infinity together.
  for (const reason of reasons([1024, 512, 256, 128, 64, 32]))
    expect(["not-identified", "not-converged"]).toContain(reason);
});

it("fitSbg refuses negative counts, different lengths, and a start in another unit", () => {
  expect(() => fitSbg({unit: "year", lost: [-1], censored: [1]})).toThrow(InputError);
  expect(() => fitSbg({unit: "year", lost: [1, 2], censored: [1]})).toThrow(InputError);
  const yearly = fitSbg(renewalsOf("year", [1000, 869, 743, 653]));
  expect(yearly.converged).toBe(true);
  if (yearly.converged) expect(() => fitSbg(renewalsOf("month", [9, 8, 6, 5]), {from: yearly})).toThrow(InputError);
});

describeReference("sBG and BdW on the published survival tables (cohorts of 1,000, years)", () => {
  interface Fit {
    names: string[];
    params: number[];
    se: number[];
    ll_n1000: number;
    survival_0_12: number[];
    retention_1_12: number[];
    holdout_mape_pct: number | null;
  }
  interface Fixed {
    alpha: number;
    beta: number;
    retention_1_12: number[];
    survival_1_12: number[];
    DEL_d10: number;
    DERL_d10_by_renewals_n1_5: number[];
  }
  const reference = () =>
    readJson<{fits: Record<string, Fit>; fixed_param_functions: Record<string, Fixed>}>("reference/sbg_bdw.json");
  const survivors = (segment: string, years: number) =>
    readCsv("data/sbg/sbg_survival_table.csv")
      .slice(0, years + 1)
      .map((row) => Math.round(10 * numberOf(row, `${segment}_survival_pct`)));

  for (const segment of ["high_end", "regular"]) {
    for (const years of [4, 7, 12]) {
      it(`${segment}, ${years} years: both fits to 1e-4, ln L to 1e-6, errors, survival and retention 1–12, holdout error`, () => {
        const renewals = renewalsOf("year", survivors(segment, years));
        const [sbg, bdw] = [fitSbg(renewals), fitBdw(renewals)];
        if (!sbg.converged || !bdw.converged) throw new Error("no fit");
        const forms = {
          sbg: {
            fit: sbg,
            survival: (t: number) => sbgSurvival(sbg.parameters, t),
            retention: (t: number) => sbgRetention(sbg.parameters, t)
          },
          bdw: {
            fit: bdw,
            survival: (t: number) => bdwSurvival(bdw.parameters, t),
            retention: (t: number) => bdwRetention(bdw.parameters, t)
          }
        };
        for (const [name, {fit, survival, retention}] of Object.entries(forms)) {
          const expected = reference().fits[`${segment}_${name}_fit${years}`]!;
          for (const [k, parameter] of expected.names.entries()) {
            expectRelative(Reflect.get(fit.parameters, parameter), expected.params[k]!, 1e-4);
            expectRelative(Reflect.get(fit.standardErrors ?? {}, parameter), expected.se[k]!, 1e-4);
          }
          expectAbsolute(fit.logLikelihood, expected.ll_n1000, 1e-6);
          expect(fit.gradientNorm).toBeLessThan(1e-6);
          for (const [t, share] of expected.survival_0_12.entries()) expectAbsolute(survival(t), share, 1e-7);
          for (const [t, share] of expected.retention_1_12.entries()) expectAbsolute(retention(t + 1), share, 1e-7);
          const actual = survivors(segment, 12).map((n) => n / 1000);
          const errors = actual.map((share, t) => Math.abs(survival(t) / share - 1)).slice(years + 1);
          const mape = (100 * errors.reduce((sum, error) => sum + error, 0)) / errors.length;
          if (expected.holdout_mape_pct !== null) expectAbsolute(mape, expected.holdout_mape_pct, 1e-4);
        }
      });
    }

    it(`${segment}, published parameters: survival, retention, DEL and DERL at 10%, to 1e-12`, () => {
      const fixed = reference().fixed_param_functions[segment]!;
      const parameters = {unit: "year", alpha: fixed.alpha, beta: fixed.beta} as const;
      for (let t = 1; t <= 12; ++t) {
        expectRelative(sbgSurvival(parameters, t), fixed.survival_1_12[t - 1]!, 1e-12);
        expectRelative(sbgRetention(parameters, t), fixed.retention_1_12[t - 1]!, 1e-12);
      }
      expectRelative(sbgDiscountedLifetime(parameters, 0.1), fixed.DEL_d10, 1e-12);
      for (const [k, expected] of fixed.DERL_d10_by_renewals_n1_5.entries()) {
        expectRelative(sbgDiscountedResidual(parameters, {renewal: k + 1, discount: 0.1}), expected, 1e-12);
      }
    });
  }
});
