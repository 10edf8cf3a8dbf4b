import type {besideOther} from "./compared-data.ts";
import type {Asked, AskedAnswer, AskedFigure, Told} from "./live-messages.ts";
import type {LiveCell, LivePage} from "./live-page.ts";
import type {LiveReport} from "./live.ts";
import {LiveReports} from "./live-reports.ts";
import {PageFigures} from "./page-figures.ts";
import type {Made} from "./page-figures.ts";
import {Drawn} from "./picture-patch.ts";
import type {Tree} from "./picture-patch.ts";
import type {Selection} from "./selection.ts";
import {virtualDocument} from "./virtual-document.ts";
import {changesView} from "../views/changes.ts";

/** Makes what the page is told of a selection, out of the sums that are there. */
export class Maker {
  /** What the page has. */
  readonly figures = new PageFigures();
  readonly #document = virtualDocument();
  readonly #begun: ReadonlyMap<string, Promise<Response>>;
  #page: LivePage | null = null;
  #reports: LiveReports | null = null;
  #besideOther: typeof besideOther | null = null;

  /** @param begun data that was asked for already, by its address. */
  constructor(begun: ReadonlyMap<string, Promise<Response>>) {
    this.#begun = begun;
  }

  /** Loads a page, for a selection first. @throws {Error} if a file is missing or cannot be read. */
  async open({page, selection, root, own}: Asked["open"]["ask"]): Promise<void> {
    this.#page = page;
    this.#reports = await LiveReports.open(page, {root, own, begun: this.#begun}, selection);
  }

  /** The page's report as it is there. @throws {Error} if the page is not loaded. */
  get report(): LiveReport {
    if (!this.#reports) throw new Error("the page is not loaded");
    return this.#reports.current;
  }

  /** Waits for the sums that the selection needs. */
  async reach(selection: Selection): Promise<void> {
    if (this.#reports?.reaches(selection) === false) await this.#reports.complete();
  }

  /** Waits for them, and for what draws. */
  async reachDrawing(selection: Selection): Promise<void> {
    await this.reach(selection);
    await this.report.drawing;
  }

  /** Waits for what puts figures of queries beside others: few readers compare. */
  async reachComparison(): Promise<void> {
    this.#besideOther ??= (await import("./compared-data.ts")).besideOther;
  }

  /** Has the sums come that another selection will need. Where they do not, whoever needs them says so. */
  complete(): void {
    void this.#reports!.complete().catch(() => undefined);
  }

  /** Whether what draws a figure is there. */
  draws({name}: AskedFigure): boolean {
    return this.report.draws(this.#cell(name));
  }

  /** Whether what draws each of the page's figures is there. */
  drawsAll(): boolean {
    return this.#page!.cells.every((cell) => this.report.draws(cell));
  }

  /** Adds up what a figure shows. */
  addUp({name}: AskedFigure, selection: Selection): void {
    try {
      this.report.figure(this.#cell(name), selection);
    } catch {
      // Who makes the figure says why.
    }
  }

  /** A figure of a selection. */
  figure({name, options, parts}: AskedFigure, selection: Selection): Made {
    return this.figures.make({name, parts}, () => {
      const cell = this.#cell(name);
      const figure = this.report.figure(options ? {...cell, options} : cell, selection);
      const {title, subtitle, finding, note, methods} = figure;
      const own = cell.options["subtitle"];
      const words = {title, subtitle: typeof own === "string" ? own : subtitle, finding, note, methods};
      return {figure, words, isCompared: false};
    });
  }

  /** A figure of a query, whose words stay. */
  shown({cell, answer, other, parts}: AskedAnswer): Made {
    return this.figures.make({name: cell.name, parts}, () => {
      const besideOther = this.#besideOther;
      const compared = other && besideOther && {...other, besideOther};
      return {...this.report.shown(cell, answer, compared), words: null};
    });
  }

  customers(selection: Selection): Told {
    return {tell: "customers", customers: this.report.customers(selection)};
  }

  inlines(selection: Selection): readonly Told[] {
    return this.#page!.inlines.map(({index, path}) => ({
      tell: "inline",
      index,
      text: this.report.inline(path, selection)
    }));
  }

  /** What changed since the period before; null where nothing can be told. */
  news(selection: Selection): Tree | null {
    const changes = this.report.changes(selection);
    return changes && Drawn.whole(changesView(changes, this.#document)).patch.whole;
  }

  #cell(name: string): LiveCell {
    return this.#page!.cells.find((one) => one.name === name)!;
  }
}
