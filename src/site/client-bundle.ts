import {createHash} from "node:crypto";
import {existsSync} from "node:fs";
import {mkdir, mkdtemp, readFile, readdir, rename, rm} from "node:fs/promises";
import {join} from "node:path";
import {glob} from "tinyglobby";
import {build} from "vite";

/** The scripts of live pages. */
export interface Client {
  /** Folder with `_assets/`, to be copied to the site. */
  readonly folder: string;
  /** The entry, relative to the site's root. */
  readonly entry: string;
}

/**
 * The scripts that make pages live, bundled once for each state of the source and kept in `cache`. Imports are relative to the importing file, so that they work under any path.
 */
export async function bundleClient(project: string, cache: string): Promise<Client> {
  const folder = join(cache, `client-${await stateOf(project)}`);
  if (!existsSync(folder)) {
    await mkdir(cache, {recursive: true});
    const temporary = await mkdtemp(join(cache, "client-tmp-"));
    try {
      await bundle(project, temporary);
      await rename(temporary, folder).catch((error: unknown) => {
        // Another build made the same one in the meantime.
        if (!existsSync(folder)) throw error;
      });
    } finally {
      await rm(temporary, {recursive: true, force: true});
    }
  }
  const entry = (await readdir(join(folder, "_assets"))).find((name) => name.startsWith("client-"));
  if (entry === undefined) throw new Error(`${folder} has no entry`);
  return {folder, entry: `_assets/${entry}`};
}

async function bundle(project: string, outDir: string): Promise<void> {
  await build({
    configFile: false,
    root: project,
    base: "./",
    publicDir: false,
    resolve: {
      alias: {zod: join(project, "src/site/no-schema.ts"), arquero: join(project, "src/site/column-table.ts")}
    },
    logLevel: "error",
    build: {
      outDir,
      emptyOutDir: true,
      target: "es2022",
      modulePreload: false,
      rolldownOptions: {
        input: {client: join(project, "src/site/client.ts")},
        output: {
          entryFileNames: "_assets/[name]-[hash].js",
          chunkFileNames: "_assets/[name]-[hash].js",
          assetFileNames: "_assets/[name]-[hash][extname]"
        }
      }
    }
  });
}

/** A hash of everything that the bundle is made of: our own source, and the versions of the libraries. */
async function stateOf(project: string): Promise<string> {
  const hash = createHash("sha256");
  const files = (await glob("src/**/*.ts", {cwd: project})).sort();
  for (const file of [...files, "package.json"]) hash.update(file).update(await readFile(join(project, file)));
  return hash.digest("hex").slice(0, 16);
}
