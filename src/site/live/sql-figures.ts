import type {Table} from "../../engine/engine.ts";
import {beginDatabase} from "./begin-database.ts";
import type {Database} from "./database.ts";
import type {LivePage, LiveSql} from "./live-page.ts";
import {leftOut} from "./left-out.ts";
import type {Remote} from "./live-remote.ts";
import {restoreFigure} from "./as-built.ts";
import {askedParts, outdate, partsOf, placesOf} from "./figure-parts.ts";
import {beforePause} from "./off-screen.ts";
import {renewLater} from "./refresh.ts";
import {EVERYBODY, comparedWith} from "./selection.ts";
import type {Selection} from "./selection.ts";
import {settling} from "./settled.ts";
import type {Answers} from "./sql-tables.ts";
import type {States} from "./states.ts";
import {remark, write} from "./write-told.ts";

/** How long a pointer rests on a figure before that means that the reader wants something of it. Whoever only scrolls past loads nothing. */
const REST = 250;

/** Somebody who waits for a query's rows. */
interface Waiting {
  readonly name: string;
  readonly selection: Selection;
  done(rows: Table): void;
  fail(why: Error): void;
}

/** A figure of a query's rows. */
interface SqlFigure {
  readonly cell: LiveSql["figures"][number];
  readonly element: HTMLElement;
}

/** What works on the figure as it is. */
const TOOLS = ".k-menu-button, .k-figure-menu, thead";

/** What the figures need besides their descriptors. */
interface Sources {
  /** The site's. */
  readonly root: string;
  readonly states: States;
  /** What draws, and knows the values of cells that need no rows. */
  load(): Promise<Remote>;
}

/**
 * Keeps the figures of SQL cells with the filters. The database comes when the reader turns to one of them, or filters; until it answers, and if it cannot, they stay as built.
 */
export class SqlFigures {
  readonly #page: LivePage;
  readonly #sql: LiveSql;
  readonly #sources: Sources;
  #database: Promise<Database> | null = null;
  #wanted: Selection = EVERYBODY;
  /** Whom the figures show. */
  #shown: Selection = EVERYBODY;
  #isAtWork = false;
  /** What drew them, and has their data. */
  #drawer: Remote | null = null;
  /** Figures that stay as built though their rows are others, and say why. */
  readonly #kept = new Set<string>();
  /** Figures that have another one beside them. */
  readonly #compared = new Set<string>();
  /** Who waits for a query's rows. */
  #waiting: readonly Waiting[] = [];
  /** The last answers, or why there are none. */
  #answered: {readonly selection: Selection; readonly answers: Answers | Error} | null = null;

