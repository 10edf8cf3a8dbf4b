import type {AskedAhead} from "./live-messages.ts";

/** Makes something ahead. @returns what is handed over; null if something else was asked in the meantime. */
type Make = (ask: AskedAhead) => Promise<string | null>;

/** Most choices of a menu that are made ahead without being pointed at. */
const MOST = 8;

/** How often a choice is begun anew that had to give way to one that the reader pointed at. */
const TRIES = 3;

/** Has choices made ahead, one at a time: the one that the reader points at before those that an open menu offers, so that a finger, which points only as it touches, is answered at once. */
export class Foreseer {
  readonly #make: Make;
  #pointed: Promise<unknown> = Promise.resolve();
  /** What the last menu offers. */
  #offered: readonly AskedAhead[] = [];

  constructor(make: Make) {
    this.#make = make;
  }

  /** The reader points at a choice: it may be the next one. */
  point(choice: AskedAhead): Promise<string | null> {
    const made = this.#make(choice);
    this.#pointed = made.catch(() => undefined);
    return made;
  }

  /** A menu offers these choices; none: it is closed. What an earlier one offered is left. */
  async offer(choices: readonly AskedAhead[]): Promise<void> {
    const offered = choices.slice(0, MOST);
    this.#offered = offered;
    for (const one of offered)
      for (let i = 0; i < TRIES; ++i) {
        await this.#pointed;
        if (this.#offered !== offered) return;
        // What cannot be made is no matter for the others: whoever chooses it hears why.
        if ((await this.#make(one).catch(() => null)) !== null) break;
      }
  }
}
