import {expect, it} from "vitest";
import {bootstrap, percentileInterval} from "../../src/models/bootstrap.ts";
import type {PurchaseModelKind} from "../../src/models/buy-till-you-die.ts";
import {continuousRate} from "../../src/models/discount.ts";
import type {Fitted} from "../../src/models/fit.ts";
import {expectedSpend, fitGammaGamma, groupSpending, populationSpend} from "../../src/models/gamma-gamma.ts";
import type {GammaGammaParameters} from "../../src/models/gamma-gamma.ts";
import {countGroups, groupHistories, oneHistory} from "../../src/models/grouping.ts";
import type {Histories} from "../../src/models/grouping.ts";
import {horizonPurchases} from "../../src/models/horizon-purchases.ts";
import {kaplanMeier, lifetimes, restrictedMean} from "../../src/models/kaplan-meier.ts";
import {PURCHASE_MODELS} from "../../src/models/purchase-models.ts";
import type {PurchaseParameters} from "../../src/models/purchase-models.ts";
import {purchaseDays, readMaster, readSample} from "./cdnow.ts";
import type {Cdnow} from "./cdnow.ts";
import {describeReference, expectAbsolute, expectRelative, numberOf, readCsv, readJson} from "./reference.ts";

const KINDS = ["bgnbd", "mbgnbd", "paretonbd"] as const;
const EXACT = "CDNOW sample 2357, weeks = days/7 exact";
const TWO_DECIMALS = "CDNOW sample 2357, 2-decimal summary csv";
const weeks = (length: number) => ({length, unit: "week"}) as const;
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);

/** Parameters in the order of the reference tables. */
function parametersOf(kind: PurchaseModelKind, [one, two, three, four]: readonly number[]): PurchaseParameters {
  const [r, alpha] = [one!, two!];
  if (kind === "paretonbd") return {unit: "week", r, alpha, s: three!, beta: four!};
  return {unit: "week", r, alpha, a: three!, b: four!};
}

/** metrics.md, section 2. */
const FIXED: Readonly<Record<string, Readonly<Record<PurchaseModelKind, readonly number[]>>>> = {
  mle6: {
    bgnbd: [0.242595, 4.413602, 0.792922, 2.425907],
    mbgnbd: [0.524843, 6.183085, 0.891359, 1.614002],
    paretonbd: [0.553277, 10.577683, 0.60624, 11.668735]
  },
  published3: {
    bgnbd: [0.243, 4.414, 0.793, 2.426],
    mbgnbd: [0.525, 6.183, 0.891, 1.614],
    paretonbd: [0.553, 10.578, 0.606, 11.669]
  }
};

/** The converged fit, or a failed test. */
function fitTo(kind: PurchaseModelKind, histories: Histories): Fitted<PurchaseParameters> {
  const fit = PURCHASE_MODELS[kind].fit(histories);
  if (!fit.converged) throw new Error(`${kind}: ${fit.message}`);
  return fit;
}

function fitSpend(cdnow: Cdnow): Fitted<GammaGammaParameters> {
  const fit = fitGammaGamma(groupSpending(cdnow.x, cdnow.meanSpend).spending);
  if (!fit.converged) throw new Error(fit.message);
  return fit;
}

/** A prediction by group, read back for every customer. */
function byCustomer(cdnow: Cdnow, predicted: ArrayLike<number>): number[] {
  return Array.from(cdnow.grouping.group, (group) => predicted[group]!);
}

/** The rows of the reference's own maximum, in its order of parameters. */
function referenceRows(dataset: string, model: string): Record<string, string>[] {
  return readCsv("reference/model_fits.csv").filter(
    (row) => row["dataset"] === dataset && row["model"] === model && row["tool"]!.startsWith("reference MLE")
  );
}

/** Values and errors to the tolerances asked for: r, α, p, q, v 1e-4, a, b, s 1e-3, β 1e-2; ln L 1e-6 absolute. */
function expectFit(fit: Fitted<object>, rows: readonly Record<string, string>[]): void {
  expect(rows.length).toBeGreaterThan(2);
  for (const row of rows) {
    const name = row["parameter"]!;
    const tolerance = name === "beta" ? 1e-2 : ["a", "b", "s"].includes(name) ? 1e-3 : 1e-4;
    expectRelative(Reflect.get(fit.parameters, name), numberOf(row, "value"), tolerance);
    expectRelative(Reflect.get(fit.standardErrors ?? {}, name), numberOf(row, "se"), 1e-4);
    expectAbsolute(fit.logLikelihood, numberOf(row, "loglik"), 1e-6);
  }
  expect(fit.gradientNorm).toBeLessThan(1e-6);
}

