import {decoded} from "../../decoded.ts";
import {PackedError, contentOf} from "./content.ts";
import {fetchedSite} from "./fetched-site.ts";

/** The site's root: this module stands in its `_assets/`. */
const ROOT = import.meta.url.replace(/_assets\/[^/]*$/, "");

/** The bytes, inflated, of a file that was packed while a page of its snapshot was open; null for any other, and where it cannot be restored. */
export async function restoredFile(address: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const path = address.startsWith(ROOT) ? decoded(address.slice(ROOT.length)) : "";
  if (!/^(?:_data|snapshots)\//.test(path)) return null;
  try {
    return await contentOf(path, fetchedSite(ROOT, true));
  } catch (error) {
    if (error instanceof PackedError) return null;
    throw error;
  }
}
