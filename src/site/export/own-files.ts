// What an exported page's scripts find in the page itself, instead of on a site: see ../live/site-files.ts.

/** Data of the page: base64 of gzipped bytes, in elements that browsers do not run. */
const BLOCK = "script.k-file";

/** The cubes of the page. */
export function ownFiles(names: readonly string[]): Readonly<Record<string, Uint8Array<ArrayBuffer>>> {
  return Object.fromEntries(names.map((name) => [name, bytesOf(name)]));
}

/** A worker that runs this page's own script, which tells where it is. A file may start no worker that is a module: it is made a function's body. */
export function startWorker(): Worker {
  const script = document.getElementById("k-script")!.textContent;
  const parts = ['"use strict";(()=>{', script, "})()"];
  return new Worker(URL.createObjectURL(new Blob(parts, {type: "text/javascript"})));
}

/** The page's report, or the index of the search of the pages that were exported with it. */
export async function siteJson(what: "report" | "search"): Promise<unknown> {
  const packed = new Blob([bytesOf(`${what}.json`)]).stream();
  return new Response(packed.pipeThrough(new DecompressionStream("gzip"))).json();
}

/** The address of a page that was exported with this one. */
export function pageAddress(path: string, {root}: {root: string}): string {
  return `${root}${path === "" ? "index" : encodeURI(path)}.html`;
}

function bytesOf(name: string): Uint8Array<ArrayBuffer> {
  const block = [...document.querySelectorAll<HTMLElement>(BLOCK)].find(({dataset}) => dataset["name"] === name);
  if (!block) throw new Error(`the page has no ${name}`);
  return Uint8Array.from(atob(block.textContent), (letter) => letter.charCodeAt(0));
}
