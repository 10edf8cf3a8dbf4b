import {float64, int32, int8, int16, tableFromArrays, tableFromIPC, tableToIPC} from "@uwdata/flechette";
import type {TypedArray} from "@uwdata/flechette";
import {InputError} from "../errors.ts";
import type {Axis, Cube} from "./cube.ts";

/** What the schema's metadata say under `kizuna`: everything of a cube but its statistics. */
interface Head {
  readonly dimensions: readonly Axis[];
  readonly keys: Readonly<Record<string, readonly number[]>>;
  readonly size: number;
}

const HEAD = "kizuna";
/** The column that says how many empty cells stand before each cell; left out where there are none. */
const SKIPPED = "(skipped)";

/**
 * A cube as an Arrow IPC stream: one column per statistic in stride order, in the narrowest type that holds it exactly, and one that counts the empty cells left out before each;
 * dimensions, their values and the rows of the keys in the schema's metadata.
 */
export function encodeCube({dimensions, keys, size, cells, statistics}: Cube): Uint8Array {
  const head: Head = {
    dimensions,
    keys: Object.fromEntries(Object.entries(keys).map(([name, values]) => [name, [...values]])),
    size
  };
  const skipped = cells.map((cell, i) => cell - (i === 0 ? 0 : cells[i - 1]! + 1));
  const columns: Readonly<Record<string, Float64Array>> = skipped.some((count) => count > 0)
    ? {[SKIPPED]: skipped, ...statistics}
    : statistics;
  const table = tableFromArrays(Object.entries<TypedArray>(columns), {
    types: Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, narrowest(values)]))
  });
  (table.schema as {metadata: Map<string, string>}).metadata = new Map([[HEAD, JSON.stringify(head)]]);
  const bytes = tableToIPC(table, {format: "stream"});
  if (!bytes) throw new InputError("the cube cannot be encoded");
  return bytes;
}

/** The cube that {@link encodeCube} wrote. @throws {InputError} if the bytes are none of its. */
export function decodeCube(bytes: Uint8Array): Cube {
  const table = tableFromIPC(bytes);
  const text = table.schema.metadata?.get(HEAD);
  if (text === undefined) throw new InputError("these bytes hold no cube");
  const {dimensions, keys, size} = JSON.parse(text) as Head;
  const columns = table.schema.fields.map(
    ({name}) => [name, new Float64Array(table.getChild(name).toArray() as ArrayLike<number>)] as const
  );
  const cells = cellsOf(columns.find(([name]) => name === SKIPPED)?.[1] ?? new Float64Array(table.numRows));
  const most = dimensions.reduce((n, {values}) => n * values.length, size);
  if (cells.length > 0 && cells.at(-1)! >= most)
    throw new InputError(`the cube has a cell ${cells.at(-1)!} of only ${most}`);
  return {
    dimensions,
    keys: Object.fromEntries(Object.entries(keys).map(([name, values]) => [name, Float64Array.from(values)])),
    size,
    cells,
    statistics: Object.fromEntries(columns.filter(([name]) => name !== SKIPPED))
  };
}

function cellsOf(skipped: Float64Array): Float64Array {
  let next = 0;
  return skipped.map((count) => (next += count + 1) - 1);
}

function narrowest(values: Float64Array) {
  let [least, greatest] = [0, 0];
  for (const value of values) {
    if (!Number.isInteger(value)) return float64();
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  if (least >= -128 && greatest < 128) return int8();
  if (least >= -32_768 && greatest < 32_768) return int16();
  return least >= -2_147_483_648 && greatest < 2_147_483_648 ? int32() : float64();
}
