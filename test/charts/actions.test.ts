import {table} from "arquero";
import {describe, expect, it} from "vitest";
import {actionsChart} from "../../src/charts/actions.ts";
import {words} from "../../src/site/words/languages.ts";
import {drawOptions, picture, pointTexts, texts} from "./picture.ts";

const COLOURS = ["--k-good:#00664c", "--k-bad:#c2271b"];
const month = (i: number) => new Date(Date.UTC(2025, i, 1));
const none = {before: null, before_low: null, before_high: null, after: null, after_low: null, after_high: null, target: null, reached: null, design: null, level: null, level_low: null, level_high: null, slope: null, slope_low: null, slope_high: null, effect: null, low: null, high: null}; // prettier-ignore
const base = {group: null, owner: null, metric: "orders", segment: null, for_list: false, listed: null, held_out: null, started: month(8), ended: null, unit: "number", ...none}; // prettier-ignore
const ROWS = [
  {...base, id: 1, action: "Letter", metric: "csat", unit: "ratio", status: "not changed", before: 0.7, before_low: 0.68, before_high: 0.72, after: 0.71, after_low: 0.69, after_high: 0.73, target: 0.8, reached: false, design: "interrupted time series", level: 0.011, level_low: -0.077, level_high: 0.098, slope: 0.003, slope_low: -0.006, slope_high: 0.012}, // prettier-ignore
  {...base, id: 2, action: "A new warehouse for the west of the country, and next-day delivery", owner: "Logistics", segment: "region=West", status: "worked", before: 0.2, before_low: 0.18, before_high: 0.22, after: 0.26, after_low: 0.24, after_high: 0.28, target: 0.15, reached: true, design: "difference-in-differences", effect: 0.274, low: 0.234, high: 0.316, ended: new Date(Date.UTC(2025, 10, 30))}, // prettier-ignore
  {...base, id: 3, action: "Boxes", metric: "nps", unit: "nps", status: "planned", started: month(14)},
  {...base, id: 4, action: "Smiles", metric: "happiness", unit: null, status: "not measured"},
  {...base, id: 5, action: "Louder", group: "x", status: "worse"}
];
const column = (name: keyof (typeof ROWS)[number]) => ROWS.map((row) => row[name]);
const rows = table(Object.fromEntries(Object.keys(ROWS[0]!).map((name) => [name, column(name as "id")])));
const line = (id: number, value: (i: number) => number, expected: ((i: number) => number) | null = null) =>
  Array.from({length: 12}, (_, i) => ({
    group: null,
    id,
    period: month(i),
    value: value(i),
    expected: expected && i >= 8 && i < 11 ? expected(i) : null,
    goal: id === 1 ? 0.8 : expected && i >= 8 && i < 11 ? expected(i) * 1.15 : null,
    phase: i < 8 ? "before" : i < 11 ? "after" : "between"
  }));
const POINTS = [
  ...line(1, (i) => 0.7 + 0.02 * Math.sin(2 * i)),
  ...line(
    2,
    (i) => (i < 8 ? 0.2 : 0.26) + 0.02 * Math.sin(i),
    (i) => 0.2 + 0.02 * Math.sin(i)
  ),
  ...line(3, (i) => 12 + i)
];
const series = table(
  Object.fromEntries(Object.keys(POINTS[0]!).map((name) => [name, POINTS.map((point) => point[name as "id"])]))
);
const draw = (width = 720, lang: "en" | "ja" = "en") =>
  actionsChart(rows, {...drawOptions({width, lang}), words: words(lang).chart, series, period: "month"});

describe("actionsChart", () => {
  it("has a panel for each measure, judged ones first, with what came of it in words", async () => {
    const said = texts(draw());
    for (const text of [
      "Worked",
      "target reached",
      "+27.4% (+23.4% – +31.6%) against the others",
      "Orders per customer · region: West · Logistics",
      "from Sep 2025",
      "Not changed (no comparison)",
      "target not reached",
      "Planned",
      "Begins Mar 1, 2026",
      "Not measured",
      "happiness · all customers"
    ])
      // prettier-ignore
      expect(said).toContain(text);
    expect(said.join(" ")).toContain("Level +1.1 (−7.7 – +9.8); slope per period +0.3 (−0.6 – +1.2)");
    expect(said.indexOf("Worked")).toBeLessThan(said.indexOf("Not changed (no comparison)"));
    // Other groups are in the table only.
    expect(said).not.toContain("Louder");
    await expect(picture(draw(), COLOURS)).toMatchFileSnapshot("../output/actions.svg");
    await expect(picture(draw(343, "ja"), COLOURS)).toMatchFileSnapshot("../output/actions-narrow-ja.svg");
  });

  it("draws line, means, start and end, target, and what would have been where it is known", () => {
    const chart = draw();
    const count = (selector: string) =>
      [...chart.querySelectorAll(".k-action")].map((panel) => panel.querySelectorAll(selector).length);
    expect(count(".k-line")).toEqual([1, 1, 1, 0]);
    expect(count(".k-mean")).toEqual([2, 2, 0, 0]);
    expect(count(".k-start")).toEqual([1, 1, 1, 0]);
    expect(count(".k-end")).toEqual([1, 0, 0, 0]);
    // It ended with November, the eleventh point: the line stands between this and the next one.
    const places = [...chart.querySelectorAll(".k-action")[0]!.querySelector(".k-line")!.getAttribute("d")!.matchAll(/[ML]([\d.]+)/g)].map(([, x]) => Number(x)); // prettier-ignore
    const end = Number(/M([\d.]+)/.exec(chart.querySelector(".k-end")!.getAttribute("d")!)![1]);
    expect(end).toBeGreaterThan(places[10]!);
    expect(end).toBeLessThan(places[11]!);
    const lengths = (selector: string) =>
      [...chart.querySelectorAll(selector)].map((path) => path.getAttribute("d")!.split(/[ML]/).length - 1);
    expect(lengths(".k-expected")).toEqual([3, 0, 0]);
    expect(lengths(".k-target")).toEqual([3, 12, 0]);
    expect(pointTexts(chart)).toContain("Sep 2025: 0.28; Without the measure: 0.22");
  });

  it("says where there is none", () => {
    const empty = table(Object.fromEntries(rows.columnNames().map((name) => [name, []])));
    expect(texts(actionsChart(empty, {...drawOptions(), series, period: "month"}))).toEqual(["No data"]);
  });
});
