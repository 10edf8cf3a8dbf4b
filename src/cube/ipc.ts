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

/**
 * A cube as an Arrow IPC stream: one column per statistic in stride order, in the narrowest type that holds it exactly; dimensions, their values and the rows of the keys in the schema's metadata.
 */
export function encodeCube({dimensions, keys, size, statistics}: Cube): Uint8Array {
  const head: Head = {
    dimensions,
    keys: Object.fromEntries(Object.entries(keys).map(([name, values]) => [name, [...values]])),
    size
  };
  const names = Object.keys(statistics);
  const table = tableFromArrays(
    names.map((name): [string, TypedArray] => [name, statistics[name]!]),
    {types: Object.fromEntries(names.map((name) => [name, narrowest(statistics[name]!)]))}
  );
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
  const cells = dimensions.reduce((n, {values}) => n * values.length, size);
  const statistics = Object.fromEntries(
    table.schema.fields.map(({name}) => {
      const values = Float64Array.from(table.getChild(name).toArray() as ArrayLike<number>);
      if (values.length !== cells)
        throw new InputError(`the statistic "${name}" has ${values.length} cells and not ${cells}`);
      return [name, values];
    })
  );
  return {
    dimensions,
    keys: Object.fromEntries(Object.entries(keys).map(([name, values]) => [name, Float64Array.from(values)])),
    size,
    statistics
  };
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
