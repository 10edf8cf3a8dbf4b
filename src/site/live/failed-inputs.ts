import type {LivePage} from "./live-page.ts";

/** Says below a page's controls that they do not work here, and why. */
export function failInputs({inputs, words}: LivePage, why: string): void {
  for (const {name} of inputs) {
    const place = document.querySelector(`[data-input="${CSS.escape(name)}"]`);
    if (!place) continue;
    const note = place.querySelector(".k-note") ?? Object.assign(document.createElement("p"), {className: "k-note"});
    note.textContent = words.failed.replace("{why}", () => why);
    place.append(note);
  }
}
