import {Foreseer} from "./foreseer.ts";
import type {AskedAhead, AskedFigure, Foreseen} from "./live-messages.ts";
import type {Maker} from "./maker.ts";
import {nextTask} from "./next-task.ts";
import type {Made} from "./page-figures.ts";
import type {Selection} from "./selection.ts";

/** What is made of a selection before the reader chooses it. */
interface Ahead {
  readonly selection: Selection;
  /** By what was asked. */
  readonly figures: Map<string, Made>;
  /** All of it as JSON, once it is made. */
  text: string | null;
}

/** What makes it. */
type Making = Pick<Maker, "reachDrawing" | "figure" | "customers" | "inlines" | "news">;

/** What is made of selections that the reader may choose next: of one that is pointed at, and of those that an open menu offers. It is of what the page has: as that changes, all of it is void, as it is at the page's side, in `Foresight`. */
export class MadeAhead {
  readonly #maker: Making;
  readonly #settled: () => Promise<void>;
  readonly #foreseer = new Foreseer((ask) => this.#foresee(ask));
  /** What is being made. */
  #making: Ahead | null = null;
  /** What is made, and what the page has been handed of it. */
  readonly #made = new Map<string, Ahead>();
  /** The selection that the page asked for last. */
  #last: Selection = {values: {}, joined: null};

  /** @param settled ends when the page has what it was asked for. */
  constructor(maker: Making, settled: () => Promise<void>) {
    this.#maker = maker;
    this.#settled = settled;
  }

  /** The reader points at a choice. @returns {@link Foreseen} as JSON; null if something else was asked in the meantime. */
  point(choice: AskedAhead): Promise<string | null> {
    return this.#foreseer.point(choice);
  }

  /** A menu offers these choices; none: it is closed. */
  offer(choices: readonly AskedAhead[]): void {
    void this.#foreseer.offer(choices);
  }

  /** The selection that the page asks for, as it is known already, where it says the same: results are kept by it. */
  same(selection: Selection): Selection {
    this.#last = this.#known(selection);
    return this.#last;
  }

  /** What is made of a selection, by what is asked for. The page is about to change: all is forgotten. */
  take(selection: Selection): (figure: AskedFigure) => Made | null {
    const ahead = this.#aheadOf(JSON.stringify(selection));
    this.forget();
    return (figure) => ahead?.figures.get(JSON.stringify(figure)) ?? null;
  }

  /** What is made ahead is of what the page has: as it changes, so does that. */
  forget(): void {
    this.offer([]);
    this.#making = null;
    this.#made.clear();
  }

  #known(selection: Selection): Selection {
    const text = JSON.stringify(selection);
    if (JSON.stringify(this.#last) === text) return this.#last;
    return this.#aheadOf(text)?.selection ?? selection;
  }

  #aheadOf(text: string): Ahead | null {
    const made = this.#made.get(text);
    return made ?? (this.#making && JSON.stringify(this.#making.selection) === text ? this.#making : null);
  }

  /** Makes figures one by one as long as nobody asks for anything else, unless they are made. What it hands over, the page may write: it is of what the page has, as nothing more is told before the page's next question. */
  async #foresee({selection: asked, figures, hasNews}: AskedAhead): Promise<string | null> {
    const known = this.#made.get(JSON.stringify(asked));
    if (known && isOf(known, figures)) return known.text;
    const ahead: Ahead = {selection: known?.selection ?? this.#known(asked), figures: new Map(), text: null};
    this.#making = ahead;
    await this.#settled();
    await this.#maker.reachDrawing(asked);
    if (this.#making !== ahead) return null;
    for (const figure of figures) {
      ahead.figures.set(JSON.stringify(figure), this.#maker.figure(figure, ahead.selection));
      await nextTask();
      if (this.#making !== ahead) return null;
    }
    this.#making = null;
    this.#made.set(JSON.stringify(asked), ahead);
    return (ahead.text = JSON.stringify(this.#foreseen(ahead, hasNews)));
  }

  #foreseen({selection, figures}: Ahead, hasNews: boolean): Foreseen {
    const told = [...figures.values()].map((one) => one.told);
    return {
      told: [this.#maker.customers(selection), ...told, ...this.#maker.inlines(selection)],
      news: hasNews ? this.#maker.news(selection) : null
    };
  }
}

/** Whether just these figures were made: one more would be written by a page that does not say so. */
function isOf({figures}: Ahead, asked: readonly AskedFigure[]): boolean {
  return figures.size === asked.length && asked.every((one) => figures.has(JSON.stringify(one)));
}
