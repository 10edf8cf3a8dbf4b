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
