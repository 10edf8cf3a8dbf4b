import {InputError} from "../errors.ts";
import type {Cube} from "./cube.ts";
import {decodeCube, encodeCube} from "./ipc.ts";

const LENGTH = 4;

/** Cubes as one file: of each the number of its bytes, a whole number of four bytes, the least first, and then its {@link encodeCube}. */
export function packCubes(cubes: readonly Cube[]): Uint8Array {
  const parts = cubes.map(encodeCube);
  const packed = new Uint8Array(parts.reduce((sum, {length}) => sum + LENGTH + length, 0));
  const view = new DataView(packed.buffer);
  let at = 0;
  for (const part of parts) {
    view.setUint32(at, part.length, true);
    packed.set(part, at + LENGTH);
    at += LENGTH + part.length;
  }
  return packed;
}

/** The cubes that {@link packCubes} wrote. @throws {InputError} if the bytes are none of its. */
export function unpackCubes(packed: Uint8Array): readonly Cube[] {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const cubes: Cube[] = [];
  for (let at = 0; at < packed.length;) {
    const end = at + LENGTH + (at + LENGTH <= packed.length ? view.getUint32(at, true) : Infinity);
    if (end > packed.length) throw new InputError("the file of cubes is cut off");
    // A copy begins where numbers of any width may.
    cubes.push(decodeCube(packed.slice(at + LENGTH, end)));
    at = end;
  }
  return cubes;
}
