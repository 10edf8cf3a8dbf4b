import type {Format} from "../../charts/format.ts";
import {isTable} from "../../notebook/dataset.ts";
import {datasetOfTable} from "../../notebook/js-table.ts";
import {Quantity} from "../../notebook/quantity.ts";
import {jsWords} from "../words/js-words.ts";
import {plainTable} from "../metric-figure.ts";
import type {Style} from "../metric-figure.ts";
import {element} from "../views/element.ts";

/** Most entries of a list or an object that are shown. */
const MOST = 100;

/** How deep objects in objects are shown. */
const DEEPEST = 6;

/** How long a list or an object may be to stand in one line. */
const LINE = 60;

/** A value as a page shows it; null and undefined show nothing. Elements are shown as they are, tables and lists of rows as tables, whatever else as text. */
export function shownValue(value: unknown, style: Style): Node | null {
  const {document} = style;
  if (value === null || value === undefined) return null;
  if (isNode(value)) return value;
  if (isTable(value)) return plainTable(datasetOfTable(value), style);
  if (typeof value === "object" && !isPlain(value)) return tree(value, {style, depth: 0, above: []});
  return element(document, "p", {class: "k-js-text"}, [textOf(value, style.format)]);
}

/** Whether a value is an element, a text or another node of a document. */
export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "nodeType" in value && "ownerDocument" in value;
}

/** Whether the value is shown as one text. */
function isPlain(value: object): boolean {
  return value instanceof Quantity || value instanceof Date || value instanceof Error || value instanceof RegExp;
}

function textOf(value: unknown, format: Format): string {
  if (value instanceof Quantity) return format.value(value.value, value.unit);
  if (value instanceof Date) return format.value(value, value.getTime() % 86_400_000 === 0 ? "date" : "timestamp");
  if (typeof value === "number")
    return Number.isFinite(value) ? format.value(value, Number.isInteger(value) ? "count" : "number") : String(value);
  if (typeof value === "function") return `ƒ ${value.name || "(…)"}`;
  return String(value);
}

interface Place {
  readonly style: Style;
  readonly depth: number;
  /** The objects around it, of which it may be one. */
  readonly above: readonly object[];
}

/** A list or an object: in one line where it fits, else as a fold-out with a line for each entry. */
function tree(value: object, place: Place): Element {
  const {document} = place.style;
  const line = lineOf(value, []);
  const entries = entriesOf(value);
  const isShort =
    line.length <= LINE && entries.every(([, one]) => typeof one !== "object" || one === null || isPlain(one));
  if (isShort || place.depth >= DEEPEST || place.above.includes(value))
    return element(document, "code", {class: "k-js-line"}, [line]);
  const rows = entries
    .slice(0, MOST)
    .map(([name, one]) =>
      element(document, "div", {}, [
        element(document, "dt", {}, [name]),
        element(document, "dd", {}, [entryOf(one, {...place, depth: place.depth + 1, above: [...place.above, value]})])
      ])
    );
  const rest = entries.length - rows.length;
  const more =
    rest > 0 ? element(document, "p", {class: "k-more"}, [jsWords(place.style.words.lang).more(rest)]) : null;
  return element(document, "details", {class: "k-js-tree", open: place.depth === 0 ? "" : null}, [
    element(document, "summary", {}, [headOf(value)]),
    element(document, "dl", {}, rows),
    more
  ]);
}

function entryOf(value: unknown, place: Place): Element {
  if (typeof value === "object" && value !== null && !isPlain(value) && !isNode(value)) return tree(value, place);
  return element(place.style.document, "code", {class: "k-js-line"}, [lineOf(value, [])]);
}

function entriesOf(value: object): readonly (readonly [string, unknown])[] {
  if (value instanceof Map) return [...value].map(([key, one]) => [lineOf(key, []), one] as const);
  if (value instanceof Set) return [...value].map((one, i) => [String(i), one] as const);
  if (isTable(value)) return value.columnNames().map((name) => [name, [...value.array(name)]] as const);
  return Object.entries(value);
}

/** "Array (3)", "Object", "Map (2)". */
function headOf(value: object): string {
  const name = (value.constructor as {name?: string} | undefined)?.name ?? "Object";
  const isCounted = Array.isArray(value) || ArrayBuffer.isView(value) || value instanceof Map || value instanceof Set;
  return isCounted ? `${name} (${entriesOf(value).length})` : name;
}

/** A value as code would write it, in one line, cut where it is long. */
function lineOf(value: unknown, above: readonly object[]): string {
  if (typeof value === "string") return JSON.stringify(value.length > LINE ? `${value.slice(0, LINE)}…` : value);
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString().replace("T00:00:00.000Z", "");
  if (value instanceof Quantity) return String(value.value);
  if (typeof value === "function") return `ƒ ${value.name || "(…)"}`;
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object" || value === null || value instanceof Error || value instanceof RegExp)
    return String(value);
  if (isNode(value)) return `<${value.nodeName.toLowerCase()}>`;
  if (above.includes(value) || above.length > 2) return "…";
  const isList = Array.isArray(value) || ArrayBuffer.isView(value) || value instanceof Set;
  const parts: string[] = [];
  let length = 0;
  for (const [name, one] of entriesOf(value)) {
    if (length > LINE) {
      parts.push("…");
      break;
    }
    const part = isList ? lineOf(one, [...above, value]) : `${name}: ${lineOf(one, [...above, value])}`;
    parts.push(part);
    length += part.length + 2;
  }
  const inside = parts.join(", ");
  return isList ? `[${inside}]` : `{${inside}}`;
}
