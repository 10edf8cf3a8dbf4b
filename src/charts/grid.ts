import type {Legend} from "./legend.ts";
import type {ChartOptions} from "./options.ts";
import {element} from "./element.ts";
import {finish, isNarrow} from "./theme.ts";

/** A finished panel: an SVG element with a width and a height. */
export type Drawing = Element;

interface GridOptions {
  /** How many panels there will be. */
  readonly count: number;
  /** Drawn above all panels. */
  readonly head?: Legend | null;
  /** Drawn below all panels. */
  readonly foot?: Legend | null;
  /** Do panels need more width than lines do? */
  readonly isWide: boolean;
  readonly options: ChartOptions;
}

const GAP_X = 24;
const GAP_Y = 16;

/** One drawing of all panels, in rows of equal columns. `draw` is told the width of a panel. */
export function placePanels(
  draw: (width: number) => Drawing[],
  {count, head = null, foot = null, isWide, options}: GridOptions
): Element {
  const {document, width} = options;
  const columns = columnCount(count, {width, least: (isNarrow(options) ? 145 : 210) * (isWide ? 1.4 : 1)});
  const panelWidth = Math.floor((width - (columns - 1) * GAP_X) / columns);
  const panels = draw(panelWidth);
  let y = head?.height ?? 0;
  const groups: SVGElement[] = [];
  for (let i = 0; i < panels.length; i += columns) {
    const row = panels.slice(i, i + columns);
    row.forEach((panel, column) => groups.push(moved(document, panel, {x: column * (panelWidth + GAP_X), y})));
    y += Math.max(...row.map((panel) => Number(panel.getAttribute("height")))) + GAP_Y;
  }
  const bottom = Math.ceil(y - GAP_Y);
  const height = bottom + (foot?.height ?? 0);
  const parts = [
    ...(head ? [head.node] : []),
    ...groups,
    ...(foot ? [element(document, "g", {transform: `translate(0,${bottom})`}, foot.node)] : [])
  ];
  const frame = {
    xmlns: "http://www.w3.org/2000/svg",
    class: "k-chart",
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    "text-anchor": "middle"
  };
  return finish(element(document, "svg", frame, ...parts), options);
}

/** As many columns as there is room for, and no more than fill all rows about evenly. */
function columnCount(count: number, {width, least}: {width: number; least: number}): number {
  const most = Math.max(1, Math.min(count, Math.floor((width + GAP_X) / (least + GAP_X))));
  return Math.ceil(count / Math.ceil(count / most));
}

/** The panel's content as a group at its place. */
function moved(document: Document, panel: Element, {x, y}: {x: number; y: number}): SVGElement {
  for (const style of [...panel.querySelectorAll("style")]) style.remove();
  return element(
    document,
    "g",
    {class: "k-panel", transform: x || y ? `translate(${x},${y})` : null},
    ...panel.childNodes
  );
}
