import type {DataFigure} from "../data-figure.ts";
import {Foreseer} from "./foreseer.ts";
import type {
  Asked,
  AskedAhead,
  AskedFigure,
  AskedPart,
  Foreseen,
  PartKind,
  Question,
  Told,
  ToldFigure
} from "./live-messages.ts";
import type {LiveCell, LivePage} from "./live-page.ts";
import type {LiveReport} from "./live.ts";
import {LiveReports} from "./live-reports.ts";
import type {MetricFigure} from "../metric-figure.ts";
import {packed} from "./packed.ts";
import {Drawn} from "./picture-patch.ts";
import type {Patch, Tree} from "./picture-patch.ts";
import type {Selection} from "./selection.ts";
import {Telling} from "./telling.ts";
import {virtualDocument} from "./virtual-document.ts";
import {tableJson} from "../table-json.ts";
import {changesView} from "../views/changes.ts";

type Tell = (told: Told) => void;

type Drawing = MetricFigure | DataFigure;

/** A figure that is made, but not yet told. */
interface Made {
  readonly told: Told;
  /** Whether the page still has what it differs from. */
  isStill(): boolean;
  /** Notes that the page has it. */
  keep(): void;
}

/** What is made of a selection before the reader chooses it. */
interface Ahead {
  readonly selection: Selection;
  /** By what was asked. */
  readonly figures: Map<string, Made>;
  /** All of it as JSON, once it is made. */
  text: string | null;
}

/** The side that adds up, finishes and draws: in a worker, or, where there are none, in the page itself. It knows what the page has, and tells it only what is new. */
export class LiveHost {
  #page: LivePage | null = null;
  #reports: LiveReports | null = null;
  #selection: Selection = {values: {}, joined: null};
  /** Ends when the page as a whole shows what was last asked for. */
  #showing: Promise<boolean> = Promise.resolve(true);
  /** Counts questions for the whole page. */
  #whole = 0;
  /** What is being made of a selection that the reader may choose next. */
  #ahead: Ahead | null = null;
  /** What is made of such selections, and what the page has been handed of them. */
  readonly #foreseen = new Map<string, Ahead>();
  readonly #document = virtualDocument();
  readonly #foreseer = new Foreseer((ask) => this.#foresee(ask));
  /** What each figure shows. */
  readonly #figures = new Map<string, Drawing>();
  /** What each figure was last asked for: a question before that has nothing more to say of it. */
  readonly #asked = new Map<string, AskedFigure>();
  /** What the page has of each part. */
  readonly #drawn = new Map<string, {readonly version: number; readonly drawn: Drawn}>();
  readonly #begun: ReadonlyMap<string, Promise<Response>>;

  /** @param begun data that was asked for already, by its address. */
  constructor(begun: ReadonlyMap<string, Promise<Response>> = new Map()) {
    this.#begun = begun;
  }

