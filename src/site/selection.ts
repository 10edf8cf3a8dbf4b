import {inputText, inputValueOf, isSameInput} from "../notebook/input.ts";
import type {Input, InputValue} from "../notebook/input.ts";

/** Whom a reader looks at: values kept per dimension (none named: all), and months of joining, counted since 1970-01. */
export interface Selection {
  readonly values: Readonly<Record<string, readonly string[]>>;
  readonly joined: readonly [number, number] | null;
  /** Values of inputs by name; those left as built are not named. */
  readonly inputs?: Readonly<Record<string, InputValue>>;
}

/** What a page can be filtered by. */
export interface Choices {
  readonly dimensions: readonly {readonly name: string; readonly values: readonly {readonly value: string}[]}[];
  readonly joined: readonly [number, number] | null;
  readonly inputs?: readonly Input[];
}

export const EVERYBODY: Selection = {values: {}, joined: null};

/** Whether everything is as the page was built. */
export function isAsBuilt(selection: Selection): boolean {
  return isEverybody(selection) && Object.keys(selection.inputs ?? {}).length === 0;
}

/** Whether nothing is filtered. */
export function isEverybody({values, joined}: Selection): boolean {
  return joined === null && Object.values(values).every((kept) => kept.length === 0);
}

/** "2025-01" for a month counted since 1970-01. */
export function monthText(month: number): string {
  return `${1970 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;
}

function monthOf(text: string): number | null {
  const found = /^(\d{4})-(\d{2})$/.exec(text);
  return found && Number(found[2]) >= 1 && Number(found[2]) <= 12
    ? (Number(found[1]) - 1970) * 12 + Number(found[2]) - 1
    : null;
}

/**
 * The selection that a URL's query says, `?segment=Gold,Silver&joined=2025-01..2025-06`. What the page does not know, values and names, is passed over; all values of a dimension are none.
 */
export function selectionOf(query: string, {dimensions, joined, inputs: controls = []}: Choices): Selection {
  const given = new Map(
    query
      .replace(/^\?/, "")
      .split("&")
      .filter((part) => part.includes("="))
      .map((part) => [decode(part.slice(0, part.indexOf("="))), part.slice(part.indexOf("=") + 1)])
  );
  const values: Record<string, readonly string[]> = {};
  for (const {name, values: known} of dimensions) {
    const wanted = (given.get(name) ?? "").split(",").map(decode);
    const kept = known.map(({value}) => value).filter((value) => wanted.includes(value));
    if (kept.length > 0 && kept.length < known.length) values[name] = kept;
  }
  const inputs: Record<string, InputValue> = {};
  for (const control of controls) {
    const found = given.has(control.name) ? inputValueOf(control, given.get(control.name)!) : null;
    if (found && !isSameInput(found.value, control.value)) inputs[control.name] = found.value;
  }
  const chosen = Object.keys(inputs).length === 0 ? {} : {inputs};
  const [from, to] = (given.get("joined") ?? "").split("..").map((text) => monthOf(decode(text)));
  if (!joined || (from == null && to == null)) return {values, joined: null, ...chosen};
  return {values, joined: rangeWithin([from ?? joined[0], to ?? joined[1]], joined), ...chosen};
}

/** The range cut to the months that there are; null if it is all of them, or empty. */
export function rangeWithin(
  [from, to]: readonly [number, number],
  [first, last]: readonly [number, number]
): readonly [number, number] | null {
  const range = [Math.max(first, from), Math.min(last, to)] as const;
  return range[0] > range[1] || (range[0] === first && range[1] === last) ? null : range;
}

/** The query that {@link selectionOf} reads back, "" for everybody; other names of `query` stay. */
export function queryOf(
  {values, joined, inputs = {}}: Selection,
  {dimensions, inputs: controls = []}: Pick<Choices, "dimensions" | "inputs">,
  query = ""
): string {
  const own = new Set([...[...dimensions, ...controls].map(({name}) => name), "joined"]);
  const others = query
    .replace(/^\?/, "")
    .split("&")
    .filter((part) => part !== "" && !own.has(decode(part.split("=")[0]!)));
  const parts = dimensions.flatMap(({name}) => {
    const kept = values[name] ?? [];
    return kept.length === 0 ? [] : [`${encodeURIComponent(name)}=${kept.map(encodeURIComponent).join(",")}`];
  });
  const months = joined ? [`joined=${monthText(joined[0])}..${monthText(joined[1])}`] : [];
  const chosen = Object.entries(inputs).map(([name, value]) => `${encodeURIComponent(name)}=${inputText(value)}`);
  const all = [...parts, ...months, ...chosen, ...others];
  return all.length === 0 ? "" : `?${all.join("&")}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
