// How the scripts of a page reach what stands beside it on its site. An exported page has all of it inside, by ../export/own-files.ts in the place of this module.
import {folderOf} from "../views/link.ts";
import {siteFile} from "./site-file.ts";

/** What a page has in itself of the files of these names; the others are fetched. */
export function ownFiles(_names: readonly string[]): Readonly<Record<string, Uint8Array<ArrayBuffer>>> {
  return {};
}

/** A worker that runs the script at an address. Its name is the scripts that it asks for as it starts: a message would reach it no sooner than the page is done with what it does now. */
export function startWorker(script: string, ahead: string): Worker {
  return new Worker(script, {type: "module", name: ahead});
}

/** JSON of the site: the page's own `index.json`, or the index of a search. @throws {Error} if it cannot be had. */
export async function siteJson(_what: "report" | "search", address: string): Promise<unknown> {
  const answer = await siteFile(new URL(address, document.baseURI));
  return answer.json();
}

/** The address of a page. @param root of the site, from here; @param end what follows a page's folder. */
export function pageAddress(path: string, {root, end}: {root: string; end: string}): string {
  return `${root}${folderOf(path)}${end}`;
}
