import {join} from "node:path";
import type {Plugin} from "vite";

/** The module that has the whole table library; all others have what stands for it. */
const WHOLE = "src/site/js/js-library.ts";

/** Modules of Arquero that make functions of text. */
const COMPILERS = /[\\/]arquero[\\/]src[\\/](?:expression[\\/](?:compile|compare)|util[\\/]unroll)\.js$/;

/**
 * Gives the scripts of pages their table library. Metrics and charts only read tables, for which a small stand-in will do. `js` cells have Arquero itself, whose expressions are walked instead of compiled, since a page's policy forbids to make functions of text.
 */
export function tableLibrary(project: string): Plugin {
  return {
    name: "kizuna:tables",
    enforce: "pre",
    resolveId: (source, importer) =>
      source === "arquero" && importer !== join(project, WHOLE) ? join(project, "src/site/js/column-table.ts") : null,
    transform(code, id) {
      if (!COMPILERS.test(id)) return null;
      const changed = code.replaceAll(/\bFunction\(/g, "interpreted(");
      if (changed === code) throw new Error(`${id} makes no function of text any more`);
      return `import {interpreted} from ${JSON.stringify(join(project, "src/site/js/interpreted.ts"))};\n${changed}`;
    }
  };
}
