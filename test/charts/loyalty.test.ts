import {table} from "arquero";
import {describe, expect, it} from "vitest";
import {claimsChart} from "../../src/charts/claims.ts";
import {loyaltyMatrixChart} from "../../src/charts/loyalty-matrix.ts";
import type {LoyaltyMatrixChartOptions} from "../../src/charts/loyalty-matrix.ts";
import {loyaltyValueChart} from "../../src/charts/loyalty-value.ts";
import type {ChartOptions} from "../../src/charts/options.ts";
import {programmeChart} from "../../src/charts/programme.ts";
import {referralChart} from "../../src/charts/referral.ts";
import {words} from "../../src/site/words/languages.ts";
import {drawOptions, picture, texts} from "./picture.ts";

const COLOURS = ["--k-good:#00664c", "--k-bad:#c2271b"];

/** Options with the page's own words. */
function options(width = 720, lang: "en" | "ja" = "en"): ChartOptions {
  return {...drawOptions({width, lang}), words: words(lang).chart};
}

/** Left and right ends of an interval drawn sideways. */
function span(node: Element): [number, number] {
  return [...node.getAttribute("d")!.matchAll(/[MH](-?[\d.]+)/g)].map(([, x]) => Number(x)) as [number, number];
}

const CLAIM = {low: 0.12, high: 0.18, source: "Somebody 2016"};

describe("loyaltyMatrixChart", () => {
  const matrix = table({
    quadrant: ["truly loyal", "latently loyal", "spuriously loyal", "not loyal", "attitude unknown"],
    customers: [100, 200, 300, 400, 4000],
    share_customers: [0.02, 0.04, 0.06, 0.08, 0.8],
    value: [5000, 1000, 3000, 1000, 40000],
    share_value: [0.1, 0.02, 0.06, 0.02, 0.8],
    ltv: [50, 5, 10, 2.5, 10],
    retention: [0.8, 0.2, 0.5, 0.1, 0.3],
    full_price: [0.8, 0.8, 0.8, 0.8, 0.8],
    ltv_low: [40, 3, 8, 2, 9],
    ltv_high: [60, 7, 12, 3, 11],
    low: [0.71, 0.15, 0.44, 0.07, 0.28],
    high: [0.87, 0.26, 0.56, 0.13, 0.32]
  });
  const moves = table({
    from: ["truly loyal", "truly loyal", "spuriously loyal", "not loyal", "attitude unknown"],
    to: ["truly loyal", "spuriously loyal", "not loyal", "not loyal", "truly loyal"],
    customers: [60, 40, 300, 400, 999]
  });
  const draw = (width?: number, lang?: "en" | "ja", more: Partial<LoyaltyMatrixChartOptions> = {}) =>
    loyaltyMatrixChart(matrix, {
      ...options(width, lang),
      moves,
      attitude: "nps",
      attached: 9,
      orders: 2,
      from: new Date("2025-10-31"),
      to: new Date("2026-10-31"),
      ...more
    });

  it("puts the attached above, those who buy often to the right; bars are shares of those known, of one scale", async () => {
    const chart = draw();
    const tiles = [...chart.querySelectorAll(".k-quadrant")];
    expect(tiles.map((tile) => texts(tile)[0])).toEqual(["Latently loyal", "Truly loyal", "Not loyal", "Spuriously loyal"]); // prettier-ignore
    const bars = tiles.flatMap((tile) => [...tile.querySelectorAll(".k-bar")].map((bar) => Number(bar.getAttribute("width")))); // prettier-ignore
    // Customers 20, 10, 40, 30% and margin 10, 50, 10, 30% of the 1,000 and of 10,000.
    const most = Math.max(...bars);
    expect(bars.map((width) => Math.round((50 * width) / most))).toEqual([20, 10, 10, 50, 40, 10, 30, 30]);
    expect(texts(tiles[1]!)).toContain("10% of customers (100)");
    await expect(picture(chart)).toMatchFileSnapshot("../output/loyalty-matrix.svg");
  });

  it("draws who moved as bands as high as they are many; of an unknown attitude it says so in words", () => {
    const chart = draw();
    const bands = texts(chart, ".k-flow title");
    expect(bands).toEqual([
      "Truly loyal → Truly loyal: 60",
      "Truly loyal → Spuriously loyal: 40",
      "Spuriously loyal → Not loyal: 300",
      "Not loyal → Not loyal: 400"
    ]);
    expect(texts(chart).some((text) => text.startsWith("Attitude unknown: 4,000 customers (80% of all)"))).toBe(true);
    expect(draw(720, "en", {moves: null}).querySelectorAll(".k-flow")).toHaveLength(0);
  });

  it("fits a phone, in Japanese", async () => {
    await expect(picture(draw(343, "ja"))).toMatchFileSnapshot("../output/loyalty-matrix-narrow-ja.svg");
  });
});

