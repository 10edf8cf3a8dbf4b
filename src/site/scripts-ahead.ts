import type {Entries} from "./client-bundle.ts";
import type {LivePage} from "./live/live-page.ts";
import {languageOf} from "../text/language.ts";

/** Scripts that a page's worker needs for its first answer, relative to the site's root, in the order in which they are to be asked for. */
export interface ScriptsAhead {
  /** What adds up, finishes and says it; the first one, what writes numbers, is small. */
  readonly sums: readonly string[];
  /** What draws, and is not among those. */
  readonly drawings: readonly string[];
}

/** The scripts of a page. Naming them spares its worker to find them one by one, each a round trip after the other. */
export function scriptsAhead({cells, lang, sql, code}: LivePage, {files}: Pick<Entries, "files">): ScriptsAhead {
  const kinds = new Set(cells.map(({metric}) => metric));
  const filesOf = (modules: readonly string[]) => [...new Set(modules.flatMap((module) => files[`${module}.ts`]!))];
  const sums = filesOf([
    "charts/format",
    `site/words/${languageOf(lang)}`,
    "site/live/live-host",
    ...[...kinds].map((kind) => `metrics/${kind}`)
  ]);
  const drawings = filesOf([
    ...[...kinds].flatMap((kind) => (kind === "kpi" ? [] : [`site/kinds/${kind}`])),
    ...(sql || code ? ["site/data-figure"] : [])
  ]);
  return {sums, drawings: drawings.filter((file) => !sums.includes(file))};
}

/** As a page says it to its worker, which lies beside them: sums, a comma, and drawings. */
export function aheadText({sums, drawings}: ScriptsAhead): string {
  return [sums, drawings].map((files) => files.map((file) => file.replace("_assets/", "")).join(" ")).join(",");
}