  constructor(page: LivePage, sql: LiveSql, sources: Sources) {
    this.#page = page;
    this.#sql = sql;
    this.#sources = sources;
    for (const {element} of this.#figures()) this.#listen(element);
    addEventListener("beforeprint", () => this.#markLate());
  }

  /** Shows the selection as soon as it can. A later call overtakes an earlier one. */
  show(selection: Selection): void {
    this.#wanted = selection;
    void settling(this.#follow());
  }

  /** A query's rows for the selection that is shown next; never, if a later one overtakes it. @throws {Error} if they cannot be had. */
  rows(name: string, selection: Selection): Promise<Table> {
    // It may have been answered before the page's code had come.
    if (this.#answered?.selection === selection)
      return new Promise((done, fail) => hand({name, selection, done, fail}, this.#answered!.answers));
    return new Promise((done, fail) => {
      this.#waiting = [...this.#waiting, {name, selection, done, fail}];
    });
  }

  #listen(figure: HTMLElement): void {
    let timer: number | undefined;
    figure.addEventListener("pointerenter", ({pointerType}) => {
      if (pointerType !== "touch") timer = window.setTimeout(() => this.#prepare(), REST);
    });
    figure.addEventListener("pointerleave", () => clearTimeout(timer));
    for (const type of ["focusin", "click"])
      figure.addEventListener(type, ({target}) => {
        if (!(target as Element).closest(TOOLS)) this.#prepare();
      });
  }

  /** Loads what a filter will need. That it fails is told when it is needed. */
  #prepare(): void {
    void this.#open().catch(() => undefined);
  }

  #open(): Promise<Database> {
    if (this.#database) return this.#database;
    this.#tell(true);
    const opened = this.#load();
    this.#database = opened;
    opened
      .catch(() => this.#forget())
      .finally(() => this.#tell(false))
      .catch(() => undefined);
    return opened;
  }

  /** Its code comes beside its worker and its files, instead of before them. */
  async #load(): Promise<Database> {
    const {root, states} = this.#sources;
    const begun = beginDatabase(this.#sql, root);
    try {
      const {openDatabase} = await import("./database.ts");
      return await openDatabase(this.#sql, begun, {root, states, page: this.#page, urgent: beforePause});
    } catch (error) {
      begun.worker.terminate();
      throw error;
    }
  }

  /** The next one who asks starts anew. */
  #forget(): void {
    void this.#database?.then((database) => database.close()).catch(() => undefined);
    this.#database = null;
  }

  async #follow(): Promise<void> {
    if (this.#isAtWork) return;
    this.#isAtWork = true;
    // One after the other: what has been overtaken in the meantime is dropped.
    for (let selection = this.#wanted; ; selection = this.#wanted) {
      try {
        if (this.#sql.queries.every(({name}) => this.#sources.states.isAsBuilt(name, selection)))
          this.#restore(selection);
        else if (selection !== this.#shown) await this.#run(selection);
      } catch (error) {
        if (selection === this.#wanted) this.#fail(error instanceof Error ? error.message : String(error));
      }
      if (selection === this.#wanted) break;
    }
    this.#isAtWork = false;
  }

  /** Has paper, which does not wait, say of which figures the rows are still to come; `afterprint` takes it away from all that is late. */
  #markLate(): void {
    if (!this.#isAtWork) return;
    const {states} = this.#sources;
    const [wanted, shown] = [this.#wanted, this.#shown];
    for (const {cell, element} of this.#figures())
      if (states.of(cell.data, wanted) !== states.of(cell.data, shown) || wanted.compare !== shown.compare)
        for (const place of placesOf(element).values()) place.setAttribute("data-stale", this.#page.words.notDrawn);
  }

  async #run(selection: Selection): Promise<void> {
    const isStale = () => selection !== this.#wanted;
    const [{answers: all}, remote] = await Promise.all([this.#open(), this.#sources.load()]);
    if (isStale()) return;
    const {states} = this.#sources;
    const asked = {remote, isStale};
    const answers = await all.of(selection, asked);
    if (!answers || isStale()) return;
    this.#hand(selection, answers);
    const others = await all.ofOthers(selection, asked);
    if (isStale()) return;
    const hasChanged = ({cell: {data}}: SqlFigure) =>
      // Another one that draws does not know what the one before has drawn.
      remote !== this.#drawer || all.state(data, selection) !== all.state(data, this.#shown);
    // The layout is read before anything is written.
    const figures = this.#figures()
      .filter(hasChanged)
      .map((figure) => ({...figure, parts: askedParts(outdate(partsOf(figure.element)))}));
    const drawn = figures.flatMap(({cell, element, parts}) => {
      this.#kept.delete(cell.name);
      this.#compared.delete(cell.name);
      if (states.isAsBuilt(cell.data, selection)) {
        restoreFigure(element);
        return [];
      }
      const answer = answers.get(cell.data)!;
      const other = all.beside(cell.data, selection, others);
      if (!(answer instanceof Error)) return [{cell, answer, other, parts}];
      this.#keep({cell, element}, answer.message);
      return [];
    });
    await remote.ask("shown", {figures: drawn}, (told) => {
      if (told.tell === "failed") this.#kept.add(told.name);
      if (told.tell === "figure" && told.figure.isCompared) this.#compared.add(told.figure.name);
      write(told, {page: this.#page, remote});
    });
    this.#remarkOthers(selection);
    this.#drawer = remote;
    this.#shown = selection;
    renewLater(this.#page);
  }

  /** A figure as built, and why. */
  #keep({cell, element}: SqlFigure, why: string): void {
    this.#kept.add(cell.name);
    restoreFigure(element);
    remark(element, this.#why(why));
  }

  /** What figures that follow leave out. */
  #remarkOthers(selection: Selection): void {
    const {words} = this.#page;
    const alone = comparedWith(selection, this.#page) ? words.notCompared : null;
    for (const {cell, element} of this.#figures()) {
      if (this.#kept.has(cell.name)) continue;
      const left = leftOut(selection, words, {isWindowed: this.#isWindowed(cell.data)});
      const texts = [left, this.#compared.has(cell.name) ? null : alone];
      remark(element, texts.filter((text) => text !== null).join(" ") || null);
    }
  }

  /** Whether a reporting window narrows what the query reads. */
  #isWindowed(name: string): boolean {
    return this.#sql.queries.some((query) => query.name === name && query.isWindowed);
  }

  /** Gives the rows to those who wait for them; who waits for another selection's, waits in vain. */
  #hand(selection: Selection, answers: Answers | Error): void {
    const waiting = this.#waiting.filter((one) => one.selection === selection);
    this.#waiting = [];
    this.#answered = {selection, answers};
    for (const one of waiting) hand(one, answers);
  }

  /** Figures as built, and why. */
  #fail(why: string): void {
    this.#hand(this.#wanted, new Error(why));
    this.#forget();
    this.#restore(this.#wanted);
    const {states} = this.#sources;
    for (const figure of this.#figures())
      if (!states.isAsBuilt(figure.cell.data, this.#wanted)) this.#keep(figure, why);
  }

  #why(why: string): string {
    return `${this.#page.words.notFiltered} (${why})`;
  }

  #restore(selection: Selection): void {
    for (const {element} of this.#figures()) restoreFigure(element);
    this.#kept.clear();
    this.#compared.clear();
    this.#remarkOthers(selection);
    this.#shown = EVERYBODY;
  }

  /** In the last line of each figure, that its data is coming. */
  #tell(isLoading: boolean): void {
    const bytes = this.#sql.bytes + (this.#sql.database?.bytes ?? 0);
    const size = new Intl.NumberFormat(this.#page.lang, {maximumFractionDigits: 1}).format(bytes / 1e6);
    for (const {element} of this.#figures()) {
      const line = element.querySelector<HTMLElement>(".k-source");
      if (!line) continue;
      const source = line.dataset["source"] ?? line.textContent;
      // In the place of the source, and as tall: nothing moves.
      line.style.minHeight = isLoading ? `${line.offsetHeight}px` : "";
      line.textContent = isLoading ? this.#page.words.loadingRows.replace("{size}", size) : source;
      if (isLoading) line.dataset["source"] = source;
      else delete line.dataset["source"];
    }
  }

  #figures(): SqlFigure[] {
    return this.#sql.figures.flatMap((cell) => {
      const element = document.getElementById(cell.name);
      return element ? [{cell, element}] : [];
    });
  }
}

function hand({name, done, fail}: Waiting, answers: Answers | Error): void {
  const answer = answers instanceof Error ? answers : answers.get(name);
  if (answer && !(answer instanceof Error)) done(answer);
  else fail(answer ?? new Error(`no rows of "${name}"`));
}
