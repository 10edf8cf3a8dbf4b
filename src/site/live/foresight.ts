import type {Asked, AskedFigure, Foreseen} from "./live-messages.ts";
import type {Selection} from "./selection.ts";

/** What changes the figures on the page, or what is made ahead: what was foreseen before is then of another page. */
const OUTDATES: ReadonlySet<keyof Asked> = new Set(["foresee", "show", "shown"]);

/**
 * What the side that draws has handed over for a selection that the reader points at, so that it is written in the reader's own event. The page has it exactly as long as the other side keeps it: both forget it with the same questions.
 */
export class Foresight {
  #held: {readonly asked: string; readonly foreseen: Foreseen} | null = null;
  /** Counts what was asked: an answer to an earlier question is of an earlier page. */
  #count = 0;

  /** Notes that something is asked. @returns keeps what was foreseen, if nothing was asked since that outdates it. */
  note(kind: keyof Asked): (ask: Asked["foresee"]["ask"], foreseen: Foreseen | null) => void {
    if (OUTDATES.has(kind)) {
      this.#held = null;
      ++this.#count;
    }
    const count = this.#count;
    return ({selection, figures}, foreseen) => {
      if (foreseen && count === this.#count) this.#held = {asked: textOf(selection, figures), foreseen};
    };
  }

  /** What was foreseen of a selection for just these figures; null if nothing was. Whoever takes it writes it, and says so when asking for the selection next. */
  take(selection: Selection, figures: readonly AskedFigure[]): Foreseen | null {
    return this.#held?.asked === textOf(selection, figures) ? this.#held.foreseen : null;
  }
}

function textOf(selection: Selection, figures: readonly AskedFigure[]): string {
  return JSON.stringify([selection, figures]);
}
