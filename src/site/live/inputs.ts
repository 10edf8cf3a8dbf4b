import {createFormat} from "../../charts/format.ts";
import {isSameInput} from "../../notebook/input.ts";
import type {Input, InputValue} from "../../notebook/input.ts";
import type {LivePage} from "./live-page.ts";
import type {Selection} from "./selection.ts";

/** What a reader chose of a page's inputs; those left as built are not named. */
export type Chosen = NonNullable<Selection["inputs"]>;

/** The page's controls, made to work. */
export class Inputs {
  readonly #page: LivePage;
  readonly #places = new Map<string, HTMLElement>();
  /** What a control has not told yet. */
  #timer: number | undefined;

  constructor(page: LivePage, events: {change(chosen: Chosen): void; intent(): void}) {
    this.#page = page;
    for (const input of page.inputs) {
      const place = document.querySelector<HTMLElement>(`[data-input="${CSS.escape(input.name)}"]`);
      if (!place) continue;
      this.#places.set(input.name, place);
      for (const control of controlsOf(place)) control.disabled = false;
      const fieldset = place.querySelector("fieldset");
      if (fieldset) fieldset.disabled = false;
      const isText = input.type === "text" || input.type === "search";
      place.addEventListener("input", () => {
        this.#write(input);
        clearTimeout(this.#timer);
        // Who writes, or moves a slider, is answered when they pause.
        this.#timer = window.setTimeout(() => events.change(this.#read()), isText ? 250 : 60);
      });
      for (const type of ["pointerenter", "focusin"]) place.addEventListener(type, () => events.intent(), {once: true});
    }
  }

  /** Shows what a selection says. */
  show({inputs = {}}: Selection): void {
    clearTimeout(this.#timer);
    for (const input of this.#page.inputs) {
      const value = inputs[input.name] ?? input.value;
      const place = this.#places.get(input.name);
      if (!place || isSameInput(valueIn(place, input), value)) continue;
      for (const control of controlsOf(place)) {
        if (control.type === "checkbox")
          control.checked = Array.isArray(value) ? value.includes(control.value) : value === true;
        else control.value = value === null ? "" : String(value);
      }
      this.#write(input);
    }
  }

  #read(): Chosen {
    const chosen: Record<string, InputValue> = {};
    for (const input of this.#page.inputs) {
      const place = this.#places.get(input.name);
      const value = place ? valueIn(place, input) : input.value;
      if (!isSameInput(value, input.value)) chosen[input.name] = value;
    }
    return chosen;
  }

  /** The number beside a slider. */
  #write(input: Input): void {
    const place = this.#places.get(input.name)!;
    const output = place.querySelector("output");
    const value = valueIn(place, input);
    if (!output || typeof value !== "number") return;
    const {lang, currency} = this.#page;
    output.textContent = createFormat({lang, currency}).value(
      value,
      input.unit ?? (Number.isInteger(value) ? "count" : "number")
    );
  }
}

type Control = HTMLInputElement | HTMLSelectElement;

function controlsOf(place: HTMLElement): readonly HTMLInputElement[] {
  return [...place.querySelectorAll<Control>("input, select")] as HTMLInputElement[];
}

function valueIn(place: HTMLElement, {type, multiple}: Input): InputValue {
  const controls = controlsOf(place);
  if (multiple) return controls.filter(({checked}) => checked).map(({value}) => value);
  const control = controls[0]!;
  if (type === "checkbox") return control.checked;
  if (type === "slider" || type === "number")
    return control.value === "" || !control.validity.valid ? null : Number(control.value);
  if ((type === "date" || type === "select") && control.value === "") return null;
  return control.value;
}
