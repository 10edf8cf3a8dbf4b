import {Foreseer} from "./foreseer.ts";
import type {AskedAhead, AskedFigure, Foreseen} from "./live-messages.ts";
import type {Maker} from "./maker.ts";
import {nextTask} from "./next-task.ts";
import type {Made} from "./page-figures.ts";
import type {Selection} from "./selection.ts";

/** What is made of a selection before the reader chooses it. */
interface Ahead {
  readonly selection: Selection;
  /** The selection, and the figures that are to be made, as JSON: one figure more would be written by a page that does not say so. */
  readonly asked: string;
  /** Those that are made, by what was asked. */
  readonly figures: Map<string, Made>;
  /** All of it as JSON, once it is made; null if it had to give way. */
  readonly end: Promise<string | null>;
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

  /** Has figures made, unless they are made, or being made. */
  #foresee(ask: AskedAhead): Promise<string | null> {
    const asked = JSON.stringify([ask.selection, ask.figures]);
    const known = [this.#making, this.#aheadOf(JSON.stringify(ask.selection))].find((one) => one?.asked === asked);
    if (known) return known.end;
    const ahead: Ahead = {
      selection: this.#known(ask.selection),
      asked,
      figures: new Map(),
      end: this.#settled().then(() => this.#make(ahead, ask))
    };
    this.#making = ahead;
    return ahead.end;
  }

  /** Makes figures one by one as long as nobody asks for anything else. What it hands over, the page may write: it is of what the page has, as nothing more is told before the page's next question. */
  async #make(ahead: Ahead, {figures, hasNews}: AskedAhead): Promise<string | null> {
    try {
      await this.#maker.reachDrawing(ahead.selection);
      for (const figure of figures) {
        if (this.#making !== ahead) return null;
        ahead.figures.set(JSON.stringify(figure), this.#maker.figure(figure, ahead.selection));
        await nextTask();
      }
      if (this.#making !== ahead) return null;
      const text = JSON.stringify(this.#foreseen(ahead, hasNews));
      this.#made.set(JSON.stringify(ahead.selection), ahead);
      return text;
    } finally {
      // What could not be made is begun anew by whoever asks next.
      if (this.#making === ahead) this.#making = null;
    }
  }

  #foreseen({selection, figures}: Ahead, hasNews: boolean): Foreseen {
    const told = [...figures.values()].map((one) => one.told);
    return {
      told: [this.#maker.customers(selection), ...told, ...this.#maker.inlines(selection)],
      news: hasNews ? this.#maker.news(selection) : null
    };
  }
}
