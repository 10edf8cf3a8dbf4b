import type {Dataset} from "../notebook/dataset.ts";

export type Json = null | boolean | number | string | readonly Json[] | {readonly [key: string]: Json};

/** A table as data: columns with what they mean, and rows. Ratios are fractions, dates ISO. */
export interface TableJson {
  readonly columns: readonly {readonly name: string; readonly type: string; readonly unit: string | null}[];
  readonly rows: readonly (readonly Json[])[];
}

/** A dataset as data. */
export function tableJson({table, columns}: Dataset): TableJson {
  const values = columns.map(({name, type}) =>
    Array.from(table.array(name) as Iterable<unknown>, (value) => valueJson(value, type === "date"))
  );
  return {
    columns: columns.map(({name, type, unit}) => ({
      name,
      type,
      unit: unit === "text" || unit === "boolean" ? null : unit
    })),
    rows: Array.from({length: table.numRows()}, (_, row) => values.map((column) => column[row]!))
  };
}

function valueJson(value: unknown, isDate: boolean): Json {
  if (value === null || value === undefined) return null;
  if (value instanceof Date)
    return isDate
      ? value.toISOString().slice(0, 10)
      : value
          .toISOString()
          .replace(/\.000Z$/, "")
          .replace(/Z$/, "");
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (value instanceof Uint8Array) return base64(value);
  if (Array.isArray(value)) return value.map((item) => valueJson(item, isDate));
  return Object.fromEntries(Object.entries(value as object).map(([key, item]) => [key, valueJson(item, isDate)]));
}

/** Bytes as base64, in parts: a call takes some ten thousands of arguments. */
function base64(bytes: Uint8Array): string {
  const PART = 8192;
  const parts = Array.from({length: Math.ceil(bytes.length / PART)}, (_, i) =>
    String.fromCharCode(...bytes.subarray(i * PART, (i + 1) * PART))
  );
  return btoa(parts.join(""));
}
