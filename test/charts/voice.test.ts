import {table} from "arquero";
import type {ColumnTable} from "arquero";
import {describe, expect, it} from "vitest";
import {npsChart} from "../../src/charts/nps.ts";
import {topBoxChart} from "../../src/charts/top-box.ts";
import {drawOptions, picture, pointTexts, texts} from "./picture.ts";

const COLOURS = ["--k-good:#00664c", "--k-bad:#c2271b"];

/** group, month of 2025 (null: whole window), promoters, passives, detractors, score, low, high. */
type Row = readonly [string | null, number | null, number, number, number, number | null, number | null, number | null];

function scores(rows: readonly Row[]): ColumnTable {
  const answers = rows.map(([, , p, a, d]) => p + a + d);
  return table({
    group: rows.map(([group]) => group),
    period: rows.map(([, month]) => (month === null ? null : new Date(Date.UTC(2025, month - 1, 1)))),
    answers,
    promoters: rows.map(([, , p]) => p),
    passives: rows.map(([, , , a]) => a),
    detractors: rows.map(([, , , , d]) => d),
    score: rows.map((row) => row[5]),
    low: rows.map((row) => row[6]),
    high: rows.map((row) => row[7]),
    low_base: answers.map((n) => n < 30),
    complete: rows.map(([, month]) => month !== 12)
  });
}

const DISTRIBUTION = table({
  group: Array.from({length: 11}, () => null),
  answer: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  answers: [5, 0, 0, 0, 5, 5, 5, 10, 20, 20, 30],
  share: [0.05, 0, 0, 0, 0.05, 0.05, 0.05, 0.1, 0.2, 0.2, 0.3]
});
const ALL: Row = [null, null, 50, 30, 20, 30, 14.1, 44.2];
const GROUPS: readonly Row[] = [
  ALL,
  ["Gold", null, 40, 10, 5, 63.6, 47, 76],
  ["Basic", null, 10, 20, 9, 2.6, -19, 24],
  ["New", null, 0, 0, 6, null, null, null]
];
// Two of five answered: all asked have 0.4 · 30 − 0.6 · 100 = −48 to 0.4 · 30 + 0.6 · 100 = 72.
const RESPONSE = {rate: 0.4, low: -48, high: 72};
const nps = (rows: readonly Row[], options = {}) =>
  npsChart(scores(rows), {...drawOptions(), distribution: DISTRIBUTION, ...options});

/** The numbers of each row in a path that draws something for all of them. */
function strokes(path: Element): readonly (readonly number[])[] {
  const parts = path.getAttribute("d")!.split("M").slice(1);
  return parts.map((part) => part.match(/-?[\d.]+/g)!.map(Number));
}

/** Left and right ends of the bar's parts in a row of the drawing. */
function parts(chart: Element, row: number): [from: number, to: number, fill: string | null][] {
  return [...chart.querySelectorAll(".k-part")].map((path) => {
    const [from, , to] = strokes(path)[row]!;
    return [from!, to!, path.getAttribute("fill")];
  });
}

/** Where the dots of a look stand. */
function dots(chart: Element, selector = ".k-dot"): readonly number[] {
  return [...chart.querySelectorAll(selector)].flatMap((path) => strokes(path).map(([left]) => left! + 4.5));
}

