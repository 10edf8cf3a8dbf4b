import {restoreFigure, restoreText} from "./as-built.ts";
import {
  askedParts,
  listenForShown,
  markStale,
  outdate,
  partsOf,
  placesOf,
  showsStale,
  staleParts
} from "./figure-parts.ts";
import type {AskedFigure, AskedPart, Told} from "./live-messages.ts";
import type {LiveCell, LivePage} from "./live-page.ts";
import {NoWorker} from "./live-remote.ts";
import type {Remote} from "./live-remote.ts";
import {distanceOf, paused, takeWaiting, waitNoLonger, whenNear} from "./off-screen.ts";
import {EVERYBODY} from "./selection.ts";
import type {Selection} from "./selection.ts";
import {setHidden} from "./set-text.ts";
import {settling} from "./settled.ts";
import {adopt} from "./patch.ts";
import type {Tree} from "./picture-patch.ts";
import {
  defer,
  dropDeferred,
  flush,
  flushAll,
  lastShown,
  markOthers,
  nextDeferred,
  nowShown,
  remark,
  stayAsBuilt,
  write
} from "./write-told.ts";
import type {On} from "./write-told.ts";

/** Counts changes: what an earlier one has not drawn yet, it leaves to the later one. */
let changes = 0;

/** What laying out and painting a figure takes, about, in milliseconds. */
const SPARE_TIME = 6;

/** What renewing figures takes of the page. */
interface Drawing {
  load(): Promise<Remote>;
  /** What a cell's options are now. */
  current(cell: LiveCell): LiveCell;
  /** Hears that figures off screen were renewed: what was made ahead is gone. */
  renewed(): void;
  /** Has all of the page drawn anew, where this could not draw. */
  redraw(failed: Remote | null): void;
}

let drawing: Drawing;

/**
 * What of a page is renewed at once: the figures on screen. Those off screen are late from now on: they follow as they come near, or when the reader pauses.
 * It reads the layout: make it before anything is written.
 */
export function planOf(page: LivePage): readonly AskedFigure[] {
  const placed = placedFigures(page).map(({cell, figure}) => {
    const isNear = distanceOf(figure) === 0;
    return {figure, asked: isNear ? askedOf(cell, askedParts(outdate(partsOf(figure)))) : null};
  });
  for (const {figure, asked} of placed)
    if (asked) waitNoLonger(figure);
    else whenNear(figure, () => renewSoon(page, figure));
  return placed.flatMap(({asked}) => asked ?? []);
}

/** The figures on screen, as {@link planOf} would ask for them: for a selection that the reader may choose next. Nothing is out of date by it. */
export function foreseenOf(page: LivePage): readonly AskedFigure[] {
  return placedFigures(page)
    .filter(({figure}) => distanceOf(figure) === 0)
    .map(({cell, figure}) => askedOf(cell, askedParts(partsOf(figure), {isAhead: true})));
}

/** The cells of a page that have a figure on it. */
function placedFigures(page: LivePage): readonly {readonly cell: LiveCell; readonly figure: Element}[] {
  return page.cells.flatMap((cell) => {
    const figure = document.getElementById(cell.name);
    return figure?.matches(".k-figure") ? [{cell, figure}] : [];
  });
}

function askedOf(own: LiveCell, parts: readonly AskedPart[]): AskedFigure {
  const cell = drawing.current(own);
  return {name: own.name, options: cell === own ? null : cell.options, parts};
}

/**
 * Puts what the selection's customers give in the place of what stands in the page's prose and in its figures on screen.
 * A cell that fails shows what was built, and says why.
 *
 * @param hear gets the number of customers.
 * @param onScreen is called when all that is on screen follows; what figures off screen need may still be to come.
 * @returns whether all of it is done; false if a later call has taken over.
 */
