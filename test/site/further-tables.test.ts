import {table} from "arquero";
import {expect, it} from "vitest";
import {createFormat} from "../../src/charts/format.ts";
import type {Result} from "../../src/metrics/metric.ts";
import {furtherTables} from "../../src/site/further-tables.ts";
import {DOCUMENT} from "../../src/site/svg.ts";
import {words} from "../../src/site/words/languages.ts";

const result: Result = {
  table: table({group: [null]}),
  tables: {
    ratios: table({
      group: [null],
      measure: ["ltv"],
      referred: [10],
      others: [20],
      uplift: [0.16],
      low: [0.1],
      high: [0.2]
    }),
    referrers: table({voice: ["promoters"], customers: [10], rate: [0.4], rate_low: [0.25], rate_high: [0.556]})
  },
  units: {uplift: "ratio", low: "ratio", high: "ratio", rate: "number", rate_low: "number", rate_high: "number"},
  summary: {claim_source: "A bank", claim_low: 0.16, claim_high: 0.16},
  n: 30,
  of: "customers",
  finding: null,
  notes: []
};
const shown = (metric: string, lang: string, {of = result, options = {}}: {of?: Result; options?: object} = {}) =>
  furtherTables(
    of,
    {metric, options: {...options}},
    {
      document: DOCUMENT,
      format: createFormat({lang, currency: "JPY"}),
      words: words(lang),
      asOf: "2026-10-31"
    }
  ).map((one) => [...one.querySelectorAll("p, th, td")].map(({textContent}) => textContent));

// Referrals per customer are drawn per 100: 0.4, 0.25 and 0.556 are 40, 25 and 55.6.
it("what a picture draws besides its own table stands below it, keys in the page's words, a published figure with its source", () => {
  expect(shown("referral", "en")).toEqual([
    ["Referred customers against the others", "What", "Referred", "Others", "Difference", "Low", "High", "Margin in that time", "10", "20", "16.0%", "10.0%", "20.0%"],
    ["Who refers", "Last answer", "Customers", "Per 100 customers", "Low", "High", "Promoters (9–10)", "10", "40.00", "25.00", "55.60"],
    ["Published", "Source", "From", "To", "A bank", "16.0%", "16.0%"]
  ]); // prettier-ignore
  expect(shown("referral", "ja")[1]).toEqual([
    "紹介した顧客",
    "最新の回答",
    "顧客数",
    "100人あたり",
    "下限",
    "上限",
    "推奨者（9–10）",
    "10",
    "40.00",
    "25.00",
    "55.60"
  ]);
});

it("a metric that draws no more than its table has none but the published figure", () => {
  expect(shown("retention", "en").map(([title]) => title)).toEqual(["Published"]);
});

// Of 4 answers 1 is a 0 and 3 are a 10: 25% and 75%.
it("shares of single scores stand where the picture is of them: asked for, or as there is no trend and no group", () => {
  const whole = {group: [null], period: [null], answers: [12], score: [50], complete: [true]};
  const months = {
    group: [null, null, null],
    period: [null, new Date("2025-01-01"), new Date("2025-02-01")],
    answers: [24, 12, 12],
    score: [50, 50, 50],
    complete: [true, true, true]
  };
  const of = (rows: object): Result => ({
    ...result,
    summary: {},
    table: table(rows as typeof whole),
    tables: {distribution: table({group: [null, null], answer: [0, 10], answers: [1, 3], share: [0.25, 0.75]})},
    units: {answer: "count", answers: "count", share: "ratio"}
  });
  const cells = ["0", "1", "25.0%", "10", "3", "75.0%"];
  expect(shown("nps", "en", {of: of(whole)})).toEqual([["Answers by score", "Score", "Answers", "Share of answers", ...cells]]); // prettier-ignore
  expect(shown("nps", "ja", {of: of(whole)})).toEqual([["点数別の回答", "点数", "回答数", "回答の構成比", ...cells]]);
  expect(shown("nps", "en", {of: of(months)})).toEqual([]);
  expect(shown("nps", "en", {of: of(months), options: {chart: "distribution"}})).toHaveLength(1);
  expect(shown("nps", "en", {of: of(whole), options: {chart: "groups"}})).toEqual([]);
});

// The change is 10.6 − 10 = 0.6: 2.5 of the mix, −1.9 within.
it("the change of a score stands with its interval, and the dimension in the page's words", () => {
  const of: Result = {
    ...result,
    summary: {},
    tables: {
      mix: table({
        group: [null],
        dimension: ["touchpoint"],
        from: [new Date("2026-01-01")],
        to: [new Date("2026-02-01")],
        before: [10],
        after: [10.6],
        change: [0.6],
        low: [-6.2],
        high: [7.4],
        p: [0.86],
        mix: [2.5],
        rate: [-1.9]
      })
    },
    units: {from: "month", to: "month", before: "nps", after: "nps", change: "nps", low: "nps", high: "nps", p: "number", mix: "nps", rate: "nps"} // prettier-ignore
  };
  const cells = ["10.0", "10.6", "0.6", "−6.2", "7.4", "0.86", "2.5", "−1.9"];
  expect(shown("drivers", "en", {of})).toEqual([
    ["The change between two periods, and what of it is the mix", "Dimension", "From", "To", "Before", "After", "Change", "Low", "High", "p", "Mix", "Within", "touchpoint", "Jan 2026", "Feb 2026", ...cells]
  ]); // prettier-ignore
  const [from, to] = [0, 3].map((month) => new Date(Date.UTC(2026, month)));
  const quarters: Result = {
    ...of,
    tables: {mix: of.tables!["mix"]!.assign(table({from: [from], to: [to]}))},
    units: {...of.units, from: "date", to: "date"}
  };
  const options = {period: "quarter"};
  expect(shown("drivers", "en", {of: quarters, options})[0]).toEqual(
    expect.arrayContaining(["Q1 2026", "Q2 2026", ...cells])
  );
  expect(shown("drivers", "ja", {of: quarters, options})[0]).toContain("2026年第2四半期");
  expect(shown("drivers", "ja", {of})[0]).toEqual(["2期間のスコアの変化とその内訳", "軸", "前の期間", "後の期間", "スコア（前）", "スコア（後）", "変化", "下限", "上限", "p値", "構成変化", "構成以外", "接点", "2026年1月", "2026年2月", ...cells]); // prettier-ignore
});
