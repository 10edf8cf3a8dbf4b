import type {RenderFunction} from "@observablehq/plot";
import type {ChartSpec, GenericOptions} from "./chart-spec.ts";
import type {Row} from "./chart-data.ts";
import type {Unit} from "./format.ts";
import type {Legend} from "./legend.ts";
import type {Ramp} from "./ramp.ts";
import * as Plot from "@observablehq/plot";
import {InputError} from "../errors.ts";
import {cellLabels, cellTextWidth} from "./cell-labels.ts";
import {byStep, stepPath, type CellBox} from "./cells.ts";
import {columnEntries} from "./chart-spec.ts";
import {nameOf, numberOf} from "./chart-values.ts";
import {element} from "./element.ts";
import {placePanels} from "./grid.ts";
import {isTime, keyAxis, keyOf, type Key, type KeyAxis} from "./key-axis.ts";
import {doLabelsFit, keyTicks} from "./key-ticks.ts";
import {boundTexts, rampKey, rampKeyHeight} from "./ramp-key.ts";
import {createRamp} from "./ramp.ts";
import {truncate, widest} from "./text-width.ts";
import {INK, MUTED, emptyChart, fontSize, plotDefaults, rampInk} from "./theme.ts";

interface HeatCell {
  readonly x: Key;
  readonly y: Key;
  readonly value: number;
  readonly facet: string;
}

interface Heat {
  readonly cells: readonly HeatCell[];
  readonly x: KeyAxis;
  readonly y: KeyAxis;
  readonly ramp: Ramp;
  readonly unit: Unit;
  readonly facets: readonly string[];
  readonly options: GenericOptions;
}

const ROTATED_MOST = 110; // pixels that upright names may take
const CELL_SIZE = 11;

/** Heat map of a column of numbers by two others, in at most nine colours, with the numbers where cells are wide enough. Null and absent cells are empty. */
export function heatmap(rows: readonly Row[], spec: ChartSpec, options: GenericOptions): Element {
  const heat = heatData(rows, spec, options);
  if (!heat) return emptyChart(options);
  const {facets} = heat;
  const draw = (width: number): Element[] =>
    facets.map((name) =>
      heatPanel(heat, {
        cells: heat.cells.filter(({facet}) => facet === name),
        width,
        heading: facets.length > 1 ? name : null
      })
    );
  return placePanels(draw, {
    count: facets.length,
    foot: keyFoot(heat, spec.labels?.color ?? null),
    isWide: true,
    options
  });
}

function heatData(rows: readonly Row[], spec: ChartSpec, options: GenericOptions): Heat | null {
  const {color} = spec;
  if (color === undefined) throw new InputError('heatmap chart without "color", the column of numbers');
  const [column, line] = [columnEntries(spec.x)[0]?.[0], columnEntries(spec.y)[0]?.[0]];
  if (column === undefined || line === undefined) throw new InputError('heatmap chart without "x" or "y"');
  const key = (row: Row, name: string): Key => keyOf(row[name], (value) => nameOf(value, name, options));
  const all = rows.map((row) => ({
    x: key(row, column),
    y: key(row, line),
    value: numberOf(row[color], color),
    facet: spec.facet === undefined ? "" : nameOf(row[spec.facet], spec.facet, options)
  }));
  const cells = all.filter((cell): cell is HeatCell => cell.value !== null);
  const ramp = createRamp(cells.map(({value}) => value));
  if (!ramp) return null;
  const axis = (name: string, side: "x" | "y"): KeyAxis =>
    keyAxis(
      all.map((cell) => ({key: cell[side], value: cell.value})),
      {
        column: name,
        unit: spec.units?.[side] ?? (options.units?.[name] === "text" ? undefined : options.units?.[name]),
        isTime: isTime(rows.map((row) => row[name])),
        label: spec.labels?.[side] ?? null,
        sort: spec.sort,
        isFilled: true,
        format: options.format
      }
    );
  const unit =
    spec.units?.color ??
    options.units?.[color] ??
    (cells.every(({value}) => Number.isInteger(value)) ? "count" : "number");
  return {
    cells,
    x: axis(column, "x"),
    y: axis(line, "y"),
    ramp,
    unit,
    facets: [...new Set(all.map(({facet}) => facet))],
    options
  };
}

interface HeatPanel {
  readonly cells: readonly HeatCell[];
  readonly width: number;
  readonly heading: string | null;
}