export async function refreshFigures(
  page: LivePage,
  {
    remote,
    figures,
    hear,
    onScreen
  }: {
    readonly remote: Remote;
    readonly figures: readonly AskedFigure[];
    readonly hear: (customers: number) => void;
    readonly onScreen: () => void;
  },
  selection: Selection
): Promise<boolean> {
  const change = ++changes;
  nowShown(selection);
  const on = {page, remote};
  const tell = (told: Told): void => {
    if (told.tell === "onScreen") void follow();
    else if (told.tell !== "customers") write(told, on);
    else if (change === changes) hear(told.customers);
  };
  const foreseen = remote.foreseen(selection, figures);
  const isWritten = foreseen !== null;
  const showing = remote.ask("show", {figures, selection, isWhole: true, isWritten}, tell);
  if (foreseen) {
    for (const told of foreseen.told) tell(told);
    refreshNews(foreseen.news);
    markOthers(page, selection);
  }
  // Where it cannot be told what changed, the figures stay.
  const news = !foreseen && hasNews() ? remote.ask("news", {selection}).catch(() => null) : null;
  let following: Promise<void> | null = null;
  const follow = (): Promise<void> =>
    (following ??= (async () => {
      const changed = await news;
      if (change !== changes) return;
      if (!foreseen) markOthers(page, selection);
      if (news) refreshNews(changed);
      onScreen();
    })());
  if (!(await showing) || change !== changes) return false;
  await follow();
  if (change !== changes) return false;
  renewLater(page);
  return true;
}

/** Whether the page says what changed. */
export function hasNews(): boolean {
  return document.querySelector(".k-news") !== null;
}

/** What changed, as it was built. */
let builtNews: Node | null = null;

/** Says anew what changed since the period before; where nothing can be told of a selection, nothing is said. */
function refreshNews(news: Tree | null): void {
  const place = document.querySelector<HTMLElement>(".k-news");
  if (!place) return;
  const now = place.querySelector(".k-changes")!;
  builtNews ??= now.cloneNode(true);
  setHidden(place, news === null);
  if (news) adopt(now, news);
}

/** Puts back what was built in all that follows the page's selection: nothing can answer it. */
export function restoreFigures(page: LivePage): void {
  ++changes;
  nowShown(EVERYBODY);
  dropDeferred();
  for (const {figure} of placedFigures(page)) {
    waitNoLonger(figure);
    restoreFigure(figure);
    remark(figure, null);
  }
  markOthers(page, EVERYBODY);
  for (const place of document.querySelectorAll("[data-inline]")) restoreText(place);
  const news = document.querySelector<HTMLElement>(".k-news");
  if (!news || !builtNews) return;
  news.querySelector(".k-changes")!.replaceWith(builtNews);
  builtNews = null;
  news.hidden = false;
}

/** Makes one figure anew. */
export async function refreshCell(
  page: LivePage,
  cell: LiveCell,
  {remote, selection}: {remote: Remote; selection: Selection}
): Promise<void> {
  const figure = document.getElementById(cell.name);
  if (!figure) return;
  await refreshSome([askedOf(cell, askedParts(outdate(partsOf(figure))))], {page, remote}, selection);
  renewLater(page);
}

async function refreshSome(figures: readonly AskedFigure[], on: On, selection: Selection): Promise<void> {
  await on.remote.ask("show", {figures, selection, isWhole: false, isWritten: false}, (told) => write(told, on));
}

/** Has the side that draws know the page's figures as they are, so that the first filter changes no more than what differs. */
export async function meetFigures(page: LivePage, remote: Remote, selection: Selection): Promise<void> {
  const change = changes;
  const figures = placedFigures(page).map(({cell, figure}) => askedOf(cell, askedParts(partsOf(figure))));
  await remote.ask("show", {figures, selection, isWhole: true, isWritten: false}, (told) => {
    if (told.tell === "figure") defer(told, {page, remote});
  });
  await writeDeferred(change);
}

