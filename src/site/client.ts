// Tier 1: makes a baked page live. Small on purpose: what computes and draws is loaded when the page is idle, or on the reader's first move toward a filter, into a worker of its own.
import {listenToCharts} from "./live/cross-filter.ts";
import {FilterBar} from "./live/filter-bar.ts";
import {failInputs, mendInputs} from "./live/failed-inputs.ts";
import {holdHeights} from "./live/held-heights.ts";
import type {Inputs} from "./live/inputs.ts";
import type {AskedAhead, AskedFigure} from "./live/live-messages.ts";
import type {LivePage} from "./live/live-page.ts";
import {NoWorker, openRemote} from "./live/live-remote.ts";
import type {Remote} from "./live/live-remote.ts";
import {followShown, foreseenOf, hasNews, meetFigures, planOf, refreshFigures, restoreFigures} from "./live/refresh.ts";
import {isAsBuilt, queryOf, selectionOf} from "./live/selection.ts";
import type {Selection} from "./live/selection.ts";
import {settle, settling, unsettle} from "./live/settled.ts";
import {failSliders, listenToSliders, withSliders} from "./live/sliders.ts";
import {beginPage} from "./live/begin-page.ts";
import {liveOf, pageBlock, scriptsOf} from "./live/page-block.ts";
import type {PageBlock} from "./live/page-block.ts";
import {PageCode} from "./live/page-code-loader.ts";
import {SqlFigures} from "./live/sql-figures.ts";
import {statesOf} from "./live/states.ts";

const block = pageBlock();
if (block) start(block, liveOf(block));

/** After so many milliseconds the address says what is chosen, whether or not the figures do. */
const LATEST = 1000;

/** What leads on from the address, or copies it. */
const LINKS = "a[href], [role=menuitem]";

