import {randomUUID} from "node:crypto";
import {existsSync, renameSync} from "node:fs";
import {mkdir, open, readFile, rename, rm} from "node:fs/promises";
import {basename, dirname, join} from "node:path";
import {heldUntilEnd} from "./temporary.ts";

/** How the names begin under which nothing is ever served: what a run that was killed leaves, and the next one removes. */
export const UNFINISHED = ".unfinished-";

/** Where a new file or folder stands until it is whole: beside its place. It goes if the process is told to end. */
export function unfinished(path: string): string {
  return heldUntilEnd(join(dirname(path), `${UNFINISHED}${basename(path)}-${randomUUID().slice(0, 8)}`)).path;
}

/** Writes a file whole or not at all, on the disk before it takes the place of what was there. */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), {recursive: true});
  const fresh = unfinished(path);
  try {
    const file = await open(fresh, "w");
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(fresh, path);
  } catch (error) {
    await rm(fresh, {force: true});
    throw error;
  }
}

/** Writes a file unless it is there with the same content, so that pages that do not change are not touched. @returns whether it was written. */
export async function keepFile(path: string, content: string): Promise<boolean> {
  if (existsSync(path) && (await readFile(path, "utf8")) === content) return false;
  await replaceFile(path, content);
  return true;
}

/** Puts a folder in the place of another one, which stands at `old` then; in one go: no signal is heard between the two renames. */
export function swapFolder(path: string, fresh: string, old: string): void {
  if (existsSync(path)) renameSync(path, old);
  try {
    renameSync(fresh, path);
  } catch (error) {
    if (existsSync(old)) renameSync(old, path);
    throw error;
  }
}
