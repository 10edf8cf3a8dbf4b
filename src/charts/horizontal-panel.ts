import type {Markish} from "@observablehq/plot";
import type {Point} from "./chart-data.ts";
import type {Panel} from "./panel.ts";
import type {Segment} from "./segments.ts";
import type {ValueLabel} from "./value-labels.ts";
import * as Plot from "@observablehq/plot";
import {dotMarks} from "./line-marks.ts";
import {headMark} from "./panel-marks.ts";
import {referenceMarks} from "./references.ts";
import {barDomain, colourOf, headHeight, panelSize, titleOf} from "./panel.ts";
import {element} from "./element.ts";
import {twoLines, widest} from "./text-width.ts";
import {INK, LINE, MUTED, SURFACE, isNarrow, plotDefaults} from "./theme.ts";
import {valueLabels} from "./value-labels.ts";

const MOST_LABELS = 24;
const MANY_ROWS = 25;
const LABEL_SHARE = 0.4; // of the width, at most, for names

/** A panel whose values go across: a row per name, as high as its bars need; nothing is left out. */
export function horizontalPanel(panel: Panel): Element {
  const {data, mark, width, options} = panel;
  const {ticks} = panel.scale;
  const size = panelSize(panel);
  const {keys} = data.key;
  const full = keys.map((key) => data.key.text(key));
  const names = full.map((name) => twoLines(name, LABEL_SHARE * width, size));
  const nameWidth = widest(names.flat(), size);
  const labels = mark === "bar" ? fewLabels(panel) : [];
  const hasAxis = labels.length === 0;
  const [left, right] = labelRoom(labels, size);
  const texts = options.format.ticks(ticks, data.axisUnit);
  const row = Math.max(rowHeight(panel), names.some((lines) => lines.length > 1) ? 2 * size + 8 : 0);
  const referenceHeight = data.references.some(({axis, label}) => axis === "value" && label !== "") ? size + 6 : 0;
  const marginTop = headHeight(panel, data.key.label) + (hasAxis ? size + 10 : 2) + referenceHeight;
  const marginBottom = data.valueLabel ? size + 10 : 2;
  const domain = hasAxis ? panel.scale.domain : barDomain(panel);
  return Plot.plot({
    ...plotDefaults(options),
    width,
    height: marginTop + row * keys.length + marginBottom,
    marginTop,
    marginBottom,
    marginLeft: Math.ceil(nameWidth + 10),
    marginRight: hasAxis ? Math.ceil(widest(texts.slice(-1), size) / 2) : 0,
    insetLeft: left,
    insetRight: right,
    x: {type: "linear", domain: [...domain], axis: null, label: null},
    y: {
      type: "band",
      domain: [...keys],
      paddingInner: barPadding(panel, row),
      paddingOuter: barPadding(panel, row) / 2,
      round: false,
      axis: null,
      label: null
    },
    marks: [
      hasAxis ? Plot.ruleX(ticks, {stroke: LINE}) : null,
      hasAxis
        ? Plot.axisX(shownTicks(texts, ticks, panel, width - nameWidth), {
            anchor: "top",
            tickSize: 0,
            tickPadding: 6 + referenceHeight,
            fill: MUTED,
            label: null,
            tickFormat: (value: number) => texts[ticks.indexOf(value)]!
          })
        : null,
      ...(mark === "dot" ? dotMarks(panel) : barMarks(panel, row)),
      Plot.ruleX(
        [0].filter((zero) => zero >= domain[0] && zero <= domain[1]),
        {stroke: MUTED}
      ),
      nameMark(panel, names),
      ...valueReferences(panel),
      ...(mark === "bar" ? groupedLabels(panel, {row, labels}) : []),
      headMark(panel, data.key.label),
      data.valueLabel
        ? Plot.text([data.valueLabel], {frameAnchor: "bottom", lineAnchor: "bottom", dy: marginBottom - 2, fill: MUTED})
        : null
    ]
  });
}

/** Ticks at the top, every second one where all would touch. */
function shownTicks(texts: readonly string[], ticks: readonly number[], panel: Panel, length: number): number[] {
  const every = Math.ceil((widest(texts, panelSize(panel)) + 10) / (length / Math.max(1, ticks.length - 1)));
  return ticks.filter((_, i) => i % every === 0);
}

function valueReferences(panel: Panel): Markish[] {
  const size = panelSize(panel);
  return referenceMarks(panel, -size - 4);
}

function isGrouped({data, mark}: Panel): boolean {
  return mark === "bar" && data.series.length > 1 && data.stack === false && !data.isKeyColoured;
}

