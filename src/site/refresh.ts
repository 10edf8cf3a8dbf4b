import {partsOf, renewParts} from "./figure-parts.ts";
import type {LiveCell, LivePage} from "./live-page.ts";
import type {LiveReport} from "./live.ts";
import type {MetricFigure} from "./metric-figure.ts";
import {leftOut} from "./left-out.ts";
import type {Selection} from "./selection.ts";

/** Counts changes: what an earlier one has not drawn yet, it leaves to the later one. */
let changes = 0;

/** How long figures are made one after the other, in milliseconds, before the browser gets a turn. */
const TURN = 24;

/** One figure or value to make anew. */
interface Task {
  readonly place: Element;
  /** Reads the layout, and returns what writes. */
  ready(): () => void;
}

/**
 * Puts what the selection's customers give in the place of what stands in the page's figures and prose: first what is on screen, then the rest while the page is idle.
 * The layout is read before anything is written, since each reading after a writing lays the page out anew. A cell that fails keeps what it had, and says why.
 *
 * @param on the page's cubes, and what a cell's options are now.
 * @returns whether all of it is done; false if a later call has taken over.
 */
export async function refreshFigures(
  page: LivePage,
  on: {report: LiveReport; current: (cell: LiveCell) => LiveCell},
  selection: Selection
): Promise<boolean> {
  const change = ++changes;
  const tasks = tasksOf(page, on, selection).map((task) => ({task, distance: distanceOf(task.place)}));
  const near = tasks.filter(({distance}) => distance === 0).map(({task}) => task.ready());
  let start = performance.now();
  for (const write of near) {
    if (performance.now() - start > TURN) {
      await nextTask();
      start = performance.now();
    }
    if (change !== changes) return false;
    write();
  }
  for (const {task} of tasks.filter(({distance}) => distance > 0).sort((a, b) => a.distance - b.distance)) {
    await idle();
    if (change !== changes) return false;
    task.ready()();
  }
  return true;
}

/** Makes one figure anew, of a cell whose options may not be those of the page. */
export function refreshCell(
  page: LivePage,
  cell: LiveCell,
  {report, selection}: {report: LiveReport; selection: Selection}
): void {
  const place = document.getElementById(cell.name);
  if (place) readyFigure(place, cell, {report, selection, page})();
}

function tasksOf(
  page: LivePage,
  {report, current}: {report: LiveReport; current: (cell: LiveCell) => LiveCell},
  selection: Selection
): readonly Task[] {
  const cells = new Map(page.cells.map((cell) => [cell.name, cell]));
  // Figures of queries are the database's: it answers in its own time.
  const queried = new Set((page.sql?.figures ?? []).map(({name}) => name));
  const figures = [...document.querySelectorAll(".k-figure")].flatMap((place): Task[] => {
    const cell = cells.get(place.id);
    if (cell) return [{place, ready: () => readyFigure(place, current(cell), {report, selection, page})}];
    if (queried.has(place.id)) return [];
    return [{place, ready: () => () => remark(place, leftOut(selection, page.words, {isFiltered: false}))}];
  });
  const values = page.inlines.flatMap(({index, path}) =>
    [...document.querySelectorAll(`[data-inline="${index}"]`)].map((place): Task => ({
      place,
      ready: () => () => setText(place, report.inline(path, selection))
    }))
  );
  return [...values, ...figures];
}

function readyFigure(
  figure: Element,
  cell: LiveCell,
  {report, selection, page}: {report: LiveReport; selection: Selection; page: LivePage}
): () => void {
  const parts = partsOf(figure);
  return () => {
    try {
      const fresh = report.figure(cell, selection);
      refreshWords(figure, fresh, cell);
      refreshNotes(figure, fresh);
      renewParts(figure, parts, fresh);
      remark(figure, leftOut(selection, page.words, {isWindowed: cell.windowReductions !== undefined}));
    } catch (error) {
      remark(figure, `${page.words.notFiltered} (${error instanceof Error ? error.message : String(error)})`);
    }
  };
}

/** How far an element is from the screen, in pixels; 0 on it. */
function distanceOf(place: Element): number {
  const {top, bottom} = place.getBoundingClientRect();
  return Math.max(0, top - innerHeight, -bottom);
}

function nextTask(): Promise<void> {
  const {port1, port2} = new MessageChannel();
  return new Promise((done) => {
    port1.onmessage = () => (port1.close(), done());
    port2.postMessage(null);
  });
}

function idle(): Promise<unknown> {
  return "requestIdleCallback" in window
    ? new Promise((done) => requestIdleCallback(done, {timeout: 500}))
    : new Promise((done) => setTimeout(done, 16));
}

function refreshWords(figure: Element, fresh: MetricFigure, {options}: LiveCell): void {
  const subtitle = typeof options["subtitle"] === "string" ? options["subtitle"] : fresh.subtitle;
  showText(figure.querySelector<HTMLElement>(".k-subtitle"), subtitle);
  showText(figure.querySelector<HTMLElement>(".k-finding"), fresh.finding);
}

/** What is said below a figure is of what it shows: which interval it has, for one, depends on the selection. */
function refreshNotes(figure: Element, {note, methods}: MetricFigure): void {
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

function setText(place: Element, text: string): void {
  if (place.textContent !== text) place.textContent = text;
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
