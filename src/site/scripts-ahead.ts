import type {Entries} from "./client-bundle.ts";
import type {LivePage} from "./live/live-page.ts";
import {languageOf} from "../text/language.ts";

/** A module of what draws charts, which comes last: nothing is drawn before it is added up. */
const DRAWS = "charts/panel.ts";

/**
 * Scripts that a page's worker needs for its first answer, relative to the site's root, in the order in which they are to be asked for. A page that names them spares its worker to find them one by one, each a round trip after the other.
 */
export function scriptsAhead({cells, lang, sql, code}: LivePage, {files}: Pick<Entries, "files">): readonly string[] {
  const modules = [
    "live/live-host",
    `words/${languageOf(lang)}`,
    ...new Set(cells.map(({metric}) => `kinds/${metric}`)),
    ...(sql || code ? ["data-figure"] : [])
  ];
  const all = new Set(modules.flatMap((module) => files[`site/${module}.ts`]!));
  const last = files[DRAWS]![0]!;
  return all.delete(last) ? [...all, last] : [...all];
}
