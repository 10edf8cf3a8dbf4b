import type {Changes} from "../changes.ts";
import {changesView} from "../views/changes.ts";
import {keepBuilt, keepBuiltText, restoreFigure, restoreText} from "./as-built.ts";
import {askedParts, keepSpare, listenForShown, outdate, partsOf, renewParts, staleParts} from "./figure-parts.ts";
import {showsData} from "../tools/figure-data.ts";
import type {AskedFigure, Told, ToldFigure} from "./live-messages.ts";
import {leftOut} from "./left-out.ts";
import type {LiveCell, LivePage} from "./live-page.ts";
import type {Remote} from "./live-remote.ts";
import {EVERYBODY} from "./selection.ts";
import type {Selection} from "./selection.ts";
import {setText} from "./set-text.ts";
import {settling} from "./settled.ts";

/** Counts changes: what an earlier one has not drawn yet, it leaves to the later one. */
let changes = 0;
/** What the page shows, or is about to. */
let shown: Selection = EVERYBODY;

/** How long after a change the parts that are not shown are drawn, in milliseconds: whoever goes on filtering does not wait for a table that nobody has opened. */
const PAUSE = 1500;

/** What laying out and painting a figure takes, about, in milliseconds. */
const SPARE_TIME = 6;

/** What of a page is renewed, in the order in which a reader wants it. */
export interface Plan {
  readonly figures: readonly AskedFigure[];
  /** How many of them are on screen. */
  readonly near: number;
}

/**
 * The page's figures, those on screen first. It reads the layout: make it before anything is written.
 *
 * @param current what a cell's options are now.
 */
export function planOf(page: LivePage, current: (cell: LiveCell) => LiveCell): Plan {
  return planBy(page, current, {isAhead: false});
}

/** The figures on screen, as {@link planOf} would ask for them: for a selection that the reader may choose next. Nothing is out of date by it. */
export function foreseenOf(page: LivePage, current: (cell: LiveCell) => LiveCell): Plan["figures"] {
  const {figures, near} = planBy(page, current, {isAhead: true});
  return figures.slice(0, near);
}

function planBy(page: LivePage, current: (cell: LiveCell) => LiveCell, {isAhead}: {isAhead: boolean}): Plan {
  const placed = page.cells.flatMap((cell) => {
    const figure = document.getElementById(cell.name);
    if (!figure?.matches(".k-figure")) return [];
    const shownParts = partsOf(figure);
    const parts = askedParts(isAhead ? shownParts : outdate(shownParts), {isAhead});
    return [{asked: {name: cell.name, options: optionsOf(cell, current(cell)), parts}, distance: distanceOf(figure)}];
  });
  placed.sort((a, b) => a.distance - b.distance);
  return {
    figures: placed.map(({asked}) => asked),
    near: placed.filter(({distance}) => distance === 0).length
  };
}

/**
 * Puts what the selection's customers give in the place of what stands in the page's figures and prose: first what is on screen, then the rest while the page is idle.
 * A cell that fails shows what was built, and says why.
 *
 * @param hear gets the number of customers.
 * @returns whether all of it is done; false if a later call has taken over.
 */
export async function refreshFigures(
  page: LivePage,
  {remote, plan, hear}: {remote: Remote; plan: Plan; hear: (customers: number) => void},
  selection: Selection
): Promise<boolean> {
  const change = ++changes;
  shown = selection;
  const near = new Set(plan.figures.slice(0, plan.near).map(({name}) => name));
  const on = {page, remote};
  const tell = (told: Told): void => {
    if (told.tell === "customers") {
      if (change === changes) hear(told.customers);
    } else if (told.tell === "figure" && !near.has(told.figure.name)) defer(told, on);
    else write(told, on);
  };
  const foreseen = remote.foreseen(selection, plan.figures.slice(0, plan.near));
  const isWritten = foreseen !== null;
  const showing = remote.ask("show", {...plan, selection, isWhole: true, isWritten}, tell);
  if (foreseen) {
    for (const told of foreseen.told) tell(told);
    refreshChanges(foreseen.changes);
    markOthers(page, selection);
  }
  const isDone = await showing;
  await writeDeferred();
  if (change !== changes || !isDone) return false;
  if (!foreseen) {
    markOthers(page, selection);
    if (hasChanges()) {
      // Where it cannot be told what changed, the figures stay.
      const news = await remote.ask("changes", {selection}).catch(() => null);
      if (change === changes) refreshChanges(news);
    }
  }
  drawLater(page, remote);
  return true;
}

