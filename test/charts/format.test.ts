import {describe, expect, it} from "vitest";
import {createFormat} from "../../src/charts/format.ts";

const en = createFormat({lang: "en", currency: "USD"});
const ja = createFormat({lang: "ja", currency: "JPY"});

describe("value(value, unit) writes in full", () => {
  it.each([
    [23570, "count", "23,570", "23,570"],
    [12.44, "count", "12.4", "12.4"], // an expected count
    [0.4889, "ratio", "48.9%", "48.9%"],
    [-0, "ratio", "0.0%", "0.0%"],
    [-0.0004, "ratio", "0.0%", "0.0%"], // no minus before a zero
    [2500315.63, "money", "$2,500,315.63", "2,500,316円"], // yen has no minor unit
    [-5, "money", "−$5.00", "−5円"],
    [0.45, "money", "$0.45", "0.45円"], // less than a yen is not nothing
    [0.0042, "money", "$0.0042", "0.0042円"],
    [3.7, "money", "$3.70", "4円"],
    [1e-9, "money", "$0.00", "0円"], // what a sum's rounding leaves
    [0.043, "count", "0.043", "0.043"],
    [0.00043, "number", "0.00043", "0.00043"],
    [0.042, "days", "0.042 days", "0.042日"],
    [1, "days", "1 day", "1日"],
    [7.44, "months", "7.4 months", "7.4か月"],
    [-12.34, "nps", "−12.3", "−12.3"],
    [4.126, "score", "4.13", "4.13"],
    ["2025-03", "month", "Mar 2025", "2025年3月"],
    [new Date("2025-03-01T00:00:00Z"), "month", "Mar 2025", "2025年3月"], // 28 February in New York
    [new Date("2025-01-31T00:00:00Z"), "date", "Jan 31, 2025", "2025年1月31日"],
    ["2025-01-31 09:05:00", "timestamp", "Jan 31, 2025, 09:05", "2025年1月31日 09:05"],
    [false, "boolean", "no", "いいえ"],
    ["Gold", "text", "Gold", "Gold"]
  ] as const)("%s %s → %s, %s", (value, unit, english, japanese) => {
    expect(en.value(value, unit)).toBe(english);
    expect(ja.value(value, unit)).toBe(japanese);
  });

  it("is a dash for what is not known", () => {
    for (const value of [null, undefined, NaN, Infinity, ""]) expect(en.value(value, "ratio")).toBe("–");
    expect(en.value("soon", "date")).toBe("–");
  });
});

describe("short(value, unit) has three digits from 10,000 on, by thousands or by myriads", () => {
  it.each([
    [23570, "count", "23.6k", "2.36万"],
    [9999, "count", "9,999", "9,999"],
    [999_950, "count", "1.00M", "100万"], // 1,000k would be four digits; in ja 99.995万 rounds up
    [2500315.63, "money", "$2.50M", "250万円"],
    [1_234_567_890, "money", "$1.23B", "12.3億円"],
    [12.5, "money", "$12.50", "13円"],
    [0.4889, "ratio", "49%", "49%"],
    [-42.6, "nps", "−43", "−43"],
    [4.126, "score", "4.1", "4.1"]
  ] as const)("%s %s → %s, %s", (value, unit, english, japanese) => {
    expect(en.short(value, unit)).toBe(english);
    expect(ja.short(value, unit)).toBe(japanese);
  });
});

// The middle one of 0.02, 1.96, 24.71 has three digits with two decimals, of 1e-9, 0.5, 0.75 with three, of which no more than two are needed.
// The largest of the mixed ones would have none: 1.4 and 0.5 keep two digits with one, of which others have a use, too; 0.45 would take two, and 0.3 is beside whole numbers.
describe("column(values, unit) writes plain numbers with the same decimals", () => {
  it.each([
    ["number", [0.02, -1.96, 24.71], ["0.02", "−1.96", "24.71"]],
    ["number", [1e-9, 0.0391, 0.9997, 0], ["<0.0001", "0.0391", "0.9997", "0.0000"]],
    ["number", [1e-9, 0.5, 0.75], ["<0.0001", "0.50", "0.75"]],
    ["number", [1e-9, 0.0042, 50, 75.5], ["<0.0001", "0.0042", "50.0", "75.5"]],
    ["number", [3e-7, 2e-8, 0], ["<0.0001", "<0.0001", "0"]],
    ["number", [-3e-7, 2, 3], [">−0.0001", "2", "3"]],
    ["number", [0.00043, 0.0391, 0.9997], ["0.00043", "0.0391", "0.9997"]],
    ["number", [0.45, 1500, 30000], ["0.45", "1,500", "30,000"]],
    ["number", [412.6, 1.4, 18250], ["412.6", "1.4", "18,250.0"]],
    ["number", [-0.3, 1200], ["−0.3", "1,200"]],
    ["count", [0.04, 1200.5, 3000], ["0.04", "1,201", "3,000"]],
    ["days", [0.31, 1.2, 2.5], ["0.31 days", "1.2 days", "2.5 days"]],
    ["money", [0.45, 30000], ["$0.45", "$30,000.00"]],
    ["number", [12.5, 13, null], ["12.5", "13.0", "–"]],
    ["number", [3, 40], ["3", "40"]],
    ["number", [1234.56, 2345.67, 3000], ["1,235", "2,346", "3,000"]],
    ["number", [0.5, 1234.56, 2345.67], ["0.5", "1,234.6", "2,345.7"]],
    ["count", [0.27, 1.13, 3.21], ["0.27", "1.13", "3.21"]],
    ["days", [1, 2.72, 3], ["1.0 days", "2.7 days", "3.0 days"]],
    ["months", [1, 2], ["1 month", "2 months"]],
    ["ratio", [0.5, 0.123456], ["50.0%", "12.3%"]],
    ["text", ["a", null], ["a", "–"]]
  ] as const)("%s %j", (unit, values, expected) => {
    expect(values.map(en.column(values, unit))).toEqual(expected);
  });
});

it("ticks(values, unit) share a suffix and have as many decimals as tell them apart", () => {
  expect(en.ticks([0, 500_000, 1_000_000], "money")).toEqual(["$0", "$0.5M", "$1.0M"]);
  expect(en.ticks([-0.05, 0, 0.05], "ratio")).toEqual(["−5%", "0%", "5%"]);
  expect(en.ticks([0, 0.025, 0.05], "ratio")).toEqual(["0%", "2.5%", "5.0%"]);
  expect(en.ticks([0, 5000], "count")).toEqual(["0", "5,000"]);
  expect(ja.ticks([0, 200_000_000, 400_000_000], "money")).toEqual(["0円", "2億円", "4億円"]);
});

it("a locale orders dates and groups digits without changing the language", () => {
  const british = createFormat({lang: "en", locale: "en-GB", currency: "EUR"});
  expect(british.value("2025-01-31", "date")).toBe("31 Jan 2025");
  expect(british.value(1234.5, "money")).toBe("€1,234.50");
});
