import {Chips} from "./chips.ts";
import type {Chip} from "./chips.ts";
import {keepClearOf} from "./clear-of-bar.ts";
import type {LivePage} from "./live-page.ts";
import {monthNames} from "./month-names.ts";
import type {MonthNames} from "./month-names.ts";
import {MonthRange} from "./month-range.ts";
import {EVERYBODY, comparedWith, isEverybody, isUnfiltered} from "./selection.ts";
import type {Compare, Selection} from "./selection.ts";
import {setHidden, setText} from "./set-text.ts";

/** What the bar tells the page. */
export interface FilterEvents {
  change(selection: Selection): void;
  /** A thumb of a slider is on its way; where it stays, {@link change} says. */
  preview(selection: Selection): void;
  /** The reader points at a choice: it may be the next one. */
  foresee(selection: Selection): void;
  /** A menu offers these choices; none: it is closed. */
  offer(selections: readonly Selection[]): void;
  /** The reader moves toward a filter: what answers it will be needed. */
  intent(): void;
}

/** Filters that are ranges of months. */
const RANGES = ["joined", "period"] as const;

/** The filter bar that is baked into the page, made to work: menus of values, months of joining and of reporting, what to compare with, chips of what is chosen, and one sentence saying whom one looks at. */
export class FilterBar {
  readonly #page: LivePage;
  readonly #events: FilterEvents;
  readonly #form: HTMLFormElement;
  readonly #names: MonthNames;
  /** Made once: it takes the browser longer than what it is used for. */
  readonly #counts: Intl.NumberFormat;
  readonly #lists: Intl.ListFormat;
  readonly #ranges: ReadonlyMap<string, MonthRange>;
  /** Boxes of the menus; they stay as they were built. */
  readonly #boxes: readonly HTMLInputElement[];
  /** What can be compared with. */
  readonly #radios: readonly HTMLInputElement[];
  /** Where each menu says what is chosen in it. */
  readonly #chosen: ReadonlyMap<string, Element>;
  readonly #reset: HTMLElement;
  /** Why the previous period cannot be compared with. */
  readonly #hint: HTMLElement | null;
  readonly #chips: Chips;
  #selection: Selection = EVERYBODY;
  /** Whether what is shown is a thumb on its way: what it is part of must not move from under the finger. */
  #isMoving = false;
  /** What the reader points at, and was foreseen. */
  #aimed: Element | null = null;
  /** Whether the sentence already counts customers: then the next count follows at once, and nothing is said in between. */
  #isCounted = false;

