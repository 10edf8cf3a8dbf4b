import type {Selection} from "./selection.ts";
import {setAttribute, setText} from "./set-text.ts";

/** A part of what is chosen. */
export interface Chip {
  /** The same in the next selection: its button stays. */
  readonly key: string;
  readonly text: string;
  /** The selection without it. */
  readonly without: Selection;
}

interface Shown {
  readonly button: HTMLButtonElement;
  without: Selection;
}

/** Buttons for what is chosen, each of which takes its part away. Those of parts that stay do too: to make all of them anew costs the browser as much as a figure. */
export class Chips {
  readonly #place: Element;
  readonly #remove: string;
  readonly #choose: (selection: Selection) => void;
  readonly #shown = new Map<string, Shown>();

  /** @param remove what a button does, with `{what}` for its part. */
  constructor(place: Element, {remove, choose}: {remove: string; choose: (selection: Selection) => void}) {
    this.#place = place;
    this.#remove = remove;
    this.#choose = choose;
  }

  /** Where the focus was on one that goes, it moves to the next, and after the last one to `rest`. */
  show(chips: readonly Chip[], rest: HTMLElement | null): void {
    const focused = [...this.#place.children].indexOf(document.activeElement!);
    const keys = new Set(chips.map(({key}) => key));
    for (const [key, {button}] of this.#shown)
      if (!keys.has(key)) {
        button.remove();
        this.#shown.delete(key);
      }
    let next = this.#place.firstElementChild;
    for (const chip of chips) {
      const {button} = this.#kept(chip);
      if (button === next) next = next.nextElementSibling;
      else this.#place.insertBefore(button, next);
    }
    if (focused < 0 || this.#place.contains(document.activeElement)) return;
    const left = this.#place.children;
    ((left[Math.min(focused, left.length - 1)] as HTMLElement | undefined) ?? rest)?.focus();
  }

  #kept({key, text, without}: Chip): Shown {
    const shown = this.#shown.get(key) ?? this.#made(without);
    shown.without = without;
    setText(shown.button, text);
    setAttribute(
      shown.button,
      "aria-label",
      this.#remove.replace("{what}", () => text)
    );
    this.#shown.set(key, shown);
    return shown;
  }

  #made(without: Selection): Shown {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "k-chip";
    const shown: Shown = {button, without};
    button.addEventListener("click", () => this.#choose(shown.without));
    return shown;
  }
}
