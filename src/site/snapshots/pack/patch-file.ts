import {joinedBytes} from "../../joined-bytes.ts";

/** A file as it differs from others, its bases. */
export interface Patch {
  /** Paths of the bases from the site's root; without any the file stands for itself. */
  readonly bases: readonly string[];
  /** The first 32 hexadecimal digits of the SHA-256 of the bytes that the patch restores. */
  readonly hash: string;
  /** How many bytes these are. */
  readonly size: number;
  /** The level at which the file is gzipped, whose bytes are restored inflated; null for one that is not. */
  readonly gzip: number | null;
  /** The frame reaches back over 2 to the power of this many bytes. */
  readonly windowLog: number;
  /** Blocks of a Zstandard frame that begins with the bases, one after the other, without those of the bases. */
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

type Head = [number, Patch["hash"], Patch["size"], Patch["gzip"], Patch["windowLog"], ...Patch["bases"]];

const FORMAT = 2;
const LINE_END = 10;
/** No first line is longer; what has none is no patch. */
const LONGEST = 4096;

/** A patch as it stands in a file: a line of JSON, which is short since each week has hundreds of them, and the blocks. */
export function patchBytes({blocks, bases, hash, size, gzip, windowLog}: Patch): Uint8Array {
  const line = new TextEncoder().encode(`${JSON.stringify([FORMAT, hash, size, gzip, windowLog, ...bases])}\n`);
  return joinedBytes([line, blocks]);
}

/** The patch in a file, or in its beginning, whose blocks are cut off then; null where there is none, such as in a page that a host sends for missing files. */
export function parsePatch(bytes: Uint8Array): Patch | null {
  const end = bytes.subarray(0, LONGEST).indexOf(LINE_END);
  if (end < 0) return null;
  try {
    const [format, hash, size, gzip, windowLog, ...bases] = JSON.parse(
      new TextDecoder().decode(bytes.subarray(0, end))
    ) as Head;
    return format === FORMAT ? {bases, hash, size, gzip, windowLog, blocks: bytes.subarray(end + 1)} : null;
  } catch {
    return null;
  }
}
