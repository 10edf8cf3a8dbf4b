import type {Ramp} from "./ramp.ts";
import {element, rounded} from "./element.ts";
import {rampColour} from "./theme.ts";

/** A rectangle of a heat map, in pixels, and the text in it. */
export interface CellBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly text: string;
}

const DIGIT = 0.58; // advances in em
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

/** The outline of all cells, a hair apart. */
export function cellsPath(cells: readonly CellBox[]): string {
  return cells
    .map(
      ({x, y, width, height}) =>
        `M${rounded(x + 0.5)} ${rounded(y + 0.5)}h${rounded(width - 1)}v${rounded(height - 1)}h${rounded(1 - width)}z`
    )
    .join("");
}

/** A cell's label in its ink. */
export interface CellLabel extends CellBox {
  readonly fill: string;
}

/**
 * The labels of cells, each centred in its own; null where all are empty. A text of its own is laid out in a third of the time that its share of one text takes whose characters have places of their own, and only where it changes.
 *
 * @param fill the ink of most of them.
 */
export function cellLabels(
  document: Document,
  cells: readonly CellLabel[],
  {size, fill: most}: {size: number; fill: string}
): SVGElement | null {
  const labels = cells
    .filter(({text}) => text !== "")
    .map(({x, y, width, height, text, fill}) =>
      element(
        document,
        "text",
        {x: x + width / 2, y: Math.round(y + height / 2 + 0.35 * size), fill: fill === most ? null : fill},
        text
      )
    );
  if (labels.length === 0) return null;
  const shared = {class: "k-labels", fill: most, "font-size": size, "text-anchor": "middle", "pointer-events": "none"};
  return element(document, "g", shared, ...labels);
}

/** Width of a cell's label in pixels. */
export function cellTextWidth(text: string, size: number): number {
  return size * [...text].reduce((sum, c) => sum + advance(c), 0);
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
