import {shownValue} from "./js-view.ts";
import type {Style} from "../metric-figure.ts";

/** One run of a cell: what it displays, as long as no later run has begun. */
export interface Version {
  readonly displayed: readonly unknown[];
  display(value: unknown): unknown;
}

/** The place of a cell on the page, and what stands there. What an earlier run showed stays until a later one shows something, so that nothing flickers. */
export class JsDisplay {
  readonly #place: () => Element | null;
  readonly #style: Style;
  #baked: readonly Node[] | null = null;
  #version: Version | null = null;

  constructor(place: () => Element | null, style: Style) {
    this.#place = place;
    this.#style = style;
  }

  /** Begins a run; what earlier ones still display is dropped. */
  begin(): Version {
    const displayed: unknown[] = [];
    const version: Version = {
      displayed,
      display: (value) => {
        if (this.#version !== version) return value;
        displayed.push(value);
        this.#show(value, displayed.length === 1);
        return value;
      }
    };
    this.#version = version;
    return version;
  }

  /** Shows what a run gave that displayed nothing itself. */
  end(value: unknown, isExpression: boolean): void {
    if (this.#version?.displayed.length === 0) this.#show(isExpression ? value : null, true);
  }

  /** Shows what was built. */
  restore(): void {
    this.#version = null;
    if (this.#baked) this.#place()?.replaceChildren(...this.#baked);
    this.#baked = null;
  }

  #show(value: unknown, isFirst: boolean): void {
    const place = this.#place();
    if (!place) return;
    this.#baked ??= [...place.childNodes];
    const node = shownValue(value, this.#style);
    if (isFirst) place.replaceChildren();
    if (node) place.append(node);
    place.closest(".k-figure")?.dispatchEvent(new CustomEvent("kizuna:renewed", {bubbles: true}));
  }
}