describeReference("Purchase models on the CDNOW sample, exact days / 7", () => {
  for (const kind of KINDS) {
    it(`${kind}: parameters, errors, ln L to 1e-6, slopes below 1e-6`, () => {
      expectFit(fitTo(kind, readSample().grouping.histories), referenceRows(EXACT, kind));
    });
  }

  it("gamma-gamma on 946 repeaters: parameters, errors, ln L to 1e-6, slopes below 1e-6", () => {
    const fit = fitSpend(readSample());
    expect(fit.customers).toBe(946);
    expectFit(fit, referenceRows(EXACT, "gg"));
    expectAbsolute(populationSpend(fit.parameters), 35.1704, 5e-5);
  });

  it("gamma-gamma in millionths of a dollar: the same p and q, v a million times larger", () => {
    const sample = readSample();
    const dollars = fitSpend(sample).parameters;
    const millionths = fitSpend({...sample, meanSpend: sample.meanSpend.map((mean) => 1e6 * mean)}).parameters;
    expectRelative(millionths.p, dollars.p, 1e-6);
    expectRelative(millionths.q, dollars.q, 1e-6);
    expectRelative(millionths.v, 1e6 * dollars.v, 1e-6);
  });
});

describeReference("Purchase models on the CDNOW sample, weeks rounded to 2 decimals (and mean spend to cents)", () => {
  const round = (values: number[]) => values.map((value) => Number((value + 1e-9).toFixed(2)));
  for (const kind of KINDS) {
    it(`${kind}: parameters, errors, ln L to 1e-6`, () => {
      const {x, recency, age} = readSample();
      const rounded = groupHistories({unit: "week", x, recency: round(recency), age: round(age)});
      expectFit(fitTo(kind, rounded.histories), referenceRows(TWO_DECIMALS, kind));
    });
  }
});

describeReference("Purchase models on the full CDNOW cohort, 23,570 customers, exact days / 7", () => {
  interface Full {
    params: number[];
    se: number[];
    ll: number;
    pred_total_39: number;
    mae: number;
    rmse: number;
    calibration_repeat_total: number;
  }
  const reference = () =>
    readJson<
      Record<PurchaseModelKind, Full> & {
        gammagamma: {params: number[]; se: number[]; ll: number; n: number; excluded_zero_mean: number};
      }
    >("reference/cdnow_full_cohort_fits.json");

  it("the three fits, and their 39-week holdout: total to 1e-6, mean absolute and root mean square error to 1e-6", () => {
    const master = readMaster();
    expect(master.x).toHaveLength(23570);
    expect(sum(master.holdout)).toBe(19684);
    for (const kind of KINDS) {
      const expected = reference()[kind];
      expect(sum(master.x)).toBe(expected.calibration_repeat_total);
      const fit = fitTo(kind, master.grouping.histories);
      expectFit(fit, referenceRows("CDNOW full cohort 23570", kind));
      expectAbsolute(fit.logLikelihood, expected.ll, 1e-6);
      const model = PURCHASE_MODELS[kind];
      const predicted = byCustomer(
        master,
        model.conditionalPurchases(fit.parameters, master.grouping.histories, weeks(39))
      );
      expectRelative(sum(predicted), expected.pred_total_39, 1e-6);
      expectRelative(accuracy(predicted, master.holdout).mae, expected.mae, 1e-6);
      expectRelative(accuracy(predicted, master.holdout).rmse, expected.rmse, 1e-6);
    }
  });

  it("gamma-gamma leaves out the one repeater with zero mean spend, and says so", () => {
    const master = readMaster();
    const expected = reference().gammagamma;
    const fit = fitSpend(master);
    expect(groupSpending(master.x, master.meanSpend).excluded).toBe(expected.excluded_zero_mean);
    expect(fit.customers).toBe(expected.n);
    expectFit(fit, referenceRows("CDNOW full cohort 23570", "gg"));
    expectAbsolute(fit.logLikelihood, expected.ll, 1e-6);
  });
});