describe("npsChart", () => {
  it("draws detractors left, passives about one zero, promoters right, in proportion", async () => {
    const chart = nps(GROUPS);
    const [all, gold] = [parts(chart, 0), parts(chart, 1)];
    expect(all.map(([, , fill]) => fill)).toEqual(["var(--k-bad)", "var(--k-ramp-1)", "var(--k-good)"]);
    const [detractors, passives, promoters] = all.map(([from, to]) => to - from);
    expect(promoters! / detractors!).toBeCloseTo(50 / 20, 1);
    expect(passives! / detractors!).toBeCloseTo(30 / 20, 1);
    const zero = (row: typeof all) => (row[1]![0] + row[1]![1]) / 2;
    expect(zero(gold)).toBeCloseTo(zero(all), 1);
    await expect(picture(chart, COLOURS)).toMatchFileSnapshot("../output/nps.svg");
  });

  it("prints the score, its interval and n; of fewer than ten answers no score and no bar", () => {
    const chart = nps(GROUPS);
    const rows = [...chart.querySelectorAll(".k-row")].map((row) => texts(row));
    expect(rows[1]).toEqual(["Gold", "n = 55", "63.6", "47.0–76.0", "18%", "73%"]);
    expect(rows[3]).toEqual(["New", "n = 6", "–", "", "fewer than 10 answers"]);
    expect([...chart.querySelectorAll(".k-part")].map((path) => strokes(path).length)).toEqual([3, 3, 3]);
    expect(dots(chart)).toHaveLength(3);
  });

  it("marks a low base by a hollow dot and its word", () => {
    const chart = nps([ALL, ["Few", null, 6, 2, 4, 16.7, -25, 52]]);
    expect(texts(chart.querySelectorAll(".k-row")[1]!)[1]).toBe("n = 12, low base");
    const hollow = '.k-dot[fill="var(--k-surface)"]';
    expect(dots(chart)).toHaveLength(2);
    expect(dots(chart, hollow)).toHaveLength(1);
    // 16.7 is below everybody's 30.
    expect(dots(chart, hollow)[0]).toBeLessThan(dots(chart, `.k-dot:not(${hollow})`)[0]!);
    expect(chart.querySelectorAll(".k-interval[stroke-dasharray]")).toHaveLength(1);
  });

  it("puts name and number above the bar where it is narrow", async () => {
    const chart = nps(GROUPS, {...drawOptions({width: 343, lang: "ja"}), response: RESPONSE});
    expect(texts(chart.querySelectorAll(".k-row")[1]!).slice(0, 3)).toEqual(["Gold", "n = 55", "63.6 (47.0–76.0)"]);
    await expect(picture(chart, COLOURS)).toMatchFileSnapshot("../output/nps-narrow-ja.svg");
  });

  it("draws the trend of closed periods under the score, with a gap where there is none", async () => {
    const months: readonly Row[] = [
      [null, 1, 20, 10, 10, 25, 2, 44],
      [null, 2, 3, 1, 1, null, null, null],
      [null, 3, 20, 12, 4, 44, 22, 61],
      [null, 4, 22, 9, 5, 47, 24, 64],
      [null, 12, 30, 1, 1, 90, 70, 99]
    ];
    const chart = nps([ALL, ...months]);
    const titles = pointTexts(chart, ".k-panel [data-points]");
    expect(titles).toHaveLength(3);
    expect(titles.some((title) => title.includes("90"))).toBe(false); // December is not over
    await expect(picture(chart, COLOURS)).toMatchFileSnapshot("../output/nps-trend.svg");
  });

  it("draws the answers 0 to 10 in the colours of their groups where there is no trend", async () => {
    const chart = nps([ALL], {response: RESPONSE});
    const columns = [...chart.querySelectorAll(".k-distribution rect")];
    expect(columns.map((rect) => rect.getAttribute("fill"))).toEqual([
      ...Array.from({length: 7}, () => "var(--k-bad)"),
      "var(--k-ramp-1)",
      "var(--k-ramp-1)",
      "var(--k-good)",
      "var(--k-good)"
    ]);
    expect(columns.map((rect) => rect.textContent)[10]).toBe("10: 30 (30.0%)");
    await expect(picture(chart, COLOURS)).toMatchFileSnapshot("../output/nps-distribution.svg");
  });

  it("draws numbers in place of shares, and says so, where there are fewer than ten answers", () => {
    const answers = [1, 0, 0, 0, 0, 0, 0, 2, 0, 0, 3];
    const distribution = table({...DISTRIBUTION.data(), answers, share: answers.map(() => null)});
    const chart = nps([[null, null, 3, 2, 1, null, null, null]], {distribution});
    expect([...chart.querySelectorAll(".k-distribution rect")].map((rect) => rect.textContent)[10]).toBe("10: 3");
    expect(texts(chart)).toContain("number of answers");
    expect(texts(chart).join(" ")).not.toContain("%");
  });

  it("stands the mark at the score on a scale of −100 to 100, within its interval, within what all asked can have", () => {
    const gauge = nps([ALL], {response: RESPONSE}).querySelector(".k-gauge")!;
    const numbers = (node: Element | null) =>
      node!
        .getAttribute("d")!
        .match(/[\d.]+/g)!
        .map(Number);
    const [detractors, promoters, interval] = [...gauge.querySelectorAll("rect")].map((rect) => {
      const from = Number(rect.getAttribute("x"));
      return [from, from + Number(rect.getAttribute("width"))] as const;
    });
    const [start, end] = [detractors![0], promoters![1]];
    const x = (value: number) => start + ((value + 100) / 200) * (end - start);
    expect(detractors![1]).toBeCloseTo(x(0), 0);
    expect(numbers(gauge.querySelector(".k-score"))[0]).toBeCloseTo(x(30), 0);
    expect(interval![0]).toBeCloseTo(x(14.1), 0);
    expect(interval![1]).toBeCloseTo(x(44.2), 0);
    const [low, , , high] = numbers(gauge.querySelector(".k-bounds"));
    expect(low).toBeCloseTo(x(-48), 0);
    expect(high).toBeCloseTo(x(72), 0);
    expect(texts(gauge)[0]).toBe("30.0");
    expect(texts(gauge).at(-1)).toBe("40.0% answered; all asked: −48.0 to 72.0");
  });

  it("has no gauge of fewer than ten answers, and no line below it where nobody knows who was asked", () => {
    const few = nps([[null, null, 3, 2, 1, null, null, null]], {response: RESPONSE});
    expect(few.querySelector(".k-gauge")).toBeNull();
    expect(nps([ALL]).querySelector(".k-bounds")).toBeNull();
  });

  it("says so where nobody answered", () => {
    expect(texts(nps([]))).toEqual(["No data"]);
  });
});

describe("topBoxChart", () => {
  const rates = table({
    group: [null, "Gold", "Basic"],
    period: [null, null, null],
    answers: [100, 60, 40],
    positive: [82, 55, 27],
    rate: [0.82, 0.917, 0.675],
    low: [0.733, 0.819, 0.52],
    high: [0.883, 0.964, 0.8],
    low_base: [false, false, false],
    complete: [true, true, true]
  });

  it("stands a dot at each rate within its interval, everybody's line through all", async () => {
    const chart = topBoxChart(rates, {...drawOptions(), measure: "csat"});
    const xs = dots(chart);
    expect(xs[1]).toBeGreaterThan(xs[0]!);
    expect(xs[2]).toBeLessThan(xs[0]!);
    expect(strokes(chart.querySelector(".k-all")!)[0]![0]).toBeCloseTo(xs[0]!, 1);
    expect(texts(chart.querySelectorAll(".k-row")[0]!)).toEqual(["All customers", "n = 100", "82.0%", "73.3%–88.3%"]);
    await expect(picture(chart)).toMatchFileSnapshot("../output/csat.svg");
  });

  it("has names and numbers above the dots where it is narrow", async () => {
    const chart = topBoxChart(rates, {...drawOptions({width: 343}), measure: "dwb"});
    expect(texts(chart, ".k-axes text")[0]).toBe("dwb");
    await expect(picture(chart)).toMatchFileSnapshot("../output/dwb-narrow.svg");
  });
});
