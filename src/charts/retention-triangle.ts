import type {RenderFunction} from "@observablehq/plot";
import type {Ramp} from "./ramp.ts";
import type {RetentionOptions, RetentionRow} from "./retention-rows.ts";
import {cellLabels, cellTextWidth} from "./cell-labels.ts";
import {byStep, cellsPath, stepPath, type CellBox} from "./cells.ts";
import {element} from "./element.ts";
import {hatchPattern} from "./hatch.ts";
import {periodLabel} from "./period.ts";
import {boundTexts, rampKey, rampKeyHeight, rampKeyWidth} from "./ramp-key.ts";
import {textWidth, truncate, widest} from "./text-width.ts";
import {INK, LINE, MUTED, fontSize, isNarrow, rampInk} from "./theme.ts";

interface Cohort {
  readonly key: number;
  readonly label: string;
  readonly size: string;
}

/** Measures of the triangle, in pixels, and its labels. */
export interface Layout {
  readonly size: number;
  readonly ages: readonly number[];
  readonly cohorts: readonly Cohort[];
  readonly marginLeft: number;
  readonly marginTop: number;
  readonly rowHeight: number;
  readonly cellWidth: number;
  /** Height from the last cohort to the end of the pooled row; 0 without one. */
  readonly pooledHeight: number;
  readonly keyHeight: number;
}

const TALLEST = 26;
const WIDEST = 64;
const POOLED_GAP = 8;
/** Pixels between the sizes and the first cell. */
export const SIZE_GAP = 8;
const KEY_GAP = 16;
const CELL_SIZES = [11, 10] as const;

/** Measures of the triangle: labels and sizes as wide as they need, cells share the rest. */
export function triangleLayout(
  triangle: readonly RetentionRow[],
  pooled: readonly RetentionRow[],
  options: RetentionOptions
): Layout {
  const {format, words, period = "month", width} = options;
  const size = fontSize(options);
  const sizes = new Map(triangle.map((row) => [row.cohort!.getTime(), row.size]));
  const cohorts = [...sizes.keys()]
    .sort((a, b) => a - b)
    .map((key) => ({
      key,
      label: periodLabel(new Date(key), period, format),
      size: format.value(sizes.get(key), "count")
    }));
  const labelWidth = Math.max(
    widest(
      cohorts.map(({label}) => label),
      size
    ),
    pooled.length > 0 ? Math.min(textWidth(words.pooled, size), 0.2 * width) : 0
  );
  const pooledSize = pooled.find(({age}) => age === 0);
  const sizeTexts = [
    words.size,
    ...cohorts.map((cohort) => cohort.size),
    ...(pooledSize ? [format.value(pooledSize.size, "count")] : [])
  ];
  const marginLeft = Math.ceil(labelWidth + 10 + widest(sizeTexts, size) + SIZE_GAP);
  const lastAge = Math.max(...triangle.map(({age}) => age));
  const ages = Array.from({length: lastAge + 1}, (_, age) => age);
  const rowHeight = cohorts.length > 24 ? 17 : cohorts.length > 12 || isNarrow(options) ? 21 : TALLEST;
  return {
    size,
    ages,
    cohorts,
    marginLeft,
    marginTop: 2 * size + 16,
    rowHeight,
    cellWidth: Math.min(WIDEST, (width - marginLeft) / ages.length),
    pooledHeight: pooled.length > 0 ? POOLED_GAP + rowHeight : 0,
    keyHeight:
      KEY_GAP + rampKeyHeight(size) + (isNarrow(options) && triangle.some((row) => !row.complete) ? size + 12 : 2)
  };
}

/** Every n-th age where a number per column would not fit, n as calendars count. */
export function shownAges(ages: readonly number[], cellWidth: number, size: number): number[] {
  const width = textWidth(String(ages.at(-1)), size) + 6;
  const every = [1, 2, 3, 6, 12, 24, 52].find((n) => n * cellWidth >= width) ?? 52;
  return ages.filter((age) => age % every === 0);
}