describeReference("Predictions at fixed parameters", () => {
  it("20 customers × 3 models × 2 parameter sets: P(alive), purchases in 13, 39, 52, 104 weeks, DERT, to 1e-8", () => {
    const rows = readCsv("reference/cdnow_conditional_cases.csv");
    expect(rows).toHaveLength(120);
    for (const row of rows) {
      const kind = row["model"] as PurchaseModelKind;
      const model = PURCHASE_MODELS[kind];
      const parameters = parametersOf(kind, FIXED[row["param_set"]!]![kind]);
      const history = oneHistory("week", [numberOf(row, "x"), numberOf(row, "t_x"), numberOf(row, "T")]);
      const alive = model.aliveProbability(parameters, history)[0];
      if (kind === "bgnbd" && row["x"] === "0") expect(alive).toBeNull();
      else expectRelative(alive, numberOf(row, "p_alive"), 1e-8);
      for (const horizon of [13, 39, 52, 104]) {
        const purchases = model.conditionalPurchases(parameters, history, weeks(horizon))[0];
        expectRelative(purchases, numberOf(row, `cet_${horizon}`), 1e-8);
      }
      const discounted = model.discountedPurchases(parameters, history, continuousRate(0.15, "week"))[0];
      expectRelative(discounted, numberOf(row, "dert_15pct_pa"), 1e-8);
    }
  });

  it("E[X(t)] of a new customer, 3 models × 2 parameter sets × 8 horizons, to 1e-8", () => {
    const rows = readCsv("reference/cdnow_unconditional_expectation.csv");
    expect(rows).toHaveLength(48);
    for (const row of rows) {
      const kind = row["model"] as PurchaseModelKind;
      const parameters = parametersOf(kind, FIXED[row["param_set"]!]![kind]);
      const expected = PURCHASE_MODELS[kind].expectedPurchases(parameters, weeks(numberOf(row, "t_weeks")));
      expectRelative(expected, numberOf(row, "expected_repeat"), 1e-8);
    }
  });

  it("cumulative repeat purchases, actual and expected, weeks 1 to 78, at mle6, to all digits printed", () => {
    const customers = [...purchaseDays("data/cdnow/cdnow_sample.csv").values()].map((days) => [...days.keys()]);
    const births = Map.groupBy(customers, (days) => days[0]!);
    const models = KINDS.map((kind) => ({
      kind,
      model: PURCHASE_MODELS[kind],
      parameters: parametersOf(kind, FIXED["mle6"]![kind])
    }));
    const rows = readCsv("reference/cdnow_cumulative_tracking.csv");
    expect(rows).toHaveLength(78);
    for (const row of rows) {
      const week = numberOf(row, "week");
      const actual = customers.map((days) => days.slice(1).filter((day) => day < 7 * week).length);
      expect(sum(actual)).toBe(numberOf(row, "actual_cum_repeat"));
      for (const {kind, model, parameters} of models) {
        const expected = [...births].map(([day, born]) =>
          day < 7 * week ? born.length * model.expectedPurchases(parameters, weeks(week - day / 7)) : 0
        );
        expectAbsolute(sum(expected), numberOf(row, `pred_${kind}`), 1e-6);
      }
    }
  });

  it("x = 2, t_x = 30.43, T = 38.86 at published3, as BTYD prints it: to 1e-12", () => {
    const history = oneHistory("week", [2, 30.43, 38.86]);
    const [bg, pareto] = (["bgnbd", "paretonbd"] as const).map((kind) => ({
      model: PURCHASE_MODELS[kind],
      parameters: parametersOf(kind, FIXED["published3"]![kind])
    }));
    expectAbsolute(bg!.model.conditionalPurchases(bg!.parameters, history, weeks(39))[0], 1.226028174767, 1e-12);
    expectAbsolute(bg!.model.aliveProbability(bg!.parameters, history)[0], 0.726578570081, 1e-12);
    expectAbsolute(
      pareto!.model.conditionalPurchases(pareto!.parameters, history, weeks(39))[0],
      1.455123193258,
      1e-12
    );
    expectAbsolute(pareto!.model.aliveProbability(pareto!.parameters, history)[0], 0.869167559153, 1e-12);
    expectAbsolute(pareto!.model.discountedPurchases(pareto!.parameters, history, 0.0027)[0], 6.483773567731, 1e-11);
  });

  it("expected spend at (6.249572, 3.744225, 15.443521), 7 customers and the population, to 1e-12", () => {
    interface Cases {
      params_fixed: GammaGammaParameters;
      population_mean: number;
      cases: {x: number; m_x: number; expected_spend: number}[];
    }
    const {params_fixed: parameters, population_mean: mean, cases} = readJson<Cases>("reference/gammagamma_cases.json");
    expectRelative(populationSpend(parameters), mean, 1e-12);
    for (const row of cases)
      expectRelative(expectedSpend(parameters, {x: row.x, mean: row.m_x}), row.expected_spend, 1e-12);
  });
});

