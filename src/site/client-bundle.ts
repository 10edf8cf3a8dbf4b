import {createHash} from "node:crypto";
import type {Rolldown} from "vite";
import {existsSync} from "node:fs";
import {mkdir, readFile, readdir, rename, writeFile} from "node:fs/promises";
import {join, relative, sep} from "node:path";
import {noMaps} from "./js/no-maps.ts";
import {noSchemas} from "./js/no-schemas.ts";
import {CHUNKS, chunksBy} from "./client-chunks.ts";
import {SCRIPTS, programState} from "./program.ts";
import {plainImports} from "./js/plain-imports.ts";
import {tableLibrary} from "./js/table-library.ts";
import {isWholeModule, wholeLibrary} from "./js/whole-library.ts";
import {temporaryFolder} from "./temporary.ts";

/** The scripts of pages. */
export interface Client {
  /** Folder with `_assets/`, to be copied to the site. */
  readonly folder: string;
  readonly entries: Entries;
}

/** Scripts that a page names, relative to the site's root. */
export interface Entries {
  /** Begins to load what a filter in a page's address needs, before the page is there. */
  readonly start: string;
  /** Makes a page's filters work. */
  readonly client: string;
  /** The worker that draws what filters leave. */
  readonly worker: string;
  /** Menus of figures, and tables that sort. */
  readonly tools: string;
  /** Compares two snapshots. */
  readonly compare: string;
  /** Leads to the latest snapshot. */
  readonly late: string;
  /** Says on old browsers why filters do not work. */
  readonly old: string;
  /** Asks for the passphrase of a protected site. */
  readonly unlock: string;
  /** Shows a packed page of a snapshot. */
  readonly unpack: string;
  /** Files that a module needs before it can run, its own among them, by its path below `src`, "site/kinds/kpi.ts": of entries, and of what is loaded when it is wanted. */
  readonly files: Readonly<Record<string, readonly string[]>>;
}

/** Where a bundle says what {@link Entries.files} are. */
const FILES = "files.json";

/**
 * The scripts of pages, bundled once for each state of the source and kept in `cache`. Imports are relative to the importing file, so that they work under any path.
 */
export async function bundleClient(project: string, cache: string): Promise<Client> {
  const folder = join(cache, `client-${await programState(project, SCRIPTS)}`);
  if (!existsSync(folder)) {
    await mkdir(cache, {recursive: true});
    await using temporary = await temporaryFolder(join(cache, "client-tmp-"));
    await bundle(project, temporary.path);
    for (const one of ALONE) await bundleAlone(project, temporary.path, one);
    await addOld(project, temporary.path);
    await rename(temporary.path, folder).catch((error: unknown) => {
      // Another build made the same one in the meantime.
      if (!existsSync(folder)) throw error;
    });
  }
  const names = await readdir(join(folder, "_assets"));
  const entry = (start: string): string => {
    const found = names.find((name) => name.startsWith(`${start}-`) && name.endsWith(".js"));
    if (found === undefined) throw new Error(`${folder} has no script "${start}"`);
    return `_assets/${found}`;
  };
  return {
    folder,
    entries: {
      start: entry("start"),
      client: entry("client"),
      worker: entry("worker"),
      tools: entry("tools"),
      unlock: entry("unlock"),
      unpack: entry("unpack"),
      compare: entry("compare"),
      late: entry("late"),
      old: entry("old"),
      files: JSON.parse(await readFile(join(folder, FILES), "utf8")) as Entries["files"]
    }
  };
}

