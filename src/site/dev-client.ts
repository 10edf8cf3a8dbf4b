import {equipPage} from "./tools.ts";

// In dev only: takes over a page as it is now, without reloading, so that the reader's place and open fold-outs stay.

async function update(): Promise<void> {
  const answer = await fetch(location.href, {cache: "no-store"});
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const open = [...document.querySelectorAll("details[open]")].map(keyOf);
  const {scrollX, scrollY} = window;
  document.title = fresh.title;
  document.documentElement.lang = fresh.documentElement.lang;
  document.body.replaceChildren(...fresh.body.childNodes);
  for (const details of document.querySelectorAll("details")) if (open.includes(keyOf(details))) details.open = true;
  equipPage();
  window.scrollTo({left: scrollX, top: scrollY, behavior: "instant"});
}

/** Tells a fold-out again after the page was replaced: the figure it is in, and its head. */
function keyOf(details: Element): string {
  return `${details.closest("[id]")?.id ?? ""}/${details.querySelector("summary")?.textContent ?? ""}`;
}

import.meta.hot?.on("kizuna:update", () => void update());
