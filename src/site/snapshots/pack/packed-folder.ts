import {open, readFile, rm} from "node:fs/promises";
import {join} from "node:path";
import {gzipSync, gunzipSync} from "node:zlib";
import {existsSync} from "node:fs";
import {replaceFile} from "../../replace-file.ts";
import {PackedError, contentOf, isStandIn} from "./content.ts";
import type {Site} from "./content.ts";
import {parsePatch, patchOf} from "./patch-file.ts";
import type {Patch} from "./patch-file.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** More than a patch's first line, and a page's head, take. */
const BEGINNING = 4096;

/** A folder of snapshots, to be read whether or not they are packed. */
export function folderSite(folder: string): Site {
  return {
    read: async (path) => {
      const bytes = await maybeRead(join(folder, path));
      return bytes && path.endsWith(".gz") ? inflatedBytes(bytes, path) : bytes;
    },
    isPatchFirst: () => false
  };
}

/** The bytes of a folder's file as they were published, whether or not it is packed. @throws {PackedError} */
export async function publishedBytes(folder: string, path: string): Promise<Bytes> {
  const whole = await maybeRead(join(folder, path));
  if (whole && !isStandIn(whole)) return whole;
  const bytes = await contentOf(path, folderSite(folder));
  const level = (await patchHead(folder, path))?.gzip ?? null;
  return level === null ? bytes : new Uint8Array(gzipSync(bytes, {level}));
}

/** What the patch of a folder's file says of itself, its blocks cut off; null where it has none. */
export async function patchHead(folder: string, path: string): Promise<Patch | null> {
  const bytes = await beginningOf(join(folder, patchOf(path)));
  return bytes && parsePatch(bytes);
}

/** How a file of a snapshot stands in its folder. */
export async function stateOf(folder: string, path: string): Promise<"whole" | "packed" | "absent"> {
  const bytes = await beginningOf(join(folder, path));
  if (bytes && !isStandIn(bytes)) return "whole";
  return existsSync(join(folder, patchOf(path))) ? "packed" : "absent";
}

/** The script, from the folder's root, of the page that stands in the place of a packed one; null for any other page. */
export async function scriptOf(folder: string, path: string): Promise<string | null> {
  const bytes = await beginningOf(join(folder, path));
  return bytes && isStandIn(bytes) ? (/_assets\/[\w.-]+\.js/.exec(Buffer.from(bytes).toString())?.[0] ?? null) : null;
}

/** Whether a snapshot's pages are in this copy of the folder: to add another one, no more is needed than what each says of itself. */
export async function isHere(folder: string, id: string): Promise<boolean> {
  return (await stateOf(folder, `snapshots/${id}/manifest.json`)) !== "absent";
}

/** Puts a file back in the place of its patch. @throws {PackedError} and leaves it as it is */
export async function unpackFile(folder: string, path: string): Promise<void> {
  if (!existsSync(join(folder, patchOf(path)))) return;
  if ((await stateOf(folder, path)) !== "whole")
    await replaceFile(join(folder, path), await publishedBytes(folder, path));
  await rm(join(folder, patchOf(path)));
}

async function beginningOf(path: string): Promise<Bytes | null> {
  try {
    await using file = await open(path);
    const {buffer, bytesRead} = await file.read(new Uint8Array(BEGINNING), 0, BEGINNING, 0);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    return absent(error);
  }
}

async function maybeRead(path: string): Promise<Bytes | null> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    return absent(error);
  }
}

function absent(error: unknown): null {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
  throw error;
}

function inflatedBytes(bytes: Bytes, path: string): Bytes {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes; // what stands in the place of deleted rows
  try {
    return new Uint8Array(gunzipSync(bytes));
  } catch {
    throw new PackedError("damaged", path);
  }
}
