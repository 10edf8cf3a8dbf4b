import {table} from "arquero";
import {expect, it} from "vitest";
import {ltvPredictiveChart} from "../../src/charts/ltv-predictive.ts";
import {drawOptions, picture, texts} from "./picture.ts";

// Small has fewer than ten customers: counts only. B is above A beyond the noise.
const values = table({
  group: [null, "A", "B", "small"],
  customers: [300, 200, 95, 5],
  observed: [100, 60, 150, null],
  expected: [40, 30, 70, null],
  value: [140, 90, 220, null],
  low: [130, 80, 190, null],
  high: [150, 100, 250, null],
  rank: [null, 2, 1, null]
});

it.each([720, 343])(
  "ltvPredictiveChart at %d: ranked bars of two parts that add up, and their interval",
  async (width) => {
    const svg = ltvPredictiveChart(values, drawOptions({width}));
    const bars = [...svg.querySelectorAll(".k-bar")];
    expect(bars).toHaveLength(3);
    const [observed, expected] = [...bars[0]!.querySelectorAll("rect")].map((rect) =>
      Number(rect.getAttribute("width"))
    );
    expect(observed! / expected!).toBeCloseTo(100 / 40, 1);
    expect(texts(svg)).toEqual(expect.arrayContaining(["All customers", "1. B", "2. A", "$140.00"]));
    await expect(picture(svg)).toMatchFileSnapshot(`../output/ltv-predictive-${width}.svg`);
  }
);
