import {expect, it} from "vitest";
import {InputError} from "../../src/errors.ts";
import {finiteHorizonValue} from "../../src/models/closed-form-clv.ts";
import {effectiveRate} from "../../src/models/discount.ts";
import {
  kaplanMeier,
  lifetimes,
  medianInterval,
  medianLifetime,
  restrictedMean,
  survivalAt
} from "../../src/models/kaplan-meier.ts";
import {logRank} from "../../src/models/log-rank.ts";
import {describeReference, expectAbsolute, expectRelative, numberOf, readCsv, readJson} from "./reference.ts";

// Durations 1, 2, 2+, 3, 4+ (+ censored). At risk 5, 4, 2, 1; events 1, 1, 1, 0.
// S: 4/5 = 0.8; 0.8 · 3/4 = 0.6; 0.6 · 1/2 = 0.3; 0.3. Greenwood sums 1/20; + 1/12 = 2/15; + 1/2 = 19/30.
const five = lifetimes([2, 1, 4, 2, 3], [true, true, false, false, true]);

it("lifetimes counts at risk those whose duration is at least the age", () => {
  expect(five).toEqual({age: [1, 2, 3, 4], atRisk: [5, 4, 2, 1], events: [1, 1, 1, 0]});
});

it("kaplanMeier: survival, hazard and Greenwood error; a censored age is no step", () => {
  const curve = kaplanMeier(five);
  for (const [i, s] of [0.8, 0.6, 0.3, 0.3].entries()) expectAbsolute(curve[i]?.survival, s, 1e-15);
  expect(curve.map((point) => point.hazard)).toEqual([0.2, 0.25, 0.5, 0]);
  expectAbsolute(curve[1]?.standardError, 0.6 * Math.sqrt(2 / 15), 1e-15);
});

// At age 1: ln S = −0.22314, σ = √(1/20) / 0.22314 = 1.002086, e^(1.959964 σ) = 7.12829: 0.8^7.12829 = 0.203809,
// 0.8^(1/7.12829) = 0.969180.
it("kaplanMeier: log–log interval, null before the first event and once nobody is left", () => {
  expectAbsolute(kaplanMeier(five)[0]?.low, 0.203809, 5e-6);
  expectAbsolute(kaplanMeier(five)[0]?.high, 0.96918, 5e-6);
  const all = kaplanMeier(lifetimes([1, 2], [false, true]));
  expect(all[0]).toMatchObject({survival: 1, standardError: 0, low: null, high: null});
  expect(all[1]).toMatchObject({survival: 0, standardError: null, low: null, high: null});
});

it("medianLifetime is the first age with S ≤ ½; null while more than half are there", () => {
  expect(medianLifetime(kaplanMeier(five))).toBe(3);
  expect(medianLifetime(kaplanMeier(lifetimes([1, 2], [true, false])))).toBe(1);
  expect(medianLifetime(kaplanMeier(lifetimes([1, 2, 3], [true, false, false])))).toBeNull();
  expect(medianInterval(kaplanMeier(five)).high).toBeNull();
});

// Area: 1 · 1 + 0.8 · 1 + 0.6 · 1 + 0.3 · 1 = 2.7 to age 4; to 2.5: 1 + 0.8 + 0.3 = 2.1.
// Variance to 2.5: after age 1: (0.8 + 0.3)² / 20 = 0.0605; after age 2: 0.3² / 12 = 0.0075; sum 0.068.
it("restrictedMean is the area to `until`, null beyond the history", () => {
  expectAbsolute(restrictedMean(kaplanMeier(five), 4)?.mean, 2.7, 1e-14);
  expectAbsolute(restrictedMean(kaplanMeier(five), 2.5)?.mean, 2.1, 1e-14);
  expectAbsolute(restrictedMean(kaplanMeier(five), 2.5)?.standardError, Math.sqrt(0.068), 1e-14);
  expect(restrictedMean(kaplanMeier(five), 5)).toBeNull();
  expect(restrictedMean([], 1)).toBeNull();
  expectAbsolute(restrictedMean(kaplanMeier(lifetimes([1, 2], [true, true])), 9)?.mean, 1.5, 1e-14);
});

it("survivalAt reads the curve at whole ages, 1 at age 0", () => {
  expect(Array.from(survivalAt(kaplanMeier(five), 4), (s) => Math.round(1e9 * s) / 1e9)).toEqual([1, 0.8, 0.6, 0.3]);
});

it("kaplanMeier of nobody has no points; it refuses ages out of order and more events than customers", () => {
  expect(kaplanMeier(lifetimes([], []))).toEqual([]);
  expect(() => kaplanMeier({age: [2, 1], atRisk: [2, 1], events: [0, 0]})).toThrow(InputError);
  expect(() => kaplanMeier({age: [1], atRisk: [1], events: [2]})).toThrow(InputError);
  expect(() => lifetimes([-1], [true])).toThrow(InputError);
});

// A: 1, 3 both end; B: 2, 4+ . Age 1: n 4, d 1, E_A 1/2, V 1/4. Age 2: n 3 (A 1): E_A 1/3, V 2/9. Age 3: n 2 (A 1):
// 1/2, 1/4. O − E = 2 − 4/3 = 2/3; V = 13/18; χ² = (4/9) / (13/18) = 8/13 = 0.6153846.
it("logRank of two groups by hand; a group's at-risk holds between its own ages", () => {
  const test = logRank([lifetimes([1, 3], [true, true]), lifetimes([2, 4], [true, false])]);
  expectAbsolute(test?.chi2, 8 / 13, 1e-14);
  expect(test?.df).toBe(1);
});