function heatPanel(heat: Heat, {cells, width, heading}: HeatPanel): Element {
  const {x, y, options} = heat;
  const size = fontSize(options);
  const names = y.keys.map((key) => y.text(key));
  const nameWidth = Math.min(widest(names, size), 0.36 * width);
  const marginLeft = Math.ceil(nameWidth + 10);
  const length = width - marginLeft;
  const row = y.keys.length > 24 ? 18 : y.keys.length > 12 ? 22 : 28;
  const columns = columnLabels(heat, length);
  const head = (heading ? size + 10 : 0) + (x.label ? size + 8 : 0);
  const marginTop = head + columns.height + 8;
  return Plot.plot({
    ...plotDefaults(options),
    width,
    height: marginTop + row * y.keys.length + 2,
    marginTop,
    marginRight: 0,
    marginBottom: 2,
    marginLeft,
    x: {type: "band", domain: [...x.keys], padding: 0, round: false, axis: null, label: null},
    y: {type: "band", domain: [...y.keys], padding: 0, round: false, axis: null, label: null},
    marks: [
      Plot.text(columns.ticks, {x: "key", text: "text", frameAnchor: "top", dy: -8, fill: MUTED, ...columns.style}),
      Plot.text(
        y.keys.map((key, i) => ({key, name: names[i]!, shown: truncate(names[i]!, nameWidth + 0.5, size)})),
        {
          y: "key",
          text: "shown",
          frameAnchor: "left",
          textAnchor: "end",
          dx: -8,
          fill: INK,
          title: ({name, shown}: {name: string; shown: string}) => (name === shown ? null : name)
        }
      ),
      cellMark(heat, cells, {width: length / x.keys.length, height: row}),
      heading ? titleMark(heading, {x: 0, y: size, fill: INK, "font-weight": "600"}) : null,
      x.label ? titleMark(x.label, {x: marginLeft, y: head - 6, fill: MUTED}) : null
    ]
  });
}

function titleMark(text: string, attributes: Readonly<Record<string, string | number>>): RenderFunction {
  return (_index, _scales, _values, _dimensions, {document}) =>
    element(document, "text", {...attributes, "text-anchor": "start"}, text);
}

interface ColumnLabels {
  readonly ticks: readonly {readonly key: Key; readonly text: string}[];
  readonly height: number;
  readonly style: Plot.TextOptions;
}

/** Names of columns side by side, upright where they would touch; of numbers and dates as many as fit. */
function columnLabels({x, options}: Heat, length: number): ColumnLabels {
  const size = fontSize(options);
  const band = length / x.keys.length;
  const rank = new Map(x.keys.map((key, i) => [key, i]));
  const at = (key: Key): number => (rank.get(key)! + 0.5) * band;
  if (x.kind === "category" && !doLabelsFit(x.keys, band, size)) {
    const ticks = x.keys.map((key) => ({key, text: truncate(String(key), ROTATED_MOST, size)}));
    return {
      ticks,
      height: Math.ceil(
        widest(
          ticks.map(({text}) => text),
          size
        )
      ),
      style: {rotate: -90, textAnchor: "start"}
    };
  }
  const ticks = keyTicks(x, {at, length, isBand: true, size, format: options.format});
  const lines = Math.max(...ticks.map(({text}) => text.split("\n").length));
  const same = ticks.map(({key, text}) => ({key, text: lines > 1 && !text.includes("\n") ? `${text}\n` : text}));
  return {ticks: same, height: Math.ceil(lines * 1.2 * size), style: {lineAnchor: "bottom", lineHeight: 1.2}};
}

function cellMark(
  {ramp, unit, options}: Heat,
  cells: readonly HeatCell[],
  box: {width: number; height: number}
): RenderFunction {
  return (_index, scales, _values, _dimensions, {document}) => {
    const short = cells.map(({value}) => options.format.short(value, unit));
    const fits = short.every((text) => cellTextWidth(text, CELL_SIZE) <= box.width - 5) && box.height > CELL_SIZE + 2;
    const boxes = cells.map(({x, y, value}, i) => ({
      ...box,
      x: scales.x!(x),
      y: scales.y!(y),
      text: fits ? short[i]! : "",
      value
    }));
    const steps = byStep<CellBox & {value: number}>(boxes, ramp, ({value}) => value);
    const texts = boundTexts(ramp, options.format, unit);
    const range = (step: number): string => {
      const bin = texts.findIndex((_, i) => ramp.binStep(i) === step);
      return `${texts[bin]!}–${texts[bin + 1]!}`;
    };
    const labels = cellLabels(
      document,
      boxes.map((box) => ({...box, fill: rampInk(ramp.step(box.value))})),
      {size: CELL_SIZE, fill: rampInk(0)}
    );
    return element(
      document,
      "g",
      {class: "k-cells"},
      ...steps.map(([step, own]) => stepPath(document, step, {cells: own, title: range(step)})),
      ...(labels ? [labels] : [])
    );
  };
}

function keyFoot({ramp, unit, options}: Heat, label: string | null): Legend {
  const {document, width, format} = options;
  const size = fontSize(options) - 1;
  const top = 14;
  const above = label ? size + 6 : 0;
  const key = rampKey(ramp, {document, x: 0, y: top + above, width, size, format, unit});
  const title = label
    ? [
        element(
          document,
          "text",
          {x: 0, y: top + size - 2, fill: MUTED, "font-size": size, "text-anchor": "start"},
          label
        )
      ]
    : [];
  return {node: element(document, "g", {}, ...title, key), height: top + above + rampKeyHeight(size) + 2};
}