describeReference("Forecasts on the CDNOW sample, exact days / 7, fitted here", () => {
  it("39-week holdout: total, bias, errors, correlation, by frequency", () => {
    const sample = readSample();
    for (const kind of KINDS) {
      const {parameters} = fitTo(kind, sample.grouping.histories);
      const byGroup = PURCHASE_MODELS[kind].conditionalPurchases(parameters, sample.grouping.histories, weeks(39));
      const predicted = byCustomer(sample, byGroup);
      const expected = readCsv("reference/cdnow_holdout_accuracy.csv").find((row) => row["model"] === kind);
      const {mae, rmse, correlation} = accuracy(predicted, sample.holdout);
      expectRelative(sum(predicted), numberOf(expected, "pred_total"), 1e-6);
      expect(sum(sample.holdout)).toBe(numberOf(expected, "actual_total"));
      expectRelative(100 * (sum(predicted) / 1882 - 1), numberOf(expected, "bias_pct"), 1e-5);
      expectRelative(mae, numberOf(expected, "mae"), 1e-6);
      expectRelative(rmse, numberOf(expected, "rmse"), 1e-6);
      expectRelative(correlation, numberOf(expected, "pearson_r"), 1e-6);
      for (const bucket of readCsv("reference/cdnow_holdout_by_frequency.csv")) {
        const chosen = predicted.filter((_, i) => Math.min(7, sample.x[i]!) === numberOf(bucket, "x_bucket"));
        expect(chosen).toHaveLength(numberOf(bucket, "n"));
        expectRelative(sum(chosen) / chosen.length, numberOf(bucket, kind), 1e-6);
      }
    }
  });

  it("39-week holdout spend of each purchase model with gamma-gamma", () => {
    const sample = readSample();
    const spend = fitSpend(sample).parameters;
    const rows = readCsv("reference/cdnow_holdout_spend_accuracy.csv");
    for (const kind of KINDS) {
      const {parameters} = fitTo(kind, sample.grouping.histories);
      const byGroup = PURCHASE_MODELS[kind].conditionalPurchases(parameters, sample.grouping.histories, weeks(39));
      const predicted = byCustomer(sample, byGroup).map(
        (purchases, i) => purchases * expectedSpend(spend, {x: sample.x[i]!, mean: sample.meanSpend[i]!})!
      );
      const expected = rows.find((row) => row["model"] === `${kind}+gammagamma`);
      expectRelative(sum(predicted), numberOf(expected, "pred_holdout_spend"), 1e-6);
      expectRelative(sum(sample.holdoutSpend), numberOf(expected, "actual_holdout_spend"), 1e-9);
      expectRelative(accuracy(predicted, sample.holdoutSpend).mae, numberOf(expected, "mae"), 1e-6);
      expectRelative(accuracy(predicted, sample.holdoutSpend).correlation, numberOf(expected, "pearson_r"), 1e-6);
    }
  });

  it("12-month value (4.345 weeks a month, 1% a month, as lifetimes): first 50 customers, sum 71,507.9518 to 1e-5", () => {
    const values = customerValues(readSample());
    for (const row of readCsv("reference/cdnow_clv12_first50.csv")) {
      expectAbsolute(values[numberOf(row, "customer_id") - 1], numberOf(row, "clv12"), 2e-4);
    }
    expectRelative(sum(values), 71507.9518, 1e-5);
    expectAbsolute(sum(values) / 2357, 30.3385455, 1e-5);
  });
});

