import {joinedBytes} from "../../joined-bytes.ts";
import {contentOf} from "./content.ts";
import type {Site} from "./content.ts";
import {makePatch} from "./make-patch.ts";
import type {PatchOf} from "./make-patch.ts";
import type {Patch} from "./patch-file.ts";

/** Of so many bytes a page may show the figures of others once more, as a gallery does. */
export const LARGE = 500_000;
/** What shows them once more is a tenth smaller with them: they are all needed to restore it. */
const WORTH = 0.9;

/** The patch of a file; over other ones besides its bases, where that is worth it. Such a one is not itself large: none of them rests on another. */
export async function smallestPatch(
  target: Uint8Array,
  {bases, others, gzip}: PatchOf & {readonly others: readonly string[]},
  site: Site
): Promise<Patch | null> {
  const contents = (paths: readonly string[]) => Promise.all(paths.map((path) => contentOf(path, site)));
  const from = await contents(bases);
  const patch = await makePatch(target, joinedBytes(from), {bases, gzip});
  const beside = await contents(others);
  const small = others.filter((_, i) => beside[i]!.length < LARGE);
  if (patch === null || small.length === 0) return patch;
  const all = [...from, ...beside.filter(({length}) => length < LARGE)];
  const besides = await makePatch(target, joinedBytes(all), {bases: [...bases, ...small], gzip});
  return besides && besides.blocks.length < WORTH * patch.blocks.length ? besides : patch;
}
