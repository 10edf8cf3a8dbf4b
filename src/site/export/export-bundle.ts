import {join} from "node:path";
import type {Plugin} from "vite";
import type {LivePage} from "../live/live-page.ts";
import {noMaps} from "../js/no-maps.ts";
import {noSchemas} from "../js/no-schemas.ts";
import {tableLibrary} from "../js/table-library.ts";
import {insideHtml} from "./inside-html.ts";
import {LANGUAGES, languageOf} from "../../text/language.ts";

/** A module without anything in it. */
const NOTHING = "export {};";

/** What an exported page's script has to be able to do. */
export interface Needs {
  readonly lang: string;
  readonly live: Pick<LivePage, "cells" | "code"> | null;
}

/** What tells the script of these needs from others. */
export function needsKey({lang, live}: Needs): string {
  return JSON.stringify([lang, live && kindsOf(live), live?.code != null]);
}

/** The script of a page that has everything inside, as one text: a module that imports nothing. */
export function bundlePage(project: string, needs: Needs): Promise<string> {
  return bundleOne(project, "src/site/export/page-script.ts", [
    replace(replacements(project, needs)),
    // Code may draw maps; metrics do not.
    noMaps(() => needs.live?.code != null)
  ]);
}

/** The script that opens a protected page, likewise. */
export function bundleUnlock(project: string): Promise<string> {
  return bundleOne(project, "src/site/protect/unlock.ts", []);
}

async function bundleOne(project: string, entry: string, plugins: readonly Plugin[]): Promise<string> {
  const {build} = await import("vite");
  const made = await build({
    configFile: false,
    root: project,
    publicDir: false,
    // A worker that is no module knows no import.meta.
    define: {"import.meta.url": "location.href", "import.meta.resolve": "undefined"},
    plugins: [...plugins, noSchemas(), tableLibrary(project)],
    logLevel: "error",
    build: {
      write: false,
      target: "es2022",
      modulePreload: false,
      rolldownOptions: {input: join(project, entry), output: {codeSplitting: false}}
    }
  });
  const [output] = Array.isArray(made) ? made : [made];
  if (!output || !("output" in output)) throw new Error(`${entry} was not bundled`);
  const [chunk, ...others] = output.output.filter((one) => one.type === "chunk");
  if (!chunk || others.length > 0) throw new Error(`${entry} gave ${others.length + 1} scripts`);
  return insideHtml(chunk.code);
}

function kindsOf({cells}: Pick<LivePage, "cells">): readonly string[] {
  return [...new Set(cells.map(({metric}) => metric))].sort();
}

/** Modules that are others in an exported page, by their paths in the project. */
function replacements(project: string, {lang, live}: Needs): Readonly<Record<string, string>> {
  const load = (kind: string, half: string) => `async () => (await import("../kinds/${kind}.ts")).kind.${half}`;
  const kinds = live
    ? kindsOf(live).map(
        (kind) => `${JSON.stringify(kind)}: {metric: ${load(kind, "metric")}, chart: ${load(kind, "chart")}}`
      )
    : [];
  return {
    "src/site/live/site-files.ts": `export * from ${JSON.stringify(join(project, "src/site/export/own-files.ts"))};`,
    "src/site/live/live-kinds.ts": `export const LIVE_KINDS = {${kinds.join(",")}};`,
    // There is no database, nothing packed, and no newer snapshot to look for.
    "src/site/live/database.ts": NOTHING,
    "src/site/snapshots/pack/restored-file.ts": NOTHING,
    "src/site/snapshots/notice.ts": NOTHING,
    ...Object.fromEntries(
      LANGUAGES.filter((other) => other !== languageOf(lang)).map((other) => [`src/site/words/${other}.ts`, NOTHING])
    ),
    ...(live?.code ? {} : {"src/site/js/js-page.ts": NOTHING, "src/site/data-figure.ts": NOTHING}),
    ...(live ? {} : {"src/site/client.ts": NOTHING, "src/site/live/live-worker.ts": NOTHING})
  };
}

function replace(texts: Readonly<Record<string, string>>): Plugin {
  const text = (id: string) => Object.entries(texts).find(([path]) => id.endsWith(`/${path}`))?.[1];
  return {name: "kizuna:export", enforce: "pre", load: (id) => text(id) ?? null};
}
