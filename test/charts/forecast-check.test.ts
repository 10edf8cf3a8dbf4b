import {table} from "arquero";
import {describe, expect, it} from "vitest";
import {forecastCheck} from "../../src/charts/forecast-check.ts";
import {drawOptions, picture} from "./picture.ts";

const accuracy = table({
  method: ["model", "same-as-before", "own-rate", "none"],
  total: [950, 1400, 1800, 0],
  actual: [1000, 1000, 1000, 1000],
  bias: [-0.05, 0.4, 0.8, -1],
  rmse: [1.2, 1.9, 2.2, 2.8]
});
const frequency = table({
  repeats: [0, 1, 2, 3, 7],
  actual: [0.2, 0.7, 1.4, 1.6, 5.1],
  expected: [0.23, 0.6, 1.2, 1.9, 4.9]
});

describe("forecastCheck", () => {
  it.each([720, 343])("at %d: a bar for each way, a line at what came, dots and rings by frequency", async (width) => {
    const svg = forecastCheck({accuracy, frequency}, drawOptions({width}))!;
    const widths = [...svg.querySelectorAll(".k-method")].map((bar) => Number(bar.getAttribute("width")));
    expect(widths[2]! / widths[0]!).toBeCloseTo(1800 / 950, 2);
    // One of each in the key.
    expect([svg.querySelectorAll(".k-dot").length, svg.querySelectorAll(".k-ring").length]).toEqual([6, 6]);
    await expect(picture(svg)).toMatchFileSnapshot(`../output/forecast-check-${width}.svg`);
  });

  it("nothing held out: no panel", () => {
    expect(forecastCheck({accuracy: accuracy.slice(0, 0), frequency: frequency.slice(0, 0)}, drawOptions())).toBeNull();
  });
});