/** What the marks of the triangle are drawn by. */
export interface Drawing {
  readonly layout: Layout;
  readonly options: RetentionOptions;
}

/** The cells of all cohorts. */
export function triangleMark(rows: readonly RetentionRow[], ramp: Ramp, {layout, options}: Drawing): RenderFunction {
  return (_index, scales, _values, _dimensions, {document}) => {
    const place = (row: RetentionRow): Place => ({x: scales.x!(row.age), y: scales.y!(row.cohort!.getTime())});
    return element(document, "g", {class: "k-cells"}, ...rateCells(rows, ramp, {layout, options, place}));
  };
}

/** The row that pools all cohorts, set apart at the bottom. */
export function pooledMark(rows: readonly RetentionRow[], ramp: Ramp, {layout, options}: Drawing): RenderFunction {
  return (_index, scales, _values, {height, marginBottom}, {document}) => {
    const {marginLeft, rowHeight, size} = layout;
    const y = height - marginBottom + POOLED_GAP;
    const baseline = y + rowHeight / 2;
    const shown = options.format.value(rows.find(({age}) => age === 0)?.size, "count");
    const label = truncate(options.words.pooled, marginLeft - SIZE_GAP - 6 - textWidth(shown, size), size);
    const text = (x: number, anchor: string, fill: string, content: string): SVGElement =>
      element(
        document,
        "text",
        {x, y: baseline, dy: "0.32em", "text-anchor": anchor, fill, "font-size": size},
        content
      );
    const place = (row: RetentionRow): Place => ({x: scales.x!(row.age), y});
    return element(
      document,
      "g",
      {class: "k-pooled", "font-weight": "600"},
      text(0, "start", INK, label),
      text(marginLeft - SIZE_GAP, "end", MUTED, shown),
      ...rateCells(rows, ramp, {layout, options, place})
    );
  };
}

interface Place {
  readonly x: number;
  readonly y: number;
}

interface CellDrawing extends Drawing {
  readonly place: (row: RetentionRow) => Place;
}

/** Colours below, then the hatch, then the numbers, so that a hatched number can be read. */
function rateCells(rows: readonly RetentionRow[], ramp: Ramp, {layout, options, place}: CellDrawing): SVGElement[] {
  const {document} = options;
  const {size, text} = cellStyle(rows, {layout, options});
  const boxed = (row: RetentionRow): CellBox => box(row, text(row), {layout, place});
  const first = rows.filter(({age}) => age === 0).map(boxed);
  const incomplete = rows.filter((row) => !row.complete).map(boxed);
  const steps = byStep(
    rows.filter(({age}) => age > 0),
    ramp,
    (row) => row.rate!
  ).map(([step, cells]) => ({step, cells: cells.map(boxed), tips: cells.map((row) => cellTip(row, options))}));
  const hatch = {
    class: "k-incomplete",
    fill: `url(#${options.id}-hatch)`,
    d: cellsPath(incomplete),
    "pointer-events": "none"
  };
  return [
    first.length > 0
      ? element(document, "path", {class: "k-neutral", fill: LINE, "fill-opacity": 0.45, d: cellsPath(first)})
      : null,
    ...steps.map(({step, cells, tips}) =>
      stepPath(document, step, {cells, tips, title: stepTitle(step, ramp, options)})
    ),
    incomplete.length > 0 ? element(document, "path", hatch) : null,
    cellLabels(
      document,
      rows.map((row) => ({...boxed(row), fill: row.age === 0 ? MUTED : rampInk(ramp.step(row.rate!))})),
      {size, fill: rampInk(0)}
    )
  ].filter((node) => node !== null);
}

function box(
  row: RetentionRow,
  text: string,
  {layout, place}: {layout: Layout; place: (row: RetentionRow) => Place}
): CellBox {
  return {...place(row), width: layout.cellWidth, height: layout.rowHeight, text};
}

