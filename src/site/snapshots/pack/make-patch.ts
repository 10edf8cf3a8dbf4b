import {createHash} from "node:crypto";
import {constants, zstdCompress} from "node:zlib";
import {promisify} from "node:util";
import {applyPatch} from "./apply-patch.ts";
import type {Patch} from "./patch-file.ts";

/** Where what takes longer gains next to nothing. */
const LEVEL = 19;
/** Blocks are as large as they may be. */
const LEAST_WINDOW = 17;
/** Browsers take memory for no more than this. */
const MOST_WINDOW = 27;

/** What a patch says of itself besides what its bytes tell. */
export type PatchOf = Pick<Patch, "bases" | "gzip">;

/** The patch that makes `target` of `base`, tried out; null where it would not. @param base bytes of its bases; none for a file that stands for itself */
export async function makePatch(target: Uint8Array, base: Uint8Array, of: PatchOf): Promise<Patch | null> {
  const reach = Math.ceil(Math.log2(target.length + base.length + 1));
  const windowLog = Math.min(Math.max(reach, LEAST_WINDOW), MOST_WINDOW);
  const frame = await promisify(zstdCompress)(target, {
    ...(base.length > 0 ? {dictionary: base} : {}),
    params: {
      [constants.ZSTD_c_compressionLevel]: LEVEL,
      [constants.ZSTD_c_windowLog]: windowLog,
      [constants.ZSTD_c_enableLongDistanceMatching]: 1,
      [constants.ZSTD_c_contentSizeFlag]: 0,
      [constants.ZSTD_c_checksumFlag]: 0
    }
  });
  const hash = createHash("sha256").update(target).digest("hex").slice(0, 32);
  const patch: Patch = {...of, hash, size: target.length, windowLog, blocks: frame.subarray(headOf(frame))};
  return isRight(patch, target, base) ? patch : null;
}

function isRight(patch: Patch, target: Uint8Array, base: Uint8Array): boolean {
  try {
    return Buffer.from(applyPatch(base, patch)).equals(target);
  } catch {
    return false;
  }
}

/** Bytes before a frame's first block (RFC 8878, 3.1.1.1). */
function headOf(frame: Uint8Array): number {
  const flags = frame[4]!;
  const isSingle = (flags & 32) !== 0;
  return 5 + (isSingle ? 0 : 1) + [0, 1, 2, 4][flags & 3]! + [isSingle ? 1 : 0, 2, 4, 8][flags >> 6]!;
}
