import {table} from "arquero";
import {expect, it} from "vitest";
import {lifecycleChart} from "../../src/charts/lifecycle.ts";
import {drawOptions, picture, texts} from "./picture.ts";

const phases = ["first-time", "repeat", "loyal", "won back", "at risk", "lapsed"];
const counts = [
  [30, 10, 0, 0, 0, 0],
  [20, 15, 5, 2, 8, 10]
];
const rows = counts.flatMap((row, month) =>
  row.map((customers, p) => ({period: new Date(Date.UTC(2026, month, 1)), phase: phases[p]!, customers}))
);

it.each([720, 343])("lifecycleChart at %d: bars stack up to all customers, phases differ in colour", async (width) => {
  const svg = lifecycleChart(
    table({
      period: rows.map(({period}) => period),
      phase: rows.map(({phase}) => phase),
      customers: rows.map(({customers}) => customers)
    }),
    drawOptions({width})
  );
  const bars = [...svg.querySelectorAll(".k-bar")];
  expect(bars).toHaveLength(8); // zeros are not drawn
  const height = (from: number, to: number) =>
    bars.slice(from, to).reduce((sum, bar) => sum + Number(bar.getAttribute("height")) + 0.5, 0);
  expect(height(2, 8) / height(0, 2)).toBeCloseTo(60 / 40, 2);
  expect(new Set(bars.slice(2).map((bar) => bar.getAttribute("fill"))).size).toBe(6);
  expect(texts(svg, ".k-legend text")).toEqual(phases);
  await expect(picture(svg)).toMatchFileSnapshot(`../output/lifecycle-${width}.svg`);
});
