import {table} from "arquero";
import {describe, expect, it} from "vitest";
import {createFormat} from "../../src/charts/format.ts";
import type {Facts} from "../../src/metrics/metric.ts";
import {changesOf, judgedResult, sizeOf} from "../../src/site/changes.ts";
import type {MovingCell} from "../../src/site/changes.ts";
import {en} from "../../src/site/words/en.ts";
import {ja} from "../../src/site/words/ja.ts";
import {DOCUMENT} from "../../src/site/svg.ts";
import {changesView} from "../../src/site/views/changes.ts";

const facts = {
  asOf: new Date("2026-10-31T00:00:00Z"),
  calendar: {weekStart: "monday", fiscalYearStart: 4}
} as Facts;

/** Shares of 1,000 customers each kept in September and October, ±3 points. */
const kept = (name: string, groups: Readonly<Record<string, readonly [number, number]>>): MovingCell => {
  const rows = Object.entries(groups).flatMap(([group, rates]) => rates.map((rate, i) => ({group, rate, i})));
  return {
    name,
    metric: "retention-rate",
    options: {period: "month", by: "channel"},
    result: {
      table: table({
        group: rows.map(({group}) => (group === "" ? null : group)),
        period: rows.map(({i}) => new Date(`2026-${i === 0 ? "09" : "10"}-01T00:00:00Z`)),
        retained: rows.map(({rate}) => rate),
        low: rows.map(({rate}) => rate - 0.03),
        high: rows.map(({rate}) => rate + 0.03),
        start: rows.map(() => 1000)
      }),
      units: {},
      n: 1000,
      of: "customers",
      finding: null,
      notes: []
    }
  };
};
const style = (words: typeof en) => ({format: createFormat({lang: words.lang, currency: "JPY"}), words: words.changes});

