import type {Markish} from "@observablehq/plot";
import type {Point} from "./chart-data.ts";
import type {Panel} from "./panel.ts";
import type {ValueLabel} from "./value-labels.ts";
import * as Plot from "@observablehq/plot";
import {areaMarks, dotMarks, endLabels, lineMarks} from "./line-marks.ts";
import {keyTicks} from "./key-ticks.ts";
import {endLabelMark, headMark} from "./panel-marks.ts";
import {referenceMarks} from "./references.ts";
import {barDomain, colourOf, headHeight, keyDomain, keyPosition, panelSize, titleOf} from "./panel.ts";
import {widest, textWidth} from "./text-width.ts";
import {INK, LINE, MUTED, plotDefaults} from "./theme.ts";
import {valueLabels} from "./value-labels.ts";

const MOST_LABELS = 12;
const WIDEST_BAR = 72;
const LINE_HEIGHT = 1.2;

/** A panel whose values go up: lines, areas, dots, upright bars. */
export function verticalPanel(panel: Panel): Element {
  const {data, mark, width, height, options} = panel;
  const {ticks} = panel.scale;
  const size = panelSize(panel);
  const isBand = mark === "bar" || data.key.kind === "category";
  const labels = mark === "bar" ? fittingLabels(panel) : [];
  const hasAxis = labels.length === 0;
  const texts = options.format.ticks(ticks, data.axisUnit);
  const marginLeft = hasAxis ? Math.ceil(widest(texts, size) + 8) : 0;
  const ends = panel.isDirect ? endLabels(panel) : [];
  const marginRight = Math.ceil(
    panel.isDirect ? Math.min(0.3 * width, widest(data.series, size) + 10) : isBand ? 0 : lastLabelOverflow(panel)
  );
  const length = width - marginLeft - marginRight;
  const keys = keyTicks(data.key, {
    at: keyPosition(panel, length, isBand),
    length,
    isBand,
    size,
    format: options.format
  });
  const keyTexts = new Map(keys.map(({key, text}) => [key, text]));
  const lines = Math.max(1, ...keys.map(({text}) => text.split("\n").length));
  const marginTop = headHeight(panel, data.valueLabel) + (hasAxis ? Math.ceil(size / 2) + 1 : size + 8);
  const marginBottom = Math.ceil(8 + lines * LINE_HEIGHT * size + (data.key.label ? size + 8 : 2));
  const domain = hasAxis ? panel.scale.domain : barDomain(panel);
  const hasZero = domain[0] <= 0 && domain[1] >= 0;
  return Plot.plot({
    ...plotDefaults(options),
    width,
    height: marginTop + height + marginBottom,
    marginTop,
    marginRight,
    marginBottom,
    marginLeft,
    ...(isBand ? {} : {insetLeft: 5, insetRight: 5}),
    insetBottom: labels.some(({isNegative}) => isNegative) ? size + 8 : 0,
    x: {...keyScale(panel, isBand, length), axis: null, label: null},
    y: {type: "linear", domain: [...domain], axis: null, label: null},
    marks: [
      hasAxis ? Plot.ruleY(ticks, {stroke: LINE}) : null,
      hasAxis
        ? Plot.axisY([...ticks], {
            tickSize: 0,
            tickPadding: 8,
            fill: MUTED,
            label: null,
            tickFormat: (_: number, i: number) => texts[i]!
          })
        : null,
      Plot.axisX([...keyTexts.keys()], {
        tickSize: 0,
        tickPadding: 8,
        fill: MUTED,
        label: null,
        lineHeight: LINE_HEIGHT,
        tickFormat: (key: number | string) => keyTexts.get(key)!
      }),
      ...bodyMarks(panel, {length, labels}),
      hasZero ? Plot.ruleY([0], {stroke: MUTED}) : null,
      ...referenceMarks(panel),
      panel.isDirect ? endLabelMark(panel, ends) : null,
      headMark(panel, data.valueLabel),
      data.key.label
        ? Plot.text([data.key.label], {frameAnchor: "bottom", lineAnchor: "bottom", dy: marginBottom - 3, fill: MUTED})
        : null
    ]
  });
}

