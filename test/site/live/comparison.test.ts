import {table} from "arquero";
import {describe, expect, it} from "vitest";
import type {Result} from "../../../src/metrics/metric.ts";
import {comparedKpi, isDrawn, settledForm, together} from "../../../src/site/live/comparison.ts";
import type {Compared} from "../../../src/site/live/comparison.ts";
import {presetsOf} from "../../../src/site/live/presets.ts";
import {comparedWith, queryOf, selectionOf} from "../../../src/site/live/selection.ts";
import type {Selection} from "../../../src/site/live/selection.ts";

const result = (columns: Readonly<Record<string, unknown[]>>): Result => ({table: table(columns), units: {}, n: 1, of: "customers", finding: null, notes: []}); // prettier-ignore

/** A month of 2025, counted since 1970-01: January is (2025 − 1970) × 12 = 660. */
const month = (n: number): number => 659 + n;

describe("comparedKpi", () => {
  const others = (compare: Compared["compare"]): Compared => ({
    compare,
    own: "Chosen",
    other: "All",
    result: result({
      name: ["customers", "repeat_rate", "average_order_value"],
      value: [200, 0.5, 40],
      low: [null, 0.45, null],
      high: [null, 0.55, null]
    })
  });
  const plain = (name: string, value: number | null) => ({name, value, low: null, high: null});

  it("a part of all customers is a share of them, 50 of 200 a quarter; against months before it has grown or shrunk", () => {
    expect(comparedKpi(plain("customers", 50), others("all"))).toMatchObject({share: 0.25, change: null});
    expect(comparedKpi(plain("customers", 50), others("previous"))).toMatchObject({share: null, previous: 200, change: -0.75}); // prettier-ignore
  });

  it("a mean amount is compared by its share, a rate by its difference", () => {
    expect(comparedKpi(plain("average_order_value", 50), others("all"))).toMatchObject({previous: 40, change: 0.25});
    expect(comparedKpi(plain("repeat_rate", 0.75), others("all"))).toMatchObject({change: 0.25, isNoise: null});
  });

  it("a difference within the root of the sum of the squared half-intervals is noise", () => {
    // √(0.05² + 0.05²) = 0.0707: 0.07 above 0.5 is noise, 0.08 is not.
    const rate = (value: number) => ({name: "repeat_rate", value, low: value - 0.05, high: value + 0.05});
    expect(comparedKpi(rate(0.57), others("all"))!.isNoise).toBe(true);
    expect(comparedKpi(rate(0.58), others("all"))!.isNoise).toBe(false);
  });

  it("what is not known is compared with nothing", () => {
    expect(comparedKpi(plain("repeat_rate", null), others("all"))).toBeNull();
    expect(comparedKpi(plain("revenue", 5), others("all"))).toBeNull();
  });
});

describe("a comparison in a chart", () => {
  const own = result({group: [null, null], period: [null, new Date(0)], score: [1, 2], complete: [true, true]});
  const compared = {compare: "all", own: "Chosen", other: "All", result: result({group: [null], period: [null], score: [3], complete: [true]})} as const; // prettier-ignore

  it("puts the rows of both together, told apart by their group", () => {
    const both = together(own, compared, null);
    expect([...(both.array("group") as Iterable<unknown>)]).toEqual(["Chosen", "Chosen", null]);
    expect([...(both.array("score") as Iterable<unknown>)]).toEqual([1, 2, 3]);
  });

  it("is drawn where the form has room and no groups stand there already", () => {
    expect(isDrawn("retention", {chart: "curve"})).toBe(true);
    expect(isDrawn("retention", {})).toBe(false);
    expect(isDrawn("nps", {by: "plan"})).toBe(false);
    expect(isDrawn("rfm", {})).toBe(false);
  });

  it("does not change the form that the figure's own rows give: a trend from two closed periods on", () => {
    expect(settledForm("nps", {}, own)).toEqual({chart: "groups"});
    const longer = result({period: [new Date(0), new Date(1)], score: [1, 2], complete: [true, true]});
    expect(settledForm("nps", {}, longer)).toEqual({chart: "trend"});
    expect(settledForm("nps", {chart: "groups"}, longer)).toEqual({chart: "groups"});
  });
});

describe("selections of months", () => {
  const page = {dimensions: [], joined: [month(1), month(24)], period: [month(1), month(24)]} as const;
  const some = (query: string): Selection => selectionOf(query, page);

  it.each([
    "?joined=2025-03..2025-04&period=2025-06..2026-02&compare=previous",
    "?period=2025-06..2025-06",
    "?compare=all"
  ])("%s comes back from its query", (query) => {
    expect(queryOf(some(query), page)).toBe(query);
  });

  it("months that there are not are cut off, and all of them are none", () => {
    expect(some("?period=2020-01..2025-02").period).toEqual([month(1), month(2)]);
    expect(some("?period=2025-01..2026-12").period).toBeUndefined();
    expect(some("?period=2025-05..2025-02&compare=never")).toEqual({values: {}, joined: null});
    expect(selectionOf("?period=2025-05..2025-06&compare=all", {dimensions: [], joined: null})).toEqual({values: {}, joined: null}); // prettier-ignore
  });

  it("the period before is as long, and there only if all of it is", () => {
    expect(comparedWith(some("?period=2025-07..2025-09&compare=previous"), page)!.period).toEqual([month(4), month(6)]);
    expect(comparedWith(some("?period=2025-03..2025-05&compare=previous"), page)).toBeNull();
    expect(comparedWith(some("?compare=previous"), page)).toBeNull();
  });

  it("all customers are compared with nobody; chosen ones with all of the same months", () => {
    expect(comparedWith(some("?period=2025-07..2025-09&compare=all"), page)).toBeNull();
    const other = comparedWith(some("?joined=2025-03..2025-04&period=2025-07..2025-09&compare=all"), page);
    expect(other).toEqual({values: {}, joined: null, period: [month(7), month(9)]});
  });
});

describe("presetsOf", () => {
  const presets = (asOf: string, fiscalYearStart: number) =>
    Object.fromEntries(
      presetsOf([month(-23), month(12)], {asOf: new Date(asOf), calendar: {weekStart: "monday", fiscalYearStart}}).map(
        ({name, months}) => [name, months]
      )
    );

  it("end with the last month that is over", () => {
    // On 15 May 2025 April is the last one; the fiscal year from April has one month, the one before it twelve.
    expect(presets("2025-05-15", 4)).toEqual({
      last3: [month(2), month(4)],
      last12: [month(-7), month(4)],
      thisFiscalYear: [month(4), month(4)],
      lastFiscalYear: [month(-8), month(3)],
      thisYear: [month(1), month(4)],
      lastYear: [month(-11), month(0)]
    });
  });

  it("name no range twice", () => {
    // At the end of 2025 the last twelve months are the year; the fiscal year from January is the year.
    expect(Object.keys(presets("2025-12-31", 1))).toEqual(["last3", "last12", "lastYear"]);
  });
});
