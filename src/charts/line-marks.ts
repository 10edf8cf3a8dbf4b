import type {Markish, RenderFunction} from "@observablehq/plot";
import type {Point} from "./chart-data.ts";
import type {EndLabel} from "./panel-marks.ts";
import type {Panel} from "./panel.ts";
import type {Segment} from "./segments.ts";
import * as Plot from "@observablehq/plot";
import {bySeries, colourOf, dashOf, titleOf} from "./panel.ts";
import {pointsElement} from "./points.ts";
import {SURFACE} from "./theme.ts";

const DOTTED = 14; // a line of no more points has each of them marked
const DODGE = 9; // pixels between the dots of one category
const MOST_HITS = 400;

/** Lines with gaps at nulls, the interval as a band behind, a dot on each point where there are few, and on each point that has no neighbour. */
export function lineMarks(panel: Panel): Markish[] {
  const {data, points} = panel;
  const colour = colourOf(panel);
  const stroke = {value: (point: Point) => colour(point), scale: null};
  const lines = bySeries(panel, points, ({series}) => series);
  const dotted = data.key.keys.length <= DOTTED && lines.length <= 4 ? points : lines.flatMap(([, own]) => alone(own));
  return [
    data.hasInterval
      ? Plot.areaY(points, {x: "key", y1: "low", y2: "high", z: "series", fill: stroke, fillOpacity: 0.14})
      : null,
    ...lines.map(([name, own]) =>
      Plot.line(own, {x: "key", y: "value", stroke: colour(own[0]!), strokeWidth: 2, ...dash(panel, name)})
    ),
    Plot.dot(dotted.filter(isKnown), {x: "key", y: "value", r: 2.75, fill: stroke}),
    hitMark(panel)
  ];
}

/** Areas from zero, on top of each other or normalised; one alone is a light area below its line. */
export function areaMarks(panel: Panel): Markish[] {
  const {data, segments} = panel;
  const colour = colourOf(panel);
  const isPlain = data.stack === false || data.series.length === 1;
  const at = {x: ({point}: Segment) => point.key};
  return [
    ...bySeries(panel, segments, ({point}) => point.series).flatMap(([, own]) => {
      const fill = colour(own[0]!.point);
      const edge = isPlain ? {stroke: fill, strokeWidth: 2} : {stroke: SURFACE, strokeWidth: 1};
      return [
        Plot.areaY(own, {...at, y1: "from", y2: "to", fill, fillOpacity: isPlain ? 0.18 : 1}),
        Plot.lineY(own, {...at, y: "to", ...edge})
      ];
    }),
    hitMark(panel)
  ];
}

/** Dots with their intervals; on names, the dots of different series stand side by side. */
export function dotMarks(panel: Panel): Markish[] {
  const {data, points} = panel;
  const colour = colourOf(panel);
  const title = titleOf(panel);
  const isMany = points.length > 150;
  const isDodged = data.key.kind === "category" && data.series.length > 1 && !data.isKeyColoured;
  return bySeries(panel, points.filter(isKnown), ({series}) => series).flatMap(([name, own]) => {
    const shift = isDodged ? (data.series.indexOf(name) - (data.series.length - 1) / 2) * DODGE : 0;
    const fill = colour(own[0]!);
    const look = {fill, r: isMany ? 2.5 : 4, fillOpacity: isMany ? 0.55 : 1, ...(title ? {title} : {})};
    const rule = {stroke: fill, strokeWidth: 1.5, strokeOpacity: 0.7};
    if (data.isHorizontal) {
      return [
        data.hasInterval ? Plot.ruleY(own, {y: "key", x1: "low", x2: "high", dy: shift, ...rule}) : null,
        Plot.dot(own, {x: "value", y: "key", dy: shift, ...look})
      ];
    }
    return [
      data.hasInterval ? Plot.ruleX(own, {x: "key", y1: "low", y2: "high", dx: shift, ...rule}) : null,
      Plot.dot(own, {x: "key", y: "value", dx: shift, ...look})
    ];
  });
}

/** Where each line or area ends, for its name. */
export function endLabels(panel: Panel): EndLabel[] {
  const {mark, data, segments, points} = panel;
  const isStacked = mark === "area" && data.stack !== false;
  if (!isStacked)
    return bySeries(panel, points.filter(isKnown), ({series}) => series).map(([series, own]) => ({
      series,
      at: own.at(-1)!.value!
    }));
  const known = segments.filter(({to}) => to !== null);
  return bySeries(panel, known, ({point}) => point.series).map(([series, own]) => {
    const {from, to} = own.at(-1)!;
    return {series, at: (from! + to!) / 2};
  });
}

function dash(panel: Panel, series: string): {strokeDasharray?: string} {
  const pattern = dashOf(panel, series);
  return pattern === null ? {} : {strokeDasharray: pattern};
}

/** The words of a line's or an area's points, where there are not too many. */
function hitMark(panel: Panel): RenderFunction | null {
  const title = titleOf(panel);
  const known = panel.segments.filter(({to}) => to !== null);
  if (!title || known.length > MOST_HITS) return null;
  return (_index, scales, _values, _dimensions, {document}) => {
    const half = ((scales.x as {bandwidth?: () => number}).bandwidth?.() ?? 0) / 2;
    const points = known.map(({point, to}) => ({x: scales.x!(point.key) + half, y: scales.y!(to), text: title(point)}));
    return pointsElement(document, points);
  };
}

function isKnown({value}: Point): boolean {
  return value !== null;
}

/** Known points without a known neighbour, which a line would not show. */
function alone(own: readonly Point[]): Point[] {
  return own.filter(
    ({value}, i) => value !== null && (own[i - 1]?.value ?? null) === null && (own[i + 1]?.value ?? null) === null
  );
}
