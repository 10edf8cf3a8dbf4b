import {showsData} from "../tools/figure-data.ts";
import {forgetPart, placesOf} from "./figure-parts.ts";
import {setText} from "./set-text.ts";

/** Figures as they were before anything of them was first renewed. */
const built = new WeakMap<Element, Element>();
/** Texts of values in prose, likewise. */
const texts = new WeakMap<Element, string>();

/** Words of a figure that follow what it shows. */
const WORDS = [".k-title", ".k-subtitle", ".k-finding", ":scope > .k-how > .k-methods"];
const NOTE = ":scope > .k-note:not(.k-static)";

/** Keeps what a figure was built with; call it before each change. */
export function keepBuilt(figure: Element): void {
  if (!built.has(figure)) built.set(figure, figure.cloneNode(true) as Element);
}

/** Keeps the text that a value in prose was built with; call it before each change. */
export function keepBuiltText(place: Element): void {
  if (!texts.has(place)) texts.set(place, place.textContent);
}

/** Puts back what a figure was built with, within its elements, so that its tools go on working. */
export function restoreFigure(figure: Element): void {
  showsData(figure, null);
  for (const place of placesOf(figure).values()) forgetPart(place);
  const kept = built.get(figure);
  if (!kept) return;
  built.delete(figure);
  const places = placesOf(figure);
  for (const [kind, old] of placesOf(kept)) {
    const place = places.get(kind);
    // A table is what tools look for within its holder; any other place holds the picture.
    if (place?.matches(".k-table")) place.replaceWith(old);
    else place?.replaceChildren(...old.childNodes);
  }
  for (const selector of WORDS) {
    const [line, old] = [figure, kept].map((one) => one.querySelector<HTMLElement>(selector));
    if (!line || !old) continue;
    line.replaceChildren(...old.childNodes);
    line.hidden = old.hidden;
  }
  const [note, own] = [figure, kept].map((one) => one.querySelector<HTMLElement>(NOTE));
  if (own) note?.replaceWith(own);
  else note?.remove();
  figure.dispatchEvent(new CustomEvent("kizuna:renewed", {bubbles: true}));
}

/** Puts back the text that a value in prose was built with. */
export function restoreText(place: Element): void {
  const text = texts.get(place);
  if (text !== undefined) setText(place, text);
}
