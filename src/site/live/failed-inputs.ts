import type {LivePage} from "./live-page.ts";

const NOTE = ".k-failed";

/** Says below a page's controls that they do not work here, and why. */
export function failInputs({inputs, words}: LivePage, why: string): void {
  for (const {name} of inputs) {
    const place = document.querySelector(`[data-input="${CSS.escape(name)}"]`);
    if (!place) continue;
    const note =
      place.querySelector(NOTE) ?? Object.assign(document.createElement("p"), {className: "k-note k-failed"});
    note.textContent = words.failed.replace("{why}", () => why);
    place.append(note);
  }
}

/** Takes away what {@link failInputs} has said: the controls work again. */
export function mendInputs(): void {
  for (const note of document.querySelectorAll(`[data-input] > ${NOTE}`)) note.remove();
}
