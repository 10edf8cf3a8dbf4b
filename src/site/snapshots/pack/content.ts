import {joinedBytes} from "../../joined-bytes.ts";
import {applyPatch} from "./apply-patch.ts";
import {parsePatch, patchOf} from "./patch-file.ts";
import type {Patch} from "./patch-file.ts";
import {sha256} from "./sha256.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Why a file of a packed snapshot cannot be had: it, or one that it is restored from, is not there, or is another than it was. */
export class PackedError extends Error {
  override name = "PackedError";
  readonly reason: "missing" | "damaged";
  /** From the site's root. */
  readonly path: string;

  constructor(reason: PackedError["reason"], path: string) {
    super(`${path} is ${reason}`);
    this.reason = reason;
    this.path = path;
  }
}

/** What is read of a site. */
export interface Site {
  /** The bytes at a path from the root, inflated where its name ends in ".gz"; null where there are none. @throws {PackedError} where they cannot be inflated */
  read(path: string): Promise<Bytes | null>;
  /** Whether a file's patch is looked for before the file itself; both say the same. */
  isPatchFirst(path: string): boolean;
}

/**
 * The bytes of a site's file, whether it stands there whole or as a patch; of one that is gzipped they are inflated.
 * @throws {PackedError}
 */
export async function contentOf(path: string, site: Site): Promise<Bytes> {
  const parts = await partsOf(path, site);
  const begun = new Set<string>();
  const made = async (at: string): Promise<Bytes> => {
    const part = parts.get(at)!;
    if (part instanceof Uint8Array) return part;
    if (begun.has(at)) throw new PackedError("damaged", path); // it goes round
    begun.add(at);
    const bases: Bytes[] = [];
    for (const base of part.bases) bases.push(await made(base));
    const bytes = await applied(joinedBytes(bases), part, path);
    parts.set(at, bytes);
    return bytes;
  };
  return made(path);
}

/** What a file is made from, by its path: whole files, and patches, itself among them. */
async function partsOf(path: string, site: Site): Promise<Map<string, Bytes | Patch>> {
  const parts = new Map<string, Bytes | Patch>();
  for (let next: readonly string[] = [path]; next.length > 0;) {
    const found = await Promise.all(next.map((one) => wholeOrPatch(one, site)));
    next.forEach((one, i) => parts.set(one, found[i]!));
    const bases = found.flatMap((one) => (one instanceof Uint8Array ? [] : one.bases));
    next = [...new Set(bases)].filter((one) => !parts.has(one));
  }
  return parts;
}

async function wholeOrPatch(path: string, {read, isPatchFirst}: Site): Promise<Bytes | Patch> {
  const whole = async () => {
    const bytes = await read(path);
    return bytes !== null && isStandIn(bytes) ? null : bytes;
  };
  const patch = async () => parsePatch((await read(patchOf(path))) ?? new Uint8Array());
  const tries = isPatchFirst(path) ? [patch, whole, patch] : [whole, patch, whole];
  // The last again: a run may have put the one in the place of the other in between.
  for (const attempt of tries) {
    const found = await attempt();
    if (found !== null) return found;
  }
  throw new PackedError("missing", path);
}

/** What marks the page that stands where a packed one was. */
export const STAND_IN = ' id="k-packed"';

/** Whether a file is the page that stands where a packed one was. */
export function isStandIn(bytes: Uint8Array): boolean {
  return new TextDecoder("latin1").decode(bytes.subarray(0, 4096)).includes(STAND_IN);
}

async function applied(base: Bytes, patch: Patch, path: string): Promise<Bytes> {
  let bytes: Bytes;
  try {
    bytes = applyPatch(base, patch);
  } catch {
    throw new PackedError("damaged", path);
  }
  if ((await sha256(bytes)).slice(0, patch.hash.length) !== patch.hash) throw new PackedError("damaged", path);
  return bytes;
}