function rowHeight(panel: Panel): number {
  const {data, options} = panel;
  if (isGrouped(panel)) return data.series.length * 14 + 12;
  if (panel.mark === "dot" && data.series.length > 1 && !data.isKeyColoured) return data.series.length * 9 + 14;
  return data.key.keys.length > MANY_ROWS ? 19 : isNarrow(options) ? 24 : 26;
}

function barPadding(panel: Panel, row: number): number {
  return isGrouped(panel) ? 10 / row : 0.28;
}

/** The numbers at the ends of the bars, where there are not too many. */
function fewLabels(panel: Panel): ValueLabel[] {
  const labels = valueLabels(panel);
  return labels.length <= MOST_LABELS ? labels : [];
}

/** Room for the numbers left of negative bars and right of the others, in pixels. */
function labelRoom(labels: readonly ValueLabel[], size: number): [number, number] {
  const width = (isNegative: boolean): number => {
    const own = labels.filter((label) => label.isNegative === isNegative);
    return own.length > 0
      ? Math.ceil(
          widest(
            own.map(({text}) => text),
            size
          ) + 8
        )
      : 0;
  };
  return [width(true), width(false)];
}

/** Names right-aligned at the axis, on two lines where one is too short, and with the full name as tooltip where two are. */
function nameMark(panel: Panel, names: readonly (readonly string[])[]): Plot.RenderFunction {
  return (_index, scales, _values, {marginLeft}, {document}) => {
    const size = panelSize(panel);
    const half = scales.scales.y!.bandwidth! / 2;
    const x = marginLeft - 8;
    const texts = panel.data.key.keys.flatMap((key, i) => {
      const full = panel.data.key.text(key);
      const lines = names[i]!;
      return lines.map((line, k) => {
        const title = lines.at(-1)!.endsWith("…") ? [element(document, "title", {}, full)] : [];
        const y = scales.y!(key) + half + (k - (lines.length - 1) / 2) * (size + 1);
        return element(document, "text", {x, y, dy: "0.34em"}, line, ...title);
      });
    });
    return element(document, "g", {class: "k-names", "text-anchor": "end", fill: INK}, ...texts);
  };
}

function barMarks(panel: Panel, row: number): Markish[] {
  const {data, segments} = panel;
  const colour = colourOf(panel);
  const title = titleOf(panel);
  const band = row * (1 - barPadding(panel, row));
  const places = isGrouped(panel) ? data.series : [null];
  const sub = band / places.length;
  return places.flatMap((name, i) => {
    const own = segments.filter(({point, to}) => to !== null && (name === null || point.series === name));
    const dy = (i + 0.5) * sub - band / 2;
    const isStacked = data.stack !== false && data.series.length > 1 && !data.isKeyColoured;
    return [
      Plot.barX(own, {
        y: ({point}: Segment) => point.key,
        x1: "from",
        x2: "to",
        insetTop: i * sub + (places.length > 1 ? 0.75 : 0),
        insetBottom: band - (i + 1) * sub + (places.length > 1 ? 0.75 : 0),
        ...(isStacked ? {insetLeft: 0.5, insetRight: 0.5} : {}),
        fill: {value: ({point}: Segment) => colour(point), scale: null},
        ...(title ? {title: ({point}: Segment) => title(point)} : {})
      }),
      data.hasInterval
        ? intervalMark(
            own.map(({point}) => point),
            dy
          )
        : null
    ];
  });
}

function intervalMark(points: readonly Point[], dy: number): Markish {
  return Plot.ruleY(points, {y: "key", x1: "low", x2: "high", dy, stroke: INK, strokeWidth: 1.25, strokeOpacity: 0.75});
}

/** The numbers of the bars, each beside its own, on a halo so that reference lines do not cross them. */
function groupedLabels(panel: Panel, {row, labels}: {row: number; labels: readonly ValueLabel[]}): Markish[] {
  const {series} = panel.data;
  if (!isGrouped(panel)) return labelMarks(labels, 0);
  const band = row * (1 - barPadding(panel, row));
  return series.flatMap((name, i) =>
    labelMarks(
      labels.filter((label) => label.series === name),
      ((i + 0.5) * band) / series.length - band / 2
    )
  );
}

function labelMarks(labels: readonly ValueLabel[], dy: number): Markish[] {
  const common = {x: "at", y: "key", text: "text", dy, fill: INK, stroke: SURFACE, strokeWidth: 3} as const;
  return [
    Plot.text(
      labels.filter(({isNegative}) => !isNegative),
      {...common, textAnchor: "start", dx: 5}
    ),
    Plot.text(
      labels.filter(({isNegative}) => isNegative),
      {...common, textAnchor: "end", dx: -5}
    )
  ];
}
