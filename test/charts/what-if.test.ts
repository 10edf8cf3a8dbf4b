import {table} from "arquero";
import {expect, it} from "vitest";
import {whatIfChart} from "../../src/charts/what-if.ts";
import {drawOptions, picture, texts} from "./picture.ts";

const points = [-10, -5, 0, 5, 10];
const change = [-180, -100, 0, 120, 260];
const shifts = table({
  group: points.map(() => null),
  points,
  change,
  low: change.map((value) => value * 0.8),
  high: change.map((value) => value * 1.2)
});
const ruleOfThumb = table({points: [0, 5, 10], low: [0, 100, 200], high: [0, 380, 760]});

it.each([720, 343])(
  "whatIfChart at %d: the line rises, its values are written, the claim is a band with its source",
  async (width) => {
    const svg = whatIfChart(shifts, {...drawOptions({width}), ruleOfThumb});
    expect(texts(svg)).toEqual(expect.arrayContaining(["+$120.00", "−$100.00", "rule of thumb", "+5"]));
    expect(svg.querySelectorAll(".k-claim, .k-band")).toHaveLength(2);
    const ys = svg
      .querySelector(".k-line")!
      .getAttribute("d")!
      .split(/[ML]/)
      .slice(1)
      .map((place) => Number(place.split(" ")[1]));
    expect(ys.every((y, i) => i === 0 || y < ys[i - 1]!)).toBe(true);
    await expect(picture(svg)).toMatchFileSnapshot(`../output/what-if-${width}.svg`);
  }
);
