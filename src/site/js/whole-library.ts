import {readFile} from "node:fs/promises";
import {join, posix} from "node:path";
import type {Plugin} from "vite";

/** The module that has all of Plot; all others take some of its marks. */
const LIBRARY = "src/site/js/js-library.ts";
/** The engine that writes Arrow files too; pages without SQL cells only read them. */
const WRITER = "src/engine/wasm.ts";
const ARQUERO = /[\\/]arquero[\\/]/;
/** Of Plot's own libraries those that no metric's chart needs; the others are one for all. */
const OWN =
  "d3|d3-(?:contour|delaunay|hierarchy|random)|delaunator|robust-predicates|interval-tree-1d|binary-search-bounds";
const IS_OWN = new RegExp(`^(?:${OWN})$`);
const DOUBLED = new RegExp(`[\\\\/](?:@observablehq[\\\\/]plot|@uwdata[\\\\/]flechette|${OWN})[\\\\/]`);
const MARK = "?whole";

/** Whether a module is one that `js` cells have for themselves. */
export function isWholeModule(id: string): boolean {
  return id.endsWith(MARK);
}

/** Gives `js` cells a Plot, and them and the database an Arrow library, of their own. One for all would have everything in it, and the first filter of a page would wait for what few pages need. */
export function wholeLibrary(project: string): Plugin {
  const isWhole = (source: string, importer: string | undefined): boolean =>
    (source === "@observablehq/plot" && importer === join(project, LIBRARY)) ||
    (source === "@uwdata/flechette" && (ARQUERO.test(importer ?? "") || importer === join(project, WRITER))) ||
    ((source.startsWith(".") || IS_OWN.test(source)) && isWholeModule(importer ?? ""));
  return {
    name: "kizuna:whole",
    enforce: "pre",
    async resolveId(source, importer, options) {
      if (!isWhole(source, importer)) return null;
      const from = importer!.replace(MARK, "");
      // By hand: to another plugin the importer would be a module that has not everything.
      const found = source.startsWith(".")
        ? {id: posix.join(posix.dirname(from), source)}
        : await this.resolve(source, from, {...options, skipSelf: true});
      return found && DOUBLED.test(found.id) ? {...found, id: `${found.id}${MARK}`} : found;
    },
    load: (id) => (isWholeModule(id) ? readFile(id.slice(0, -MARK.length), "utf8") : null)
  };
}
