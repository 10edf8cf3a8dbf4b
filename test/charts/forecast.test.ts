import {table} from "arquero";
import {describe, expect, it} from "vitest";
import {forecastChart} from "../../src/charts/forecast.ts";
import {drawOptions, picture, texts} from "./picture.ts";

const months = ["01", "02", "03", "04", "05", "06"].map((month) => new Date(`2026-${month}-01T00:00:00Z`));
// Two months of fit, two held out (with 10 and 20 of newer customers), the open month so far and one to come.
const series = table({
  period: months,
  actual: [100, 120, 110, 90, 20, null],
  expected: [105, 115, 100, 95, 60, 90],
  low: [null, null, 80, 75, 45, 70],
  high: [null, null, 120, 115, 75, 110],
  holdout: [false, false, true, true, false, false],
  complete: [true, true, true, true, false, false],
  newcomers: [null, null, 10, 20, null, null]
});

describe("forecastChart", () => {
  it.each([720, 343])(
    "at %d: bands where there are intervals, the check shaded, no line over months to come",
    async (width) => {
      const svg = forecastChart(series, drawOptions({width}));
      expect(svg.querySelectorAll(".k-band")).toHaveLength(2);
      expect(svg.querySelectorAll(".k-expected")).toHaveLength(3);
      expect(svg.querySelector(".k-actual")!.getAttribute("d")!.match(/[ML]/g)).toHaveLength(4);
      expect(svg.querySelectorAll(".k-holdout rect")).toHaveLength(1);
      expect(svg.querySelectorAll(".k-newcomers")).toHaveLength(1);
      await expect(picture(svg)).toMatchFileSnapshot(`../output/forecast-${width}.svg`);
    }
  );

  it("no rows: says so", () => {
    expect(texts(forecastChart(series.slice(0, 0), drawOptions()))).toEqual(["No data"]);
  });
});
