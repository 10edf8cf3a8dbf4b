import {PackedError, contentOf} from "./content.ts";
import {fetchedSite} from "./fetched-site.ts";
import type {Serving} from "../../stand-in/serve-files.ts";
import type {PackedWords} from "../../words/packed-words.ts";

/** Serves data, and JSON of snapshots, whether or not they are packed. @param root address of the site's root */
export function packedServing(root: string, said: Pick<PackedWords["said"], "missing" | "damaged">): Serving {
  const site = fetchedSite(root, true);
  return {
    root,
    isServed,
    answer: async (file, load) => {
      try {
        return new Response(await contentOf(file, site));
      } catch (error) {
        if (!(error instanceof PackedError)) throw error;
        // An author's own file, which a page of ours names, is as it is.
        if (error.reason === "missing" && error.path === file) return load();
        throw new Error(saidOf(error, said));
      }
    }
  };
}

function isServed(file: string): boolean {
  return (
    (file.startsWith("_data/") && file.endsWith(".gz")) || (file.startsWith("snapshots/") && file.endsWith(".json"))
  );
}

/** Why a file cannot be had, as a reader is told. */
export function saidOf(
  {reason, path}: Pick<PackedError, "reason" | "path">,
  said: Pick<PackedWords["said"], "missing" | "damaged">
): string {
  return said[reason].replace("{path}", () => path);
}