/** Writes what waits while the page is idle, and leaves it to a later change if there is one. */
async function writeDeferred(change: number): Promise<void> {
  while (nextDeferred() !== null) {
    const left = await idle();
    // As much as fits is written at once: the page is laid out once for it.
    for (let name = nextDeferred(); name !== null; name = nextDeferred()) {
      if (change !== changes) return;
      flush(name);
      if (left() < SPARE_TIME) break;
    }
  }
}

/** Figures that are late and have come near, to be renewed together. */
const soon = new Set<Element>();

function renewSoon(page: LivePage, figure: Element): void {
  if (!takeWaiting(figure)) return;
  soon.add(figure);
  if (soon.size > 1) return;
  const renewal = Promise.resolve().then(() => {
    const figures = [...soon];
    soon.clear();
    return renewLate(page, figures);
  });
  void settling(renewal);
}

/** Whether the last attempt to renew what is late ended with the worker. */
let hasLost = false;

/** Renews figures that are late and that nobody else sees to. They are busy until they are, or until a later change sees to them. */
async function renewLate(page: LivePage, figures: readonly Element[]): Promise<void> {
  const change = changes;
  let remote: Remote | null = null;
  try {
    remote = await drawing.load();
    if (change !== changes) return;
    const cells = placedFigures(page).filter(({figure}) => figures.includes(figure));
    const asked = cells.map(({cell, figure}) => askedOf(cell, askedParts(outdate(partsOf(figure)))));
    await refreshSome(asked, {page, remote}, lastShown());
    hasLost = false;
  } catch (error) {
    if (change !== changes) return;
    if (error instanceof NoWorker && !hasLost) {
      hasLost = true;
      return drawing.redraw(remote);
    }
    for (const figure of figures) stayAsBuilt(figure, page, error instanceof Error ? error.message : String(error));
  }
  if (change !== changes) return;
  for (const figure of figures) waitNoLonger(figure);
  drawing.renewed();
}

/** Renews what is late, figure by figure, then draws the parts that are not shown: after a pause, and only while the reader does nothing and no later change takes over. */
export function renewLater(page: LivePage): void {
  // Parts that are not shown and that nobody can draw stay out of date: who comes to show them asks again.
  void settling(renewWhilePaused(page)).catch(() => undefined);
}

async function renewWhilePaused(page: LivePage): Promise<void> {
  const change = changes;
  const since = performance.now();
  for (;;) {
    await paused(since);
    await idle();
    if (change !== changes) return;
    const next = placedFigures(page).find(({figure}) => takeWaiting(figure));
    if (!next) return drawSpares(page);
    await renewLate(page, [next.figure]);
  }
}

/** Draws the parts that are not shown, to have them when they are. */
async function drawSpares(page: LivePage): Promise<void> {
  const figures = staleParts();
  if (figures.length === 0) return;
  const remote = await drawing.load();
  await remote.ask("spares", {figures}, (told) => write(told, {page, remote}));
}

/** Renews what comes to show. */
export function followShown(page: LivePage, how: Drawing): void {
  drawing = how;
  // Paper does not wait for an idle moment; what was told comes before what is not drawn yet is seen to.
  addEventListener("beforeprint", () => {
    flushAll();
    for (const {figure} of placedFigures(page)) {
      if (figure.hasAttribute("aria-busy")) for (const place of placesOf(figure).values()) markStale(place, page.words);
      renewSoon(page, figure);
    }
  });
  listenForShown(async () => {
    // What a late figure has besides what is shown, would be drawn of an earlier selection.
    const late = placedFigures(page).filter(({figure}) => showsStale(figure) && takeWaiting(figure));
    if (late.length > 0) await renewLate(page, late.map(({figure}) => figure)); // prettier-ignore
    await drawSpares(page);
  }, page.words);
}

/** Waits until the page has nothing else to do. @returns tells how many milliseconds of that are left. */
function idle(): Promise<() => number> {
  return "requestIdleCallback" in window
    ? new Promise((done) => requestIdleCallback((deadline) => done(() => deadline.timeRemaining()), {timeout: 500}))
    : new Promise((done) => setTimeout(() => done(() => 0), 16));
}
