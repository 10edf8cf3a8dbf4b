import {element, rounded} from "./element.ts";
import {textWidth, truncate} from "./text-width.ts";
import {INK} from "./theme.ts";

/** A name and how it is drawn. */
export interface LegendItem {
  readonly name: string;
  readonly colour: string;
  readonly dash: string | null;
  /** What stands for it instead of a line or a square. */
  readonly mark?: "dot" | "ring";
}

/** What a legend's swatches look like, and where it may go. */
export interface LegendOptions {
  readonly document: Document;
  readonly isLine: boolean;
  readonly width: number;
  readonly size: number;
}

/** A drawing above or below the axes, and the room that it takes. */
export interface Legend {
  readonly node: SVGElement;
  readonly height: number;
}

const SWATCH = 12;
const GAP = 18;

/** Names beside their colours in rows from the left. */
export function legend(items: readonly LegendItem[], {document, isLine, width, size}: LegendOptions): Legend {
  const node = element(document, "g", {class: "k-legend", fill: INK, "text-anchor": "start"});
  const line = size + 7;
  let [x, row] = [0, 0];
  items.forEach(({name, colour, dash, mark}) => {
    const text = truncate(name, width - SWATCH - 6, size);
    const needed = SWATCH + 6 + textWidth(text, size);
    if (x > 0 && x + needed > width) [x, row] = [0, row + 1];
    const y = row * line + size / 2 + 1;
    const stroke = {d: `M${rounded(x)} ${y}h${SWATCH}`, stroke: colour, "stroke-width": 2.5, "stroke-dasharray": dash};
    const box = {x, y: y - 5, width: 10, height: 10, fill: colour};
    const title = text === name ? [] : [element(document, "title", {}, name)];
    const disc = {
      cx: x + 5,
      cy: y,
      r: 4.5,
      ...(mark === "ring" ? {fill: "none", stroke: colour, "stroke-width": 1.5} : {fill: colour})
    };
    node.append(
      mark
        ? element(document, "circle", disc)
        : isLine
          ? element(document, "path", stroke)
          : element(document, "rect", box)
    );
    node.append(element(document, "text", {x: x + SWATCH + 6, y, dy: "0.34em"}, text, ...title));
    x += needed + GAP;
  });
  return {node, height: (row + 1) * line + 6};
}
