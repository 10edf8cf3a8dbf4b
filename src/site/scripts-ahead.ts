import type {Entries} from "./client-bundle.ts";
import type {LivePage} from "./live/live-page.ts";
import {languageOf} from "../text/language.ts";

/**
 * Scripts that a page's worker needs for its first answer, relative to the site's root, in the order in which they are to be asked for: what adds up and finishes, and then what draws. A page that names them spares its worker to find them one by one, each a round trip after the other.
 */
export function scriptsAhead({cells, lang, sql, code}: LivePage, {files}: Pick<Entries, "files">): readonly string[] {
  const kinds = new Set(cells.map(({metric}) => metric));
  const modules = [
    "site/live/live-host",
    `site/words/${languageOf(lang)}`,
    ...[...kinds].map((kind) => `metrics/${kind}`),
    ...[...kinds].flatMap((kind) => (kind === "kpi" ? [] : [`site/kinds/${kind}`])),
    ...(sql || code ? ["site/data-figure"] : [])
  ];
  return [...new Set(modules.flatMap((module) => files[`${module}.ts`]!))];
}
