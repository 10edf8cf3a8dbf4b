import type {Ramp} from "./ramp.ts";
import {element, rounded} from "./element.ts";
import {rampColour, rampInk} from "./theme.ts";

/** A rectangle of a heat map, in pixels, and the text in it. */
export interface CellBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly text: string;
}

const DIGIT = 0.58; // advances in em; every character is placed on its own, so that any font keeps the columns
const PERCENT = 0.86;
const POINT = 0.3;

/** Cells by their ramp step, ascending; each cell keeps its place among its own. */
export function byStep<T>(cells: readonly T[], ramp: Ramp, value: (cell: T) => number): [number, T[]][] {
  const steps = new Map<number, T[]>();
  for (const cell of cells) {
    const step = ramp.step(value(cell));
    steps.set(step, [...(steps.get(step) ?? []), cell]);
  }
  return [...steps].sort(([a], [b]) => a - b);
}

/** One path for all cells of a ramp step, with the step's range as its tooltip; `tips` are the words of each cell, for a page that reads them out. Few elements are what makes redrawing cheap. */
export function stepPath(
  document: Document,
  step: number,
  {cells, title, tips = null}: {cells: readonly CellBox[]; title: string; tips?: readonly string[] | null}
): SVGElement {
  return element(
    document,
    "path",
    {"data-step": step, fill: rampColour(step), d: cellsPath(cells), "data-cells": tips?.join("|") ?? null},
    element(document, "title", {}, title)
  );
}

/** One text for the labels of all cells of a ramp step; null where they are empty. */
export function stepText(
  document: Document,
  step: number,
  {cells, size}: {cells: readonly CellBox[]; size: number}
): SVGElement | null {
  return cellsText(document, cells, {size, fill: rampInk(step)});
}

/** The outline of all cells, a hair apart. */
export function cellsPath(cells: readonly CellBox[]): string {
  return cells
    .map(
      ({x, y, width, height}) =>
        `M${rounded(x + 0.5)} ${rounded(y + 0.5)}h${rounded(width - 1)}v${rounded(height - 1)}h${rounded(1 - width)}z`
    )
    .join("");
}

/** The labels of all cells as one text element, each character centred at its own place; null where there are none. */
export function cellsText(
  document: Document,
  cells: readonly CellBox[],
  {size, fill}: {size: number; fill: string}
): SVGElement | null {
  const xs: string[] = [];
  const ys: string[] = [];
  for (const {x, y, width, height, text} of cells) {
    const places = characterPlaces(text, size);
    const baseline = rounded(Math.round(y + height / 2 + 0.35 * size));
    for (const place of places) {
      xs.push(String(Math.round(10 * (x + width / 2 + place)) / 10));
      ys.push(baseline);
    }
  }
  if (xs.length === 0) return null;
  const characters = cells.map(({text}) => text).join("");
  return element(
    document,
    "text",
    {fill, x: xs.join(" "), y: ys.join(" "), "font-size": size, "text-anchor": "middle", "pointer-events": "none"},
    characters
  );
}

/** Width of a cell's label in pixels. */
export function cellTextWidth(text: string, size: number): number {
  return size * [...text].reduce((sum, c) => sum + advance(c), 0);
}

function characterPlaces(text: string, size: number): number[] {
  let at = -cellTextWidth(text, size) / 2;
  return Array.from(text, (c) => {
    const width = advance(c) * size;
    at += width;
    return at - width / 2;
  });
}

function advance(c: string): number {
  return c === "%"
    ? PERCENT
    : c === "." || c === ","
      ? POINT
      : /[\u2E80-\uFFEE]/.test(c)
        ? 1
        : c === "M"
          ? 0.86
          : DIGIT;
}
