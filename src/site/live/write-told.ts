import {keepBuilt, keepBuiltText, restoreFigure} from "./as-built.ts";
import {childOf} from "./child-of.ts";
import {keepSpare, renewParts} from "./figure-parts.ts";
import {showsData} from "../tools/figure-data.ts";
import {holdHeight} from "./held-heights.ts";
import {leftOut} from "./left-out.ts";
import type {Told, ToldFigure} from "./live-messages.ts";
import type {LivePage} from "./live-page.ts";
import type {Remote} from "./live-remote.ts";
import {EVERYBODY} from "./selection.ts";
import type {Selection} from "./selection.ts";
import {setHidden, setText} from "./set-text.ts";

/** What is written to, and who answers for it. */
export interface On {
  readonly page: LivePage;
  readonly remote: Remote;
}

/** What the page shows, or is about to. */
let shown: Selection = EVERYBODY;

/** Notes what the page is about to show. */
export function nowShown(selection: Selection): void {
  shown = selection;
}

/** What the page shows, or is about to. */
export function lastShown(): Selection {
  return shown;
}

/** What has been told of figures that can wait, in its order: each of it is the difference to what was told before. */
const deferred = new Map<string, (() => void)[]>();

/** Has it written later, or before what is told of the same figure next. */
export function defer(told: Extract<Told, {tell: "figure"}>, on: On): void {
  const {name} = told.figure;
  deferred.set(name, [...(deferred.get(name) ?? []), () => write(told, on)]);
}

/** The figure that waits longest; null if none waits. */
export function nextDeferred(): string | null {
  return deferred.keys().next().value ?? null;
}

/** Writes what waits of a figure. */
export function flush(name: string): void {
  const all = deferred.get(name) ?? [];
  deferred.delete(name);
  for (const run of all) run();
}

/** Writes all that waits. */
export function flushAll(): void {
  for (const name of [...deferred.keys()]) flush(name);
}

/** Leaves unwritten what waits. */
export function dropDeferred(): void {
  deferred.clear();
}

/** Writes what was told. */
export function write(told: Told, on: On): void {
  const {page, remote} = on;
  switch (told.tell) {
    case "inline":
      for (const place of document.querySelectorAll(`[data-inline="${told.index}"]`)) {
        keepBuiltText(place);
        setText(place, told.text);
      }
      break;
    case "figure": {
      const figure = document.getElementById(told.figure.name);
      if (!figure) break;
      flush(told.figure.name);
      keepBuilt(figure);
      writeFigure(figure, told.figure);
      // What a query's figure leaves out, its database says.
      if (told.figure.words) remark(figure, leftOutBy(page, told.figure.name));
      showsData(figure, (isList) => remote.ask("data", {name: told.figure.name, isList}));
      break;
    }
    case "failed": {
      const figure = document.getElementById(told.name);
      deferred.delete(told.name);
      if (figure) stayAsBuilt(figure, page, told.why);
      break;
    }
    case "spare": {
      const figure = document.getElementById(told.name);
      if (figure) keepSpare(figure, told.kind, told.tree);
    }
  }
}

/** Puts a figure back as it was built, and says why it does not follow. */
export function stayAsBuilt(figure: Element, {words}: LivePage, why: string): void {
  restoreFigure(figure);
  remark(figure, `${words.notFiltered} (${why})`);
}

function writeFigure(figure: Element, {words, parts}: ToldFigure): void {
  if (words) {
    const head = childOf(figure, "figcaption");
    showText(head && childOf(head, ".k-title"), words.title);
    showText(head && childOf(head, ".k-subtitle"), words.subtitle);
    showText(childOf(figure, ".k-finding"), words.finding);
    refreshNotes(figure, words);
  }
  renewParts(figure, parts);
}

/** What a figure leaves out of the selection, and why; null where it follows all of it. */
function leftOutBy({cells, words}: LivePage, name: string): string | null {
  const cell = cells.find((one) => one.name === name);
  const unfollowed = Object.entries(cell?.unfollowed ?? {}).flatMap(([dimension, text]) =>
    shown.values[dimension]?.length ? [text] : []
  );
  const texts = [...unfollowed, leftOut(shown, words, {isWindowed: cell?.windowReductions !== undefined})];
  return texts.filter((text) => text !== null).join(" ") || null;
}

/** Figures that follow no filter say so while there is one. */
export function markOthers(page: LivePage, selection: Selection): void {
  // Figures of queries are the database's, and those of code its own: they answer in their own time.
  const own = [...page.cells, ...(page.sql?.figures ?? []), ...(page.code?.cells ?? []), ...(page.code?.figures ?? [])];
  const followed = new Set(own.map(({name}) => name));
  const text = leftOut(selection, page.words, {isFiltered: false});
  for (const figure of document.querySelectorAll(".k-figure")) if (!followed.has(figure.id)) remark(figure, text);
}

/** What is said below a figure is of what it shows: which interval it has, for one, depends on the selection. */
function refreshNotes(figure: Element, {note, methods}: NonNullable<ToldFigure["words"]>): void {
  let line = childOf(figure, ".k-note:not(.k-static)");
  if (!line && note !== null) {
    line = Object.assign(document.createElement("p"), {className: "k-note"});
    childOf(figure, ".k-source")?.before(line);
  }
  showText(line, note);
  const list = childOf(figure, ".k-how")?.querySelector(".k-methods");
  const same =
    list &&
    methods.length === list.children.length &&
    methods.every((text, i) => text === list.children[i]!.textContent);
  if (list && !same)
    list.replaceChildren(...methods.map((textContent) => Object.assign(document.createElement("p"), {textContent})));
}

function showText(line: HTMLElement | null, text: string | null): void {
  if (!line) return;
  setText(line, text ?? "");
  setHidden(line, text === null);
}

/** A quiet line below a figure; null takes it away, and where texts keep their heights leaves its place. */
export function remark(figure: Element, text: string | null): void {
  const line = childOf(figure, ".k-static");
  if (line) {
    if (text === null && !holdHeight(line)) line.remove();
    else setText(line, text ?? "");
  } else if (text !== null) {
    const note = Object.assign(document.createElement("p"), {className: "k-note k-static", textContent: text});
    figure.append(note);
    holdHeight(note);
  }
}