  constructor(page: LivePage, events: FilterEvents) {
    this.#page = page;
    this.#events = events;
    this.#form = document.getElementById("k-filters") as HTMLFormElement;
    this.#form.hidden = false;
    keepClearOf(this.#form);
    this.#boxes = [...this.#form.querySelectorAll<HTMLInputElement>("input[type=checkbox]")];
    this.#radios = [...this.#form.querySelectorAll<HTMLInputElement>("[name=compare]")];
    const menus = [...this.#form.querySelectorAll<HTMLElement>("details[data-filter]")];
    this.#chosen = new Map(menus.map((menu) => [menu.dataset["filter"]!, menu.querySelector("summary b")!]));
    this.#reset = this.#form.querySelector("[type=reset]")!;
    this.#hint = this.#form.querySelector(".k-hint");
    this.#chips = new Chips(this.#form.querySelector(".k-chips")!, {
      remove: page.words.remove,
      choose: (selection) => this.#choose(selection)
    });
    this.#names = monthNames(page.lang, page.words);
    this.#counts = new Intl.NumberFormat(page.lang);
    this.#lists = new Intl.ListFormat(page.lang, {type: "conjunction"});
    this.#ranges = new Map(RANGES.flatMap((name) => this.#openRange(name)));
    this.#form.addEventListener("change", ({target}) => {
      if ((target as HTMLInputElement).type !== "search") this.#choose(this.#read());
    });
    this.#form.addEventListener("submit", (event) => event.preventDefault());
    this.#form.addEventListener("reset", (event) => {
      event.preventDefault();
      this.#choose(EVERYBODY);
    });
    for (const type of ["pointerenter", "focusin"])
      this.#form.addEventListener(type, () => events.intent(), {once: true});
    for (const type of ["pointerover", "focusin"])
      this.#form.addEventListener(type, ({target}) => {
        const box = (target as Element).closest("label")?.querySelector("input[type=checkbox]") ?? null;
        if (box && box !== this.#aimed) events.foresee(this.#read(box));
        this.#aimed = box;
      });
    this.#form.addEventListener("toggle", () => events.offer(this.offered()), true);
    this.#form.addEventListener("input", ({target}) => {
      this.#search(target as HTMLInputElement);
      if ((target as HTMLInputElement).type !== "range") return;
      // Until the next choice: a thumb that is moved there and back ends without one.
      this.#isMoving = true;
      events.preview(this.#read());
      this.#isMoving = false;
    });
    this.#form.addEventListener("keydown", (event) => event.key === "Escape" && this.#close());
    document.addEventListener("click", (event) => this.#form.contains(event.target as Node) || this.#close());
  }

  /** Shows a selection; how many customers it has, {@link count} says later. */
  show(selection: Selection): void {
    this.#selection = selection;
    // What was foreseen was of the page as it was.
    this.#aimed = null;
    const {words} = this.#page;
    for (const {name, values} of this.#page.dimensions) {
      const kept = selection.values[name] ?? [];
      for (const box of this.#boxesOf(name)) box.checked = kept.includes(box.value);
      this.#said(
        name,
        kept.length === 0
          ? words.all
          : kept.length === 1
            ? this.#nameOf(name, kept[0]!)
            : `${kept.length}/${values.length}`
      );
    }
    for (const name of RANGES) {
      const range = selection[name] ?? null;
      this.#ranges.get(name)?.show(range);
      if (!this.#isMoving) this.#said(name, range ? this.#names.range(range) : words.all);
    }
    this.#showCompare(selection);
    if (!this.#isMoving) {
      setHidden(this.#reset, isUnfiltered(selection) && !selection.compare);
      this.#chips.show(this.#chipsOf(selection), this.#form.querySelector("summary"));
    }
    if (isEverybody(selection)) this.#tell(this.#sentence(words.everybody));
    else if (!this.#isCounted) this.#tell(words.loading);
  }

  #showCompare(selection: Selection): void {
    const canPrevious = comparedWith({...selection, compare: "previous"}, this.#page) !== null;
    for (const radio of this.#radios) {
      radio.checked = radio.value === (selection.compare ?? "");
      // Set to what it is, the browser would look for its style all the same.
      if (radio.value === "previous" && radio.disabled === canPrevious) radio.disabled = !canPrevious;
    }
    if (this.#hint) setHidden(this.#hint, canPrevious);
    this.#said("compare", this.#compareText(selection.compare ?? null));
  }

  #compareText(compare: Compare | null): string {
    const {compareAll, compareNone, comparePrevious} = this.#page.words;
    return compare === null ? compareNone : compare === "all" ? compareAll : comparePrevious;
  }

  /** What the open menu offers, each choice as it would be after a click on it. */
  offered(): readonly Selection[] {
    const boxes = this.#boxes.filter((box) => box.matches("details[open] label:not([hidden]) input"));
    const now = this.#read();
    return boxes.map((box) => ({...now, values: this.#values(box)}));
  }

  /** Says how many customers the selection has. */
  count(customers: number): void {
    this.#isCounted = true;
    if (isEverybody(this.#selection)) return;
    this.#tell(
      this.#sentence(this.#page.words.whom, {who: this.#describe(this.#selection), n: this.#number(customers)})
    );
  }

  /** Whom, which months of theirs, and compared with what. */
  #sentence(whom: string, parts: Readonly<Record<string, string>> = {}): string {
    const {ofPeriod, compared, compareAll} = this.#page.words;
    const {period = null, compare} = this.#selection;
    const other = comparedWith(this.#selection, this.#page);
    const what = other && (compare === "previous" && other.period ? this.#names.range(other.period) : compareAll);
    const all = {...parts, all: this.#number(this.#page.customers)};
    const people = filled(whom, all);
    const timed = period ? filled(ofPeriod, {whom: people, range: this.#names.range(period)}) : people;
    return what === null ? timed : filled(compared, {whom: timed, what});
  }

  #openRange(name: (typeof RANGES)[number]): [string, MonthRange][] {
    const field = this.#form.querySelector<HTMLElement>(`[data-range=${name}]`);
    const months = this.#page[name];
    if (!field || !months) return [];
    const choose = (range: Selection["joined"]) => this.#choose({...this.#read(), [name]: range});
    return [[name, new MonthRange(field, months, {names: this.#names, choose})]];
  }

  /** Says that filters do not work here, and why. */
  fail(why: string): void {
    this.#isCounted = false;
    this.#tell(this.#page.words.failed.replace("{why}", () => why));
  }

  #number(value: number): string {
    return this.#counts.format(value);
  }

  #choose(selection: Selection): void {
    this.#events.change(selection);
  }

  /** What the menus say; with a box, what they would say if that one were the other way. */
  #read(turned: Element | null = null): Selection {
    const compare = this.#radios.find((radio) => radio.checked)?.value ?? "";
    return {
      values: this.#values(turned),
      joined: this.#ranges.get("joined")?.range ?? null,
      period: this.#ranges.get("period")?.range ?? null,
      compare: compare === "all" || compare === "previous" ? compare : null
    };
  }

  /** What the menus of values say, likewise. */
  #values(turned: Element | null): Readonly<Record<string, readonly string[]>> {
    const values: Record<string, readonly string[]> = {};
    for (const {name, values: known} of this.#page.dimensions) {
      const kept = this.#boxesOf(name)
        .filter((box) => box.checked !== (box === turned))
        .map((box) => box.value);
      if (kept.length > 0 && kept.length < known.length) values[name] = kept;
    }
    return values;
  }

  #describe({values, joined}: Selection): string {
    const parts = this.#page.dimensions.flatMap(({name}) =>
      values[name]?.length ? [this.#lists.format(values[name].map((value) => this.#nameOf(name, value)))] : []
    );
    const {and, joinedRange} = this.#page.words;
    if (joined) parts.push(filled(joinedRange, {range: this.#names.range(joined)}));
    return parts.join(and);
  }

  /** One for each value that is chosen, for ranges of months, and for what is compared with. */
  #chipsOf(selection: Selection): Chip[] {
    const {words, dimensions} = this.#page;
    const values = dimensions.flatMap(({name}) =>
      (selection.values[name] ?? []).map((value, _, all) => {
        const without = {...selection.values, [name]: all.filter((other) => other !== value)};
        return {key: `${name}=${value}`, text: this.#nameOf(name, value), without: {...selection, values: without}};
      })
    );
    const months = RANGES.flatMap((name) => {
      const range = selection[name];
      const text = range && `${words[name]}: ${this.#names.range(range)}`;
      return text ? [{key: name, text, without: {...selection, [name]: null}}] : [];
    });
    const {compare = null} = selection;
    const text = `${words.compare}: ${this.#compareText(compare)}`;
    return [...values, ...months, ...(compare ? [{key: "compare", text, without: {...selection, compare: null}}] : [])];
  }

  /** What the page calls a value of a filter. */
  #nameOf(dimension: string, value: string): string {
    const known = this.#page.dimensions.find(({name}) => name === dimension)?.values;
    return known?.find((one) => one.value === value)?.name ?? value;
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

  #boxesOf(name: string): readonly HTMLInputElement[] {
    return this.#boxes.filter((box) => box.name === name);
  }

  #said(name: string, text: string): void {
    const place = this.#chosen.get(name);
    if (place) setText(place, text);
  }

  #tell(text: string): void {
    setText(this.#form.querySelector(".k-whom")!, text);
  }
}

/** The text with its `{names}` filled in. */
function filled(text: string, parts: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => parts[name] ?? whole);
}
