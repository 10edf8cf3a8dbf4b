import type {LiveCell, LivePage} from "./live-page.ts";
import type {LiveReport} from "./live.ts";
import type {MetricFigure} from "./metric-figure.ts";
import {isEverybody} from "./selection.ts";
import type {Selection} from "./selection.ts";

/** Parts of figures that are out of date but not on screen: a drawing of the other width, a table that is folded in. They are made when they show. */
const stale = new Map<Element, () => Element | null>();

/** Counts changes: what an earlier one has not drawn yet, it leaves to the later one. */
let changes = 0;

/** One figure or value to make anew. */
interface Task {
  readonly place: Element;
  run(): void;
}

/**
 * Puts what the selection's customers give in the place of what stands in the page's figures and prose, each in a task of its own: first what is on screen, then the rest while the page is idle.
 * A cell that fails keeps what it had, and says why.
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
  const near: Task[] = [];
  const far: {readonly task: Task; readonly distance: number}[] = [];
  for (const task of tasksOf(page, on, selection)) {
    const distance = distanceOf(task.place);
    if (distance === 0) near.push(task);
    else far.push({task, distance});
  }
  for (const [i, task] of near.entries()) {
    if (i > 0) await nextTask();
    if (change !== changes) return false;
    task.run();
  }
  for (const {task} of far.sort((a, b) => a.distance - b.distance)) {
    await idle();
    if (change !== changes) return false;
    task.run();
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
  if (place) tryFigure(place, () => report.figure(cell, selection), page);
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
    if (cell) return [{place, run: () => tryFigure(place, () => report.figure(current(cell), selection), page)}];
    if (queried.has(place.id)) return [];
    return [{place, run: () => remark(place, isEverybody(selection) ? null : page.words.notFiltered)}];
  });
  const values = page.inlines.flatMap(({index, path}) =>
    [...document.querySelectorAll(`[data-inline="${index}"]`)].map((place): Task => ({
      place,
      run: () => (place.textContent = report.inline(path, selection))
    }))
  );
  return [...values, ...figures];
}

function tryFigure(figure: Element, make: () => MetricFigure, {cells, words}: LivePage): void {
  try {
    refreshFigure(
      figure,
      make(),
      cells.find(({name}) => name === figure.id)!
    );
    remark(figure, null);
  } catch (error) {
    remark(figure, `${words.notFiltered} (${error instanceof Error ? error.message : String(error)})`);
  }
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
  keepHeight(place as HTMLElement);
  if (place.classList.contains("k-table")) place.replaceWith(made);
  else place.replaceChildren(made);
}

/** A figure that becomes smaller leaves its place open, so that what stands below it does not jump. */
function keepHeight(place: HTMLElement): void {
  if (place.classList.contains("k-table") || place.style.minHeight !== "") return;
  place.style.minHeight = `${place.offsetHeight}px`;
  held.add(place);
}

const held = new Set<HTMLElement>();

function letGo(): void {
  for (const place of held) place.style.minHeight = "";
  held.clear();
}

function renewVisible(): void {
  for (const [place, make] of [...stale]) {
    if (!place.isConnected) stale.delete(place);
    else if ((place as HTMLElement).checkVisibility()) renew(place, make);
  }
}

addEventListener("resize", () => {
  letGo();
  renewVisible();
});
addEventListener("beforeprint", () => {
  letGo();
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
  const line = figure.querySelector(".k-static");
  if (text === null) line?.remove();
  else if (line) line.textContent = text;
  else {
    const note = Object.assign(document.createElement("p"), {className: "k-note k-static", textContent: text});
    figure.append(note);
  }
}
