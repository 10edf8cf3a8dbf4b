import {table} from "arquero";
import {describe, expect, it} from "vitest";
import type {Facts, Result} from "../../src/metrics/metric.ts";
import {movementsOf} from "../../src/metrics/movements.ts";

const facts = {
  asOf: new Date("2026-10-31T00:00:00Z"),
  calendar: {weekStart: "monday", fiscalYearStart: 4}
} as Facts;
const day = (text: string) => new Date(`${text}T00:00:00Z`);
const result = (columns: Record<string, unknown[]>, tables = {}): Result => ({
  table: table(columns),
  units: {},
  tables,
  n: 1,
  of: "customers",
  finding: null,
  notes: []
});

describe("movementsOf", () => {
  it("compares the last two closed periods by their intervals, per group; the open one is not in it", () => {
    const rates = result({
      group: [null, null, null, "a", "a"],
      period: ["2026-04-01", "2026-07-01", "2026-10-01", "2026-04-01", "2026-07-01"].map(day),
      retained: [0.5, 0.55, 0.9, 0.4, 0.5],
      low: [0.48, 0.53, 0.88, null, 0.4],
      high: [0.52, 0.57, 0.92, null, 0.6],
      start: [2400, 2400, 2400, 9, 90]
    });
    const moved = movementsOf({metric: "retention-rate", options: {period: "quarter"}, result: rates}, facts);
    // Group a has no interval in the first quarter.
    expect(moved).toHaveLength(1);
    const [one] = moved;
    expect(one).toMatchObject({group: null, before: 0.5, value: 0.55, from: day("2026-04-01"), to: day("2026-07-01")});
    // Standard error of each: 0.04 / (2 × 1.95996) = 0.0102043; z = 0.05 / (0.0102043 √2) = 3.46478; two-sided 0.00053.
    expect(one!.p).toBeCloseTo(0.00053, 5);
    // 2 asin √0.55 − 2 asin √0.5 = 1.670964 − 1.570796.
    expect(one!.effect).toBeCloseTo(0.100168, 5);
  });

  it("a score's size is in standard deviations of an answer", () => {
    const scores = result({
      group: [null, null],
      period: [day("2026-09-01"), day("2026-10-01")],
      score: [10, 30],
      low: [0.2, 20.2],
      high: [19.8, 39.8],
      answers: [400, 400]
    });
    const [one] = movementsOf({metric: "nps", options: {period: "month"}, result: scores}, facts);
    // Error 19.6 / 3.92 = 5.0, so that an answer's deviation is 5 × √400 = 100: (30 − 10) / 100.
    expect(one!.effect).toBeCloseTo(0.2, 3);
    // z = 20 / (5 √2) = 2.828: 0.00468.
    expect(one!.p).toBeCloseTo(0.0047, 4);
  });

  it("a sum moves if its change is unusual among those before", () => {
    const history = [100, 110, 100, 110, 100, 110, 100, 110, 100, 200];
    const columns = {
      name: ["orders"],
      time: ["flow"],
      unit: ["count"],
      value: [200],
      previous: [100],
      ...Object.fromEntries(["low", "high", "n", "previous_low", "previous_high", "previous_n"].map((n) => [n, [null]]))
    };
    const series = table({name: history.map(() => "orders"), value: history});
    const kpi = (tables: object) =>
      movementsOf({metric: "kpi", options: {period: "month"}, result: result(columns, tables)}, facts);
    const [one] = kpi({series});
    expect(one).toMatchObject({measure: "orders", before: 100, value: 200});
    expect(one!.effect).toBeCloseTo(Math.log(2), 12);
    // Eight changes of ±log 1.1 = ±0.09531 about 0: s² = 8 × 0.0090840 / 7 = 0.0103817; error √(s² × 9/8) = 0.108071; t = 0.693147 / 0.108071 = 6.414,
    // between the two-sided points of 0.1% (5.408) and of 0.01% (7.885) with 7 degrees of freedom.
    expect(one!.p).toBeGreaterThan(0.0001);
    expect(one!.p).toBeLessThan(0.001);
    // Seven changes before are too few to say what is usual.
    expect(kpi({series: table({name: history.slice(1).map(() => "orders"), value: history.slice(1)})})).toEqual([]);
  });

  it("of a triangle: the last two cohorts that have completed the first age", () => {
    const cohorts = result({
      group: [null, null, null, null, null],
      cohort: [day("2026-07-01"), day("2026-08-01"), day("2026-09-01"), day("2026-09-01"), null],
      age: [1, 1, 1, 0, 1],
      size: [100, 100, 100, 100, 300],
      rate: [0.2, 0.3, 0.4, 1, 0.3],
      low: [0.13, 0.22, 0.3, 1, 0.25],
      high: [0.29, 0.4, 0.5, 1, 0.35],
      complete: [true, true, true, true, true]
    });
    const [one, ...rest] = movementsOf({metric: "retention", options: {period: "month"}, result: cohorts}, facts);
    // October is closed, so that September's customers have had their month.
    expect([one!.before, one!.value, rest]).toEqual([0.3, 0.4, []]);
  });

  it("nothing without periods, or of another kind", () => {
    const empty = result({group: [], period: []});
    expect(movementsOf({metric: "nps", options: {}, result: empty}, facts)).toEqual([]);
    expect(movementsOf({metric: "rfm", options: {period: "month"}, result: result({segment: ["a"]})}, facts)).toEqual(
      []
    );
  });
});