  /** Answers a question; what is told on the way comes first. @throws {Error} if there is no answer. */
  async answer({kind, ask}: Question, say: (told: readonly Told[]) => void): Promise<Asked[keyof Asked]["end"]> {
    const tell: Tell = (told) => say([told]);
    switch (kind) {
      case "open":
        this.#page = ask.page;
        this.#reports = await LiveReports.open(ask.page, {...ask, begun: this.#begun}, ask.selection);
        return null;
      case "show":
        for (const figure of ask.figures) this.#asked.set(figure.name, figure);
        return ask.isWhole ? (this.#showing = this.#showAll(ask, say)) : this.#showSome(ask, tell);
      case "foresee":
        return this.#foreseer.point(ask);
      case "offer":
        void this.#foreseer.offer(ask.selections.map((selection) => ({...ask, selection})));
        return null;
      case "shown":
        await this.#opened.drawing;
        this.#forgetAhead();
        for (const {cell, answer, parts} of ask.figures)
          this.#try(cell.name, tell, () => {
            const figure = this.#opened.shown(cell, answer);
            this.#figures.set(cell.name, figure);
            tell({
              tell: "figure",
              figure: {name: cell.name, words: null, parts: this.#parts(cell.name, figure, parts)}
            });
          });
        return null;
      case "spares":
        await this.#settled();
        return this.#spares(ask, tell);
      case "news":
        await this.#reach(ask.selection);
        return this.#news(this.#same(ask.selection));
      case "parameters":
        await this.#reach(ask.selection);
        return ask.paths.map((path) => this.#opened.parameter(path, this.#same(ask.selection)));
      case "value":
        await this.#reach(ask.selection);
        return packed(this.#opened.value(ask.name, this.#same(ask.selection)));
      case "data": {
        const figure = this.#figures.get(ask.name)!;
        return tableJson(ask.isList ? (figure as MetricFigure).listed! : figure.data);
      }
    }
  }

  get #opened(): LiveReport {
    if (!this.#reports) throw new Error("the page is not loaded");
    return this.#reports.current;
  }

  /** Waits for the sums that the selection needs. */
  async #reach(selection: Selection): Promise<void> {
    if (this.#reports?.reaches(selection) === false) await this.#reports.complete();
  }

  /** Waits for them, and for what draws. */
  async #reachDrawing(selection: Selection): Promise<void> {
    await this.#reach(selection);
    await this.#opened.drawing;
  }

  #cell(name: string): LiveCell {
    return this.#page!.cells.find((one) => one.name === name)!;
  }

