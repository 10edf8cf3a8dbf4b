import {element} from "./element.ts";
import {INK, SURFACE} from "./theme.ts";

/** A fill of slanted lines, dark beside light so that it shows on every colour. Use it as `url(#id)`. */
export function hatchPattern(document: Document, id: string): SVGElement {
  const line = (y: number, stroke: string, opacity: number): SVGElement =>
    element(document, "path", {d: `M0 ${y}H5`, stroke, "stroke-opacity": opacity, "stroke-width": 0.9});
  return element(
    document,
    "pattern",
    {id, width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(-45)"},
    line(1, INK, 0.32),
    line(2, SURFACE, 0.5)
  );
}