describe("loyaltyValueChart", () => {
  const answers = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  const few = (value: (answer: number) => number) => answers.map((answer) => (answer < 2 ? null : value(answer)));
  const result = table({
    group: answers.map(() => null),
    answer: answers,
    answers: answers.map((answer) => 4 + answer * answer),
    retention: few((a) => 0.1 + 0.05 * a),
    adjusted_retention: few((a) => 0.2 + 0.03 * a),
    adjusted_retention_low: few((a) => 0.1 + 0.03 * a),
    adjusted_retention_high: few((a) => 0.3 + 0.03 * a),
    value: few((a) => 20 + 10 * a),
    adjusted: few((a) => 40 + 6 * a),
    low: few((a) => 20 + 6 * a),
    high: few((a) => 60 + 6 * a)
  });

  it("stands the adjusted figure of each answer in its interval beside the plain one; of few answers only their number", async () => {
    const chart = loyaltyValueChart(result, options());
    expect(chart.querySelectorAll(".k-answer")).toHaveLength(18);
    const heights = [...chart.querySelectorAll(".k-panel")].map((panel) =>
      [...panel.querySelectorAll(".k-answer circle:last-child")].map((dot) => Number(dot.getAttribute("cy")))
    );
    for (const of of heights) expect(of.toSorted((a, b) => b - a)).toEqual(of);
    expect(texts(chart)).toContain("104");
    await expect(picture(chart)).toMatchFileSnapshot("../output/loyalty-value.svg");
  });

  it("fits a phone", async () => {
    await expect(picture(loyaltyValueChart(result, options(343, "ja")))).toMatchFileSnapshot("../output/loyalty-value-narrow-ja.svg"); // prettier-ignore
  });
});

describe("programmeChart", () => {
  const result = table({
    group: [null, null, null],
    comparison: ["raw", "adjusted", "before joining"],
    members: [1000, 1000, 1000],
    others: [2000, 1800, 1800],
    uplift: [0.45, 0.08, 0.01],
    low: [0.4, 0.02, -0.02],
    high: [0.5, 0.14, 0.04]
  });
  const facts = (name: string) => ({members: 1000, enrolment: 1 / 3, active: 0.6, cost: 500, cost_per_year: 1.5})[name] ?? null; // prettier-ignore
  const draw = (width?: number, lang?: "en" | "ja") =>
    programmeChart(result, {...options(width, lang), claim: CLAIM, breakEven: 0.03, facts});

  it("draws each difference in its interval, the claim as a band with its source, the break-even as a line", async () => {
    const chart = draw();
    const rows = [...chart.querySelectorAll(".k-row")];
    expect(texts(rows[1]!)).toEqual(["Like against like", "1,000 against 1,800", "+8.0%", "+2.0% – +14.0%"]);
    const band = chart.querySelector(".k-claim")!;
    const [from, to] = [Number(band.getAttribute("x")), Number(band.getAttribute("x")) + Number(band.getAttribute("width"))]; // prettier-ignore
    const [low, high] = span(rows[1]!.querySelector(".k-interval")!);
    expect(low).toBeLessThan(from);
    expect(high).toBeGreaterThan(from);
    expect(high).toBeLessThan(to);
    expect(texts(chart)).toContain("Somebody 2016: +12.0% – +18.0%");
    expect(texts(chart).some((text) => text.includes("33.3% of buyers"))).toBe(true);
    expect(texts(chart).some((text) => text.startsWith("Standing out"))).toBe(false); // not known
    await expect(picture(chart)).toMatchFileSnapshot("../output/programme.svg");
  });

  // Of 100 customers 60 stayed in gold, 10 fell to silver, 30 are new in silver; bands are as high as they are many.
  it("draws how customers moved between tiers where that is known", () => {
    const tiers = table({from: ["Gold", "Gold", "(none)"], to: ["Gold", "Silver", "Silver"], customers: [60, 10, 30]});
    const chart = programmeChart(result, {...options(), claim: CLAIM, breakEven: 0.03, facts, tiers});
    expect(texts(chart)).toEqual(expect.arrayContaining(["How 100 customers moved between tiers", "12 months ago", "today", "in no tier"])); // prettier-ignore
    expect(chart.querySelectorAll(".k-flow")).toHaveLength(3);
    expect(draw().querySelectorAll(".k-flow")).toHaveLength(0);
    const height = (one: Element) => Number(one.getAttribute("height"));
    expect(height(chart)).toBeGreaterThan(height(draw()) + 200);
  });

  it("fits a phone: no line crosses a text", async () => {
    await expect(picture(draw(343, "ja"))).toMatchFileSnapshot("../output/programme-narrow-ja.svg");
  });
});

