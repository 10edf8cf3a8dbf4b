import {expect, it} from "vitest";
import {placeTexts} from "../../src/charts/text-places.ts";
import {DOCUMENT} from "../../src/site/svg.ts";

function placed(inner: string): string {
  const svg = DOCUMENT.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.innerHTML = inner;
  placeTexts(svg);
  return svg.innerHTML;
}

/** The attributes of each element, whatever their order. */
function attributesOf(inner: string): readonly Readonly<Record<string, string>>[] {
  const svg = DOCUMENT.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.innerHTML = placed(inner);
  return [...svg.querySelectorAll("*")].map((one) =>
    Object.fromEntries(one.getAttributeNames().map((name) => [name, one.getAttribute(name)!]))
  );
}

it("texts stand where their own move and their layer's bring them, each line of them", () => {
  const [layer, text, first, second] = attributesOf(
    '<g transform="translate(-8,10.5)"><text transform="translate(29,249)"><tspan y="0.85em" x="0">Jan</tspan><tspan dy="1.2em" x="0">2025</tspan></text></g>'
  );
  expect(layer).toEqual({});
  expect(text).toEqual({x: "21", y: "259.5"});
  expect(first).toEqual({x: "21", dy: "0.85em"});
  expect(second).toEqual({x: "21", dy: "1.2em"});
});

it("a text's place about its line stays, and what it has of a place is added", () => {
  expect(attributesOf('<g><text transform="translate(24,113.2)" y="0.32em">40</text></g>')[1]).toEqual({
    x: "24",
    y: "113.2",
    dy: "0.32em"
  });
  expect(attributesOf('<g transform="translate(2 3)"><text x="1" y="0.5">40<title>forty</title></text></g>')).toEqual([
    {},
    {x: "3", y: "3.5"},
    {}
  ]);
});

it("what is turned, or holds more than texts, stays moved", () => {
  for (const inner of [
    '<g><text transform="translate(1 2) rotate(-45)">slanted</text></g>',
    '<g transform="translate(0,96)"><rect x="1"></rect><text x="2" y="3">a</text></g>',
    '<g transform="translate(0,96)"><g><text x="2" y="3">a</text></g></g>',
    '<g transform="translate(0,96)"></g>'
  ])
    expect(placed(inner), inner).toBe(inner);
});
