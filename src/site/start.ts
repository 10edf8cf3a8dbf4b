// Runs before the page's figures are there: where a filter stands in the address, what answers it is asked for at once, beside the page itself, instead of after it. It is no module: one would have to wait for several turns of a page that is busy coming.
import {beginPage} from "./live/begin-page.ts";
import {liveOf, namesIn, pageBlock, scriptsOf} from "./live/page-block.ts";
import type {PageBlock} from "./live/page-block.ts";
import {isAsBuilt, selectionOf} from "./live/selection.ts";

const block = pageBlock();
// Where scripts are put into the page later, its own one may have come first, and have begun.
if (block && block.begun === undefined) begin(block);

function begin(block: PageBlock): void {
  const live = liveOf(block);
  const selection = selectionOf(location.search, live);
  if (isAsBuilt(selection)) return;
  block.begun = beginPage(live, selection, scriptsOf(block));
  document.head.append(...namesIn(block.dataset["client"]).map(preload));
}

/** Has a script of the page loaded that the page itself names at its end, or that such a one needs. */
function preload(script: string): HTMLLinkElement {
  return Object.assign(document.createElement("link"), {rel: "modulepreload", href: script});
}
