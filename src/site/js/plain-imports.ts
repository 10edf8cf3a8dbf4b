import type {Plugin} from "vite";

/** What Vite wraps imports in that are done when they are wanted: it would load styles with them, of which scripts here have none. */
const HELPER = "\0vite/preload-helper.js";

/** Leaves such imports as they are: each module has nothing of its own in the helper's place, instead of all of them one file to load first. */
export function plainImports(): Plugin {
  return {
    name: "kizuna:plain-imports",
    enforce: "pre",
    resolveId: (source, importer) => (source === HELPER ? `${HELPER}?${importer ?? ""}` : null),
    load: (id) => (id.startsWith(`${HELPER}?`) ? "export const __vitePreload = (load) => load();" : null)
  };
}
