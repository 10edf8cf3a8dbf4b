import {describe, expect, it} from "vitest";
import {binBounds, binIndex} from "../../src/charts/bins.ts";
import {dodge} from "../../src/charts/dodge.ts";
import {filledKeys} from "../../src/charts/filled-keys.ts";
import {createFormat} from "../../src/charts/format.ts";
import {periodLabel} from "../../src/charts/period.ts";
import {createRamp} from "../../src/charts/ramp.ts";
import {roundTicks} from "../../src/charts/round-ticks.ts";
import {textWidth, truncate, twoLines} from "../../src/charts/text-width.ts";
import {valueScale} from "../../src/charts/value-scale.ts";

const utc = (text: string): number => Date.parse(`${text}T00:00:00Z`);

describe("createRamp(values)", () => {
  it("has round bounds from zero where that costs no resolution", () => {
    // 3–15%: a ninth of the span is 1.3 points, the next round step 2 points; 2–16% are 7 bins, from zero 8
    const ramp = createRamp([0.03, 0.15, 0.07])!;
    expect(ramp.bounds).toEqual([0, 0.02, 0.04, 0.06, 0.08, 0.1, 0.12, 0.14, 0.16]);
    expect([0.03, 0.0799, 0.08, 0.16].map((value) => ramp.step(value))).toEqual([1, 3, 5, 8]); // bin 4 of 0–7 is step 8 × 4/7 = 4.6
    expect(ramp.open).toBe(false);
  });
  it("starts near the least value where zero is far", () => {
    expect(createRamp([0.8, 0.98])!.bounds[0]).toBe(0.8);
  });
  it("is open at the top for one value that would eat the scale", () => {
    const ramp = createRamp([...Array.from({length: 40}, (_, i) => 0.1 + i / 400), 3])!;
    expect(ramp.open).toBe(true);
    expect(ramp.bounds.at(-1)).toBeLessThan(0.3);
    expect(ramp.step(3)).toBe(8);
  });
  it("is null without values, and one bin for equal ones", () => {
    expect(createRamp([])).toBeNull();
    expect(createRamp([0.4, 0.4])!.bounds).toEqual([0, 0.4]);
    expect(createRamp([0])!.bounds).toEqual([0, 1]);
  });
});

describe("valueScale", () => {
  it("ends at the data where more than a third of a step would be empty", () => {
    // 0–2030 in steps of 500: the last label would be 2500, 0.94 steps above
    const {domain, ticks} = valueScale([2030, 900], {isFromZero: true, count: 5});
    expect(ticks).toEqual([0, 500, 1000, 1500, 2000]);
    expect(domain).toEqual([0, 2050]); // 4% of a step above the data
  });
  it("keeps round ends that are near, and takes no values", () => {
    expect(valueScale([98], {isFromZero: true, count: 5}).domain).toEqual([0, 100]);
    expect(valueScale([], {isFromZero: true, count: 5}).domain).toEqual([0, 1]);
  });
});

it("roundTicks(low, high) encloses both, without fractions where whole", () => {
  expect(roundTicks(-12, 31, {count: 4})).toEqual([-20, 0, 20, 40]); // 43 / 4 = 10.75 → 20
  expect(roundTicks(0, 3, {count: 6, whole: true})).toEqual([0, 1, 2, 3]);
  expect(roundTicks(5, 5, {count: 3})).toEqual([4, 6]);
});

it("dodge keeps places apart, in order, and within bounds", () => {
  const bounds = {gap: 10, low: 0, high: 100};
  expect(dodge([20, 50, 80], bounds)).toEqual([20, 50, 80]);
  expect(dodge([50, 50], bounds)).toEqual([45, 55]); // a tie keeps the order of the input
  expect(dodge([98, 99], bounds)).toEqual([90, 100]);
  expect(dodge([30, 32, 42], bounds)).toEqual([24.666666666666664, 34.666666666666664, 44.666666666666664]); // mean 34.67
});

it("filledKeys gives a place to what is missing between, by the common distance", () => {
  const months = ["2025-01-01", "2025-02-01", "2025-04-01"].map(utc);
  expect(filledKeys(months, {isTime: true, isMonthly: true})).toEqual([
    ...months.slice(0, 2),
    utc("2025-03-01"),
    months[2]
  ]);
  const mondays = ["2025-03-24", "2025-03-31", "2025-04-14"].map(utc); // across the change of the clocks
  expect(filledKeys(mondays, {isTime: true, isMonthly: false})).toHaveLength(4);
  expect(filledKeys([0, 5, 15], {isTime: false, isMonthly: false})).toEqual([0, 5, 10, 15]);
  expect(filledKeys([1, 2, 1000], {isTime: false, isMonthly: false})).toEqual([1, 2, 1000]); // too sparse
});

it("binBounds gives whole numbers a bin each, and holds values beyond the thresholds", () => {
  expect(binBounds([0, 2, 2], {})).toEqual([-0.5, 0.5, 1.5, 2.5]);
  expect(binBounds([1, 60], {thresholds: [10, 20, 50]})).toEqual([1, 10, 20, 50, 60]);
  expect([10, 19.9, 20, 60].map((value) => binIndex(value, [1, 10, 20, 50, 60]))).toEqual([1, 1, 2, 3]);
});

it("text is measured with full-width characters of one em, cut with an ellipsis, or set on two lines", () => {
  expect(textWidth("顧客", 12)).toBe(24);
  expect(truncate("顧客維持率", 36, 12)).toBe("顧客…"); // 2 × 12 + 11.4 ≤ 36 < 3 × 12 + 11.4
  expect(truncate("short", 100, 12)).toBe("short");
  expect(twoLines("Returns and refunds by post", 100, 12)).toEqual(["Returns and", "refunds by post"]);
  expect(twoLines("顧客維持率", 36, 12)).toEqual(["顧客維", "持率"]);
  expect(twoLines("検索広告(有料)", 78, 12)).toEqual(["検索広告", "(有料)"]); // not a bracket alone on its line
});

it("periodLabel names the period that starts on a day", () => {
  const format = createFormat({lang: "en", currency: "USD"});
  const ja = createFormat({lang: "ja", currency: "JPY"});
  const start = new Date("2025-04-01T00:00:00Z");
  const periods = ["week", "month", "quarter", "half", "year", "fiscal-year"] as const;
  expect(periods.map((period) => periodLabel(start, period, format))).toEqual([
    "Apr 1, 2025",
    "Apr 2025",
    "Q2 2025",
    "H1 2025",
    "2025",
    "FY 2025/26"
  ]);
  expect(periodLabel(start, "fiscal-year", ja)).toBe("2025年度");
  expect(periodLabel(new Date("2025-01-01T00:00:00Z"), "fiscal-year", format)).toBe("FY 2025");
});