describe("referralChart", () => {
  const ratios = table({
    group: [null, null],
    measure: ["ltv", "retention"],
    referred: [300, 300],
    others: [900, 900],
    uplift: [0.16, 0.05],
    low: [0.09, -0.01],
    high: [0.23, 0.11]
  });
  const referrers = table({
    voice: ["promoters", "passives", "detractors", "not asked"],
    customers: [200, 250, 150, 3000],
    referrers: [60, 30, 5, 300],
    referrals: [80, 40, 6, 360],
    rate: [0.4, 0.16, 0.04, 0.12],
    rate_low: [0.33, 0.11, 0.01, 0.11],
    rate_high: [0.47, 0.21, 0.07, 0.13]
  });
  const draw = (width?: number, lang?: "en" | "ja") =>
    referralChart(ratios, {...options(width, lang), claim: {...CLAIM, low: 0.16, high: 0.16}, referrers});

  it("draws both ratios beside the claim, and below who refers how many", async () => {
    const chart = draw();
    const bars = [...chart.querySelectorAll(".k-referrers .k-bar")].map((bar) => Number(bar.getAttribute("width")));
    expect(bars[0]! / bars[1]!).toBeCloseTo(2.5, 1);
    expect(texts(chart)).toContain("40.0 (33.0–47.0)");
    await expect(picture(chart)).toMatchFileSnapshot("../output/referral.svg");
  });

  it("fits a phone", async () => {
    await expect(picture(draw(343, "ja"))).toMatchFileSnapshot("../output/referral-narrow-ja.svg");
  });
});

describe("claimsChart", () => {
  const result = table({
    claim: ["acquisition", "retention-points", "referral", "programme", "concentration"],
    published_low: [5, 0.25, 0.16, 0.12, 0.8],
    published_high: [25, 0.95, 0.16, 0.18, 0.8],
    value: [2.2, 0.38, 0.16, null, 0.7],
    low: [2.1, 0.3, 0.1, null, 0.69],
    high: [2.3, 0.45, 0.23, null, 0.71],
    verdict: ["not consistent", "consistent", "consistent", "cannot tell", "not consistent"],
    needs: [null, null, null, "customers.member_since", null],
    source: ["A 2014", "B 2000", "C 2011", "D 2016", "E 1951"]
  });

  it("has a row per claim with its own scale: the published band, our dot in its interval, the verdict", async () => {
    const chart = claimsChart(result, options());
    const rows = [...chart.querySelectorAll(".k-row")];
    expect(rows.map((row) => row.querySelectorAll("circle").length)).toEqual([1, 1, 1, 0, 1]);
    const band = (row: Element) => Number(row.querySelector(".k-claim")!.getAttribute("x"));
    expect(span(rows[0]!.querySelector(".k-interval")!)[1]).toBeLessThan(band(rows[0]!));
    expect(span(rows[1]!.querySelector(".k-interval")!)[0]).toBeGreaterThan(band(rows[1]!));
    expect(texts(rows[0]!)).toEqual(expect.arrayContaining(["×5 – ×25", "×2.2 (×2.1 – ×2.3)", "not consistent"]));
    expect(texts(rows[3]!)).toContain("cannot tell: needs customers.member_since");
    await expect(picture(chart, COLOURS)).toMatchFileSnapshot("../output/claims.svg");
  });

  it("fits a phone, in Japanese", async () => {
    await expect(picture(claimsChart(result, options(343, "ja")), COLOURS)).toMatchFileSnapshot("../output/claims-narrow-ja.svg"); // prettier-ignore
  });

  it("says so where there is nothing", () => {
    expect(texts(claimsChart(result.slice(0, 0).reify(), options()))).toEqual(["No data for this figure"]);
  });
});
