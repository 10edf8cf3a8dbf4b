import {decompress} from "fzstd";
import type {Patch} from "./patch-file.ts";

/** How a Zstandard frame begins. */
const MAGIC = [0x28, 0xb5, 0x2f, 0xfd];
/** A window's smallest size, as a power of two. */
const SMALLEST = 10;
/** Bytes of a block, at most. */
const BLOCK = 128 * 1024;
const HEAD = 6;
const BLOCK_HEAD = 3;

/**
 * What a patch makes of its base; of a damaged one, or over another base, it may be anything.
 * @throws {Error} where the blocks are no end of a frame.
 */
export function applyPatch(base: Uint8Array, {blocks, size, windowLog}: Patch): Uint8Array<ArrayBuffer> {
  const starts = Array.from({length: Math.ceil(base.length / BLOCK)}, (_, i) => i * BLOCK);
  const frame = new Uint8Array(HEAD + starts.length * BLOCK_HEAD + base.length + blocks.length);
  // No checksum, no dictionary, no size: the window's alone.
  frame.set([...MAGIC, 0, (windowLog - SMALLEST) << 3]);
  let at = HEAD;
  for (const start of starts) {
    const raw = base.subarray(start, start + BLOCK);
    const head = raw.length << 3; // a raw block, and not the last
    frame.set([head & 255, (head >> 8) & 255, head >> 16], at);
    frame.set(raw, at + BLOCK_HEAD);
    at += BLOCK_HEAD + raw.length;
  }
  frame.set(blocks, at);
  const whole = new Uint8Array(base.length + size);
  decompress(frame, whole);
  return whole.slice(base.length);
}
