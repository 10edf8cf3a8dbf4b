import type {Selection} from "./selection.ts";

/** Has one selection made ahead. @returns whether it is, or need not be; false if something else was asked in the meantime. */
type Make = (selection: Selection) => Promise<boolean>;

/** Most choices of a menu that are made ahead without being pointed at. */
const MOST = 8;

/** How often a choice is begun anew that had to give way to one that the reader pointed at. */
const TRIES = 3;

/** Has choices made ahead, one at a time: the one that the reader points at before those that an open menu offers, so that also a finger, which points at nothing, is answered at once. */
export class Foreseer {
  readonly #make: Make;
  #pointed: Promise<unknown> = Promise.resolve();
  /** What the last menu offers. */
  #offered: readonly Selection[] = [];

  constructor(make: Make) {
    this.#make = make;
  }

  /** The reader points at a choice: it may be the next one. */
  point(selection: Selection): void {
    this.#pointed = this.#make(selection).catch(() => undefined);
  }

  /** A menu offers these choices; none: it is closed. What an earlier one offered is left. */
  async offer(selections: readonly Selection[]): Promise<void> {
    const offered = selections.slice(0, MOST);
    this.#offered = offered;
    for (const one of offered)
      for (let i = 0; i < TRIES; ++i) {
        await this.#pointed;
        if (this.#offered !== offered) return;
        if (await this.#make(one).catch(() => false)) break;
      }
  }
}
