import type {PlotOptions} from "@observablehq/plot";
import type {ChartOptions} from "./options.ts";
import {element, rounded} from "./element.ts";
import {placeTexts} from "./text-places.ts";

/** Text, and rules that must be seen. */
export const INK = "var(--k-ink)";
/** Axis labels and other text of second rank. */
export const MUTED = "var(--k-muted)";
/** Hairlines. */
export const LINE = "var(--k-line)";
/** Bars of what others are compared with: they have more ink than lines. */
export const QUIET = "var(--k-quiet)";
/** The page behind the chart. */
export const SURFACE = "var(--k-surface)";
/** The one colour of a chart with one series. */
export const ACCENT = "var(--k-accent)";
/** Reference and target lines. */
export const TARGET = "var(--k-target)";
/** What is good and what is bad: promoters and detractors. Text on either is {@link SURFACE}. */
export const GOOD = "var(--k-good)";
export const BAD = "var(--k-bad)";
/** Steps of the sequential colour ramp. CSS variables cannot be interpolated, so that every colour scale is cut into these. */
export const RAMP_STEPS = 9;

/** Steps below it are light on a light page, those above it dark; the other way round on a dark page. */
const MIDDLE_STEP = 4;
const SERIES_COLOURS = 8;
const NARROW = 480;

/** Colour of the i-th series, from 0. They repeat after eight. */
export function seriesColour(i: number): string {
  return `var(--k-series-${(i % SERIES_COLOURS) + 1})`;
}

/** Dash pattern of the i-th line: solid for the first eight, dashed where colours repeat. */
export function seriesDash(i: number): string | null {
  return i < SERIES_COLOURS ? null : "4 3";
}

/** Fill of a step 0–8 of the sequential ramp. */
export function rampColour(step: number): string {
  return `var(--k-ramp-${step})`;
}

/** Colour of text on that step: the light steps share one, and so do the dark ones, so that it seldom changes with the step. */
export function rampInk(step: number): string {
  return `var(--k-ramp-ink-${step < MIDDLE_STEP ? 0 : Math.min(step, MIDDLE_STEP + 1)})`;
}

/** Is the drawing made for a phone or a narrow column? */
export function isNarrow({width}: Pick<ChartOptions, "width">): boolean {
  return width < NARROW;
}

/** Size of a chart's text in pixels. */
export function fontSize(options: Pick<ChartOptions, "width">): number {
  return isNarrow(options) ? 11 : 12;
}

/** What every chart tells Plot first: its document, width, and no legends or figures of Plot's own. */
export function plotDefaults({document, width}: ChartOptions): PlotOptions {
  return {document, width, className: "k-chart", figure: false};
}

/**
 * The drawing without Plot's own look: font and background are the page's, colours only variables, one label for those who cannot see it.
 * Changes and returns the element it was given, which nobody else has seen yet.
 */
export function finish(svg: Element, options: ChartOptions): Element {
  for (const style of [...svg.querySelectorAll("style")]) style.remove();
  svg.removeAttribute("font-family");
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg", // for who saves it as a file; a document in a browser has it anyway
    role: "img",
    "aria-label": options.label,
    fill: INK,
    "font-size": String(fontSize(options)),
    "font-variant": "tabular-nums"
  };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
  placeTexts(svg);
  for (const node of svg.querySelectorAll("*")) {
    nameQuietly(node);
    shortenNumbers(node);
  }
  return svg;
}

/** Plot names its layers ("rule", "bar") to who cannot see them; but a picture has one name, and its parts may have none. */
export function nameQuietly(node: Element): void {
  const name = node.getAttribute("aria-label");
  if (name === null) return;
  node.removeAttribute("aria-label");
  node.setAttribute("data-mark", name);
}

const NUMBERS = ["x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "dy", "width", "height", "transform", "d"];

/** Two decimals are finer than any screen; Plot writes up to fifteen. */
function shortenNumbers(node: Element): void {
  for (const name of NUMBERS) {
    const value = node.getAttribute(name);
    if (value && /\.\d{3}/.test(value))
      node.setAttribute(
        name,
        value.replace(/-?\d+\.\d{3,}/g, (number) => rounded(Number(number)))
      );
  }
}

/** What is drawn for a table without rows: the word for it, quietly. */
export function emptyChart(options: ChartOptions): Element {
  const {document, width, words} = options;
  const height = 96;
  const text = element(
    document,
    "text",
    {x: width / 2, y: height / 2, dy: "0.32em", "text-anchor": "middle", fill: MUTED},
    words.empty
  );
  const svg = element(
    document,
    "svg",
    {xmlns: "http://www.w3.org/2000/svg", class: "k-chart", width, height, viewBox: `0 0 ${width} ${height}`},
    text
  );
  return finish(svg, options);
}
