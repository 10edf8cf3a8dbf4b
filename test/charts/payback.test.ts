import {table} from "arquero";
import {expect, it} from "vitest";
import {paybackChart} from "../../src/charts/payback.ts";
import {drawOptions, picture, texts} from "./picture.ts";

// Ads bring 80 for 40, a loss-making channel −10 for 20; of the last one no cost is known. Cohorts are not drawn.
const values = table({
  channel: [null, "ads", "ads", "fair", "word of mouth"],
  cohort: [null, null, new Date("2026-01-01T00:00:00Z"), null, null],
  cac: [30, 40, 40, 20, null],
  ltv: [60, 80, 80, -10, 50],
  ratio: [2, 2, 2, -0.5, null],
  months: [3, 4, 4, null, null]
});

it.each([720, 343])(
  "paybackChart at %d: a bar per channel, a mark where the cost is known, words where it is not reached",
  async (width) => {
    const svg = paybackChart(values, drawOptions({width}));
    expect(svg.querySelectorAll(".k-bar")).toHaveLength(4);
    expect(svg.querySelectorAll(".k-cac")).toHaveLength(3);
    expect(texts(svg)).toEqual(
      expect.arrayContaining(["all channels", "×2.00 · 3 months", "×−0.50 · not reached", "–"])
    );
    await expect(picture(svg)).toMatchFileSnapshot(`../output/payback-${width}.svg`);
  }
);
