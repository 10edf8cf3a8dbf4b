import type {Months} from "../../metrics/metric.ts";
import {inputText, inputValueOf, isSameInput} from "../../notebook/input.ts";
import type {Input, InputValue} from "../../notebook/input.ts";

/** What a reader compares the figures with: those of all customers, or of as many months before the reporting window. */
export type Compare = "all" | "previous";

/** Whom a reader looks at: values kept per dimension (none named: all), and months of joining; and which months of theirs. */
export interface Selection {
  readonly values: Readonly<Record<string, readonly string[]>>;
  readonly joined: Months | null;
  /** The reporting window; absent or null: the whole history. */
  readonly period?: Months | null;
  readonly compare?: Compare | null;
  /** Values of inputs by name; those left as built are not named. */
  readonly inputs?: Readonly<Record<string, InputValue>>;
}

/** What a page can be filtered by. */
export interface Choices {
  readonly dimensions: readonly {readonly name: string; readonly values: readonly {readonly value: string}[]}[];
  readonly joined: Months | null;
  /** Months that a reporting window can have; null where the page has no filter `period`. */
  readonly period?: Months | null;
  readonly inputs?: readonly Input[];
}

export const EVERYBODY: Selection = {values: {}, joined: null};

/** The selection over rows, whose dimensions have the values that "(other)" stands for on the page: it with them. */
export function unfolded(selection: Selection, folded: Readonly<Record<string, readonly string[]>>): Selection {
  const values = Object.entries(selection.values).map(([name, kept]) => [
    name,
    kept.includes("(other)") ? [...kept, ...(folded[name] ?? [])] : kept
  ]);
  return {...selection, values: Object.fromEntries(values) as Selection["values"]};
}

/** Whether everything is as the page was built. */
export function isAsBuilt(selection: Selection): boolean {
  return isUnfiltered(selection) && !selection.compare && Object.keys(selection.inputs ?? {}).length === 0;
}

/** Whether all customers and the whole history are shown. */
export function isUnfiltered(selection: Selection): boolean {
  return isEverybody(selection) && !selection.period;
}

/** Whether no customer is left out. */
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

/** What a selection is compared with; null where there is nothing to compare: everybody with all customers, or months before the first that the page has. */
export function comparedWith(selection: Selection, {period: known}: Pick<Choices, "period">): Selection | null {
  const {compare, period, ...rest} = selection;
  if (compare === "all")
    return isEverybody(selection) ? null : {...rest, values: {}, joined: null, period: period ?? null};
  if (compare !== "previous" || !period || !known) return null;
  const months = period[1] - period[0] + 1;
  return period[0] - months < known[0] ? null : {...rest, period: [period[0] - months, period[1] - months]};
}

/**
 * The selection that a URL's query says, `?segment=Gold,Silver&joined=2025-01..2025-06&period=2026-01..2026-06&compare=previous`. What the page does not know, values and names, is passed over; all values of a dimension are none.
 */
export function selectionOf(
  query: string,
  {dimensions, joined, period = null, inputs: controls = []}: Choices
): Selection {
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
  const compare = COMPARES.find((one) => one === given.get("compare"));
  const window = period ? rangeOf(given.get("period"), period) : null;
  return {
    values,
    joined: joined ? rangeOf(given.get("joined"), joined) : null,
    ...(window ? {period: window} : {}),
    ...(compare && isFilterable({dimensions, joined, period}) ? {compare} : {}),
    ...(Object.keys(inputs).length === 0 ? {} : {inputs})
  };
}

const COMPARES: readonly Compare[] = ["all", "previous"];

/** Whether a page has any filter. */
export function isFilterable({dimensions, joined, period = null}: Choices): boolean {
  return dimensions.length > 0 || joined !== null || period !== null;
}

/** The months that "2025-01..2025-06" says, of those there are; an end left open is theirs. */
function rangeOf(text: string | undefined, months: Months): Months | null {
  const [from, to] = (text ?? "").split("..").map((part) => monthOf(decode(part)));
  return from == null && to == null ? null : rangeWithin([from ?? months[0], to ?? months[1]], months);
}

/** The range cut to the months that there are; null if it is all of them, or empty. */
export function rangeWithin([from, to]: Months, [first, last]: Months): Months | null {
  const range = [Math.max(first, from), Math.min(last, to)] as const;
  return range[0] > range[1] || (range[0] === first && range[1] === last) ? null : range;
}

/** The query that {@link selectionOf} reads back, "" for everybody; other names of `query` stay. */
export function queryOf(
  {values, joined, period = null, compare = null, inputs = {}}: Selection,
  {dimensions, inputs: controls = []}: Pick<Choices, "dimensions" | "inputs">,
  query = ""
): string {
  const own = new Set([...[...dimensions, ...controls].map(({name}) => name), "joined", "period", "compare"]);
  const others = query
    .replace(/^\?/, "")
    .split("&")
    .filter((part) => part !== "" && !own.has(decode(part.split("=")[0]!)));
  const parts = dimensions.flatMap(({name}) => {
    const kept = values[name] ?? [];
    return kept.length === 0 ? [] : [`${encodeURIComponent(name)}=${kept.map(encodeURIComponent).join(",")}`];
  });
  const months = Object.entries({joined, period}).flatMap(([name, range]) =>
    range ? [`${name}=${monthText(range[0])}..${monthText(range[1])}`] : []
  );
  const against = compare ? [`compare=${compare}`] : [];
  const chosen = Object.entries(inputs).map(([name, value]) => `${encodeURIComponent(name)}=${inputText(value)}`);
  const all = [...parts, ...months, ...against, ...chosen, ...others];
  return all.length === 0 ? "" : `?${all.join("&")}`;
}

/** The query with these values for these names, null for none; other names stay. A name stands in it once. */
export function queryWith(query: string, values: Readonly<Record<string, string | null>>): string {
  const others = query
    .replace(/^\?/, "")
    .split("&")
    .filter((part) => part !== "" && !Object.hasOwn(values, decode(part.split("=")[0]!)));
  const own = Object.entries(values).flatMap(([name, value]) =>
    value === null ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`]
  );
  const all = [...others, ...own];
  return all.length === 0 ? "" : `?${all.join("&")}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
