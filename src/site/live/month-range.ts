import type {Months} from "../../metrics/metric.ts";
import type {MonthNames} from "./month-names.ts";
import {rangeWithin} from "./selection.ts";
import {setAttribute} from "./set-text.ts";

type End = "from" | "to";

/** A menu that chooses a range of months: a slider with two thumbs, a field for either end, and ready-made ranges. All of them show the same range. */
export class MonthRange {
  readonly #months: Months;
  readonly #names: MonthNames;
  readonly #sliders: Readonly<Record<End, HTMLInputElement>>;
  readonly #fields: Readonly<Record<End, HTMLSelectElement>>;
  readonly #track: HTMLElement;
  readonly #buttons: readonly HTMLButtonElement[];
  /** The range that is shown, as text; null once the reader has touched a control. */
  #shown: string | null = null;

  /** @param months all there are. @param choose is told of a ready-made range; what is chosen otherwise is an event of the form. */
  constructor(
    field: HTMLElement,
    months: Months,
    {names, choose}: {names: MonthNames; choose(range: Months | null): void}
  ) {
    const ends = <Control extends Element>(name: string) => ({
      from: field.querySelector<Control>(`${name}[data-end=from]`)!,
      to: field.querySelector<Control>(`${name}[data-end=to]`)!
    });
    this.#months = months;
    this.#names = names;
    this.#sliders = ends("input");
    this.#fields = ends("select");
    this.#track = field.querySelector(".k-track")!;
    this.#buttons = [...field.querySelectorAll("button")];
    for (const button of this.#buttons)
      button.addEventListener("click", () => {
        const range = rangeOfButton(button);
        // The same once more takes it away.
        choose(button.getAttribute("aria-pressed") === "true" ? null : range);
      });
    field.addEventListener("input", ({target}) => this.#follow(target as HTMLInputElement | HTMLSelectElement));
  }

  /** The range that the menu shows; null if it is all months. */
  get range(): Months | null {
    return rangeWithin([this.#at("from"), this.#at("to")], this.#months);
  }

  /** Shows a range; null is all months. A browser looks for the styles of whatever is set, to what it is or not. */
  show(range: Months | null): void {
    const text = String(range);
    if (text === this.#shown) return;
    this.#shown = text;
    const [from, to] = range ?? this.#months;
    this.#set("from", from);
    this.#set("to", to);
    this.#colour();
    for (const button of this.#buttons)
      setAttribute(button, "aria-pressed", String(range !== null && rangeOfButton(button).join() === range.join()));
  }

  /** Takes the range on to the other controls. Thumbs stop at each other; a field that passes the other one takes it along. */
  #follow(touched: HTMLInputElement | HTMLSelectElement): void {
    this.#shown = null;
    const end = touched.dataset["end"] as End;
    const [from, to] = [this.#at("from"), this.#at("to")];
    const isField = touched instanceof HTMLSelectElement;
    const at = Number(touched.value);
    const other = end === "from" ? to : from;
    const isPast = end === "from" ? at > other : at < other;
    this.#set(end, isPast && !isField ? other : at);
    if (isPast && isField) this.#set(end === "from" ? "to" : "from", at);
    this.#colour();
  }

  /** The track between the thumbs, and which thumb is above the other where both meet: the one that can still move. */
  #colour(): void {
    const [first, last] = this.#months;
    const share = (month: number) => (last === first ? 0 : (month - first) / (last - first));
    this.#track.style.setProperty("--from", String(share(this.#at("from"))));
    this.#track.style.setProperty("--to", String(share(this.#at("to"))));
    this.#track.toggleAttribute("data-end", this.#at("from") === last);
  }

  #at(end: End): number {
    return Number(this.#sliders[end].value);
  }

  #set(end: End, month: number): void {
    const [slider, field] = [this.#sliders[end], this.#fields[end]];
    slider.value = String(month);
    setAttribute(slider, "aria-valuetext", this.#names.month(month));
    // A field that is set has the browser look at its form anew.
    if (field.value !== slider.value) field.value = slider.value;
  }
}

function rangeOfButton({dataset}: HTMLElement): Months {
  const [from, to] = dataset["months"]!.split(",").map(Number);
  return [from!, to!];
}
