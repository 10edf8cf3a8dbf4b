import type {LivePage} from "./live-page.ts";
import {isEverybody, monthText, rangeWithin} from "./selection.ts";
import type {Selection} from "./selection.ts";

/** What the bar tells the page. */
export interface FilterEvents {
  change(selection: Selection): void;
  /** The reader moves toward a filter: what answers it will be needed. */
  intent(): void;
}

/** The filter bar that is baked into the page, made to work: menus of values, months of joining, chips of what is chosen, and one sentence saying whom one looks at. */
export class FilterBar {
  readonly #page: LivePage;
  readonly #events: FilterEvents;
  readonly #form: HTMLFormElement;
  #selection: Selection = {values: {}, joined: null};
  /** Whether the sentence already counts customers: then the next count follows at once, and nothing is said in between. */
  #isCounted = false;

  constructor(page: LivePage, events: FilterEvents) {
    this.#page = page;
    this.#events = events;
    this.#form = document.getElementById("k-filters") as HTMLFormElement;
    this.#form.hidden = false;
    this.#form.addEventListener("change", ({target}) => {
      if ((target as HTMLInputElement).type !== "search") this.#choose(this.#read());
    });
    this.#form.addEventListener("submit", (event) => event.preventDefault());
    this.#form.addEventListener("reset", (event) => {
      event.preventDefault();
      this.#choose({values: {}, joined: null});
    });
    for (const type of ["pointerenter", "focusin"])
      this.#form.addEventListener(type, () => events.intent(), {once: true});
    this.#form.addEventListener("input", (event) => this.#search(event.target as HTMLInputElement));
    this.#form.addEventListener("keydown", (event) => event.key === "Escape" && this.#close());
    document.addEventListener("click", (event) => this.#form.contains(event.target as Node) || this.#close());
  }

  /** Shows a selection; how many customers it has, {@link count} says later. */
  show(selection: Selection): void {
    this.#selection = selection;
    const {dimensions, joined} = this.#page;
    for (const {name, values} of dimensions) {
      const kept = selection.values[name] ?? [];
      for (const box of this.#boxes(name)) box.checked = kept.includes(box.value);
      this.#said(
        name,
        kept.length === 0 ? this.#page.words.all : kept.length === 1 ? kept[0]! : `${kept.length}/${values.length}`
      );
    }
    if (joined) {
      const [from, to] = selection.joined ?? joined;
      this.#select("from").value = String(from);
      this.#select("to").value = String(to);
      this.#said("joined", selection.joined ? this.#months(selection.joined) : this.#page.words.all);
    }
    this.#form.querySelector<HTMLElement>("[type=reset]")!.hidden = isEverybody(selection);
    this.#chips(selection);
    const {everybody, loading} = this.#page.words;
    if (isEverybody(selection)) this.#tell(everybody.replace("{all}", this.#number(this.#page.customers)));
    else if (!this.#isCounted) this.#tell(loading);
  }

  /** Says how many customers the selection has. */
  count(customers: number): void {
    this.#isCounted = true;
    if (isEverybody(this.#selection)) return;
    const parts: Readonly<Record<string, string>> = {
      who: this.#describe(this.#selection),
      n: this.#number(customers),
      all: this.#number(this.#page.customers)
    };
    this.#tell(this.#page.words.whom.replace(/\{(who|n|all)\}/g, (_, name: string) => parts[name]!));
  }

  /** Says that filters do not work here, and why. */
  fail(why: string): void {
    this.#isCounted = false;
    this.#tell(this.#page.words.failed.replace("{why}", () => why));
  }

  #number(value: number): string {
    return new Intl.NumberFormat(this.#page.lang).format(value);
  }

  #choose(selection: Selection): void {
    this.#events.change(selection);
  }

  #read(): Selection {
    const {dimensions, joined} = this.#page;
    const values: Record<string, readonly string[]> = {};
    for (const {name, values: known} of dimensions) {
      const kept = this.#boxes(name)
        .filter((box) => box.checked)
        .map((box) => box.value);
      if (kept.length > 0 && kept.length < known.length) values[name] = kept;
    }
    if (!joined) return {values, joined: null};
    const chosen = [Number(this.#select("from").value), Number(this.#select("to").value)] as const;
    // A beginning after the end means the month that was touched last.
    const [from, to] =
      chosen[0] <= chosen[1]
        ? chosen
        : this.#selection.joined?.[0] === chosen[0]
          ? [chosen[1], chosen[1]]
          : [chosen[0], chosen[0]];
    return {values, joined: rangeWithin([from, to], joined)};
  }

  #describe({values, joined}: Selection): string {
    const list = new Intl.ListFormat(this.#page.lang, {type: "conjunction"});
    const parts = this.#page.dimensions.flatMap(({name}) => (values[name]?.length ? [list.format(values[name])] : []));
    const {joinedIn, joinedRange} = this.#page.words;
    if (joined)
      parts.push(
        (joined[0] === joined[1] ? joinedIn : joinedRange)
          .replace("{from}", this.#month(joined[0]))
          .replace("{to}", this.#month(joined[1]))
      );
    return parts.join(this.#page.lang.startsWith("ja") ? "・" : ", ");
  }

  #month(month: number): string {
    return new Intl.DateTimeFormat(this.#page.lang, {year: "numeric", month: "short", timeZone: "UTC"}).format(
      new Date(`${monthText(month)}-01T00:00:00Z`)
    );
  }

  #months([from, to]: readonly [number, number]): string {
    return from === to ? this.#month(from) : `${this.#month(from)} – ${this.#month(to)}`;
  }

  /** One button for each value that is chosen, which takes it away again. */
  #chips(selection: Selection): void {
    const chip = (text: string, without: Selection): HTMLElement => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "k-chip";
      button.textContent = text;
      button.setAttribute(
        "aria-label",
        this.#page.words.remove.replace("{what}", () => text)
      );
      button.addEventListener("click", () => this.#choose(without));
      return button;
    };
    const values = this.#page.dimensions.flatMap(({name}) =>
      (selection.values[name] ?? []).map((value, _, all) =>
        chip(value, {...selection, values: {...selection.values, [name]: all.filter((other) => other !== value)}})
      )
    );
    const months = selection.joined ? [chip(this.#months(selection.joined), {...selection, joined: null})] : [];
    const chips = this.#form.querySelector(".k-chips")!;
    const focused = [...chips.children].indexOf(document.activeElement!);
    const all = [...values, ...months];
    chips.replaceChildren(...all);
    // Who takes chips away by keyboard stays among them, and after the last one at the menus.
    if (focused >= 0) (all[Math.min(focused, all.length - 1)] ?? this.#form.querySelector("summary"))?.focus();
  }

  #search(input: HTMLInputElement): void {
    if (input.type !== "search") return;
    const wanted = input.value.trim().toLocaleLowerCase();
    for (const label of input.closest("details")!.querySelectorAll<HTMLElement>("label:has([type=checkbox])"))
      label.hidden = !label.textContent.toLocaleLowerCase().includes(wanted);
  }

  #close(): void {
    for (const menu of this.#form.querySelectorAll("details[open]")) {
      if (menu.contains(document.activeElement)) menu.querySelector("summary")!.focus();
      (menu as HTMLDetailsElement).open = false;
    }
  }

  #boxes(name: string): HTMLInputElement[] {
    return [...this.#form.querySelectorAll<HTMLInputElement>("input[type=checkbox]")].filter(
      (box) => box.name === name
    );
  }

  #select(end: "from" | "to"): HTMLSelectElement {
    return this.#form.querySelector<HTMLSelectElement>(`select[name=joined-${end}]`)!;
  }

  #said(name: string, text: string): void {
    for (const menu of this.#form.querySelectorAll<HTMLElement>("details"))
      if (menu.dataset["filter"] === name) menu.querySelector("summary b")!.textContent = text;
  }

  #tell(text: string): void {
    this.#form.querySelector(".k-whom")!.textContent = text;
  }
}
