import {expect, it} from "vitest";
import {sparkline} from "../../src/charts/sparkline.ts";
import {drawOptions, picture} from "./picture.ts";

const {document, format, words} = drawOptions();
const options = {document, format, words, unit: "count"} as const;

// 32 high with 3.5 of padding: 4 is at the top (3.5), 0 at the bottom (28.5), 2 in the middle (16); 5 places 28.25 apart from 3.5 on.
it("sparkline(values) spans least to greatest, breaks at null, and marks the last value", async () => {
  const spark = sparkline([0, 4, null, 2, 2], options);
  expect(spark.querySelectorAll("path")[1]!.getAttribute("d")).toBe("M3.5 28.5L31.75 3.5M88.25 16L116.5 16");
  expect(spark.querySelector("circle")!.getAttribute("cy")).toBe("16");
  expect(spark.getAttribute("aria-label")).toBe("0 → 2");
  await expect(picture(spark)).toMatchFileSnapshot("../output/sparkline.svg");
});

it("equal values lie in the middle, a trailing null does not move the mark, and nothing known is empty", () => {
  expect(sparkline([3, 3, null], options).querySelector("circle")!.getAttribute("cx")).toBe("60");
  expect(sparkline([3, 3], options).querySelector("circle")!.getAttribute("cy")).toBe("16");
  expect(sparkline([null], options).getAttribute("aria-label")).toBe("No data");
});