interface CellStyle {
  readonly size: number;
  readonly text: (row: RetentionRow) => string;
}

/** How rates are written in their cells: 15%, or 15 where the sign does not fit, or smaller, or nothing where that does not fit either. */
function cellStyle(rows: readonly RetentionRow[], {layout, options}: Drawing): CellStyle {
  const full = ({rate}: RetentionRow): string => options.format.short(rate, "ratio");
  const bare = (row: RetentionRow): string => full(row).replace(/\s*%/, "");
  const sizes = CELL_SIZES.filter((size) => size + 7 <= layout.rowHeight);
  const styles = [full, bare].flatMap((text) => sizes.map((size): CellStyle => ({size, text})));
  const fits = ({size, text}: CellStyle): boolean =>
    rows.every((row) => cellTextWidth(text(row), size) <= layout.cellWidth - 5);
  return styles.find(fits) ?? {size: CELL_SIZES[0], text: () => ""};
}

/** "Q2 2025, 3: 24.1% (22.0%–26.3%)": the cohort, the age, the rate and its interval. */
function cellTip(
  {cohort, age, rate, low, high}: RetentionRow,
  {format, words, period = "month"}: RetentionOptions
): string {
  const write = (value: number | null): string => format.value(value, "ratio");
  const name = cohort === null ? words.pooled : periodLabel(cohort, period, format);
  const interval = low === null || high === null ? "" : ` (${write(low)}–${write(high)})`;
  return `${name}, ${age}: ${write(rate)}${interval}`;
}

function stepTitle(step: number, ramp: Ramp, {format}: RetentionOptions): string {
  const texts = boundTexts(ramp, format, "ratio");
  const bin = texts.findIndex((_, i) => ramp.binStep(i) === step);
  return `${texts[bin]!}–${texts[bin + 1]!}`;
}

/** What ages count, and the head of the sizes. */
export function headMark({marginLeft, size}: Layout, {words, period = "month"}: RetentionOptions): RenderFunction {
  return (_index, _scales, _values, {width}, {document}) => {
    const text = (x: number, anchor: string, content: string, y: number): SVGElement =>
      element(document, "text", {x, y, "text-anchor": anchor, fill: MUTED, "font-size": size}, content);
    const ages = truncate(words.age(period), width - marginLeft, size);
    return element(
      document,
      "g",
      {class: "k-head"},
      text(marginLeft + 1, "start", ages, size),
      text(marginLeft - SIZE_GAP, "end", words.size, 2 * size + 10)
    );
  };
}

/** The colours' numbers, and what the hatch means where there is one. */
export function keyMark(ramp: Ramp, hatched: boolean, {layout, options}: Drawing): RenderFunction {
  return (_index, _scales, _values, {height, width}, {document}) => {
    const {marginLeft, keyHeight, size} = layout;
    const narrow = isNarrow(options);
    const x = narrow ? 0 : marginLeft;
    const y = height - keyHeight + KEY_GAP;
    const key = {document, x, y, width: width - x, size: size - 1, format: options.format, unit: "ratio"} as const;
    const group = element(document, "g", {}, rampKey(ramp, key));
    if (!hatched) return group;
    const left = narrow ? 0 : x + rampKeyWidth(ramp, key) + 32;
    const top = narrow ? y + rampKeyHeight(size) + 4 : y;
    const id = `${options.id}-hatch`;
    group.append(
      element(document, "defs", {}, hatchPattern(document, id)),
      element(document, "rect", {x: left, y: top, width: 20, height: 10, fill: LINE, "fill-opacity": 0.45}),
      element(document, "rect", {x: left, y: top, width: 20, height: 10, fill: `url(#${id})`}),
      element(
        document,
        "text",
        {x: left + 26, y: top + 9, "text-anchor": "start", fill: MUTED, "font-size": size - 1},
        options.words.incomplete
      )
    );
    return group;
  };
}
