import type {RenderFunction} from "@observablehq/plot";
import type {Panel} from "./panel.ts";
import {dodge} from "./dodge.ts";
import {element} from "./element.ts";
import {colourOf, headHeight, panelSize} from "./panel.ts";
import {truncate} from "./text-width.ts";
import {INK, MUTED} from "./theme.ts";

/** The panel's heading, and below it the label of the vertical axis, both from the left edge. */
export function headMark(panel: Panel, label: string | null): RenderFunction {
  return (_index, _scales, _values, {width}, {document}) => {
    const size = panelSize(panel);
    const line = (text: string, y: number, fill: string, weight: string | null): SVGElement => {
      const shown = truncate(text, width, size);
      const title = shown === text ? [] : [element(document, "title", {}, text)];
      return element(document, "text", {x: 0, y, "text-anchor": "start", fill, "font-weight": weight}, shown, ...title);
    };
    const lines = [
      ...(panel.heading ? [line(panel.heading, size, INK, "600")] : []),
      ...(label ? [line(label, headHeight(panel, label) - 10, MUTED, null)] : [])
    ];
    return element(document, "g", {class: "k-head"}, ...lines);
  };
}

/** A line's name beside its last value. */
export interface EndLabel {
  readonly series: string;
  /** Value that the label stands beside. */
  readonly at: number;
}

/** Names of series right of the axes, in their colours, moved apart where they would touch. */
export function endLabelMark(panel: Panel, labels: readonly EndLabel[]): RenderFunction {
  return (_index, scales, _values, {width, height, marginTop, marginRight, marginBottom}, {document}) => {
    const size = panelSize(panel);
    const colour = colourOf(panel);
    const wanted = labels.map(({at}): number => scales.y!(at));
    const places = dodge(wanted, {gap: size + 3, low: marginTop, high: height - marginBottom});
    const texts = labels.map(({series}, i) => {
      const shown = truncate(series, marginRight - 8, size);
      const title = shown === series ? [] : [element(document, "title", {}, series)];
      const fill = colour({series});
      return element(
        document,
        "text",
        {x: width - marginRight + 8, y: places[i]!, dy: "0.34em", fill},
        shown,
        ...title
      );
    });
    return element(document, "g", {class: "k-ends", "text-anchor": "start", "font-weight": "500"}, ...texts);
  };
}
