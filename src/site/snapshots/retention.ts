import {existsSync} from "node:fs";
import {readdir, rename, rm, stat} from "node:fs/promises";
import {join} from "node:path";
import {replaceFile, unfinished} from "../replace-file.ts";
import {purgedDay} from "./folder.ts";
import {purgedText} from "./purged.ts";
import type {SnapshotRecord} from "./record.ts";

/** Shared files that nothing names any more stay for so long, for pages that readers have open; milliseconds. */
const GRACE = 24 * 3600 * 1000;

/** The snapshots to keep: the newest `keep` of them, and the one that `latest/` leads to. */
export function keptOf(
  snapshots: readonly SnapshotRecord[],
  keep: number,
  latest: string | null
): readonly SnapshotRecord[] {
  return snapshots.filter(({id}, i) => i >= snapshots.length - keep || id === latest);
}

/** Removes snapshots from a folder, each at once, and shared files that no other needs. Nothing must lead to them any more. */
export async function removeSnapshots(
  folder: string,
  removed: readonly SnapshotRecord[],
  kept: {readonly snapshots: readonly SnapshotRecord[]; readonly files: readonly string[]}
): Promise<void> {
  for (const {id} of removed) {
    const path = join(folder, "snapshots", id);
    const aside = unfinished(path);
    if (!existsSync(path)) continue;
    await rename(path, aside);
    await rm(aside, {recursive: true, force: true});
  }
  const needed = new Set([...kept.snapshots.flatMap(({files}) => files), ...kept.files]);
  const orphans = new Set(removed.flatMap(({files}) => files).filter((file) => !needed.has(file)));
  for (const name of ["_assets", "_data"]) {
    if (!existsSync(join(folder, name))) continue;
    for (const entry of await readdir(join(folder, name), {recursive: true, withFileTypes: true})) {
      const path = join(entry.parentPath, entry.name);
      const file = path.slice(folder.length + 1);
      if (!entry.isFile() || needed.has(file)) continue;
      if (orphans.has(file) || Date.now() - (await stat(path)).mtimeMs > GRACE) await rm(path, {force: true});
    }
  }
}

/** What {@link purgeRows} did. */
export interface Purge {
  /** Files whose rows are gone. */
  readonly files: readonly string[];
  /** Other snapshots that shared some of them. */
  readonly sharing: readonly string[];
}

/**
 * Deletes the rows that snapshots have published: a line that says when stands in the place of each file of rows. Baked figures and cubes stay.
 * @param day ISO date.
 */
export async function purgeRows(
  folder: string,
  purged: readonly SnapshotRecord[],
  {snapshots, day}: {snapshots: readonly SnapshotRecord[]; day: string}
): Promise<Purge> {
  const wanted = new Set(purged.flatMap(({rows}) => rows));
  const files: string[] = [];
  for (const file of wanted) {
    const path = join(folder, file);
    if (!existsSync(path) || (await purgedDay(path)) !== null) continue;
    await replaceFile(path, purgedText(day));
    files.push(file);
  }
  const sharing = snapshots.filter(
    (record) => !purged.includes(record) && record.rows.some((file) => files.includes(file))
  );
  return {files: files.sort(), sharing: sharing.map(({id}) => id)};
}