describe("what changed", () => {
  // Five points of ±3 each are z = 0.05 / (0.0306 × √2 / 2) = 2.31, p = 0.021; alone beyond 5%, but not as one of three with two that did not move (0.063).
  const noise = {a: [0.5, 0.5], b: [0.4, 0.4], c: [0.5, 0.55]} as const;

  it("what is one of many is held to the false-discovery rate", () => {
    const one = changesOf([kept("x", {c: [0.5, 0.55]})], facts, style(en))!;
    expect(one.real).toBe(1);
    expect(one.base).toMatch(/^1 movement beyond the noise, of 1 tested/);
    const all = changesOf([kept("x", noise)], facts, style(en))!;
    expect([all.tested, all.real, all.changes]).toEqual([3, 0, []]);
    const text = changesView(all, DOCUMENT).textContent;
    expect(text).toBe(
      "Nothing moved beyond the noise and its usual ups and downs: 3 movements tested against the period before."
    );
  });

  it("the three largest are named, largest first, each with its figure", () => {
    const many = {"": [0.5, 0.3], a: [0.5, 0.6], b: [0.5, 0.9], c: [0.5, 0.2], d: [0.5, 0.5]} as const;
    const found = changesOf([kept("x", many), kept("y", many)], facts, style(en))!;
    // Both cells show the same five.
    expect([found.tested, found.real]).toEqual([5, 4]);
    expect(found.changes.map(({text}) => text)).toEqual([
      "Share of customers kept (b) rose sharply: 90.0% in Oct 2026, after 50.0% in Sep 2026.",
      "Share of customers kept (c) fell sharply: 20.0% in Oct 2026, after 50.0% in Sep 2026.",
      "Share of customers kept fell clearly: 30.0% in Oct 2026, after 50.0% in Sep 2026."
    ]);
    const view = changesView(found, DOCUMENT);
    expect([...view.querySelectorAll("a")].map((link) => link.getAttribute("href"))).toEqual(["#x", "#x", "#x"]);
    expect(view.querySelector("p")!.textContent).toBe(
      "The 3 largest of 4 movements beyond the noise, of 5 tested against the period before; false discoveries held to 5%."
    );
  });

  it("growth that breaks off is a movement for the worse", () => {
    // Ten changes of 9% and 11% by turns: their logarithms, 0.0862 and 0.1044, have the mean 0.0953 and the deviation 0.0096. The last, +2%, is 0.0198: t = −0.0755 / (0.0096 × √1.1) = −7.5, p < 0.001.
    const changes = [...Array.from({length: 10}, (_, i) => (i % 2 === 0 ? 1.09 : 1.11)), 1.02];
    const values = changes.reduce<number[]>((all, change) => [...all, all.at(-1)! * change], [1000]).map(Math.round);
    const orders: MovingCell = {
      name: "k",
      metric: "kpi",
      options: {period: "month"},
      result: {
        table: table({
          name: ["orders"],
          unit: ["count"],
          time: ["flow"],
          value: [values.at(-1)!],
          previous: [values.at(-2)!],
          low: [null],
          high: [null],
          n: [null],
          previous_low: [null],
          previous_high: [null],
          previous_n: [null]
        }),
        tables: {series: table({name: values.map(() => "orders"), value: values})},
        units: {},
        n: 1000,
        of: "customers",
        finding: null,
        notes: []
      }
    };
    const [change] = changesOf([orders], facts, style(en))!.changes;
    expect(change).toMatchObject({isUp: true, isGood: false});
    // 1,000 × (1.09 × 1.11)⁵ = 2,592.7; × 1.02 = 2,644.5.
    expect(change!.text).toBe("Orders rose less than usual: 2,645 in Oct 2026, after 2,593 in Sep 2026.");
    expect(changesOf([orders], facts, style(ja))!.changes[0]!.text).toMatch(/^注文数はいつもほど増えませんでした：/);
  });

  it("what is asked at touchpoints is not the score of the shop", () => {
    const cell = kept("x", {"": [0.5, 0.3], delivery: [0.5, 0.3]});
    const found = changesOf([{...cell, options: {...cell.options, by: "touchpoint"}}], facts, style(en))!;
    expect(found.tested).toBe(1);
    expect(found.changes[0]!.text).toContain("(delivery)");
  });

  it("in Japanese too", () => {
    const found = changesOf([kept("x", {"": [0.5, 0.3]})], facts, style(ja))!;
    expect(found.changes[0]!.text).toBe(
      "顧客維持率は目立って下がりました：2026年9月の50.0%から、2026年10月は30.0%へ。"
    );
  });

  it("words of size have written thresholds", () => {
    expect([0.099, 0.1, -0.29, 0.3, 0.49, -0.5].map(sizeOf)).toEqual([
      "slight",
      "plain",
      "plain",
      "clear",
      "clear",
      "sharp"
    ]);
  });

  it("a row of KPIs calls real what the page's tests together do", () => {
    // NPS of 1,000 answers rose by 5 with an interval of ±3 each: p = 0.021 alone, 0.063 with two others that did not move.
    const kpis = {
      name: "kpis",
      metric: "kpi",
      options: {period: "month"},
      result: {
        ...kept("x", {}).result,
        finding: {key: "kpi", values: {}},
        table: table({
          name: ["nps"],
          unit: ["nps"],
          time: ["flow"],
          within_noise: [false],
          target: [null],
          ...{previous: [20], previous_low: [17], previous_high: [23], previous_n: [1000]},
          ...{value: [25], low: [22], high: [28], n: [1000]}
        })
      }
    };
    const noise = (cells: readonly MovingCell[]) => judgedResult(kpis, cells, facts).table.get("within_noise", 0);
    expect(noise([kpis])).toBe(false);
    expect(noise([kpis, kept("y", {a: [0.5, 0.5], b: [0.4, 0.4]})])).toBe(true);
    expect(changesOf([kpis, kept("y", {a: [0.5, 0.5], b: [0.4, 0.4]})], facts, style(en))!.real).toBe(0);
  });

  it("nothing is said where nothing can be tested", () => {
    expect(changesOf([], facts, style(en))).toBeNull();
  });
});
