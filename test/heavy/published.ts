import {createHash} from "node:crypto";
import {readFileSync, readdirSync, statSync} from "node:fs";
import {join} from "node:path";
import {publishedBytes} from "../../src/site/snapshots/pack/packed-folder.ts";
import type {SnapshotRecord} from "../../src/site/snapshots/record.ts";

/** Bytes of all files in a folder. */
export function bytesOf(folder: string): number {
  return filesBelow(folder).reduce((sum, path) => sum + statSync(path).size, 0);
}

/** Hashes of the files of a snapshot that is whole, by their paths from the folder's root. */
export function hashesOf(folder: string, {id, files}: SnapshotRecord): ReadonlyMap<string, string> {
  const own = filesBelow(join(folder, "snapshots", id)).map((path) => path.slice(folder.length + 1));
  return new Map([...own, ...files].map((path) => [path, hashOf(readFileSync(join(folder, path)))]));
}

/** Paths among these of files that say something else than they did, packed or not. */
export async function changedIn(folder: string, hashes: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const changed: string[] = [];
  for (const [path, hash] of hashes) if (hashOf(await publishedBytes(folder, path)) !== hash) changed.push(path);
  return changed;
}

/** SHA-256, hexadecimal. */
export function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
