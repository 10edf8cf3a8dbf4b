import type {Told} from "./live-messages.ts";

/** How long what is told is kept together, in milliseconds. */
const TOGETHER = 100;

/** Keeps what is told together for a moment: what the page writes at once it lays out and paints once. */
export class Telling {
  readonly #say: (told: readonly Told[]) => void;
  #told: Told[] = [];
  #since = performance.now();

  constructor(say: (told: readonly Told[]) => void) {
    this.#say = say;
  }

  add(...told: readonly Told[]): void {
    this.#told.push(...told);
  }

  /** Says it all, if there is anything. */
  say(): void {
    if (this.#told.length > 0) this.#say(this.#told);
    this.#told = [];
    this.#since = performance.now();
  }

  /** Says it if the moment is over. */
  sayIfDue(): void {
    if (performance.now() - this.#since > TOGETHER) this.say();
  }
}
