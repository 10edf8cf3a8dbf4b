import type {Dataset} from "../notebook/dataset.ts";
import {showsData} from "./figure-data.ts";
import {patch} from "./patch.ts";

/** What makes a figure's pictures, and what they show. */
export interface FreshFigure {
  readonly data: Dataset;
  /** A list beside it; absent where the figure has none. */
  readonly listed?: Dataset | null;
  chart(width: "wide" | "narrow"): Element | null;
  body(): Element | null;
  table(): Element | null;
  list?(): Element | null;
}

/** A picture's place in a figure, and whether it is shown. */
export interface Part {
  readonly place: Element;
  readonly kind: "wide" | "narrow" | "body" | "table" | "list";
  readonly isShown: boolean;
}

/** Parts that are out of date but not shown: a drawing of the other width, a table that is folded in. They are made when they come to show. */
const stale = new Map<Element, () => Element | null>();

const SELECTORS = {
  wide: ".k-wide",
  narrow: ".k-narrow",
  body: ".k-body",
  table: "details:not(.k-list, .k-how) .k-table",
  list: ".k-list .k-table"
} as const;

/** The parts of a figure. It reads the layout: ask for all figures before one of them is written. */
export function partsOf(figure: Element): readonly Part[] {
  return (Object.keys(SELECTORS) as Part["kind"][]).flatMap((kind) => {
    const place = figure.querySelector(SELECTORS[kind]);
    return place ? [{place, kind, isShown: place.checkVisibility()}] : [];
  });
}

/** Makes the parts of a figure that show anew, and the others when they come to show. */
export function renewParts(figure: Element, parts: readonly Part[], fresh: FreshFigure): void {
  showsData(figure, fresh.data, fresh.listed);
  for (const {place, kind, isShown} of parts) {
    const make = (): Element | null => {
      if (kind === "list") return fresh.list?.() ?? null;
      return kind === "body" ? fresh.body() : kind === "table" ? fresh.table() : fresh.chart(kind);
    };
    if (isShown) renew(place, make);
    else stale.set(place, make);
  }
}

function renew(place: Element, make: () => Element | null): void {
  stale.delete(place);
  const made = make();
  if (!made) return;
  const figure = place.closest(".k-figure");
  const old = place.classList.contains("k-table") ? place : place.firstElementChild;
  if (old) patch(old, made);
  else place.replaceChildren(made);
  figure?.dispatchEvent(new CustomEvent("kizuna:renewed", {bubbles: true}));
}

function renewShown(): void {
  const shown = [...stale].filter(([place]) => place.checkVisibility());
  for (const [place] of stale) if (!place.isConnected) stale.delete(place);
  for (const [place, make] of shown) renew(place, make);
}

addEventListener("resize", renewShown);
addEventListener("beforeprint", () => {
  for (const [place, make] of [...stale]) renew(place, make);
});
document.addEventListener("toggle", renewShown, true);
// Tabs are radio buttons.
document.addEventListener("change", renewShown);
