import {table} from "arquero";
import {describe, expect, it} from "vitest";
import {voiceChart} from "../../src/charts/voice.ts";
import type {VoiceChartOptions} from "../../src/charts/voice.ts";
import {words} from "../../src/site/words/languages.ts";
import {drawOptions, picture, texts} from "./picture.ts";

const COLOURS = ["--k-good:#00664c", "--k-bad:#c2271b"];
const terms = table({
  group: [null, null, null, null, "Gold"],
  term: ["lovely", "fresh", "late", "tea", "gift"],
  customers: [200, 50, 100, 800, 40],
  customers_for: [180, 40, 5, 300, 30],
  customers_against: [10, 5, 90, 280, 110],
  mean: [9.2, 9, 4.1, 7.5, 8],
  log_odds: [3, 1.5, -2.5, 0.1, 0.8],
  low: [2.2, 0.9, -3.4, -0.1, 0.3],
  high: [3.8, 2.1, -1.6, 0.3, 1.3],
  differs: [true, true, true, false, true]
});
const themes = table({
  group: [null, null, null, "Gold", "Gold"],
  theme: ["delivery", "taste", "a · b · c", "delivery", "taste"],
  theme_ja: ["配送", null, null, "配送", null],
  source: ["catalog", "catalog", "cluster", "catalog", "catalog"],
  customers: [300, 200, 30, 20, 10],
  share: [0.25, 0.2, 0.03, 0.3, 0.15],
  share_for: [0.19, 0.2, 0.03, 0.3, 0.15],
  share_against: [0.28, 0.21, 0.04, 0.24, 0.2],
  difference: [-0.09, -0.01, -0.01, 0.06, -0.05],
  differs: [true, false, false, true, false],
  mean: [6.9, 7.3, null, 7, 8]
});
const QUARTERS = ["2025-01-01", "2025-04-01", "2025-07-01"].map((day) => new Date(day));
const trend = table({
  group: [null, null, null],
  theme: ["delivery", "delivery", "delivery"],
  period: QUARTERS,
  share: [0.3, 0.28, 0.22]
});
const draw = (options: Partial<VoiceChartOptions> = {}, lang: "en" | "ja" = "en") =>
  voiceChart(terms, {
    ...drawOptions({width: options.width ?? 720, lang}),
    words: words(lang).chart,
    themes,
    trend,
    compare: "score",
    show: 8,
    ...options
  });

/** The dots of the terms: middle, and radius, by the name of their row. */
function dots(chart: Element): Readonly<Record<string, readonly [x: number, r: number]>> {
  return Object.fromEntries(
    [...chart.querySelectorAll(".k-voice-terms .k-row")].map((row) => {
      const dot = row.querySelector("circle")!;
      return [texts(row)[0], [Number(dot.getAttribute("cx")), Number(dot.getAttribute("r"))] as const];
    })
  );
}

describe("voiceChart", () => {
  it("complaint lies left, praise right, as far out as their odds are apart, as large as they are often said", async () => {
    for (const width of [720, 343]) {
      const found = dots(draw({width}));
      const [lovely, fresh, late] = ["lovely", "fresh", "late"].map((name) => found[name]!);
      expect(Object.keys(found)).not.toContain("tea"); // within the noise
      const middle = width / 2;
      expect(late![0]).toBeLessThan(middle);
      // Beyond the gutter of 8 pixels the distance is in proportion to the log-odds: 3 against 1.5.
      expect((lovely![0] - middle - 8) / (fresh![0] - middle - 8)).toBeCloseTo(2, 2);
      // Areas are, from the least radius on, in proportion to customers: √(200/200), √(50/200).
      expect((lovely![1] - 3) / (fresh![1] - 3)).toBeCloseTo(2, 2);
      await expect(picture(draw({width}), COLOURS)).toMatchFileSnapshot(`../output/comments-${width}.svg`);
    }
  });

  it("themes: bars in proportion to both sides, those that differ first and in full colour; clusters only where they differ", () => {
    const rows = [...draw().querySelectorAll(".k-themes .k-row")];
    expect(rows.map((row) => texts(row)[0])).toEqual(["delivery", "taste"]);
    const [left, right] = [...rows[0]!.querySelectorAll("rect")].map((rect) => Number(rect.getAttribute("width")));
    expect(left! / right!).toBeCloseTo(28 / 19, 2);
    const opacity = rows.map((row) => row.querySelector("rect")!.getAttribute("fill-opacity"));
    expect(opacity).toEqual([null, "0.4"]);
    expect(texts(rows[0]!)).toEqual(["delivery", "n = 300, mean score 6.90", "28%", "19%"]);
  });

  it("of a term of which only the sides are known, says more than how many they are", () => {
    const sided = table({...terms.data(), customers: [null, 50, 100, 800, 40], mean: [null, 9, 4.1, 7.5, 8]});
    const chart = voiceChart(sided, {...drawOptions(), words: words("en").chart, themes, trend, compare: "score", show: 8}); // prettier-ignore
    expect(texts(chart)).toContain("n > 190");
    expect(dots(chart)["lovely"]![1]).toBeGreaterThan(dots(chart)["late"]![1]);
  });

  it("Japanese pages have the catalog's Japanese names", () => {
    expect(texts(draw({}, "ja"))).toContain("配送");
    expect(texts(draw({}, "ja"))).toContain("称賛につながる語 →");
  });

  it("groups: a share per group and theme, an arrow where it differs; and each group's own terms", async () => {
    const chart = draw({compare: "group"});
    expect(texts(chart)).toContain("30%▲");
    expect(texts(chart)).toContain("Said more in “Gold” (log-odds)");
    expect(texts(chart)).toContain("gift");
    await expect(picture(chart, COLOURS)).toMatchFileSnapshot("../output/comments-groups.svg");
    // A share that may not be told is a dash, as a theme of too few is.
    const hidden = table({...themes.data(), share: [0.25, 0.2, 0.03, null, 0.15]});
    const [before, after] = [chart, draw({compare: "group", themes: hidden})].map((one) => texts(one).filter((text) => text === "–").length); // prettier-ignore
    expect(after).toBe(before! + 1);
  });

  it("says so where no term stands out, or nobody commented", () => {
    const none = table({...Object.fromEntries(terms.columnNames().map((name) => [name, [...(terms.array(name) as unknown[])]])), differs: [false, false, false, false, false]}); // prettier-ignore
    const options = {...drawOptions(), words: words("en").chart, themes, trend, show: 8};
    expect(texts(voiceChart(none, {...options, compare: "score"}))).toContain("No term stands out beyond the noise.");
    const empty = (of: typeof terms) => table(Object.fromEntries(of.columnNames().map((name) => [name, []])));
    expect(texts(voiceChart(empty(terms), {...options, themes: empty(themes), compare: "score"}))).toHaveLength(1);
  });
});
