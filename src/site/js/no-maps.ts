import type {Plugin} from "vite";

/** Parts of d3 that Plot has for every chart, and that no metric's drawing needs: map projections, and colour schemes, in whose place pages have colours of their own. */
const UNUSED = new Set(["d3-geo", "d3-scale-chromatic"]);
const SCHEMES =
  "const none = () => ({}); export {none as ordinalRange, none as ordinalScheme, none as quantitativeScheme, none as maybeBooleanRange}; export const isCategoricalScheme = () => false, isDivergingScheme = isCategoricalScheme;";
/** Plot's own legends and tips, of which charts draw their own, and its names for colour schemes, by how Plot names their modules. */
const OWN: Readonly<Record<string, string>> = {
  "./legends.js":
    "export const createLegends = () => []; export const exposeLegends = () => () => undefined; export const legend = exposeLegends();",
  "./schemes.js": SCHEMES,
  "./scales/schemes.js": SCHEMES,
  "./marks/tip.js": "export class Tip {} export const tip = () => null;",
  "./interactions/pointer.js": "const none = () => ({}); export {none as pointer, none as pointerX, none as pointerY};"
};
const STUB = "\0kizuna:unused:";

/** Leaves what no metric draws with out of the scripts of pages. The code of `js` cells, whose modules `isWhole` tells by their ids, keeps it. */
export function noMaps(isWhole: (id: string) => boolean): Plugin {
  return {
    name: "kizuna:unused",
    enforce: "pre",
    resolveId(source, importer = "") {
      const isUnused = UNUSED.has(source) || (Object.hasOwn(OWN, source) && /[\\/]plot[\\/]src[\\/]/.test(importer));
      return isUnused && !isWhole(importer) ? STUB + source : null;
    },
    async load(id) {
      if (!id.startsWith(STUB)) return null;
      const source = id.slice(STUB.length);
      if (OWN[source] !== undefined) return OWN[source];
      const names = Object.keys((await import(source)) as object);
      // Plot makes one projection when it is loaded.
      return ["const none = () => ({});", ...names.map((name) => `export const ${name} = none;`)].join("\n");
    }
  };
}
