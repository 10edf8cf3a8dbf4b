import {existsSync} from "node:fs";
import {readFile, rename, rm} from "node:fs/promises";
import {join} from "node:path";
import {filesIn} from "../output.ts";
import {keepFile, replaceFile, unfinished} from "../replace-file.ts";
import {purgedDay} from "./folder.ts";
import {parseJson} from "./json.ts";
import {PackedError} from "./pack/content.ts";
import {neededFiles, restoredFrom} from "./pack/needed.ts";
import {unpackFile} from "./pack/packed-folder.ts";
import {patchOf} from "./pack/patch-file.ts";
import {purgedText} from "./purged.ts";
import type {SnapshotRecord} from "./record.ts";

/** Shared files stay for so long after a run has first found that nothing names them any more, for pages that readers have open; milliseconds. */
const GRACE = 24 * 3600 * 1000;
/** When they were found, by their path: the file's own time is when it was written, or checked out. */
const UNNAMED = "unnamed.json";

/** The snapshots to keep: the newest `keep` of them, and the one that `latest/` leads to. */
export function keptOf(
  snapshots: readonly SnapshotRecord[],
  keep: number,
  latest: string | null
): readonly SnapshotRecord[] {
  return snapshots.filter(({id}, i) => i >= snapshots.length - keep || id === latest);
}

/** What of a folder stays. */
export interface Kept {
  readonly snapshots: readonly SnapshotRecord[];
  /** Shared files that pages beside the snapshots load. */
  readonly files: readonly string[];
  /** Defaults to the clock. */
  readonly now?: Date;
}

/** Removes snapshots from a folder, each at once with the data that no other needs, and data that has become a patch: pages that readers have open restore it. Scripts that nothing needs go a day later. Nothing must lead to them any more. */
export async function removeSnapshots(folder: string, removed: readonly SnapshotRecord[], kept: Kept): Promise<void> {
  for (const {id} of removed) {
    const path = join(folder, "snapshots", id);
    const aside = unfinished(path);
    if (!existsSync(path)) continue;
    await rename(path, aside);
    await rm(aside, {recursive: true, force: true});
  }
  const {whole, packed} = await neededFiles(folder, kept.snapshots);
  const needed = new Set([...whole, ...[...packed].map(patchOf), ...kept.files]);
  const dropped = removed.flatMap(({files}) => files).filter((file) => !packed.has(file));
  const removedFiles = new Set(dropped.flatMap((file) => [file, patchOf(file)]));
  const found = await readFound(join(folder, UNNAMED));
  const isOwn = (file: string) => removedFiles.has(file) || Object.hasOwn(found, file) || HASHED.test(file);
  const unnamed = (await sharedFiles(folder)).filter((file) => !needed.has(file) && isOwn(file));
  const now = kept.now ?? new Date();
  const left: Record<string, string> = {};
  for (const file of unnamed) {
    const since = found[file] ?? now.toISOString();
    const isOver =
      packed.has(file) ||
      (removedFiles.has(file) && file.startsWith("_data/")) ||
      now.getTime() - Date.parse(since) > GRACE;
    if (isOver) await rm(join(folder, file), {force: true});
    else left[file] = since;
  }
  if (Object.keys(left).length > 0) await keepFile(join(folder, UNNAMED), `${JSON.stringify(left)}\n`);
  else await rm(join(folder, UNNAMED), {force: true});
}

/** How our shared files are called: by what is in them. Others are somebody's, and stay. */
const HASHED =
  /^(_assets\/[\w-]+-[\da-f]{16}(\.worker)?\.(js|wasm\.gz)|_data\/[\da-f]{16}(\.(arrow|cubes)\.gz|_(arrow|cubes)_gz\.patch))$/;

/** Paths of shared files in a folder, sorted. */
async function sharedFiles(folder: string): Promise<readonly string[]> {
  const roots = ["_assets", "_data"].filter((name) => existsSync(join(folder, name)));
  const files = await Promise.all(
    roots.map(async (name) => (await filesIn(join(folder, name))).map((file) => `${name}/${file}`))
  );
  return files.flat().sort();
}

/** A record that cannot be read is as good as none: its files stay for a day more. */
async function readFound(path: string): Promise<Readonly<Record<string, string>>> {
  const known = parseJson(await readFile(path, "utf8").catch(() => "null"));
  return typeof known === "object" && known !== null ? (known as Record<string, string>) : {};
}

/** What {@link purgeRows} did. */
export interface Purge {
  /** Files whose rows are gone. */
  readonly files: readonly string[];
  /** Other snapshots that shared some of them. */
  readonly sharing: readonly string[];
}

/**
 * Deletes the rows that snapshots have published: a line that says when stands in the place of each file of rows, and of its patch. Baked figures and cubes stay, as do rows of other snapshots: those that are restored from deleted ones are made whole first.
 * @param day ISO date.
 */
export async function purgeRows(
  folder: string,
  purged: readonly SnapshotRecord[],
  {snapshots, day}: {snapshots: readonly SnapshotRecord[]; day: string}
): Promise<Purge> {
  const wanted = new Set(purged.flatMap(({rows}) => rows));
  for (const file of await restoredFrom(folder, wanted)) await unpackFile(folder, file).catch(passBroken);
  const files: string[] = [];
  for (const file of wanted) {
    const path = join(folder, file);
    const isThere = existsSync(path) || existsSync(patchOf(path));
    if (isThere && (await purgedDay(path)) === null) {
      await replaceFile(path, purgedText(day));
      files.push(file);
    }
    await rm(patchOf(path), {force: true});
  }
  const sharing = snapshots.filter(
    (record) => !purged.includes(record) && record.rows.some((file) => files.includes(file))
  );
  return {files: files.sort(), sharing: sharing.map(({id}) => id)};
}

/** What cannot be restored keeps no rows from being deleted. */
function passBroken(error: unknown): void {
  if (!(error instanceof PackedError)) throw error;
}
