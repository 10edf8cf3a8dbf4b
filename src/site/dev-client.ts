// In dev only: takes over a page as it is now, so that the reader's place and open fold-outs stay. A page that is live is loaded anew, its scripts with it; its filters and inputs stand in the address.

const KEPT = "kizuna:kept";

/** What outlives that a page is loaded anew. */
interface Kept {
  readonly address: string;
  readonly scrollX: number;
  readonly scrollY: number;
  /** Fold-outs that are open. */
  readonly open: readonly string[];
}

async function update(): Promise<void> {
  const answer = await fetch(location.href, {cache: "no-store"});
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const kept = keep();
  if (document.getElementById("k-live") || fresh.getElementById("k-live")) {
    sessionStorage.setItem(KEPT, JSON.stringify(kept));
    location.reload();
    return;
  }
  document.title = fresh.title;
  document.documentElement.lang = fresh.documentElement.lang;
  document.body.replaceChildren(...fresh.body.childNodes);
  document.dispatchEvent(new Event("kizuna:updated"));
  restore(kept);
}

function keep(): Kept {
  const {scrollX, scrollY} = window;
  const open = [...document.querySelectorAll("details[open]")].map(keyOf);
  return {address: location.href, scrollX, scrollY, open};
}

function restore({scrollX, scrollY, open}: Kept): void {
  for (const details of document.querySelectorAll("details")) if (open.includes(keyOf(details))) details.open = true;
  window.scrollTo({left: scrollX, top: scrollY, behavior: "instant"});
}

/** Tells a fold-out again after the page was replaced: the figure it is in, and its head. */
function keyOf(details: Element): string {
  return `${details.closest("[id]")?.id ?? ""}/${details.querySelector("summary")?.textContent ?? ""}`;
}

const text = sessionStorage.getItem(KEPT);
sessionStorage.removeItem(KEPT);
const last = text === null ? null : (JSON.parse(text) as Kept);
if (last?.address === location.href) restore(last);

import.meta.hot?.on("kizuna:update", () => void update());
