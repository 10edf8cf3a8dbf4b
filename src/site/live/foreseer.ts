import type {AskedFigure} from "./live-messages.ts";
import type {Selection} from "./selection.ts";

/** What of the page is made ahead, and how. */
interface Ahead {
  /** The figures on screen. It reads the layout. */
  see(): readonly AskedFigure[];
  /** Has them made for one selection. @returns whether they are, or need not be; false if something else was asked in the meantime. */
  make(selection: Selection, figures: readonly AskedFigure[]): Promise<boolean>;
}

/** Most choices of a menu that are made ahead without being pointed at. */
const MOST = 8;

/** How often a choice is begun anew that had to give way to one that the reader pointed at. */
const TRIES = 3;

/** Has choices made ahead, one at a time: the one that the reader points at before those that an open menu offers, so that also a finger, which points at nothing, is answered at once. */
export class Foreseer {
  readonly #ahead: Ahead;
  #pointed: Promise<unknown> = Promise.resolve();
  /** What the last menu offers. */
  #offered: readonly Selection[] = [];

  constructor(ahead: Ahead) {
    this.#ahead = ahead;
  }

  /** The reader points at a choice: it may be the next one. */
  point(selection: Selection): void {
    this.#pointed = this.#ahead.make(selection, this.#ahead.see()).catch(() => undefined);
  }

  /** A menu offers these choices; none: it is closed. What an earlier one offered is left. */
  async offer(selections: readonly Selection[]): Promise<void> {
    const offered = selections.slice(0, MOST);
    this.#offered = offered;
    if (offered.length === 0) return;
    // Seen once for all of them: whoever scrolls on meanwhile, points at what is chosen next.
    const figures = this.#ahead.see();
    for (const one of offered)
      for (let i = 0; i < TRIES; ++i) {
        await this.#pointed;
        if (this.#offered !== offered) return;
        if (await this.#ahead.make(one, figures).catch(() => false)) break;
      }
  }
}
