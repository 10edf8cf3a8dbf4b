import type {Months} from "../../metrics/metric.ts";
import type {MonthNames} from "./month-names.ts";
import {rangeWithin} from "./selection.ts";
import {setAttribute} from "./set-text.ts";

type End = "from" | "to";

/** A menu that chooses a range of months: a slider with two thumbs, a field for either end, and ready-made ranges. All of them show the same range. */
export class MonthRange {
  readonly #field: HTMLElement;
  readonly #months: Months;
  readonly #names: MonthNames;

  /** @param months all there are. @param choose is told of a ready-made range; what is chosen otherwise is an event of the form. */
  constructor(
    field: HTMLElement,
    months: Months,
    {names, choose}: {names: MonthNames; choose(range: Months | null): void}
  ) {
    this.#field = field;
    this.#months = months;
    this.#names = names;
    for (const button of field.querySelectorAll("button"))
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

  /** Shows a range; null is all months. */
  show(range: Months | null): void {
    const [from, to] = range ?? this.#months;
    this.#set("from", from);
    this.#set("to", to);
    this.#colour();
    for (const button of this.#field.querySelectorAll("button"))
      setAttribute(button, "aria-pressed", String(range !== null && rangeOfButton(button).join() === range.join()));
  }

  /** Takes the range on to the other controls. Thumbs stop at each other; a field that passes the other one takes it along. */
  #follow(touched: HTMLInputElement | HTMLSelectElement): void {
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
    const track = this.#field.querySelector<HTMLElement>(".k-track")!;
    track.style.setProperty("--from", String(share(this.#at("from"))));
    track.style.setProperty("--to", String(share(this.#at("to"))));
    track.toggleAttribute("data-end", this.#at("from") === last);
  }

  #at(end: End): number {
    return Number(this.#slider(end).value);
  }

  #set(end: End, month: number): void {
    const slider = this.#slider(end);
    const field = this.#field.querySelector<HTMLSelectElement>(`select[data-end=${end}]`)!;
    slider.value = String(month);
    setAttribute(slider, "aria-valuetext", this.#names.month(month));
    // A field that is set has the browser look at its form anew.
    if (field.value !== slider.value) field.value = slider.value;
  }

  #slider(end: End): HTMLInputElement {
    return this.#field.querySelector<HTMLInputElement>(`input[data-end=${end}]`)!;
  }
}

function rangeOfButton({dataset}: HTMLElement): Months {
  const [from, to] = dataset["months"]!.split(",").map(Number);
  return [from!, to!];
}
