import type {Table} from "../../engine/engine.ts";
import {askedParts, markStale, outdate, partsOf, placesOf} from "./figure-parts.ts";
import {inlineCode} from "../js/inline-code.ts";
import type {CodeModule, JsPage} from "../js/js-page.ts";
import type {LivePage} from "./live-page.ts";
import type {LiveShown} from "./live-page.ts";
import type {Remote} from "./live-remote.ts";
import {distanceOf, paused, waitNoLonger, whenNear} from "./off-screen.ts";
import {renewLater} from "./refresh.ts";
import {EVERYBODY} from "./selection.ts";
import type {Selection} from "./selection.ts";
import {setText} from "./set-text.ts";
import {settling} from "./settled.ts";
import type {SqlFigures} from "./sql-figures.ts";
import type {States} from "./states.ts";
import {remark, write} from "./write-told.ts";

/** What code needs of the page. */
interface CodeSources {
  /** The site's. */
  readonly root: string;
  readonly states: States;
  /** Null where no SQL cell of the page can run. */
  readonly queries: SqlFigures | null;
  load(): Promise<Remote>;
}

/** A page's JavaScript, which is loaded when something that it reads changes; where cells listen to the reader, when the page is idle. */
export class PageCode {
  readonly #page: LivePage;
  readonly #sources: CodeSources;
  #running: Promise<JsPage> | null = null;
  #wanted: Selection | null = null;
  /** What the code's places show. */
  #shown: Selection = EVERYBODY;
  /** Ends the wait for one of the places that are out of date to come near the screen. */
  #endWait: (isDue: boolean) => void = () => undefined;
  /** Places that are out of date. */
  #late: readonly Element[] = [];

  constructor(page: LivePage, sources: CodeSources) {
    this.#page = page;
    this.#sources = sources;
    addEventListener("beforeprint", () => this.#markLate());
  }

  /** Whether some of it has to run though nothing changed. */
  get isAwake(): boolean {
    return this.#page.code!.cells.some((cell) => cell.isAwake);
  }

  /** Has the cells that listen to the reader run. */
  async wake(selection: Selection): Promise<void> {
    if (this.#wanted === null) await this.#run(selection);
  }

  /** Shows the selection as soon as it can, or, if nothing of it is on screen, as it comes near, or after a pause. A later call overtakes an earlier one. */
  show(selection: Selection): void {
    const {cells, expressions} = this.#page.code!;
    const {states} = this.#sources;
    const names = [...cells.map(({name}) => name), ...expressions.flatMap(({parameters}) => parameters)];
    const known = names.filter((name) => Object.hasOwn(this.#page.nodes, name) || this.#isSource(name));
    if (!this.#running && known.every((name) => states.isAsBuilt(name, selection))) return this.#endWait(false);
    void settling(this.#due(selection).then((isDue) => (isDue ? this.#run(selection) : undefined)));
  }

  /** Waits for a place that the selection changes to come near the screen. @returns false if a later call has overtaken it. */
  #due(selection: Selection): Promise<boolean> {
    this.#endWait(false);
    this.#wanted = selection;
    const places = this.#changed(selection);
    if (places.length === 0 || places.some((place) => distanceOf(place) === 0)) return Promise.resolve(true);
    return new Promise((done) => {
      this.#late = places;
      const endWait = (this.#endWait = (isDue: boolean) => {
        this.#late = [];
        this.#endWait = () => undefined;
        for (const place of places) waitNoLonger(place);
        done(isDue);
      });
      for (const place of places) whenNear(place, () => endWait(true));
      void paused(performance.now()).then(() => this.#endWait === endWait && endWait(true));
    });
  }

  /** Figures, and values in prose, that show something else of the selection than now. */
  #changed(selection: Selection): readonly Element[] {
    const {cells, expressions, figures} = this.#page.code!;
    const {states} = this.#sources;
    const isChanged = (name: string) => states.of(name, selection) !== states.of(name, this.#shown);
    const named = [...cells.map(({name}) => ({name, data: name})), ...figures].filter(({data}) => isChanged(data));
    return [
      ...named.flatMap(({name}) => document.getElementById(name) ?? []),
      ...expressions
        .filter(({parameters}) => parameters.some(isChanged))
        .flatMap(({index}) => [...document.querySelectorAll(`[data-inline="${index}"]`)])
    ];
  }

  /** Has paper, which does not wait, say what is out of date; `afterprint` takes it away from figures. */
  #markLate(): void {
    for (const late of this.#late)
      if (late.matches("[data-inline]")) setText(late, "–");
      else for (const place of placesOf(late).values()) markStale(place, this.#page.words);
    this.#endWait(true);
  }

  #isSource(name: string): boolean {
    return [...this.#page.cells, ...this.#page.inputs].some((one) => one.name === name);
  }

  async #run(selection: Selection): Promise<void> {
    this.#wanted = selection;
    try {
      const code = await (this.#running ??= this.#open());
      if (this.#wanted === selection) {
        this.#shown = selection;
        await code.show(selection);
      }
    } catch (error) {
      this.#running = null;
      if (this.#wanted === selection) this.#fail(error instanceof Error ? error.message : String(error));
    }
  }

  async #open(): Promise<JsPage> {
    const {root, states, queries, load} = this.#sources;
    const [{JsPage}, module] = await Promise.all([
      import("../js/js-page.ts"),
      inlineCode() ?? (import(/* @vite-ignore */ new URL(this.#page.code!.module, root).href) as Promise<CodeModule>)
    ]);
    const rows: SqlFigures["rows"] = (name, selection) =>
      queries?.rows(name, selection) ?? Promise.reject(new Error(`no rows of "${name}"`));
    const value = async (name: string, selection: Selection) => (await load()).ask("value", {name, selection});
    return JsPage.open(this.#page, {states, value, rows, draw: (shown, answer) => this.#draw(shown, answer), module});
  }

  async #draw(cell: LiveShown, answer: Table): Promise<void> {
    const figure = document.getElementById(cell.name);
    if (!figure) return;
    const remote = await this.#sources.load();
    const parts = askedParts(outdate(partsOf(figure)));
    let failed: string | null = null;
    await remote.ask("shown", {figures: [{cell, answer, other: null, parts}]}, (told) => {
      if (told.tell === "failed") failed = told.why;
      else write(told, {page: this.#page, remote});
    });
    if (failed !== null) throw new Error(failed);
    renewLater(this.#page);
  }

  /** Figures of code stay as built, and say why. */
  #fail(why: string): void {
    for (const {name} of this.#page.code!.cells) {
      const figure = document.getElementById(name);
      if (figure?.matches(".k-figure")) remark(figure, `${this.#page.words.notFiltered} (${why})`);
    }
  }
}