/** Whether the page says what changed. */
export function hasChanges(): boolean {
  return document.querySelector(".k-news") !== null;
}

/** What changed, as it was built. */
let builtChanges: Element | null = null;

/** Says anew what changed since the period before; where nothing can be told of a selection, nothing is said. */
function refreshChanges(changes: Changes | null): void {
  const place = document.querySelector<HTMLElement>(".k-news");
  if (!place) return;
  const now = place.querySelector(".k-changes")!;
  builtChanges ??= now;
  place.hidden = changes === null;
  if (changes) now.replaceWith(changesView(changes, document));
}

/** Puts back what was built in all that follows the page's selection: nothing can answer it. */
export function restoreFigures(page: LivePage): void {
  ++changes;
  shown = EVERYBODY;
  deferred.clear();
  for (const {name} of page.cells) {
    const figure = document.getElementById(name);
    if (!figure?.matches(".k-figure")) continue;
    restoreFigure(figure);
    remark(figure, null);
  }
  for (const place of document.querySelectorAll("[data-inline]")) restoreText(place);
  const news = document.querySelector<HTMLElement>(".k-news");
  if (!news || !builtChanges) return;
  news.querySelector(".k-changes")!.replaceWith(builtChanges);
  news.hidden = false;
}

/** Makes one figure anew, of a cell whose options may not be those of the page. */
export async function refreshCell(
  page: LivePage,
  cell: LiveCell,
  {remote, selection}: {remote: Remote; selection: Selection}
): Promise<void> {
  const figure = document.getElementById(cell.name);
  const own = page.cells.find(({name}) => name === cell.name)!;
  if (!figure) return;
  const parts = askedParts(outdate(partsOf(figure)));
  const plan = {
    figures: [{name: cell.name, options: optionsOf(own, cell), parts}],
    near: 1,
    isWhole: false,
    isWritten: false
  };
  await remote.ask("show", {...plan, selection}, (told) => write(told, {page, remote}));
  drawLater(page, remote);
}

/**
 * Has the side that draws know the page's figures as they are, so that the first filter changes no more than what differs.
 *
 * @param current what a cell's options are now.
 */
export async function meetFigures(
  page: LivePage,
  {remote, current}: {remote: Remote; current: (cell: LiveCell) => LiveCell},
  selection: Selection
): Promise<void> {
  const figures = page.cells.flatMap((cell): AskedFigure[] => {
    const figure = document.getElementById(cell.name);
    if (!figure?.matches(".k-figure")) return [];
    return [{name: cell.name, options: optionsOf(cell, current(cell)), parts: askedParts(partsOf(figure))}];
  });
  const whole = {near: figures.length, isWhole: true, isWritten: false};
  await remote.ask("show", {figures, selection, ...whole}, (told) => {
    if (told.tell === "figure") defer(told, {page, remote});
  });
  await writeDeferred();
}

/** What has been told of figures that can wait, in its order: each of it is the difference to what was told before. */
const deferred = new Map<string, (() => void)[]>();

function defer(told: Extract<Told, {tell: "figure"}>, on: On): void {
  const {name} = told.figure;
  deferred.set(name, [...(deferred.get(name) ?? []), () => write(told, on)]);
}

async function writeDeferred(): Promise<void> {
  while (nextDeferred() !== null) {
    const left = await idle();
    // As much as fits is written at once: the page is laid out once for it.
    for (let name = nextDeferred(); name !== null; name = nextDeferred()) {
      flush(name);
      if (left() < SPARE_TIME) break;
    }
  }
}

function nextDeferred(): string | null {
  return deferred.keys().next().value ?? null;
}