function start(block: PageBlock, page: LivePage): void {
  const scripts = scriptsOf(block);
  const {root} = scripts;
  const main = document.querySelector("main")!;
  let remote: Promise<Remote> | null = null;
  /** The same, as soon as it is there. */
  let opened: Remote | null = null;
  let wanted: Selection = selectionOf(location.search, page);
  /** What was begun before this script came, once. */
  const takeBegun = () => {
    const {begun} = block;
    block.begun = null;
    return begun;
  };
  const load = (): Promise<Remote> =>
    (remote ??= openRemote(takeBegun() ?? beginPage(page, wanted, scripts)).then(
      (ready) => {
        opened = ready;
        if (page.dimensions.length > 0) holdHeights();
        if (isAsBuilt(wanted)) void meetFigures(page, ready, wanted).catch(() => undefined);
        offerOpen();
        return ready;
      },
      (error: unknown) => {
        // Whoever asks next may be online again.
        remote = null;
        throw error;
      }
    ));

  const states = statesOf(page);
  const queries = page.sql ? new SqlFigures(page, page.sql, {root, states, load}) : null;
  const code = page.code ? new PageCode(page, {root, states, load, queries}) : null;
  const intent = () => void load().catch(() => undefined);
  /** Asks what can make ahead, if there are figures on screen, for them. What changes now, is asked when it has changed. */
  const askAhead = (ask: (remote: Remote, what: Omit<AskedAhead, "selection">) => Promise<unknown>): void => {
    if (!opened || main.hasAttribute("aria-busy")) return;
    const figures = foreseenOf(page);
    if (figures.length > 0) void ask(opened, {figures, hasNews: hasNews()}).catch(() => undefined);
  };
  /** Has what is on screen made ahead for a selection that the reader points at. */
  const foresee = (selection: Selection): void =>
    askAhead(async (remote, what) => {
      if (!remote.hasForeseen(selection, what.figures)) await remote.ask("foresee", {...what, selection});
    });
  const offer = (selections: readonly Selection[]): void =>
    askAhead((remote, what) => remote.ask("offer", {...what, selections}));
  const choose = (selection: Selection): void => {
    unwritten.push(selection);
    show(selection);
    setTimeout(writeAddress, LATEST);
  };
  /** Selections that the address does not say yet. It waits for the figures: writing it costs as much as one of them, and lays out what no frame has shown. */
  const unwritten: Selection[] = [];
  const writeAddress = (): void => {
    for (const selection of unwritten.splice(0))
      try {
        history.pushState(null, "", addressOf(selection));
      } catch {
        // The address of a page that another one shows from memory cannot say it.
      }
  };
  const asChosen = (chosen: Selection): Selection => ({...wanted, period: null, compare: null, ...chosen});
  const addressOf = (selection: Selection) =>
    `${location.pathname}${queryOf(selection, page, location.search)}${location.hash}`;
  const bar = document.getElementById("k-filters")
    ? new FilterBar(page, {
        change: (chosen) => choose(asChosen(chosen)),
        foresee: (chosen) => foresee(asChosen(chosen)),
        offer: (choices) => offer(choices.map(asChosen)),
        preview: (chosen) => show({...wanted, ...chosen}),
        intent
      })
    : null;
  /** Has the choices of the menu that is open made ahead. */
  function offerOpen(): void {
    const choices = bar?.offered() ?? [];
    if (choices.length > 0) offer(choices.map(asChosen));
  }
  let inputs: Inputs | null = null;
  if (page.inputs.length > 0)
    void settling(import("./live/inputs.ts")).then(
      ({Inputs}) => {
        inputs = new Inputs(page, {change: (chosen) => choose({...wanted, inputs: chosen}), intent});
        inputs.show(wanted);
      },
      (error: unknown) => failInputs(page, reasonOf(error))
    );

  /** Ends what draws: who asks next begins another one. */
  function forget(gone: Remote): void {
    gone.close();
    if (opened !== gone) return;
    remote = null;
    opened = null;
  }

  /** The bar and the figures that are on screen answer within the reader's own event; what takes the database comes after the frame that shows them, and where what draws is still to come, does not take the line from it. */
  function show(selection: Selection, isAgain = false): void {
    wanted = selection;
    // It reads the layout, which the bar changes.
    const figures = opened ? planOf(page) : null;
    bar?.show(selection);
    inputs?.show(selection);
    const isFirst = opened === null;
    const framed = afterFrame();
    const refreshed = refresh(selection, {figures, framed, isAgain});
    main.setAttribute("aria-busy", "true");
    unsettle(main);
    unsettle(selection);
    void framed.then(async () => {
      if (isFirst) await refreshed;
      if (wanted === selection) {
        queries?.show(selection);
        code?.show(selection);
      }
      settle(selection);
    });
  }

  /** @param figures those on screen; null: there is nobody yet who draws, or not any more. @param framed ends after the next frame. */
  async function refresh(
    selection: Selection,
    {
      figures,
      framed,
      isAgain
    }: {readonly figures: readonly AskedFigure[] | null; readonly framed: Promise<void>; readonly isAgain: boolean}
  ): Promise<void> {
    let ready: Remote | null = null;
    // Begun before this choice: it may fail for what is over by now.
    const isOlder = opened === null && remote !== null;
    // What was made ahead is written at once, and is in that frame.
    const isAhead = opened !== null && figures !== null && opened.hasForeseen(selection, figures);
    let saying: Promise<void> | null = null;
    const sayFollowed = (): Promise<void> =>
      (saying ??= (async () => {
        await (isAhead ? framed : afterFrame());
        if (wanted !== selection) return;
        writeAddress();
        main.removeAttribute("aria-busy");
        offerOpen();
      })());
    try {
      ready = opened ?? (await load());
      // A later choice may have overtaken this one while the files came.
      if (wanted !== selection) return;
      const hear = (customers: number) => bar?.count(customers);
      const onScreen = () => void sayFollowed();
      const how = {remote: ready, figures: figures ?? planOf(page), hear, onScreen};
      if (!(await refreshFigures(page, how, selection))) return;
      // Controls whose code has not come do not work, whatever the figures do.
      if (inputs) mendInputs();
    } catch (error) {
      if (ready) forget(ready);
      // A later choice says what became of it.
      if (wanted !== selection) return;
      // A worker that has ended is begun anew, once, also for what asks it besides.
      if ((isOlder || error instanceof NoWorker) && !isAgain) return show({...selection}, true);
      const why = reasonOf(error);
      restoreFigures(page);
      failSliders(page, why);
      if (bar) bar.fail(why);
      else failInputs(page, why);
    }
    await sayFollowed();
    if (wanted === selection) settle(main);
  }

  if (page.dimensions.length > 0) listenToCharts(page, {selection: () => wanted, choose, foresee});
  const redraw = (failed: Remote | null): void => {
    if (failed) forget(failed);
    show({...wanted});
  };
  listenToSliders(page, {load, selection: () => wanted, redraw});
  followShown(page, {load, current: withSliders, renewed: offerOpen, redraw});
  for (const type of ["pointerover", "focusin"])
    document.addEventListener(type, ({target}) =>
      carryOver(target as Element, () => queryOf(wanted, page, location.search))
    );
  // A link within the page keeps the query that the address has, and a link to a figure is copied with it.
  document.addEventListener("click", ({target}) => (target as Element).closest(LINKS) && writeAddress(), true);
  addEventListener("pagehide", writeAddress);
  addEventListener("popstate", () => {
    // Whoever goes back before the address has a choice, gives it up.
    unwritten.length = 0;
    const selection = selectionOf(location.search, page);
    // A link within the page chooses nobody else.
    if (queryOf(selection, page) !== queryOf(wanted, page)) show(selection);
  });
  const prepare = () => (code?.isAwake ? code.wake(wanted) : load());
  if (!isAsBuilt(wanted)) show(wanted);
  // Code that listens has to run whomever the page shows.
  if (isAsBuilt(wanted) || code?.isAwake) {
    if (document.readyState === "complete") whenIdle(prepare);
    else addEventListener("load", () => whenIdle(prepare), {once: true});
  }
  settle(page);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Ends when the next frame is there; where none is made, as for a page in the background, a little later. */
function afterFrame(): Promise<void> {
  return new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done));
    setTimeout(done, 200);
  });
}

function whenIdle(load: () => Promise<unknown>): void {
  const run = () => void load().catch(() => undefined);
  if ("requestIdleCallback" in window) requestIdleCallback(run, {timeout: 4000});
  else setTimeout(run, 1500);
}

/** A link to another report, once the reader turns to it, takes the filters along. */
function carryOver(target: Element, query: () => string): void {
  const link = target.closest<HTMLAnchorElement>(":is(.k-reports, .k-languages, .k-near) a, .k-brand");
  if (link) link.search = query();
}