describeReference(
  "Bootstrap on the CDNOW sample, exact days / 7: 400 resamples, other random numbers than the reference",
  () => {
    // Two independent 2.5% quantiles of 400 normal draws differ by about 0.19 standard errors (√2 · √(0.025 · 0.975 /
    // 400) / 0.0584); three times that, and half as much again for skewed tails, is 0.85.
    it("percentile intervals of parameters, 39-week total, and population spend, within the noise of resampling", () => {
      const sample = readSample();
      const {histories, group} = sample.grouping;
      const spending = groupSpending(sample.x, sample.meanSpend);
      const [purchases, spend] = [fitTo("bgnbd", histories), fitSpend(sample)];
      const {values, failed} = bootstrap({customers: sample.x.length, replicates: 400, seed: 20240601}, (weights) => {
        const resampled = {...histories, count: countGroups(group, weights, histories.count.length)};
        const spent = countGroups(spending.group, weights, spending.spending.count.length);
        const one = PURCHASE_MODELS.bgnbd.fit(resampled, {from: purchases, errors: false});
        const two = fitGammaGamma({...spending.spending, count: spent}, {from: spend, errors: false});
        if (!one.converged || !two.converged || !("a" in one.parameters)) return null;
        const expected = PURCHASE_MODELS.bgnbd.conditionalPurchases(one.parameters, resampled, weeks(39));
        const {r, alpha, a, b} = one.parameters;
        const total = expected.reduce((all, value, i) => all + value * resampled.count[i]!, 0);
        return [
          r,
          alpha,
          a,
          b,
          two.parameters.p,
          two.parameters.q,
          two.parameters.v,
          total,
          populationSpend(two.parameters)!
        ];
      });
      expect(failed).toBe(0);
      const names = ["r", "alpha", "a", "b", "gg_p", "gg_q", "gg_v", "total_39wk_purchases", "gg_population_mean"];
      const rows = readCsv("reference/cdnow_bootstrap_ci.csv");
      for (const [k, name] of names.entries()) {
        const row = rows.find((candidate) => candidate["quantity"] === name);
        const interval = percentileInterval(values[k]!);
        expectAbsolute(interval?.low, numberOf(row, "ci_lo"), 0.85 * numberOf(row, "boot_se"));
        expectAbsolute(interval?.high, numberOf(row, "ci_hi"), 0.85 * numberOf(row, "boot_se"));
      }
    });
  }
);

describeReference("Kaplan–Meier on the full CDNOW cohort: days to the second purchase day", () => {
  it("every step of km_cdnow_time_to_2nd.csv to 9 digits, and restricted means", () => {
    const end = (Date.parse("1998-06-30") - Date.parse("1997-01-01")) / 86_400_000;
    const customers = [...purchaseDays("data/cdnow/cdnow_master.csv").values()].map((days) => [...days.keys()]);
    const duration = customers.map(([first, second]) => (second ?? end) - first!);
    const curve = kaplanMeier(
      lifetimes(
        duration,
        customers.map((days) => days.length > 1)
      )
    );
    for (const row of readCsv("reference/km_cdnow_time_to_2nd.csv")) {
      const point = curve.find((candidate) => candidate.age === numberOf(row, "time"));
      expect([point?.atRisk, point?.events]).toEqual([numberOf(row, "at_risk"), numberOf(row, "events")]);
      expectRelative(point?.survival, numberOf(row, "S"), 1e-8);
      expectRelative(point?.standardError, numberOf(row, "greenwood_se"), 1e-8);
    }
    const {cdnow_time_to_2nd: expected} = readJson<{cdnow_time_to_2nd: {rmst: Record<string, number>}}>(
      "reference/km_summary.json"
    );
    for (const [until, mean] of Object.entries(expected.rmst)) {
      expectRelative(restrictedMean(curve, Number(until))?.mean, mean, 1e-12);
    }
  });
});

/** Value of every customer over 12 months, BG/NBD and gamma-gamma fitted here. */
function customerValues(sample: Cdnow): number[] {
  const {histories} = sample.grouping;
  const spend = fitSpend(sample).parameters;
  const {parameters} = fitTo("bgnbd", histories);
  const horizon = {periods: 12, step: weeks(4.345), rate: 0.01};
  const purchases = horizonPurchases({model: PURCHASE_MODELS.bgnbd, parameters}, histories, horizon);
  return byCustomer(sample, purchases).map(
    (expected, i) => expected * expectedSpend(spend, {x: sample.x[i]!, mean: sample.meanSpend[i]!})!
  );
}

function accuracy(predicted: readonly number[], actual: readonly number[]) {
  const n = predicted.length;
  const errors = predicted.map((value, i) => value - actual[i]!);
  const [meanP, meanA] = [sum(predicted) / n, sum(actual) / n];
  const covariance = sum(predicted.map((value, i) => (value - meanP) * (actual[i]! - meanA)));
  const spread = (values: readonly number[], mean: number) => sum(values.map((value) => (value - mean) ** 2));
  return {
    mae: sum(errors.map(Math.abs)) / n,
    rmse: Math.sqrt(sum(errors.map((error) => error * error)) / n),
    correlation: covariance / Math.sqrt(spread(predicted, meanP) * spread(actual, meanA))
  };
}
