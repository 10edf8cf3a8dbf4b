import {inflated} from "../../live/inflate.ts";
import {PackedError} from "./content.ts";
import type {Site} from "./content.ts";
import {PATCH} from "./patch-file.ts";

/** From here on a host's answer says that it cannot answer now, not that there is no such file. */
const TROUBLE = 500;

/**
 * A site as a browser reads it, with the `fetch` that it has now. Where a snapshot was found packed, or whole, its next file is first looked for as such.
 * @param root address of the site's root
 * @param isPatchFirst what is expected of a snapshot of which nothing is known
 */
export function fetchedSite(root: string, isPatchFirst: boolean): Site {
  const load = globalThis.fetch.bind(globalThis);
  const known = new Map<string, boolean>();
  return {
    read: async (path) => {
      // What the browser has kept of a page may be the one that stands in for it.
      const answer = await load(`${root}${encodeURI(path)}`, path.endsWith(".html") ? {cache: "no-cache"} : {});
      if (answer.status >= TROUBLE) throw new TypeError(`${path}: ${answer.status}`);
      const place = snapshotOf(path);
      if (place !== null && path.endsWith(PATCH)) known.set(place, answer.ok);
      if (!answer.ok) return null;
      return path.endsWith(".gz") ? inflatedBytes(answer, path) : new Uint8Array(await answer.arrayBuffer());
    },
    isPatchFirst: (path) => known.get(snapshotOf(path) ?? "") ?? isPatchFirst
  };
}

function snapshotOf(path: string): string | null {
  return /^snapshots\/[^/]+/.exec(path)?.[0] ?? null;
}

async function inflatedBytes(answer: Response, path: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await answer.arrayBuffer(); // what breaks off on the way is not damaged
  try {
    return new Uint8Array(await inflated(new Response(bytes)));
  } catch {
    throw new PackedError("damaged", path);
  }
}
