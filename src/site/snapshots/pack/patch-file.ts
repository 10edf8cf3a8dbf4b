/** A file as it differs from another one, its base. */
export interface Patch {
  /** The base's path from the site's root; null: the file stands for itself. */
  readonly base: string | null;
  /** Of the bytes that the patch restores, hexadecimal. */
  readonly sha256: string;
  /** How many bytes these are. */
  readonly size: number;
  /** The level at which the file is gzipped, whose bytes are restored inflated; null for one that is not. */
  readonly gzip: number | null;
  /** The frame reaches back over 2 to the power of this many bytes. */
  readonly windowLog: number;
  /** Blocks of a Zstandard frame that begins with the base, without those of the base. */
  readonly blocks: Uint8Array;
}

/** How the name of a patch ends. */
export const PATCH = ".patch";

/** The path of a file's patch: "index_html.patch" beside "index.html". Hosts that go by any part of a name must not take it for a page, or say that it is gzipped. */
export function patchOf(path: string): string {
  const name = path.lastIndexOf("/") + 1;
  return `${path.slice(0, name)}${path.slice(name).replaceAll(".", "_")}${PATCH}`;
}

/** The path of the data file that a patch stands for. */
export function dataOfPatch(path: string): string {
  return path.slice(0, -PATCH.length).replace(/_(\w+)_gz$/, ".$1.gz");
}

const FORMAT = 1;
const LINE_END = 10;
/** No first line is longer; what has none is no patch. */
const LONGEST = 4096;

/** A patch as it stands in a file: a line of JSON, and the blocks. */
export function patchBytes({blocks, ...head}: Patch): Uint8Array {
  const line = new TextEncoder().encode(`${JSON.stringify({patch: FORMAT, ...head})}\n`);
  const bytes = new Uint8Array(line.length + blocks.length);
  bytes.set(line);
  bytes.set(blocks, line.length);
  return bytes;
}

/** The patch in a file, or in its beginning, whose blocks are cut off then; null where there is none, such as in a page that a host sends for missing files. */
export function parsePatch(bytes: Uint8Array): Patch | null {
  const end = bytes.subarray(0, LONGEST).indexOf(LINE_END);
  if (end < 0) return null;
  try {
    const {patch, ...head} = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end))) as Omit<Patch, "blocks"> & {
      patch: number;
    };
    return patch === FORMAT ? {...head, blocks: bytes.subarray(end + 1)} : null;
  } catch {
    return null;
  }
}
