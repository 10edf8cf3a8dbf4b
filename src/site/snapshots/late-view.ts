import type {SnapshotWords} from "../words/snapshot-words.ts";
import {element} from "../views/element.ts";

/** The content of a page below `latest/`: it stands for a report of whichever snapshot is the latest. @param root from the page to the folder's root. */
export function lateView(
  {path, title}: {path: string; title: string},
  root: string,
  {document, text}: {document: Document; text: SnapshotWords}
): Element {
  const {late} = text;
  return element(document, "main", {"data-report": path}, [
    element(document, "header", {class: "k-head"}, [
      element(document, "p", {class: "k-asof"}, [text.latest]),
      element(document, "h1", {}, [title]),
      element(document, "p", {class: "k-lead k-late", "data-gone": late.gone, "data-stuck": late.stuck}, [late.stuck]),
      element(document, "p", {class: "k-actions k-late"}, [
        element(document, "a", {class: "k-action", href: `${root}index.html`}, [late.toAll]),
        element(document, "a", {class: "k-action k-second", href: "", "data-first": "", hidden: ""}, [late.toLatest])
      ])
    ])
  ]);
}
