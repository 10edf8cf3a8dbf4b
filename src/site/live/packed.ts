import {Quantity} from "../../notebook/quantity.ts";
import type {Unit} from "../../metrics/metric.ts";

/** As much of a table as is packed. */
interface Readable {
  columnNames(): readonly string[];
  array(name: string): Iterable<unknown>;
}

const TABLE = "kizuna:table";
const QUANTITY = "kizuna:quantity";

/** A value of a cell as a worker can send it: tables as their columns. {@link unpacked} makes it whole again. */
export function packed(value: unknown): unknown {
  if (value instanceof Quantity) return {[QUANTITY]: [value.value, value.unit]};
  if (isReadable(value))
    return {[TABLE]: Object.fromEntries(value.columnNames().map((name) => [name, [...value.array(name)]]))};
  return isPlain(value) ? Object.fromEntries(Object.entries(value).map(([name, part]) => [name, packed(part)])) : value;
}

/** The value that {@link packed} took apart. @param table makes a table of its columns. */
export function unpacked(value: unknown, table: (columns: Record<string, unknown[]>) => unknown): unknown {
  if (!isPlain(value)) return value;
  if (Object.hasOwn(value, TABLE)) return table(value[TABLE] as Record<string, unknown[]>);
  if (Object.hasOwn(value, QUANTITY)) return new Quantity(...(value[QUANTITY] as [number | null, Unit]));
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, unpacked(part, table)]));
}

function isReadable(value: unknown): value is Readable {
  return typeof value === "object" && value !== null && "columnNames" in value && "array" in value;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
