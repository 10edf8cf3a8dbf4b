import {createHash, randomUUID} from "node:crypto";
import {mkdir, readFile, readdir, rename, rm, stat, utimes, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {deserialize, serialize} from "node:v8";

/** What builds made before, by a key that says everything it was made of. */
export interface Store {
  /** The value kept under this key; undefined where there is none, or what is there is damaged. */
  recall(key: string): Promise<unknown>;
  /** Keeps a plain value (data, no functions, no instances of classes of ours); others are passed over. */
  keep(key: string, value: unknown): Promise<void>;
}

/** A store that forgets everything. */
export const NO_STORE: Store = {recall: () => Promise.resolve(undefined), keep: () => Promise.resolve()};

/** An entry that no build has used for so long goes. */
const OLDEST = 30 * 24 * 3600 * 1000;
const A_DAY = 24 * 3600 * 1000;
const HASH = 32;

/** The key of these parts: what is made of others has another. @param parts JSON. */
export function keyOf(...parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

/**
 * A store on disk: a file for each entry, written beside and renamed, behind a hash of its bytes. An entry that is not what was written, half of it or damaged, is as good as none.
 * A folder that cannot be written costs time, and nothing else.
 */
export function openStore(folder: string): Store {
  const pathOf = (key: string) => join(folder, key.slice(0, 2), key.slice(2));
  return {
    async recall(key) {
      const path = pathOf(key);
      const value = await maybeRead(path, key);
      if (value !== undefined) await touch(path);
      return value;
    },
    async keep(key, value) {
      if (isPlain(value)) await write(pathOf(key), sealed(key, serialize(value)));
    }
  };
}

/** Removes from a store's folder what no build has used for a month, and what broken-off writes left behind. */
export async function tidyStore(folder: string, now: number): Promise<void> {
  for (const part of await readdir(folder).catch(() => []))
    for (const name of await readdir(join(folder, part)).catch(() => [])) {
      const path = join(folder, part, name);
      const age = now - ((await stat(path).catch(() => null))?.mtimeMs ?? now);
      if (age > (name.endsWith(".tmp") ? A_DAY : OLDEST)) await rm(path, {force: true}).catch(() => undefined);
    }
}

/** The bytes behind a hash of them and of the key, so that an entry under another's name is none either. */
function sealed(key: string, bytes: Uint8Array): Uint8Array {
  return Buffer.concat([hashOf(key, bytes), bytes]);
}

function hashOf(key: string, bytes: Uint8Array): Buffer {
  return createHash("sha256").update(key).update(bytes).digest();
}

async function maybeRead(path: string, key: string): Promise<unknown> {
  try {
    const bytes = await readFile(path);
    const content = bytes.subarray(HASH);
    return bytes.subarray(0, HASH).equals(hashOf(key, content)) ? deserialize(content) : undefined;
  } catch {
    return undefined; // not there, or not to be read: it is made anew
  }
}

/** Marks an entry as used, at most once a day. */
async function touch(path: string): Promise<void> {
  const now = new Date();
  const used = await stat(path).catch(() => null);
  if (used && now.getTime() - used.mtimeMs > A_DAY) await utimes(path, now, now).catch(() => undefined);
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await mkdir(join(path, ".."), {recursive: true});
    await writeFile(temporary, bytes);
    await rename(temporary, path);
  } catch {
    await rm(temporary, {force: true}).catch(() => undefined); // see openStore
  }
}

/** Whether a copy is as good as the value: data alone. */
function isPlain(value: unknown): boolean {
  if (typeof value === "function" || typeof value === "symbol") return false;
  if (value === null || typeof value !== "object") return true;
  if (ArrayBuffer.isView(value) || value instanceof Date) return true;
  if (value instanceof Map) return [...value].every(([key, one]) => isPlain(key) && isPlain(one));
  if (value instanceof Set) return [...value].every(isPlain);
  if (Array.isArray(value)) return value.every(isPlain);
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && Object.values(value).every(isPlain);
}
