import type {LivePage} from "../live/live-page.ts";
import {EVERYBODY, comparedWith} from "../live/selection.ts";
import type {Selection} from "../live/selection.ts";
import type {States} from "../live/states.ts";
import {remark} from "../live/write-told.ts";
import {jsWords} from "../words/js-words.ts";

/** A figure, the name of its value, and what fills it: a run of its own for each width of columns. */
interface Said {
  readonly figure: Element;
  readonly name: string;
  readonly keys: readonly string[];
}

/** What is said below figures of code: until it runs again why one does not follow, or that it shows the chosen customers alone. */
export class JsRemarks {
  readonly #page: LivePage;
  readonly #states: States;
  /** Why the last run failed, by what it fills. */
  readonly #failures = new Map<string, string>();
  /** The state of the value that is shown, likewise. */
  readonly #shown = new Map<string, string>();

  constructor(page: LivePage, states: States) {
    this.#page = page;
    this.#states = states;
  }

  succeeded(said: Said, key: string, selection: Selection): void {
    this.#failures.delete(key);
    this.#shown.set(key, this.#states.of(said.name, selection));
    this.say(said, selection);
  }

  failed(said: Said, key: string, {error, selection}: {error: unknown; selection: Selection}): void {
    const {lang} = this.#page;
    this.#failures.set(key, jsWords(lang).failed(error instanceof Error ? error.message : String(error)));
    this.say(said, selection);
  }

  /** Says it of the selection that the page shows. */
  say({figure, name, keys}: Said, selection: Selection): void {
    const {words} = this.#page;
    const failures = keys.flatMap((key) => this.#failures.get(key) ?? []);
    const isAlone = comparedWith(selection, this.#page) !== null && this.#isOfChosen({name, keys}, selection);
    const kept = this.#states.isStuck(name, selection) ? words.notFiltered : null;
    remark(figure, failures[0] ?? kept ?? (isAlone ? words.notCompared : null));
  }

  /** Whether what is shown is of the chosen customers, or months, and would be another one of others. */
  #isOfChosen({name, keys}: Omit<Said, "figure">, selection: Selection): boolean {
    const wanted = this.#states.of(name, selection);
    const everybody = {...EVERYBODY, inputs: selection.inputs ?? {}};
    return wanted !== this.#states.of(name, everybody) && keys.some((key) => this.#shown.get(key) === wanted);
  }
}