/** The files of a bundle that some of its entries may load, relative to its folder. */
export async function filesOf({folder}: Client, entries: readonly string[]): Promise<readonly string[]> {
  const there = new Set(await readdir(join(folder, "_assets")));
  const found = new Set(entries);
  for (const file of found) {
    const text = await readFile(join(folder, file), "utf8");
    for (const [, name] of text.matchAll(/["'`]\.\/([\w.-]+\.js)["'`]/g))
      if (there.has(name!)) found.add(`_assets/${name!}`);
  }
  return [...found].sort();
}

/** How scripts are called: by what is in them, as no file of somebody else is. */
const NAMED = {entryFileNames: "_assets/[name]-[hash:16].js", hashCharacters: "hex"} as const;

/** Puts the script for old browsers beside the bundle: as it is written, since the bundle's own syntax is too new for them. */
async function addOld(project: string, outDir: string): Promise<void> {
  const text = await readFile(join(project, "src/site/old-browser.js"));
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 16);
  await writeFile(join(outDir, `_assets/old-${hash}.js`), text);
}

async function bundle(project: string, outDir: string): Promise<void> {
  const {build} = await import("vite"); // only where there is something to bundle
  let chunkOf: ReturnType<typeof chunksBy> | null = null;
  const built = await build({
    configFile: false,
    root: project,
    base: "./",
    publicDir: false,
    plugins: [plainImports(), noSchemas(), tableLibrary(project), wholeLibrary(project), noMaps(isWholeModule)],
    logLevel: "error",
    build: {
      outDir,
      emptyOutDir: true,
      target: "es2022",
      modulePreload: false,
      rolldownOptions: {
        input: {
          client: join(project, "src/site/client.ts"),
          worker: join(project, "src/site/live/live-worker.ts"),
          tools: join(project, "src/site/tools/tools.ts"),
          unlock: join(project, "src/site/protect/unlock.ts"),
          compare: join(project, "src/site/snapshots/compare.ts"),
          late: join(project, "src/site/snapshots/late.ts")
        },
        output: {
          ...NAMED,
          chunkFileNames: "_assets/c-[name]-[hash:16].js",
          codeSplitting: {
            groups: CHUNKS.map((chunk, i) => ({
              name: (id, context) => {
                chunkOf ??= chunksBy((module) => context.getModuleInfo(module));
                return chunkOf(id) === chunk ? chunk : null;
              },
              priority: CHUNKS.length - i
            }))
          }
        }
      }
    }
  });
  const [{output}] = [built].flat() as [Rolldown.RolldownOutput];
  const chunks = output.filter((one) => one.type === "chunk");
  await writeFile(join(outDir, FILES), JSON.stringify(filesByModule(chunks, join(project, "src"))));
}

/** Scripts that are one file each. The one that runs first is no module; the one of packed pages stays as long as they do. */
const ALONE = [
  {name: "start", file: "src/site/start.ts", format: "iife"},
  {name: "unpack", file: "src/site/snapshots/pack/open-packed.ts", format: "es"}
] as const;

async function bundleAlone(
  project: string,
  outDir: string,
  {name, file, format}: (typeof ALONE)[number]
): Promise<void> {
  const {build} = await import("vite");
  await build({
    configFile: false,
    root: project,
    base: "./",
    publicDir: false,
    logLevel: "error",
    build: {
      outDir,
      emptyOutDir: false,
      target: "es2022",
      modulePreload: false,
      rolldownOptions: {
        input: {[name]: join(project, file)},
        output: {...NAMED, format, codeSplitting: false}
      }
    }
  });
}

/** What {@link Entries.files} says of the chunks of a bundle. */
function filesByModule(chunks: readonly Rolldown.OutputChunk[], folder: string): Entries["files"] {
  const importsOf = new Map(chunks.map(({fileName, imports}) => [fileName, imports]));
  const own = chunks.flatMap(({fileName, moduleIds}) =>
    moduleIds.map((id) => [relative(folder, id).split(sep).join("/"), fileName] as const)
  );
  return Object.fromEntries(
    own.map(([module, file]) => {
      const found = new Set([file]);
      for (const one of found) for (const other of importsOf.get(one) ?? []) found.add(other);
      return [module, [...found]];
    })
  );
}
