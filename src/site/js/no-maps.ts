import type {Plugin} from "vite";

/** Parts of d3 that Plot has for every chart, and that no metric's drawing needs: map projections, and colour schemes, in whose place pages have colours of their own. */
const UNUSED = new Set(["d3-geo", "d3-scale-chromatic"]);
const STUB = "\0kizuna:unused:";

/** Leaves what no metric draws with out of the scripts of pages. The code of `js` cells, whose modules `isWhole` tells by their ids, keeps it. */
export function noMaps(isWhole: (id: string) => boolean): Plugin {
  return {
    name: "kizuna:unused",
    enforce: "pre",
    resolveId: (source, importer) => (UNUSED.has(source) && !isWhole(importer ?? "") ? STUB + source : null),
    async load(id) {
      if (!id.startsWith(STUB)) return null;
      const names = Object.keys((await import(id.slice(STUB.length))) as object);
      // Plot makes one projection when it is loaded.
      return ["const none = () => ({});", ...names.map((name) => `export const ${name} = none;`)].join("\n");
    }
  };
}
