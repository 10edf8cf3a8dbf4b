import {readdir} from "node:fs/promises";
import {join} from "node:path";
import type {SnapshotRecord} from "../record.ts";
import {isPackableData, packablePages} from "./packable.ts";
import {patchHead, scriptOf, stateOf} from "./packed-folder.ts";
import {PATCH, dataOfPatch} from "./patch-file.ts";

/** Shared files that snapshots need. */
export interface Needed {
  /** As they are. */
  readonly whole: ReadonlySet<string>;
  /** Restored from their patches; those among them that these are restored from, too. */
  readonly packed: ReadonlySet<string>;
}

/** The shared files that snapshots need, packed ones among them: of data that has a patch the patch alone, unless a page of a whole snapshot asks for it by its name. */
export async function neededFiles(folder: string, snapshots: readonly SnapshotRecord[]): Promise<Needed> {
  const whole = new Set<string>();
  const packed = new Set<string>();
  const wanted = new Set<string>();
  for (const record of snapshots) {
    const scripts = await standInScripts(folder, record);
    for (const script of scripts) if (script !== null) whole.add(script);
    const isPacked = scripts.size > 0 && !scripts.has(null);
    for (const file of record.files) (isPacked && isPackableData(file) ? wanted : whole).add(file);
  }
  // What is added on the way is looked at, too.
  for (const file of wanted) {
    const head = await patchHead(folder, file);
    if (head === null) whole.add(file);
    else packed.add(file);
    for (const base of head?.bases ?? []) wanted.add(base);
  }
  return {whole, packed};
}

/** Scripts of the pages that stand in the place of a snapshot's; null among them where a page is whole. Empty where no page is there. */
async function standInScripts(folder: string, record: SnapshotRecord): Promise<ReadonlySet<string | null>> {
  const scripts = new Set<string | null>();
  for (const path of packablePages(record).filter((one) => one.endsWith(".html")))
    if ((await stateOf(folder, path)) !== "absent") scripts.add(await scriptOf(folder, path));
  return scripts;
}

/** Data files of a folder that are restored from one of these, and are none of them. */
export async function restoredFrom(folder: string, files: ReadonlySet<string>): Promise<readonly string[]> {
  const names = await readdir(join(folder, "_data")).catch(() => []);
  const patches = names.filter((name) => name.endsWith(PATCH)).map((name) => dataOfPatch(`_data/${name}`));
  const found: string[] = [];
  for (const file of patches.filter((one) => !files.has(one)))
    if ((await patchHead(folder, file))?.bases.some((base) => files.has(base))) found.push(file);
  return found;
}
