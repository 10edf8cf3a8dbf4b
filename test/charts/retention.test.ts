import {table} from "arquero";
import {describe, expect, it} from "vitest";
import {InputError} from "../../src/errors.ts";
import {retentionChart, retentionCurve} from "../../src/charts/retention.ts";
import {cellCount, drawOptions, picture, pointTexts, texts} from "./picture.ts";

type Row = [
  group: string | null,
  cohort: string | null,
  age: number,
  size: number,
  active: number | null,
  complete: boolean
];

/** A result of the metric; intervals of ±2 points are enough for a drawing. */
function rates(rows: readonly Row[]) {
  const rate = rows.map(([, , , size, active]) => (active === null ? null : active / size));
  return table({
    group: rows.map(([group]) => group),
    cohort: rows.map(([, cohort]) => (cohort === null ? null : new Date(`${cohort}-01T00:00:00Z`))),
    age: rows.map(([, , age]) => age),
    size: rows.map(([, , , size]) => size),
    active: rows.map(([, , , , active]) => active),
    rate,
    low: rate.map((value) => (value === null ? null : Math.max(0, value - 0.02))),
    high: rate.map((value) => (value === null ? null : value + 0.02)),
    complete: rows.map(([, , , , , complete]) => complete)
  });
}

/** What each row of cells says. */
function labels(chart: Element, part: string): string[][] {
  return texts(chart, `${part} .k-labels text`).map((row) => row.match(/[^\u00a0]+/g)!);
}

// 300 customers begin in January 2025, 200 in February, 100 in March; the log ends within April.
// Nobody of March's comes back in April so far: 0, not absent. Pooled: age 1 (60 + 50) / 500 = 22%, age 2 45 / 300 = 15%.
const ROWS: Row[] = [
  [null, "2025-01", 0, 300, 300, true],
  [null, "2025-01", 1, 300, 60, true], // 20%
  [null, "2025-01", 2, 300, 45, true], // 15%
  [null, "2025-01", 3, 300, 12, false], // 4%
  [null, "2025-02", 0, 200, 200, true],
  [null, "2025-02", 1, 200, 50, true], // 25%
  [null, "2025-02", 2, 200, 10, false], // 5%
  [null, "2025-03", 0, 100, 100, true],
  [null, "2025-03", 1, 100, 0, false],
  [null, null, 0, 600, 600, true],
  [null, null, 1, 500, 110, true],
  [null, null, 2, 300, 45, true]
];
const groups: Row[] = [
  ["Gold", null, 0, 100, 100, true],
  ["Gold", null, 1, 100, 40, true],
  ["Gold", null, 2, 100, 30, true],
  ["Basic", null, 0, 500, 500, true],
  ["Basic", null, 1, 500, 70, true],
  ["Basic", null, 2, 500, 60, false]
];

