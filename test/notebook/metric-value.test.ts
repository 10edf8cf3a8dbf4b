import {describe, expect, it} from "vitest";
import {createFormat} from "../../src/charts/format.ts";
import type {Unit} from "../../src/metrics/metric.ts";
import {inlineText} from "../../src/notebook/inline-text.ts";
import {scalarAt} from "../../src/notebook/metric-value.ts";

const said = (metric: string, name: string, value: unknown, units: Readonly<Record<string, Unit>> = {}) =>
  ["en", "ja"].map((lang) =>
    inlineText(scalarAt(["cell", "summary", name], value, {metric, units}), createFormat({lang, currency: "JPY"}), {
      expression: name,
      place: {file: "a.md", line: 1}
    })
  );

describe("a scalar of a metric's summary in prose", () => {
  it.each([
    ["an amount", "at-risk", "at_stake", 1234567.4, {at_stake: "money"}, ["¥1,234,567", "1,234,567円"]],
    ["an amount with a name of its own", "programme", "cost_per_year", 151.1, {}, ["¥151", "151円"]],
    ["a share", "concentration", "top_20", 0.69894, {}, ["69.9%", "69.9%"]],
    ["a score", "nps", "score", 11.8589, {score: "nps"}, ["11.9", "11.9"]],
    ["a coefficient", "concentration", "gini", 0.6587, {}, ["0.66", "0.66"]],
    ["an expected count", "forecast", "expected_active", 9744.4, {}, ["9,744.4", "9,744.4"]],
    ["months", "referral", "age_months", 12, {}, ["12 months", "12か月"]],
    ["a change, in the unit of the measure", "drivers", "change", 0.0321, {difference: "ratio"}, ["3.2%", "3.2%"]],
    ["a plain number", "claims", "consistent", 2, {}, ["2", "2"]],
    ["what is not known", "nps", "score", null, {score: "nps"}, ["–", "–"]],
    ["a text", "nps", "basis", "relational", {}, ["relational", "relational"]]
  ] as const)("%s", (_, metric, name, value, units, texts) => {
    expect(said(metric, name, value, units)).toEqual(texts);
  });

  it("is a bare number to arithmetic: only prose at its path writes the unit", () => {
    expect(scalarAt(["cell", "n"], 5, {metric: "nps", units: {n: "money"}})).toBe(5);
    expect(scalarAt(["cell", "model", "parameters"], 5, {metric: "nps", units: {}})).toBe(5);
  });
});
