import type {LiveCell, LivePage} from "./live-page.ts";
import type {LiveReport} from "./live.ts";
import type {MetricFigure} from "./metric-figure.ts";
import {isEverybody} from "./selection.ts";
import type {Selection} from "./selection.ts";

/** Parts of figures that are out of date but not on screen: a drawing of the other width, a table that is folded in. They are made when they show. */
const stale = new Map<Element, () => Element | null>();

/** Puts what the selection's customers give in the place of what stands in the page's figures and prose. A cell that fails keeps what it had, and says why. */
export function refreshFigures(page: LivePage, report: LiveReport, selection: Selection): void {
  for (const cell of page.cells) {
    const figure = document.getElementById(cell.name);
    if (!figure) continue;
    try {
      refreshFigure(figure, report.figure(cell, selection), cell);
      remark(figure, null);
    } catch (error) {
      remark(figure, `${page.words.notFiltered} (${error instanceof Error ? error.message : String(error)})`);
    }
  }
  for (const {index, path} of page.inlines)
    for (const span of document.querySelectorAll(`[data-inline="${index}"]`))
      span.textContent = report.inline(path, selection);
  const live = new Set([...page.cells, ...(page.sql?.figures ?? [])].map(({name}) => name));
  for (const figure of document.querySelectorAll(".k-figure"))
    if (!live.has(figure.id)) remark(figure, isEverybody(selection) ? null : page.words.notFiltered);
}

function refreshFigure(figure: Element, fresh: MetricFigure, {options}: LiveCell): void {
  setText(figure, ".k-subtitle", typeof options["subtitle"] === "string" ? options["subtitle"] : fresh.subtitle);
  setText(figure, ".k-finding", fresh.finding);
  for (const width of ["wide", "narrow"] as const)
    refreshPart(figure.querySelector(`.k-${width}`), () => fresh.chart(width));
  refreshPart(figure.querySelector(".k-body"), () => fresh.body());
  refreshPart(figure.querySelector("details .k-table"), () => fresh.table());
}

/** Makes a part anew now if it shows, else when it comes to show. */
export function refreshPart(place: Element | null, make: () => Element | null): void {
  if (!place) return;
  if ((place as HTMLElement).checkVisibility()) renew(place, make);
  else stale.set(place, make);
}

function renew(place: Element, make: () => Element | null): void {
  stale.delete(place);
  const made = make();
  if (!made) return;
  if (place.classList.contains("k-table")) place.replaceWith(made);
  else place.replaceChildren(made);
}

function renewVisible(): void {
  for (const [place, make] of [...stale]) {
    if (!place.isConnected) stale.delete(place);
    else if ((place as HTMLElement).checkVisibility()) renew(place, make);
  }
}

addEventListener("resize", renewVisible);
addEventListener("beforeprint", () => {
  for (const [place, make] of [...stale]) renew(place, make);
});
document.addEventListener("toggle", renewVisible, true);

function setText(figure: Element, selector: string, text: string | null): void {
  const line = figure.querySelector<HTMLElement>(selector);
  if (!line) return;
  line.textContent = text ?? "";
  line.hidden = text === null;
}

/** A quiet line below a figure; null takes it away. */
export function remark(figure: Element, text: string | null): void {
  const line =
    figure.querySelector(".k-static") ??
    figure.appendChild(Object.assign(document.createElement("p"), {className: "k-note k-static"}));
  if (text === null) line.remove();
  else line.textContent = text;
}
