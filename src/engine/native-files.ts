import {createReadStream, mkdtempSync, rmSync} from "node:fs";
import {rm, stat, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pipeline} from "node:stream";
import {createGunzip, createZstdDecompress} from "node:zlib";
import {QueryError} from "../errors.ts";

const CHUNK = 262_144;
const GZIP = [0x1f, 0x8b];
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd];

/** @throws {QueryError} unless the path is a file. */
export async function requireFile(path: string): Promise<void> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new QueryError(`cannot read ${path}; no such file`, {sql: "", cause});
  });
  if (!found.isFile()) throw new QueryError(`cannot read ${path}; it is a folder`, {sql: ""});
}

/** The first bytes of a file, decompressed. */
export async function headOf(path: string): Promise<Uint8Array> {
  for await (const chunk of chunksOf(path)) return chunk;
  return new Uint8Array();
}

/** Most bytes of a file that are held in memory at once. */
const MOST = 2 ** 30;

/** The whole file, decompressed. @throws {QueryError} above 1 GB, which a small file may unpack to. */
export async function contentOf(path: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunksOf(path)) {
    length += chunk.length;
    if (length > MOST)
      throw new QueryError(`${path} has a broken row, and over 1 GB to mend; correct or split it`, {sql: ""});
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The file's bytes in order, decompressed. @throws {QueryError} if they cannot be. */
export async function* chunksOf(path: string): AsyncIterable<Uint8Array> {
  const file = createReadStream(path, {highWaterMark: CHUNK});
  const inflate = path.endsWith(".gz") ? createGunzip() : path.endsWith(".zst") ? createZstdDecompress() : null;
  try {
    // The callback only keeps the error from being thrown twice: the iteration throws it.
    yield* (inflate ? pipeline(file, inflate, () => undefined) : file) as AsyncIterable<Uint8Array>;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new QueryError(`cannot read ${path}; ${reason}`, {sql: "", cause});
  } finally {
    file.destroy();
  }
}

/** The ending that tells DuckDB the compression of these bytes. */
export function compressionEnding(bytes: Uint8Array): string {
  return startsWith(bytes, GZIP) ? ".gz" : startsWith(bytes, ZSTD) ? ".zst" : "";
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}

/** A folder for files that live as long as the engine. */
export class Scratch {
  #folder: string | null = null;
  #files = 0;

  /** The path of a new file with these bytes. */
  async store(bytes: Uint8Array, ending: string): Promise<string> {
    this.#folder ??= mkdtempSync(join(tmpdir(), "kizuna-"));
    const path = join(this.#folder, `${++this.#files}${ending}`);
    await writeFile(path, bytes);
    return path;
  }

  async discard(path: string): Promise<void> {
    await rm(path, {force: true});
  }

  close(): void {
    if (this.#folder !== null) rmSync(this.#folder, {recursive: true, force: true});
  }
}
