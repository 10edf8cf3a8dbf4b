import type {Asked, AskedFigure, Told} from "./live-messages.ts";
import type {MadeAhead} from "./made-ahead.ts";
import type {Maker} from "./maker.ts";
import {nextTask} from "./next-task.ts";
import type {Made} from "./page-figures.ts";
import type {Selection} from "./selection.ts";
import {Telling} from "./telling.ts";

type Say = (told: readonly Told[]) => void;

/** A selection that the page as a whole is to show. */
interface Whole {
  readonly selection: Selection;
  readonly figures: readonly AskedFigure[];
  /** What was made ahead of it. */
  readonly ahead: (figure: AskedFigure) => Made | null;
  /** Its number: a later one takes over. */
  readonly change: number;
}

/** Shows selections: on the page as a whole, or in some of its figures. */
export class Showing {
  readonly #maker: Maker;
  readonly #ahead: MadeAhead;
  /** Ends when the page as a whole shows what was last asked for. */
  #last: Promise<boolean> = Promise.resolve(true);
  /** Counts questions for the whole page. */
  #whole = 0;
  /** What each figure was last asked for: a question before that has nothing more to say of it. */
  readonly #asked = new Map<string, AskedFigure>();

  constructor(maker: Maker, ahead: MadeAhead) {
    this.#maker = maker;
    this.#ahead = ahead;
  }

  /** Tells of the figures what is new. @returns false if a later question for the whole page has taken over. */
  show(ask: Asked["show"]["ask"], say: Say): Promise<boolean> {
    for (const figure of ask.figures) this.#asked.set(figure.name, figure);
    return ask.isWhole ? (this.#last = this.#showAll(ask, say)) : this.#showSome(ask, say);
  }

  /** Tells of figures of queries. */
  async shown({figures}: Asked["shown"]["ask"], say: Say): Promise<null> {
    await this.#maker.report.drawing;
    if (figures.some(({other}) => other !== null)) await this.#maker.reachComparison();
    this.#ahead.forget();
    for (const one of figures) say([kept(this.#maker.shown(one))]);
    return null;
  }

  /** Ends when all figures are of the last selection: what is drawn of one before would be of another than its figure. */
  async settled(): Promise<void> {
    for (let last = null; last !== this.#last; await last.catch(() => false)) last = this.#last;
  }

  /** Tells of parts that are not shown. @returns false if a question for the whole page has taken over. */
  async spares({figures}: Asked["spares"]["ask"], say: Say): Promise<boolean> {
    await this.settled();
    const change = this.#whole;
    for (const {name, kinds} of figures)
      for (const kind of kinds) {
        if (change !== this.#whole) return false;
        const spare = this.#maker.figures.spare(name, kind);
        if (spare) say([spare]);
        await nextTask();
      }
    return true;
  }

  async #showSome({selection, figures}: Asked["show"]["ask"], say: Say): Promise<boolean> {
    await this.#maker.reachDrawing(selection);
    this.#ahead.forget();
    for (const figure of figures)
      if (this.#asked.get(figure.name) === figure) say([kept(this.#maker.figure(figure, this.#ahead.same(selection)))]);
    return true;
  }

  async #showAll({selection: asked, figures, isWritten}: Asked["show"]["ask"], say: Say): Promise<boolean> {
    const change = ++this.#whole;
    await this.#maker.reach(asked);
    if (change !== this.#whole) return false;
    const selection = this.#ahead.same(asked);
    const ahead = this.#ahead.take(selection);
    if (isWritten) for (const one of figures) (ahead(one) ?? this.#maker.figure(one, selection)).keep();
    else if (!(await this.#tellAll({selection, figures, ahead, change}, new Telling(say)))) return false;
    if (!this.#maker.drawsAll()) say([{tell: "onScreen"}]);
    // Figures off screen need it next: before it is there, or where it does not come, the page as a whole has not followed.
    await this.#maker.report.drawing;
    if (change !== this.#whole) return false;
    // What another filter will need comes when this one is answered.
    this.#maker.complete();
    return true;
  }

  /** Tells of the figures what is not foreseen, and of the prose. @returns false if a later change has taken over. */
  async #tellAll(whole: Whole, telling: Telling): Promise<boolean> {
    const {selection, figures} = whole;
    telling.add(this.#maker.customers(selection));
    let hasProse = false;
    const addProse = () => {
      if (!hasProse) telling.add(...this.#maker.inlines(selection));
      hasProse = true;
    };
    const undrawn = figures.filter((one) => !this.#maker.draws(one));
    const drawn = figures.filter((one) => !undrawn.includes(one));
    let isStill = await this.#tellEach({...whole, figures: drawn}, telling, addProse);
    if (isStill && undrawn.length > 0) {
      // What is said without a drawing does not wait for it.
      addProse();
      telling.say();
      const later = {...whole, figures: undrawn};
      isStill = (await this.#prepare(later)) && (await this.#tellEach(later, telling, addProse));
    }
    if (isStill) addProse();
    // The page must have what is held to be on it.
    telling.say();
    return isStill;
  }

  /** Tells of figures that can be drawn, one by one; prose comes with the last one. @returns false if a later change has taken over. */
  async #tellEach(
    {selection, figures, ahead, change}: Whole,
    telling: Telling,
    addProse: () => void
  ): Promise<boolean> {
    for (const [i, figure] of figures.entries()) {
      const isLast = i === figures.length - 1;
      const foreseen = ahead(figure);
      const ready = foreseen?.isStill() ? foreseen : null;
      if (this.#asked.get(figure.name) === figure) telling.add(kept(ready ?? this.#maker.figure(figure, selection)));
      if (isLast) {
        addProse();
        telling.say();
      } else telling.sayIfDue();
      if (ready && !isLast) continue;
      await nextTask();
      if (change !== this.#whole) return false;
    }
    return true;
  }

  /** Adds up what figures show while what draws them is still coming. @returns false if a later change has taken over. */
  async #prepare({selection, figures, change}: Whole): Promise<boolean> {
    for (const figure of figures) {
      this.#maker.addUp(figure, selection);
      await nextTask();
      if (change !== this.#whole) return false;
    }
    await this.#maker.report.drawing;
    return change === this.#whole;
  }
}

/** What the page is told of a figure, which it has by that. */
function kept({told, keep}: Made): Told {
  keep();
  return told;
}