function keyScale({data}: Panel, isBand: boolean, length: number): Plot.ScaleOptions {
  if (!isBand) return {type: "linear", domain: keyDomain(data)};
  const padding = barPadding(data.key.keys.length, length);
  return {type: "band", domain: [...data.key.keys], paddingInner: padding, paddingOuter: padding / 2, round: false};
}

/** Share of a band that stays empty, so that few bars do not become walls. */
function barPadding(keys: number, length: number): number {
  const step = length / keys;
  return Math.max(step < 6 ? 0.1 : 0.22, 1 - WIDEST_BAR / step);
}

/** How far the last label, centred below its key, may reach beyond the axes. */
function lastLabelOverflow({data, options}: Panel): number {
  return Math.min(
    24,
    textWidth(data.key.kind === "date" ? "0000" : data.key.text(data.key.keys.at(-1)!), options.width < 480 ? 11 : 12) /
      2
  );
}

/** The numbers on the bars, if there are few and each is narrower than its bar's place; else none. */
function fittingLabels(panel: Panel): ValueLabel[] {
  const labels = valueLabels(panel);
  const perKey = isGrouped(panel) ? panel.data.series.length : 1;
  const room = panel.width / (panel.data.key.keys.length * perKey) - 4;
  const fits =
    labels.length <= MOST_LABELS &&
    widest(
      labels.map(({text}) => text),
      panelSize(panel)
    ) <= room;
  return fits && panel.heading === null && panel.data.references.length === 0 ? labels : [];
}

/** Do bars of one key stand side by side? */
function isGrouped({data}: Panel): boolean {
  return data.series.length > 1 && data.stack === false && !data.isKeyColoured;
}

function bodyMarks(panel: Panel, bars: {length: number; labels: readonly ValueLabel[]}): Markish[] {
  switch (panel.mark) {
    case "line":
      return lineMarks(panel);
    case "area":
      return areaMarks(panel);
    case "dot":
      return dotMarks(panel);
    default:
      return barMarks(panel, bars);
  }
}

function barMarks(panel: Panel, {length, labels}: {length: number; labels: readonly ValueLabel[]}): Markish[] {
  const {data, segments} = panel;
  const colour = colourOf(panel);
  const title = titleOf(panel);
  const band = (length / data.key.keys.length) * (1 - barPadding(data.key.keys.length, length));
  const places = isGrouped(panel) ? data.series : [null];
  const gap = band / places.length > 8 ? 0.75 : 0;
  return places.flatMap((name, i) => {
    const own = segments.filter(({point, to}) => to !== null && (name === null || point.series === name));
    const sub = band / places.length;
    const dx = (i + 0.5) * sub - band / 2;
    const at = {x: ({point}: {point: Point}) => point.key};
    const inset = {insetLeft: i * sub + gap, insetRight: band - (i + 1) * sub + gap};
    return [
      Plot.barY(own, {
        ...at,
        ...inset,
        y1: "from",
        y2: "to",
        fill: {value: ({point}: {point: Point}) => colour(point), scale: null},
        ...(data.stack !== false && data.series.length > 1 ? {insetTop: 0.5, insetBottom: 0.5} : {}),
        ...(title ? {title: ({point}: {point: Point}) => title(point)} : {})
      }),
      data.hasInterval
        ? Plot.ruleX(
            own.map(({point}) => point),
            {x: "key", y1: "low", y2: "high", dx, stroke: INK, strokeWidth: 1.25, strokeOpacity: 0.75}
          )
        : null,
      ...labelMarks(
        labels.filter(({series}) => name === null || series === name),
        dx
      )
    ];
  });
}

function labelMarks(labels: readonly ValueLabel[], dx: number): Markish[] {
  const common = {x: "key", y: "at", text: "text", dx, fill: INK} as const;
  return [
    Plot.text(
      labels.filter(({isNegative}) => !isNegative),
      {...common, lineAnchor: "bottom", dy: -5}
    ),
    Plot.text(
      labels.filter(({isNegative}) => isNegative),
      {...common, lineAnchor: "top", dy: 5}
    )
  ];
}
