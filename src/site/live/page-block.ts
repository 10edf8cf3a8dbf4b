import type {Begun, Scripts} from "./begin-page.ts";
import type {LivePage} from "./live-page.ts";

/** The element that says what a page needs to be live, and keeps what was begun of it from the first script of the page to the next one. */
export interface PageBlock extends HTMLElement {
  begun?: Begun | null;
}

/** A page's block; null for a page that is not live. */
export function pageBlock(): PageBlock | null {
  return document.getElementById("k-live");
}

/** What it says. */
export function liveOf(block: PageBlock): LivePage {
  return JSON.parse(block.textContent) as LivePage;
}

/** Where its scripts are: all of them beside each other, in the site's `_assets/`, or in the page itself, whose address may lead to no others. */
export function scriptsOf({dataset}: PageBlock): Scripts {
  const {worker} = dataset;
  const script = worker === undefined ? document.baseURI : new URL(worker, document.baseURI).href;
  return {root: script.replace(/_assets\/[^/]*$/, ""), script, ahead: dataset["ahead"] ?? ""};
}

/** Names that an attribute of it lists. */
export function namesIn(text = ""): readonly string[] {
  return text.split(" ").filter((name) => name !== "");
}
