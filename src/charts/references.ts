import type {Markish} from "@observablehq/plot";
import type {Reference} from "./chart-data.ts";
import type {Panel} from "./panel.ts";
import * as Plot from "@observablehq/plot";
import {keyDomain, panelSize} from "./panel.ts";
import {SURFACE, TARGET} from "./theme.ts";

const RULE = {stroke: TARGET, strokeDasharray: "5 3", strokeWidth: 1.25} as const;
const TEXT = {fill: TARGET, stroke: SURFACE, strokeWidth: 4, fontWeight: 500} as const;
const LATE = 0.65; // a label right of an upright line beyond that share of the axis would be cut

/** The lines that the data is held against, with their labels on a halo of the page's colour; `dy` moves the labels of upright lines. */
export function referenceMarks(panel: Panel, dy = 0): Markish[] {
  const {data} = panel;
  return data.references.flatMap((reference) => {
    const {axis, at, label} = reference;
    const place = axis === "key" && data.key.kind === "category" ? String(at) : at;
    if (typeof place === "string" && !data.key.keys.includes(place)) return [];
    const text = {...TEXT, text: () => label};
    if ((axis === "value") !== data.isHorizontal) {
      const {side, isAbove} = emptiest(panel, Number(place));
      const anchor = {
        frameAnchor: side,
        textAnchor: side === "right" ? "end" : "start",
        lineAnchor: isAbove ? "bottom" : "top"
      } as const;
      return [
        Plot.ruleY([place], RULE),
        Plot.text([place], {...text, ...anchor, y: (d: number) => d, dy: isAbove ? -3 : 4})
      ];
    }
    const isLate = share(panel, reference) > LATE;
    const dx = data.isHorizontal ? 0 : isLate ? -5 : 5;
    const anchor = {frameAnchor: "top", lineAnchor: "top", textAnchor: isLate ? "end" : "start"} as const;
    return [Plot.ruleX([place], RULE), Plot.text([place], {...text, ...anchor, x: (d: number) => d, dx, dy})];
  });
}

interface Corner {
  readonly side: "left" | "right";
  readonly isAbove: boolean;
}

/** The end and side of a level line that are farthest from the data. */
function emptiest(panel: Panel, at: number): Corner {
  const {data, points, scale, height} = panel;
  const {keys} = data.key;
  const rank = new Map(keys.map((key, i) => [key, i]));
  const half = (panelSize(panel) * (scale.domain[1] - scale.domain[0])) / height; // the label's middle from the line
  const room = ({side, isAbove}: Corner): number => {
    const near = points.filter(({key}) =>
      side === "right" ? rank.get(key)! >= 0.75 * keys.length : rank.get(key)! < 0.25 * keys.length
    );
    const middle = at + (isAbove ? half : -half);
    if (middle > scale.domain[1] || middle < scale.domain[0]) return -1;
    return near.reduce(
      (least, {value}) => (value === null ? least : Math.min(least, distance(value, middle, panel))),
      3 * half
    );
  };
  const corners: readonly Corner[] = [
    {side: "right", isAbove: true},
    {side: "left", isAbove: true},
    {side: "right", isAbove: false},
    {side: "left", isAbove: false}
  ];
  return corners.reduce((best, corner) => (room(corner) > room(best) ? corner : best));
}

/** How far a value's mark is from a label: a bar reaches from zero to its value. */
function distance(value: number, middle: number, {mark}: Panel): number {
  const isBar = mark === "bar" || mark === "area";
  return isBar && Math.abs(middle) < Math.abs(value) && middle * value > 0 ? 0 : Math.abs(value - middle);
}

/** Place of an upright line as a share of the axis. */
function share({data, scale}: Panel, {axis, at}: Reference): number {
  const [low, high] =
    axis === "value" ? scale.domain : data.key.kind === "category" ? [0, data.key.keys.length - 1] : keyDomain(data);
  const place = data.key.kind === "category" && axis === "key" ? data.key.keys.indexOf(String(at)) : Number(at);
  return (place - low) / (high - low || 1);
}
