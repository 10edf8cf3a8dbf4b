import type {JsOutput} from "../../notebook/environment.ts";
import {Quantity} from "../../notebook/quantity.ts";
import {isNode} from "./js-view.ts";
import type {Json} from "../table-json.ts";

/** A value as `index.json` has it: numbers, texts, dates as ISO, lists and objects of them; undefined for what is no data, such as an element, a function, or an object that contains itself. */
export function jsonOf(value: unknown, above: readonly object[] = []): Json | undefined {
  if (value === null || value === undefined) return null;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value !== "object" || isNode(value) || above.includes(value)) return undefined;
  if (value instanceof Quantity) return value.value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  const inside = [...above, value];
  if (Array.isArray(value) || value instanceof Set || ArrayBuffer.isView(value))
    return all(Array.from(value as unknown as Iterable<unknown>, (one) => jsonOf(one, inside)));
  const entries =
    value instanceof Map ? [...value].map(([key, one]) => [String(key), one] as const) : Object.entries(value);
  const parts = all(entries.map(([, one]) => jsonOf(one, inside)));
  return parts && Object.fromEntries(entries.map(([name], i) => [name, parts[i]!]));
}

/** What `index.json` says of a js cell besides its table: its value, and the names it defines. */
export function jsOutputJson(value: unknown, {values}: JsOutput): Readonly<Record<string, Json>> {
  const own = jsonOf(value);
  const defined = Object.entries(values).flatMap(([name, one]) => {
    const json = jsonOf(one);
    return json === undefined ? [] : [[name, json] as const];
  });
  return {
    ...(own === undefined ? {} : {value: own}),
    ...(defined.length === 0 ? {} : {values: Object.fromEntries(defined)})
  };
}

function all(values: readonly (Json | undefined)[]): readonly Json[] | undefined {
  return values.every((value) => value !== undefined) ? values : undefined;
}
