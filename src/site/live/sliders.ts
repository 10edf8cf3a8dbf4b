import type {Unit} from "../../metrics/metric.ts";
import type {LiveCell, LivePage} from "./live-page.ts";
import type {Remote} from "./live-remote.ts";
import {refreshCell} from "./refresh.ts";
import {queryWith} from "./selection.ts";
import type {Selection} from "./selection.ts";
import {settle, unsettle} from "./settled.ts";
import {remark} from "./write-told.ts";

/** What sliders need of the page. */
export interface SliderPage {
  load(): Promise<Remote>;
  selection(): Selection;
  /** Has all of the page drawn anew, where this could not draw; null: where there is nothing that draws. */
  redraw(failed: Remote | null): void;
}

/** Cells as their sliders have them. */
const moved = new Map<string, LiveCell>();

/** The cell with the values of its sliders for options; the cell itself where none was moved. */
export function withSliders(cell: LiveCell): LiveCell {
  return moved.get(cell.name) ?? cell;
}

/** Makes the sliders of the page's figures work: each move finishes its figure anew, the address keeps it (`?cell.option=3`), going back takes it back. */
export function listenToSliders(page: LivePage, on: SliderPage): void {
  const sets = [...document.querySelectorAll<HTMLFieldSetElement>("fieldset.k-sliders")].flatMap((set) => {
    const cell = page.cells.find(({name}) => name === set.dataset["cell"]);
    return cell ? [new SliderSet(set, cell, {...on, page})] : [];
  });
  const read = () => {
    for (const set of sets) set.read(new URLSearchParams(location.search));
  };
  if (sets.length > 0) addEventListener("popstate", read);
  read();
}

/** Says below figures whose sliders were moved that they are as built, and why. */
export function failSliders({words}: LivePage, why: string): void {
  for (const name of moved.keys()) {
    const figure = document.getElementById(name);
    if (figure)
      remark(
        figure,
        words.notComputed.replace("{why}", () => why)
      );
  }
}

class SliderSet {
  readonly #inputs: readonly HTMLInputElement[];
  readonly #cell: LiveCell;
  readonly #page: SliderPage & {readonly page: LivePage};
  #frame = 0;

  constructor(set: HTMLFieldSetElement, cell: LiveCell, page: SliderPage & {readonly page: LivePage}) {
    this.#inputs = [...set.querySelectorAll("input")];
    this.#cell = cell;
    this.#page = page;
    for (const type of ["pointerenter", "focusin"])
      set.addEventListener(type, () => void page.load().catch(() => undefined), {once: true});
    set.addEventListener("input", () => this.#show());
    set.addEventListener("change", () => this.#write());
  }

  /** Takes the values that the address has; others are the cell's own. */
  read(query: URLSearchParams): void {
    const before = this.#inputs.map(({value}) => value).join();
    for (const input of this.#inputs) {
      const given = query.get(`${this.#cell.name}.${input.name}`);
      input.value = given !== null && Number.isFinite(Number(given)) && given !== "" ? given : input.defaultValue;
    }
    if (before !== this.#inputs.map(({value}) => value).join()) this.#show();
  }

  /** The figure follows in the next frame, once for all moves until then. */
  #show(): void {
    const values = this.#inputs.filter((input) => input.value !== input.defaultValue);
    const options = Object.fromEntries(values.map((input) => [input.name, input.valueAsNumber]));
    if (values.length === 0) moved.delete(this.#cell.name);
    else moved.set(this.#cell.name, {...this.#cell, options: {...this.#cell.options, ...options}});
    cancelAnimationFrame(this.#frame);
    unsettle(this);
    this.#frame = requestAnimationFrame(() => void this.#refresh().finally(() => settle(this)));
  }

  async #refresh(): Promise<void> {
    const {page, load, selection, redraw} = this.#page;
    const {createFormat} = await import("../../charts/format.ts");
    const format = createFormat({lang: page.lang, currency: page.currency});
    for (const input of this.#inputs)
      input.parentElement!.querySelector("output")!.textContent = format.value(
        input.valueAsNumber,
        (input.dataset["unit"] ?? "number") as Unit
      );
    let remote: Remote | null = null;
    try {
      remote = await load();
      await refreshCell(page, this.#cell, {remote, selection: selection()});
    } catch {
      // Drawn with the page, it follows; or the page says why nothing does.
      redraw(remote);
    }
  }

  #write(): void {
    const values = this.#inputs.map(({defaultValue, name, value}) => [
      `${this.#cell.name}.${name}`,
      value === defaultValue ? null : value
    ]);
    const query = queryWith(location.search, Object.fromEntries(values) as Record<string, string | null>);
    history.pushState(null, "", `${location.pathname}${query}${location.hash}`);
  }
}
