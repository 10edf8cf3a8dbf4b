import type {AstroInlineConfig, AstroIntegration} from "astro";
import type {Plugin} from "vite";
import type {Site} from "./page.ts";

/** Where the process keeps the site that Astro's routes write. The routes run in the same process, but in a module graph of Vite's own. */
const KEY = Symbol.for("kizuna.site");

/** Makes `site` what the module `kizuna:site` gives to the routes from now on. */
export function offerSite(site: Site): void {
  (globalThis as {[KEY]?: Site})[KEY] = site;
}

/** Folders of an Astro run; absolute. */
export interface Folders {
  /** The project, whose `src/pages` are the routes. */
  readonly project: string;
  readonly public: string;
  readonly cache: string;
  readonly out: string;
}

/** Astro's configuration, the same for build, dev and preview. Pages refer to each other relatively and carry their styles, so that they work under any path. */
export function astroConfig(folders: Folders, integrations: AstroIntegration[] = []): AstroInlineConfig {
  return {
    root: folders.project,
    configFile: false,
    publicDir: folders.public,
    cacheDir: folders.cache,
    outDir: folders.out,
    logLevel: "error",
    compressHTML: true,
    devToolbar: {enabled: false},
    server: {host: "localhost"},
    build: {format: "directory", inlineStylesheets: "always", assets: "_assets"},
    integrations,
    vite: {plugins: [sitePlugin()], cacheDir: `${folders.cache}/vite`, logLevel: "error"}
  };
}

function sitePlugin(): Plugin {
  const id = "\0kizuna:site";
  return {
    name: "kizuna:site",
    resolveId: (source) => (source === "kizuna:site" ? id : null),
    load: (source) => (source === id ? `export const site = () => globalThis[Symbol.for("kizuna.site")];` : null)
  };
}
