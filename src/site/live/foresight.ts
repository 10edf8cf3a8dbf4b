import type {Asked, AskedFigure, Foreseen} from "./live-messages.ts";
import type {Selection} from "./selection.ts";

/** What changes the figures on the page: what was foreseen before is then of another page. */
const OUTDATES: ReadonlySet<keyof Asked> = new Set(["show", "shown"]);

/**
 * What the side that draws has handed over for selections that the reader may choose next, so that it is written in the reader's own event. The page has it exactly as long as the other side keeps it: both forget it with the same questions.
 */
export class Foresight {
  /** As JSON: most of it is never written. */
  readonly #held = new Map<string, string>();
  /** Counts changes: an answer to an earlier question is of an earlier page. */
  #count = 0;

  /** Notes that something is asked. @returns keeps what was foreseen, if nothing was asked since that outdates it. */
  note(kind: keyof Asked): (ask: Asked["foresee"]["ask"], foreseen: string | null) => void {
    if (OUTDATES.has(kind)) {
      this.#held.clear();
      ++this.#count;
    }
    const count = this.#count;
    return ({selection, figures}, foreseen) => {
      if (foreseen && count === this.#count) this.#held.set(textOf(selection, figures), foreseen);
    };
  }

  /** What was foreseen of a selection for just these figures; null if nothing was. Whoever takes it writes it, and says so when asking for the selection next. */
  take(selection: Selection, figures: readonly AskedFigure[]): Foreseen | null {
    const text = this.#held.get(textOf(selection, figures));
    return text === undefined ? null : (JSON.parse(text) as Foreseen);
  }

  /** Whether there is something to take. */
  has(selection: Selection, figures: readonly AskedFigure[]): boolean {
    return this.#held.has(textOf(selection, figures));
  }
}

function textOf(selection: Selection, figures: readonly AskedFigure[]): string {
  return JSON.stringify([selection, figures]);
}