it("logRank ignores an empty group; null for one group, or without events", () => {
  const [a, b, none] = [lifetimes([1, 3], [true, true]), lifetimes([2, 4], [true, false]), lifetimes([], [])];
  expectAbsolute(logRank([a, none, b])?.chi2, 8 / 13, 1e-14);
  expect(logRank([a])).toBeNull();
  expect(logRank([])).toBeNull();
  expect(logRank([lifetimes([1], [false]), lifetimes([2], [false])])).toBeNull();
});

const CONTRACTS = {
  telco_month_to_month: "Month-to-month",
  telco_one_year: "One year",
  telco_two_year: "Two year"
} as const;
const GROUPS = {telco_all: null, ...CONTRACTS};

describeReference("Kaplan–Meier on the telco data (tenure in months)", () => {
  interface Point {
    t: number;
    S: number;
    se: number;
    lo: number;
    hi: number;
    at_risk: number;
  }
  interface Curve {
    n: number;
    events: number;
    median: number | null;
    points: Point[];
    rmst: Record<string, number>;
  }
  type Summary = Record<keyof typeof GROUPS, Curve> & {logrank: Record<string, {chi2: number; df: number; p: number}>};
  const customers = () => readCsv("data/telco_churn/telco_customer_churn.csv");
  const summary = () => readJson<Summary>("reference/km_summary.json");
  const life = (rows: Record<string, string>[]) =>
    lifetimes(
      rows.map((row) => numberOf(row, "tenure")),
      rows.map((row) => row["Churn"] === "Yes")
    );
  const groupsBy = (column: string) => [...Map.groupBy(customers(), (row) => row[column]).values()].map(life);

  for (const [name, contract] of Object.entries(GROUPS) as [keyof typeof GROUPS, string | null][]) {
    const rows = () => customers().filter((row) => contract === null || row["Contract"] === contract);

    it(`${name}: every step of the table, S and Greenwood error to 9 digits`, () => {
      const curve = kaplanMeier(life(rows())).filter((point) => point.age > 0);
      for (const row of readCsv(`reference/km_${name}.csv`)) {
        const point = curve.find((candidate) => candidate.age === numberOf(row, "time"));
        expect([point?.atRisk, point?.events]).toEqual([numberOf(row, "at_risk"), numberOf(row, "events")]);
        expectRelative(point?.survival, numberOf(row, "S"), 1e-8);
        if (numberOf(row, "greenwood_se") > 0)
          expectRelative(point?.standardError, numberOf(row, "greenwood_se"), 1e-8);
      }
    });

    it(`${name}: S, error and log–log interval to 1e-12, restricted means to 1e-10, median`, () => {
      const expected = summary()[name];
      const curve = kaplanMeier(life(rows()));
      expect(rows()).toHaveLength(expected.n);
      expect(medianLifetime(curve)).toBe(expected.median);
      for (const {t, S, se, lo, hi} of expected.points) {
        const point = curve.findLast((candidate) => candidate.age <= t);
        expectAbsolute(point?.survival, S, 1e-12);
        expectAbsolute(point?.standardError, se, 1e-12);
        if (S < 1) expectAbsolute(point?.low, lo, 1e-12);
        if (S < 1) expectAbsolute(point?.high, hi, 1e-12);
      }
      for (const [until, mean] of Object.entries(expected.rmst)) {
        expectAbsolute(restrictedMean(curve, Number(until))?.mean, mean, 1e-10);
      }
    });
  }

  it("log-rank by contract, gender and paperless billing", () => {
    const expected = summary().logrank;
    for (const [name, column] of [
      ["contract", "Contract"],
      ["gender", "gender"],
      ["paperless", "PaperlessBilling"]
    ] as const) {
      const test = logRank(groupsBy(column));
      const {chi2, df, p} = expected[`telco_${name}`]!;
      expectRelative(test?.chi2, chi2, 1e-9);
      expect(test?.df).toBe(df);
      if (p > 0) expectRelative(test?.p, p, 1e-6);
      else expect(test?.p).toBe(0);
    }
  });

  it("finite-horizon LTV of telco_ltv.csv, undiscounted and at 15% a year", () => {
    const [arpu, monthly] = [new Map<string, Float64Array>(), effectiveRate(0.15, "month")];
    for (const [name, contract] of Object.entries(GROUPS)) {
      const rows = customers().filter((row) => contract === null || row["Contract"] === contract);
      arpu.set(name.replace("telco_", ""), survivalAt(kaplanMeier(life(rows)), 72));
    }
    for (const row of readCsv("reference/telco_ltv.csv")) {
      const survival = arpu.get(row["segment"]!)!.subarray(0, numberOf(row, "horizon_months"));
      const amount = numberOf(row, "arpu");
      expectRelative(finiteHorizonValue(survival, amount, 0), numberOf(row, "ltv_undiscounted"), 2e-8);
      expectRelative(finiteHorizonValue(survival, amount, monthly), numberOf(row, "ltv_discounted_15pa"), 2e-8);
    }
  });
});
