import {table} from "arquero";
import {expect, it} from "vitest";
import {gapChart} from "../../src/charts/gap.ts";
import {words} from "../../src/site/words/languages.ts";
import {drawOptions, picture, texts} from "./picture.ts";

const gaps = table({
  group: [null, null, null, null, "x"],
  touchpoint: ["delivery", "(shop)", "website", "few", "delivery"],
  gap: [-0.93, -0.05, 0.18, null, 1],
  low: [-0.99, -0.08, 0.11, null, 0.9],
  high: [-0.86, -0.02, 0.24, null, 1.1],
  importance: [0.44, 0.41, 0.41, null, 0.5],
  importance_low: [0.39, 0.39, 0.36, null, 0.4],
  importance_high: [0.49, 0.43, 0.45, null, 0.6],
  quadrant: ["act first", "act first", "keep up", null, "keep up"]
});

it("gapChart names everybody's touchpoints and quadrants; names do not meet", async () => {
  for (const width of [720, 343]) {
    const chart = gapChart(gaps, {...drawOptions({width}), words: words("en").chart});
    const said = texts(chart);
    for (const text of ["delivery", "Shop as a whole", "website", "Act first", "Keep up", "Watch", "Enough"])
      expect(said).toContain(text);
    expect(said).not.toContain("few");
    expect(said.filter((text) => text === "delivery")).toHaveLength(1);
    const [shop, website] = [...chart.querySelectorAll(".k-point text")].slice(1).map((node) => Number(node.getAttribute("y"))); // prettier-ignore
    expect(Math.abs(shop! - website!)).toBeGreaterThanOrEqual(12);
    await expect(picture(chart)).toMatchFileSnapshot(`../output/gap-${width}.svg`);
  }
});

it("gapChart speaks Japanese, and says where there is nothing", () => {
  const said = texts(gapChart(gaps, {...drawOptions({width: 720, lang: "ja"}), words: words("ja").chart}));
  for (const text of ["お店全体", "最優先で改善"]) expect(said).toContain(text);
  const none = table(Object.fromEntries(gaps.columnNames().map((name) => [name, []])));
  expect(texts(gapChart(none, drawOptions({width: 720})))).toHaveLength(1);
});
