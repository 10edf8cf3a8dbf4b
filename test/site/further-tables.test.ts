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
    referrers: table({voice: ["promoters"], customers: [10], rate: [0.4]})
  },
  units: {uplift: "ratio", low: "ratio", high: "ratio", rate: "number"},
  summary: {claim_source: "A bank", claim_low: 0.16, claim_high: 0.16},
  n: 30,
  of: "customers",
  finding: null,
  notes: []
};
const shown = (metric: string, lang: string) =>
  furtherTables(result, metric, {
    document: DOCUMENT,
    format: createFormat({lang, currency: "JPY"}),
    words: words(lang),
    asOf: "2026-10-31"
  }).map((one) => [...one.querySelectorAll("p, th, td")].map(({textContent}) => textContent));

it("what a picture draws besides its own table stands below it, keys in the page's words, a published figure with its source", () => {
  expect(shown("referral", "en")).toEqual([
    ["Referred customers against the others", "What", "Referred", "Others", "Difference", "Low", "High", "Margin in that time", "10", "20", "16.0%", "10.0%", "20.0%"],
    ["Who refers", "Last answer", "Customers", "Per customer", "Promoters (9–10)", "10", "0.4"],
    ["Published", "Source", "From", "To", "A bank", "16.0%", "16.0%"]
  ]); // prettier-ignore
  expect(shown("referral", "ja")[1]).toEqual([
    "紹介した顧客",
    "最新の回答",
    "顧客数",
    "1人あたり",
    "推奨者（9–10）",
    "10",
    "0.4"
  ]);
});

it("a metric that draws no more than its table has none but the published figure", () => {
  expect(shown("nps", "en").map(([title]) => title)).toEqual(["Published"]);
});
