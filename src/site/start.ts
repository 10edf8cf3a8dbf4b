// Runs before the page's figures are there: where a filter stands in the address, what answers it is asked for at once, beside the page itself, instead of after it.
import type {LivePage} from "./live/live-page.ts";
import {openRemote} from "./live/live-remote.ts";
import type {Remote} from "./live/live-remote.ts";
import {isAsBuilt, selectionOf} from "./live/selection.ts";
import type {Selection} from "./live/selection.ts";

/** The site's root: this module stands in its `_assets/`. */
export const ROOT = import.meta.url.replace(/_assets\/[^/]*$/, "");

const block = document.getElementById("k-live");

/** What the page needs to be live; null for a page that is not. */
export const live = block && (JSON.parse(block.textContent) as LivePage);

let ahead: Promise<Remote> | null = null;

/** Loads the page's figures, for a selection first. What was begun before anybody asked is given once. @throws {Error} if a file is missing or cannot be read. */
export function openPage(page: LivePage, selection: Selection): Promise<Remote> {
  const begun = ahead;
  ahead = null;
  return begun ?? openRemote(page, selection, {root: ROOT, ...scriptsOf(block!)});
}

function scriptsOf({dataset}: HTMLElement): {script: string; scripts: readonly string[]} {
  const script = new URL(dataset["worker"]!, document.baseURI).href;
  const names = dataset["scripts"]?.split(" ") ?? [];
  return {script, scripts: names.map((name) => new URL(name, script).href)};
}

if (live) {
  const selection = selectionOf(location.search, live);
  if (!isAsBuilt(selection)) {
    const {client} = block!.dataset;
    if (client !== undefined) document.head.append(preload(client));
    ahead = openPage(live, selection);
    // Who asks for it hears of it.
    ahead.catch(() => undefined);
  }
}

/** Has a script of the page loaded that the page itself names at its end. */
function preload(script: string): HTMLLinkElement {
  const link = document.createElement("link");
  link.rel = "modulepreload";
  link.href = script;
  return link;
}
