import {decoded} from "../../decoded.ts";
import {parseJson} from "../json.ts";
import {PackedError, contentOf} from "./content.ts";
import {fetchedSite} from "./fetched-site.ts";

/** The site's root: this module stands in its `_assets/`. */
const ROOT = import.meta.url.replace(/_assets\/[^/]*$/, "");

/** JSON of a snapshot that was packed while its page was open; null for any other, and where it cannot be restored. */
export async function restoredJson(address: string): Promise<unknown> {
  const {href} = new URL(address, document.baseURI);
  const path = href.startsWith(ROOT) ? decoded(href.slice(ROOT.length)) : "";
  if (!path.startsWith("snapshots/")) return null;
  try {
    return parseJson(new TextDecoder().decode(await contentOf(path, fetchedSite(ROOT, true))));
  } catch (error) {
    if (error instanceof PackedError) return null;
    throw error;
  }
}
