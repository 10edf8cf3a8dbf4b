import {element, rounded} from "./element.ts";

/** A point of a line or an area, in pixels, and what it says. */
export interface PointWords {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** Points that a page can read out, as one element that shows nothing: "x y words|x y words". A node for each would make every redraw dear. */
export function pointsElement(document: Document, points: readonly PointWords[]): SVGElement {
  const words = points.map(({x, y, text}) => `${rounded(x)} ${rounded(y)} ${text.replaceAll("|", "¦")}`);
  return element(document, "g", {class: "k-points", "data-points": words.join("|")});
}
