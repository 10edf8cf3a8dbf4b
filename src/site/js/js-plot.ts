import type * as Plot from "@observablehq/plot";
import {nameQuietly} from "../../charts/theme.ts";

type Namespace = typeof Plot;

/** Plot whose pictures are made in `document` and, unless told otherwise, as wide as the figure. Marks' own `plot()` does likewise. */
export function plotIn(library: Namespace, {document, width}: {document: Document; width: number}): Namespace {
  const plot = (options: Plot.PlotOptions = {}) => quiet(library.plot({document, width, ...options}));
  const legend = (options: Plot.LegendOptions) => library.legend({document, ...options} as Plot.LegendOptions);
  const fitted = <T>(made: T): T => {
    if (typeof (made as {plot?: unknown} | null)?.plot !== "function") return made;
    const mark = made as T & Plot.Markish;
    return Object.defineProperty(mark, "plot", {
      value: ({marks = [], ...options}: Plot.PlotOptions = {}) => plot({...options, marks: [...marks, mark]})
    });
  };
  const members = Object.entries(library).map(([name, member]) => [
    name,
    // Classes begin with a capital letter.
    typeof member === "function" && /^[a-z]/.test(name)
      ? (...given: unknown[]) => fitted((member as (...given: unknown[]) => unknown)(...given))
      : member
  ]);
  return {
    ...(Object.fromEntries(members) as Namespace),
    plot: plot as Namespace["plot"],
    legend: legend as Namespace["legend"]
  };
}

/** The picture without Plot's names of its layers, which no assistive technology may read on elements without a role. */
function quiet<T extends Element>(made: T): T {
  for (const layer of made.querySelectorAll("g[aria-label]:not([role])")) nameQuietly(layer);
  return made;
}