  /** The selection that is known already, where it says the same: results are kept by it. */
  #same(selection: Selection): Selection {
    this.#selection = this.#known(selection) ?? selection;
    return this.#selection;
  }

  #known(selection: Selection): Selection | null {
    const text = JSON.stringify(selection);
    if (JSON.stringify(this.#selection) === text) return this.#selection;
    return this.#aheadOf(text)?.selection ?? null;
  }

  /** What is made ahead of a selection, by its text. */
  #aheadOf(text: string): Ahead | null {
    const made = this.#foreseen.get(text);
    return made ?? (this.#ahead && JSON.stringify(this.#ahead.selection) === text ? this.#ahead : null);
  }

  /** What is made ahead is of what the page has: as it changes, so does that. */
  #forgetAhead(): void {
    void this.#foreseer.offer([]);
    this.#ahead = null;
    this.#foreseen.clear();
  }

  async #showAll(
    {selection: asked, figures, isWritten}: Asked["show"]["ask"],
    say: (told: readonly Told[]) => void
  ): Promise<boolean> {
    const change = ++this.#whole;
    await this.#reach(asked);
    if (change !== this.#whole) return false;
    const selection = this.#same(asked);
    const made = this.#aheadOf(JSON.stringify(selection))?.figures ?? null;
    this.#forgetAhead();
    if (isWritten) for (const one of figures) (made?.get(JSON.stringify(one)) ?? this.#make(one, selection)).keep();
    else if (!(await this.#tellAll({selection, figures, made, change}, new Telling(say)))) return false;
    // Figures off screen need it next: before it is there, or where it does not come, the page as a whole has not followed.
    await this.#opened.drawing;
    if (change !== this.#whole) return false;
    // What another filter will need comes when this one is answered.
    void this.#reports!.complete().catch(() => undefined);
    return true;
  }

  /** Tells of the figures what is not foreseen, and of the prose. @returns false if a later change has taken over. */
  async #tellAll(
    {
      selection,
      figures,
      made,
      change
    }: Pick<Asked["show"]["ask"], "selection" | "figures"> & {made: Ahead["figures"] | null; change: number},
    telling: Telling
  ): Promise<boolean> {
    telling.add(this.#customers(selection));
    let hasProse = false;
    const addProse = () => {
      if (!hasProse) telling.add(...this.#inlines(selection));
      hasProse = true;
    };
    const showEach = async (some: readonly AskedFigure[]): Promise<boolean> => {
      for (const [i, figure] of some.entries()) {
        const isLast = i === some.length - 1;
        const foreseen = made?.get(JSON.stringify(figure));
        const ready = foreseen?.isStill() ? foreseen : null;
        if (this.#asked.get(figure.name) === figure) this.#tell(ready ?? this.#make(figure, selection), telling);
        if (isLast) {
          addProse();
          telling.say();
        } else telling.sayIfDue();
        if (ready && !isLast) continue;
        await nextTask();
        if (change !== this.#whole) return false;
      }
      return true;
    };
    const undrawn = figures.filter(({name}) => !this.#opened.draws(this.#cell(name)));
    let isStill = await showEach(figures.filter((one) => !undrawn.includes(one)));
    if (isStill && undrawn.length > 0) {
      // What is said without a drawing does not wait for it.
      addProse();
      telling.say();
      isStill = (await this.#prepare(undrawn, selection, change)) && (await showEach(undrawn));
    }
    if (isStill) addProse();
    // The page must have what is held to be on it.
    telling.say();
    return isStill;
  }

  /** Adds up what figures show while what draws them is still coming. @returns false if a later change has taken over. */
  async #prepare(figures: readonly AskedFigure[], selection: Selection, change: number): Promise<boolean> {
    for (const {name} of figures) {
      try {
        this.#opened.figure(this.#cell(name), selection);
      } catch {
        // Who makes the figure says why.
      }
      await nextTask();
      if (change !== this.#whole) return false;
    }
    await this.#opened.drawing;
    return change === this.#whole;
  }

  async #showSome({selection, figures}: Asked["show"]["ask"], tell: Tell): Promise<boolean> {
    await this.#reachDrawing(selection);
    this.#forgetAhead();
    for (const figure of figures)
      if (this.#asked.get(figure.name) === figure) this.#tell(this.#make(figure, this.#same(selection)), {add: tell});
    return true;
  }

  #tell({told, keep}: Made, telling: Pick<Telling, "add">): void {
    keep();
    telling.add(told);
  }

  /** Makes figures one by one as long as nobody asks for anything else, unless they are made. What it hands over, the page may write: it is of what the page has, as nothing more is told before the page's next question. */
  async #foresee({selection: asked, figures, hasNews}: AskedAhead): Promise<Asked["foresee"]["end"]> {
    const known = this.#foreseen.get(JSON.stringify(asked));
    if (known && isOf(known, figures)) return known.text;
    const ahead: Ahead = {selection: known?.selection ?? this.#known(asked) ?? asked, figures: new Map(), text: null};
    this.#ahead = ahead;
    await this.#settled();
    await this.#reachDrawing(asked);
    if (this.#ahead !== ahead) return null;
    for (const figure of figures) {
      ahead.figures.set(JSON.stringify(figure), this.#make(figure, ahead.selection));
      await nextTask();
      if (this.#ahead !== ahead) return null;
    }
    const {selection} = ahead;
    this.#ahead = null;
    this.#foreseen.set(JSON.stringify(asked), ahead);
    const told = [...ahead.figures.values()].map((one) => one.told);
    const foreseen: Foreseen = {
      told: [this.#customers(selection), ...told, ...this.#inlines(selection)],
      news: hasNews ? this.#news(selection) : null
    };
    return (ahead.text = JSON.stringify(foreseen));
  }

  #news(selection: Selection): Tree | null {
    const changes = this.#opened.changes(selection);
    return changes && Drawn.whole(changesView(changes, this.#document)).patch.whole;
  }

  #customers(selection: Selection): Told {
    return {tell: "customers", customers: this.#opened.customers(selection)};
  }

  #inlines(selection: Selection): readonly Told[] {
    return this.#page!.inlines.map(({index, path}) => ({
      tell: "inline",
      index,
      text: this.#opened.inline(path, selection)
    }));
  }

  #make({name, options, parts}: AskedFigure, selection: Selection): Made {
    try {
      const cell = this.#cell(name);
      const figure = this.#opened.figure(options ? {...cell, options} : cell, selection);
      const {title, subtitle, finding, note, methods} = figure;
      const own = cell.options["subtitle"];
      const words = {title, subtitle: typeof own === "string" ? own : subtitle, finding, note, methods};
      const drawn = this.#draw(name, figure, parts);
      return {
        told: {tell: "figure", figure: {name, words, parts: drawn.map(({kind, patch}) => ({kind, patch}))}},
        isStill: () => drawn.every((part) => part.isStill()),
        keep: () => {
          this.#figures.set(name, figure);
          for (const {keep} of drawn) keep();
        }
      };
    } catch (error) {
      return {
        told: {tell: "failed", name, why: error instanceof Error ? error.message : String(error)},
        isStill: () => true,
        keep: () => this.#forget(name)
      };
    }
  }

  #try(name: string, tell: Tell, run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#forget(name);
      tell({tell: "failed", name, why: error instanceof Error ? error.message : String(error)});
    }
  }

  /** Forgets a figure that the page puts back as it was built: nothing differs from what it no longer has. */
  #forget(name: string): void {
    this.#figures.delete(name);
    for (const key of [...this.#drawn.keys()]) if (key.startsWith(`${name}/`)) this.#drawn.delete(key);
  }

  #parts(name: string, figure: Drawing, parts: readonly AskedPart[]): ToldFigure["parts"] {
    return this.#draw(name, figure, parts).map(({kind, patch, keep}) => {
      keep();
      return {kind, patch};
    });
  }

  /** The parts that are asked for, as they differ from what the page has. */
  #draw(name: string, figure: Drawing, parts: readonly AskedPart[]) {
    return parts.flatMap(({kind, version}): (Pick<Made, "isStill" | "keep"> & {kind: PartKind; patch: Patch})[] => {
      const picture = pictureOf(figure, kind);
      if (!picture) return [];
      const key = `${name}/${kind}`;
      const known = this.#drawn.get(key);
      const {drawn, patch} = known?.version === version ? known.drawn.next(picture) : Drawn.whole(picture);
      const isStill = () => this.#drawn.get(key) === known;
      return [{kind, patch, isStill, keep: () => void this.#drawn.set(key, {version, drawn})}];
    });
  }

  /** Ends when all figures are of the last selection: what is drawn of one before would be of another than its figure. */
  async #settled(): Promise<void> {
    for (let showing = null; showing !== this.#showing; await showing.catch(() => false)) showing = this.#showing;
  }

  async #spares({figures}: Asked["spares"]["ask"], tell: Tell): Promise<boolean> {
    const change = this.#whole;
    for (const {name, kinds} of figures)
      for (const kind of kinds) {
        if (change !== this.#whole) return false;
        this.#try(name, tell, () => {
          const figure = this.#figures.get(name);
          const picture = figure && pictureOf(figure, kind);
          if (picture) tell({tell: "spare", name, kind, tree: Drawn.whole(picture).patch.whole!});
        });
        await nextTask();
      }
    return true;
  }
}

/** Whether just these figures were made: one more would be written by a page that does not say so. */
function isOf({figures}: Ahead, asked: readonly AskedFigure[]): boolean {
  return figures.size === asked.length && asked.every((one) => figures.has(JSON.stringify(one)));
}

function pictureOf(figure: Drawing, kind: PartKind): Element | null {
  switch (kind) {
    case "body":
      return figure.body();
    case "table":
      return figure.table();
    case "list":
      return "list" in figure ? figure.list() : null;
    default:
      return figure.chart(kind);
  }
}

/** Lets what has come in the meantime have its turn. */
function nextTask(): Promise<void> {
  const {port1, port2} = new MessageChannel();
  return new Promise((done) => {
    port1.onmessage = () => (port1.close(), done());
    port2.postMessage(null);
  });
}
