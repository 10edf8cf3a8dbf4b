import {nameAbout} from "../tools/about.ts";
import type {LivePage} from "./live-page.ts";
import type {Selection} from "./selection.ts";

/** A value of one of the page's filters. */
interface Picked {
  readonly dimension: string;
  readonly value: string;
}

/**
 * Lets the reader filter by what a chart shows: a click on a bar, a row's name or a legend's entry that stands for a value of one of the page's filters chooses it alone, and again takes it away; with Ctrl, ⌘ or Shift it is added to those that are chosen.
 */
export function listenToCharts(
  page: LivePage,
  {selection, choose, foresee}: {selection(): Selection; choose(one: Selection): void; foresee(one: Selection): void}
): void {
  const dimensionsOf = dimensionsByFigure(page);
  document.addEventListener("click", (event) => {
    const picked = pickedBy(event.target as Element, dimensionsOf, page);
    if (picked) choose(withPicked(selection(), picked, event.ctrlKey || event.metaKey || event.shiftKey));
  });
  document.addEventListener("pointerover", ({target}) => {
    const element = target as Element;
    const picked = element.closest("svg.k-chart") && pickedBy(element, dimensionsOf, page);
    if (!picked) return;
    element.classList.add("k-pick");
    foresee(withPicked(selection(), picked, false));
  });
}

/** The selection with the value alone, or added; without it where it is chosen already. */
export function withPicked(selection: Selection, {dimension, value}: Picked, isAdded: boolean): Selection {
  const chosen = selection.values[dimension] ?? [];
  const isChosen = chosen.includes(value) && (isAdded || chosen.length === 1);
  const kept = isChosen ? chosen.filter((one) => one !== value) : isAdded ? [...chosen, value] : [value];
  return {...selection, values: {...selection.values, [dimension]: kept}};
}

/** The page's filters that each figure's marks may stand for: what a metric is split by, the columns of a chart. */
function dimensionsByFigure({dimensions, cells, sql}: LivePage): ReadonlyMap<string, readonly string[]> {
  const names = dimensions.map(({name}) => name);
  const known = (columns: readonly unknown[]) => names.filter((name) => columns.includes(name));
  return new Map([
    ...cells.map(({name, options}) => [name, known([options["by"]])] as const),
    ...(sql?.figures ?? []).map(
      ({name, options}) => [name, known(["x", "y", "color", "facet"].map((key) => options[key]))] as const
    )
  ]);
}

function pickedBy(
  target: Element,
  dimensionsOf: ReadonlyMap<string, readonly string[]>,
  page: LivePage
): Picked | null {
  const chart = target.closest("svg.k-chart");
  const figure = chart?.closest(".k-figure");
  const own = (figure && dimensionsOf.get(figure.id)) ?? [];
  if (!chart || own.length === 0) return null;
  const texts = textsOf(target);
  for (const {name, values} of page.dimensions) {
    if (!own.includes(name)) continue;
    const called = nameAbout(
      texts,
      values.map((one) => one.name)
    );
    const found = values.find((one) => one.name === called);
    if (found && found.value !== "(other)") return {dimension: name, value: found.value};
  }
  return null;
}

/** What a mark says: its text, the words of its tooltip; of a legend's swatch those of its entry. */
function textsOf(target: Element): readonly string[] {
  const title = target.querySelector(":scope > title")?.textContent;
  const tip = target.closest("[data-tip]")?.getAttribute("data-tip");
  const text = target.closest("text");
  const entry = target.closest(".k-legend") && !text ? target.nextElementSibling : text;
  return [title, tip, entry?.querySelector("title")?.textContent ?? entry?.textContent].filter(
    (one): one is string => typeof one === "string"
  );
}