describe("retentionChart", () => {
  it("draws the triangle", async () => {
    await expect(picture(retentionChart(rates(ROWS), drawOptions()))).toMatchFileSnapshot("../output/retention.svg");
    await expect(picture(retentionChart(rates(ROWS), drawOptions({width: 343, lang: "ja"})))).toMatchFileSnapshot(
      "../output/retention-narrow-ja.svg"
    );
  });

  it("has a cell for every row, hatches only the incomplete ones, and leaves what is not reached empty", () => {
    const chart = retentionChart(rates(ROWS), drawOptions());
    const cells = [...chart.querySelectorAll(".k-cells path[data-step]")];
    expect(cells.reduce((n, path) => n + cellCount(path), 0)).toBe(6); // of nine rows three are age 0
    expect(cellCount(chart.querySelector(".k-cells .k-neutral"))).toBe(3);
    expect(cellCount(chart.querySelector(".k-cells .k-incomplete"))).toBe(3);
    expect(chart.querySelector(".k-pooled .k-incomplete")).toBeNull();
  });

  it("gives equal rates one colour, different ones another, and age 0 none of the scale", () => {
    // 0–25% in nine steps at most: bins of 5 points, so that 4% and 0% share a bin, 5%, 15%, 20% have their own, and 25% is the end of 20–25%
    const chart = retentionChart(rates(ROWS), drawOptions());
    const counts = [...chart.querySelectorAll(".k-cells path[data-step]")].map((path) => [
      path.getAttribute("data-step"),
      cellCount(path)
    ]);
    expect(texts(chart, ".k-key text")).toEqual(["0%", "5%", "10%", "15%", "20%", "25%"]);
    expect(counts).toEqual([
      ["0", 2],
      ["2", 1],
      ["6", 1],
      ["8", 2]
    ]);
  });

  it("prints percents, sizes and cohorts", () => {
    const chart = retentionChart(rates(ROWS), drawOptions());
    expect(labels(chart, ".k-cells")).toEqual([
      ["100%", "20%", "15%", "4%"],
      ["100%", "25%", "5%"],
      ["100%", "0%"]
    ]);
    expect(texts(chart, ".k-pooled > text")).toEqual(["All cohorts", "600"]);
    expect(labels(chart, ".k-pooled")).toEqual([["100%", "22%", "15%"]]);
    expect(texts(chart)).toEqual(
      expect.arrayContaining(["Jan 2025", "300", "Mar 2025", "100", "Age in months", "Customers", "Incomplete"])
    );
  });

  it("writes a row as one text with each label in its cell, in an ink that can be read on it", () => {
    const chart = retentionChart(rates(ROWS), drawOptions());
    const group = chart.querySelector(".k-cells .k-labels")!;
    const [first] = group.querySelectorAll("text");
    // 720 px less 145 for names and sizes, and a fourth of that more than the widest cell of 64 px: ten characters of 6.4 px, 0.6 em of 11 px being 6.6.
    expect(group.getAttribute("letter-spacing")).toBe("calc(6.4px - 1ch)");
    expect(group.getAttribute("font-family")).toMatch(/monospace$/);
    // Each ends after seven characters of its cell, as long as it may be.
    expect(first!.textContent.replaceAll("\u00a0", "·")).toBe("···100%·······20%·······15%········4%");
    // 20% is in the middle: it ends at 6.5 characters, half of one before. What its font is wider than 6.4 px lies on both sides of each.
    expect(first!.getAttribute("x")).toBe("141.7"); // 145 − 3.2 − 0.1
    // Steps 8, 6 and 0 of the ramp; most labels have the ink of light cells.
    expect([...first!.children].map((run) => [run.textContent.trim(), run.getAttribute("fill")])).toEqual([
      ["100%", "var(--k-muted)"],
      ["20%\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a015%", "var(--k-ramp-ink-5)"],
      ["4%", null]
    ]);
    expect(group.getAttribute("fill")).toBe("var(--k-ramp-ink-0)");
  });

  it("leaves numbers out where cells are too narrow for them", () => {
    const many = Array.from({length: 36}, (_, age): Row => [null, "2022-01", age, 100, age === 0 ? 100 : 30, true]);
    expect(texts(retentionChart(rates(many), drawOptions({width: 343})), ".k-cells .k-labels text")).toEqual([]);
    const wide = labels(retentionChart(rates(many), drawOptions({width: 960})), ".k-cells");
    expect(wide).toEqual([["100", ...Array<string>(35).fill("30")]]); // without the sign
  });

  it("draws the group asked for, leaves a null rate empty, and says so where there is no cohort", () => {
    const rows: Row[] = [
      ["Gold", "2025-01", 0, 10, 10, true],
      ["Gold", "2025-01", 1, 10, null, true]
    ];
    const chart = retentionChart(rates([...ROWS, ...rows]), {...drawOptions(), group: "Gold"});
    expect(chart.querySelectorAll("path[data-step]")).toHaveLength(0);
    expect(texts(retentionChart(rates([]), drawOptions()))).toEqual(["No data"]);
  });

  it("names the column that is missing", () => {
    expect(() => retentionChart(table({group: [null]}), drawOptions())).toThrow(
      new InputError('chart of an unknown column "cohort"; the table has group')
    );
  });
});

describe("retentionCurve", () => {
  it("draws a line per group and everybody in grey", async () => {
    const chart = retentionCurve(rates([...ROWS, ...groups]), drawOptions());
    expect(texts(chart, ".k-legend text")).toEqual(["Gold", "Basic", "All customers"]); // Basic ends too early for a name at its end
    expect([...chart.querySelectorAll('[stroke-dasharray="5 3"]')].map((line) => line.getAttribute("stroke"))).toEqual([
      "var(--k-muted)",
      "var(--k-muted)"
    ]); // key and line
    await expect(picture(chart)).toMatchFileSnapshot("../output/retention-curve.svg");
  });

  it("never shows incomplete periods, and begins at age 1 where age 0 would press the rest down", () => {
    const titles = pointTexts(retentionCurve(rates([...ROWS, ...groups]), drawOptions()));
    expect(titles).toContain("Gold, 2: 30.0% (28.0%–32.0%)");
    expect(titles.filter((title) => title.startsWith("Basic"))).toEqual(["Basic, 1: 14.0% (12.0%–16.0%)"]);
    expect(titles.some((title) => / 0: /.test(title))).toBe(false);
  });

  it("shows age 0 where rates are high, as with subscriptions", () => {
    const rows: Row[] = [
      [null, null, 0, 100, 100, true],
      [null, null, 1, 100, 96, true]
    ];
    expect(pointTexts(retentionCurve(rates(rows), drawOptions()))).toEqual([
      "All customers, 0: 100.0% (98.0%–102.0%)",
      "All customers, 1: 96.0% (94.0%–98.0%)"
    ]);
    expect(texts(retentionCurve(rates(ROWS.slice(0, 9)), drawOptions()))).toEqual(["No data"]);
  });
});
