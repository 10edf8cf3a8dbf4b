import {expect, it} from "vitest";
import {squarify} from "../../src/charts/squarify.ts";

it("squarify(values, box): areas in proportion, together the box", () => {
  const boxes = squarify([6, 3, 2, 1], {x: 0, y: 0, width: 60, height: 20}); // 1200 pixels for 12: 100 each
  expect(boxes.map(({width, height}) => Math.round(width * height))).toEqual([600, 300, 200, 100]);
  expect(boxes[0]).toEqual({x: 0, y: 0, width: 30, height: 20});
  expect(squarify([], {x: 0, y: 0, width: 60, height: 20})).toEqual([]);
});
