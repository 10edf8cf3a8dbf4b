import type {Plugin} from "vite";

const MAPS = "d3-geo";
const STUB = "\0kizuna:no-maps";

/** Leaves map projections out of the scripts of pages: Plot has them for every chart, and no metric draws a map. The code of `js` cells, whose modules `isWhole` tells by their ids, keeps them. */
export function noMaps(isWhole: (id: string) => boolean): Plugin {
  return {
    name: "kizuna:maps",
    enforce: "pre",
    resolveId: (source, importer) => (source === MAPS && !isWhole(importer ?? "") ? STUB : null),
    async load(id) {
      if (id !== STUB) return null;
      const names = Object.keys((await import(MAPS)) as object);
      // Plot makes one projection when it is loaded.
      return ["const none = () => ({});", ...names.map((name) => `export const ${name} = none;`)].join("\n");
    }
  };
}
