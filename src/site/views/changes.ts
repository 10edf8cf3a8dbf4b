import type {Changes} from "../changes.ts";
import {element} from "./element.ts";

/** What changed as a `<div class="k-changes">`: a sentence for each movement, which leads to the figure that shows it, and how many were tested. */
export function changesView({base, changes}: Changes, document: Document): Element {
  const items = changes.map(({cell, isGood, isUp, text}) =>
    element(document, "li", {class: isGood === null ? null : isGood ? "k-good" : "k-bad"}, [
      element(document, "b", {"aria-hidden": "true"}, [isUp ? "▲" : "▼"]),
      element(document, "a", {href: `#${cell}`}, [text])
    ])
  );
  return element(document, "div", {class: "k-changes"}, [
    items.length === 0 ? null : element(document, "ul", {}, items),
    element(document, "p", {}, [base])
  ]);
}
