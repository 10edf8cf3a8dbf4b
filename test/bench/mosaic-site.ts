import {execFile} from "node:child_process";
import {copyFileSync, existsSync, mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {promisify} from "node:util";
import {build} from "vite";

/** What is installed, and not more than once. Its own flechette is pinned as the project's is, to the last that can be installed. */
const MANIFEST = {
  private: true,
  dependencies: {"@uwdata/vgplot": "0.32.0"},
  overrides: {"@uwdata/flechette": "2.6.0"}
};

/** Installs Mosaic vgplot in `folder`, where it is not there yet. Gives why it could not be, in one line; null when it is there. */
export async function installMosaic(folder: string): Promise<string | null> {
  if (existsSync(join(folder, "node_modules/@uwdata/vgplot/package.json"))) return null;
  mkdirSync(folder, {recursive: true});
  writeFileSync(join(folder, "package.json"), JSON.stringify(MANIFEST));
  const args = ["install", "--prefix", folder, "--no-audit", "--no-fund", "--ignore-scripts"];
  try {
    await promisify(execFile)("npm", args, {shell: process.platform === "win32"});
    return null;
  } catch (error) {
    const {stderr, message} = error as Error & {readonly stderr?: string};
    return (stderr || message).split("\n")[0]!;
  }
}

/** Writes the dashboard's page into `out`: `index.html`, its module, and the DuckDB-WASM that Mosaic brings. */
export async function mosaicSite(installed: string, out: string): Promise<void> {
  const packages = join(installed, "node_modules");
  const database = join(packages, "@duckdb/duckdb-wasm/dist");
  await build({
    configFile: false,
    logLevel: "error",
    publicDir: false,
    resolve: {
      alias: {
        "@uwdata/vgplot": join(packages, "@uwdata/vgplot/src/index.js"),
        "@duckdb/duckdb-wasm": join(database, "duckdb-browser.mjs")
      }
    },
    build: {
      outDir: out,
      lib: {
        entry: join(import.meta.dirname, "mosaic-page.ts"),
        formats: ["es"],
        fileName: () => "mosaic.js"
      }
    }
  });
  copyFileSync(join(database, "duckdb-browser-eh.worker.js"), join(out, "duckdb.worker.js"));
  copyFileSync(join(database, "duckdb-eh.wasm"), join(out, "duckdb.wasm"));
  writeFileSync(join(out, "index.html"), '<!doctype html><meta charset="utf-8"><title>Mosaic</title><body></body>');
}