function flush(name: string): void {
  const all = deferred.get(name) ?? [];
  deferred.delete(name);
  for (const run of all) run();
}

interface On {
  readonly page: LivePage;
  readonly remote: Remote;
}

/** Draws the parts that are not shown after a pause. */
export function drawLater(page: LivePage, remote: Remote): void {
  const change = changes;
  const pause = new Promise((done) => setTimeout(done, PAUSE));
  void settling(pause.then(() => (change === changes ? drawSpares(page, remote) : undefined)));
}

/** Draws the parts that are not shown, to have them when they are. */
async function drawSpares(page: LivePage, remote: Remote): Promise<void> {
  const figures = staleParts();
  if (figures.length > 0) await remote.ask("spares", {figures}, (told) => write(told, {page, remote}));
}

/** Renews parts that come to show. */
export function followShown(page: LivePage, load: () => Promise<Remote>): void {
  // Paper does not wait for an idle moment; what was told comes before what is not drawn yet is seen to.
  addEventListener("beforeprint", () => {
    for (const name of [...deferred.keys()]) flush(name);
  });
  listenForShown(async () => drawSpares(page, await load()), page.words);
}

function optionsOf(own: LiveCell, cell: LiveCell): AskedFigure["options"] {
  return cell === own ? null : cell.options;
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
      if (!figure) break;
      restoreFigure(figure);
      remark(figure, `${page.words.notFiltered} (${told.why})`);
      break;
    }
    case "spare": {
      const figure = document.getElementById(told.name);
      if (figure) keepSpare(figure, told.kind, told.tree);
    }
  }
}

function writeFigure(figure: Element, {words, parts}: ToldFigure): void {
  if (words) {
    showText(figure.querySelector<HTMLElement>(".k-title"), words.title);
    showText(figure.querySelector<HTMLElement>(".k-subtitle"), words.subtitle);
    showText(figure.querySelector<HTMLElement>(".k-finding"), words.finding);
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
function markOthers(page: LivePage, selection: Selection): void {
  // Figures of queries are the database's, and those of code its own: they answer in their own time.
  const own = [...page.cells, ...(page.sql?.figures ?? []), ...(page.code?.cells ?? []), ...(page.code?.figures ?? [])];
  const followed = new Set(own.map(({name}) => name));
  const text = leftOut(selection, page.words, {isFiltered: false});
  for (const figure of document.querySelectorAll(".k-figure")) if (!followed.has(figure.id)) remark(figure, text);
}
/** How far an element is from the screen, in pixels; 0 on it. */
function distanceOf(place: Element): number {
  const {top, bottom} = place.getBoundingClientRect();
  return Math.max(0, top - innerHeight, -bottom);
}

/** Waits until the page has nothing else to do. @returns tells how many milliseconds of that are left. */
function idle(): Promise<() => number> {
  return "requestIdleCallback" in window
    ? new Promise((done) => requestIdleCallback((deadline) => done(() => deadline.timeRemaining()), {timeout: 500}))
    : new Promise((done) => setTimeout(() => done(() => 0), 16));
}

/** What is said below a figure is of what it shows: which interval it has, for one, depends on the selection. */
function refreshNotes(figure: Element, {note, methods}: NonNullable<ToldFigure["words"]>): void {
  let line = figure.querySelector<HTMLElement>(":scope > .k-note:not(.k-static)");
  if (!line && note !== null) {
    line = Object.assign(document.createElement("p"), {className: "k-note"});
    figure.querySelector(":scope > .k-source")?.before(line);
  }
  showText(line, note);
  const list = figure.querySelector(":scope > .k-how > .k-methods");
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
  if (line.hidden !== (text === null)) line.hidden = text === null;
}

/** A quiet line below a figure; null takes it away. */
export function remark(figure: Element, text: string | null): void {
  const line = figure.querySelector(".k-static");
  if (text === null) line?.remove();
  else if (line) setText(line, text);
  else {
    const note = Object.assign(document.createElement("p"), {className: "k-note k-static", textContent: text});
    figure.append(note);
  }
}
