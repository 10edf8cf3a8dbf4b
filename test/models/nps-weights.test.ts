import {expect, it} from "vitest";
import {InputError} from "../../src/errors.ts";
import {finitePopulationFactor, nonResponseBounds, npsSampleSize} from "../../src/models/nps-sample.ts";
import {stratifiedNps, weightedNps} from "../../src/models/nps-weights.ts";
import {describeReference, expectAbsolute, numberOf, readCsv, readJson} from "./reference.ts";

const group = (weight: number, y: number) => ({
  weight,
  promoters: y === 1 ? 1 : 0,
  passives: y === 0 ? 1 : 0,
  detractors: y === -1 ? 1 : 0
});

// Weights 3, 1 on a promoter and a detractor: (3 − 1) / 4 = 50; effective 16 / 10 = 1.6;
// linearised: 2 (9 · ½² + 1 · 1.5²) / 16 = 0.5625 → 75 points.
it("weightedNps of 3 × promoter, 1 × detractor", () => {
  const weighted = weightedNps([group(3, 1), group(1, -1)]);
  expectAbsolute(weighted?.score, 50, 1e-12);
  expectAbsolute(weighted?.effective, 1.6, 1e-12);
  expectAbsolute(weighted?.standardError, 75, 1e-12);
});

it("weightedNps is null without answers, has no error for one, refuses a weight of 0", () => {
  expect(weightedNps([])).toBeNull();
  expect(weightedNps([group(2, 1)])).toMatchObject({score: 100, standardError: null});
  expect(() => weightedNps([group(0, 1)])).toThrow(InputError);
});

// Two strata of 75% and 25%: 2 promoters 1 detractor 1 passive: 25; 1 and 1 of 2: 0. Score 18.75.
// s² with n − 1: (0.75 − 0.0625) · 4/3 = 0.916667; 1 · 2 = 2. √(0.5625 · 0.916667 / 4 + 0.0625 · 2 / 2) = √0.19140625 =
// 0.4375.
it("stratifiedNps weighs scores by population share and variances by its square", () => {
  const strata = [
    {share: 3, promoters: 2, passives: 1, detractors: 1},
    {share: 1, promoters: 1, passives: 0, detractors: 1}
  ];
  expectAbsolute(stratifiedNps(strata)?.score, 18.75, 1e-12);
  expectAbsolute(stratifiedNps(strata)?.standardError, 43.75, 1e-10);
});

it("stratifiedNps is null where a stratum with a share has no answers, ignores one without a share", () => {
  const empty = {promoters: 0, passives: 0, detractors: 0};
  const full = {promoters: 1, passives: 0, detractors: 0};
  expect(
    stratifiedNps([
      {share: 1, ...full},
      {share: 1, ...empty}
    ])
  ).toBeNull();
  expect(
    stratifiedNps([
      {share: 1, ...full},
      {share: 0, ...empty}
    ])
  ).toEqual({score: 100, standardError: null});
  expect(() => stratifiedNps([])).toThrow(InputError);
});

it("finitePopulationFactor is 0 for a full count; nonResponseBounds meet where all answered", () => {
  expect(finitePopulationFactor(500, 500)).toBe(0);
  expect(nonResponseBounds(12, 1)).toEqual({low: 12, high: 12});
  expect(() => finitePopulationFactor(2, 1)).toThrow(InputError);
  expect(() => nonResponseBounds(12, 30)).toThrow(InputError);
  expect(() => npsSampleSize({margin: 0, variance: 1})).toThrow(InputError);
});

describeReference("weighted NPS against nps_reference.json", () => {
  interface Small {
    y: number[];
    w: number[];
    nps_w: number;
    neff: number;
    se_kish_points: number;
    se_lin_points: number;
  }
  interface Garden {
    pop_shares: Record<string, number>;
    weighted_nps: number;
    kish_neff: number;
    se_kish_points: number;
    se_linearised_points: number;
    se_stratified_points: number;
  }
  interface Rest {
    finite_population: {N: number; n: number; se: number; se_fpc: number};
    nonresponse_bounds: {worst: number; best: number};
  }
  const reference = () =>
    readJson<{weighted_small: Small; weighted_garden: Garden} & Rest>("reference/nps_reference.json");

  it("eight weighted answers: score, effective n, Kish and linearised error, to 1e-10", () => {
    const {weighted_small: small} = reference();
    const weighted = weightedNps(small.w.map((weight, i) => group(weight, small.y[i]!)));
    expectAbsolute(weighted?.score, small.nps_w, 1e-10);
    expectAbsolute(weighted?.effective, small.neff, 1e-10);
    expectAbsolute(weighted?.kishError, small.se_kish_points, 1e-10);
    expectAbsolute(weighted?.standardError, small.se_lin_points, 1e-10);
  });

  it("garden, visit bands weighted to 40/25/20/10/5%: score and three errors, to 1e-10", () => {
    const {weighted_garden: garden} = reference();
    const strata = readCsv("reference/nps_garden_segments.csv")
      .filter((row) => row["segment_by"] === "band")
      .map((row) => ({
        share: garden.pop_shares[row["segment"]!]!,
        promoters: numberOf(row, "promoters"),
        passives: numberOf(row, "passives"),
        detractors: numberOf(row, "detractors"),
        weight: garden.pop_shares[row["segment"]!]! / numberOf(row, "n")
      }));
    expectAbsolute(stratifiedNps(strata)?.score, garden.weighted_nps, 1e-10);
    expectAbsolute(stratifiedNps(strata)?.standardError, garden.se_stratified_points, 1e-10);
    expectAbsolute(weightedNps(strata)?.standardError, garden.se_linearised_points, 1e-10);
    expectAbsolute(weightedNps(strata)?.kishError, garden.se_kish_points, 1e-10);
    expectAbsolute(weightedNps(strata)?.effective, garden.kish_neff, 1e-7);
  });

  it("finite population of 500, non-response at 30%", () => {
    const {finite_population: population, nonresponse_bounds: bounds} = reference();
    expectAbsolute(population.se * finitePopulationFactor(population.n, population.N), population.se_fpc, 1e-10);
    expectAbsolute(nonResponseBounds(30, 0.3).low, bounds.worst, 1e-10);
    expectAbsolute(nonResponseBounds(30, 0.3).high, bounds.best, 1e-10);
  });

  it("sample sizes of nps_sample_size.csv, exactly", () => {
    for (const row of readCsv("reference/nps_sample_size.csv")) {
      const precision = {margin: numberOf(row, "margin"), variance: numberOf(row, "var"), level: numberOf(row, "conf")};
      expect(npsSampleSize(precision)).toEqual({wald: numberOf(row, "n_wald"), adjusted: numberOf(row, "n_aw")});
    }
  });
});
