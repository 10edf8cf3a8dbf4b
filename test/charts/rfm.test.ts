import {table} from "arquero";
import {describe, expect, it} from "vitest";
import {rfmChart} from "../../src/charts/rfm.ts";
import {RFM_REGIONS, RFM_SEGMENTS} from "../../src/metrics/rfm-segments.ts";
import {drawOptions, picture, texts} from "./picture.ts";

// Customers 10, 20, …, 110 of 660; values in the other direction, 110 … 10 of 660.
const customers = RFM_SEGMENTS.map((_, i) => 10 * (i + 1));
const values = customers.toReversed();
const segments = table({
  segment: [...RFM_SEGMENTS],
  customers,
  share_customers: customers.map((n) => n / 660),
  value: values,
  share_value: values.map((n) => n / 660)
});
const breakpoints = table({
  measure: ["recency", "frequency", "value"],
  p20: [30, 1, 15.36],
  p40: [60, 1, 31.35],
  p60: [90, 2, 59.92],
  p80: [180, 4, 133.95]
});

describe("rfmChart", () => {
  it.each([720, 343])(
    "grid at %d: every segment once, cut-offs on the axes, a score that no value has is a dash",
    async (width) => {
      const svg = rfmChart(segments, {...drawOptions({width}), regions: RFM_REGIONS, breakpoints});
      expect(svg.querySelectorAll(".k-segment rect")).toHaveLength(11);
      const shown = texts(svg);
      expect(shown).toEqual(expect.arrayContaining(["≤ 30", "> 180", "≤ 1", "–", "≤ 4"]));
      await expect(picture(svg)).toMatchFileSnapshot(`../output/rfm-grid-${width}.svg`);
    }
  );

  it("treemap: areas are shares of the value", async () => {
    const svg = rfmChart(segments, {...drawOptions(), regions: RFM_REGIONS, form: "treemap"});
    const boxes = [...svg.querySelectorAll(".k-segment rect")].map(
      (box) => (Number(box.getAttribute("width")) + 2) * (Number(box.getAttribute("height")) + 2)
    );
    expect(boxes[0]! / boxes[10]!).toBeCloseTo(11, 1);
    await expect(picture(svg)).toMatchFileSnapshot("../output/rfm-treemap.svg");
  });

  it("no segments: says so", () => {
    expect(texts(rfmChart(segments.slice(0, 0), {...drawOptions(), regions: RFM_REGIONS}))).toEqual(["No data"]);
  });
});
