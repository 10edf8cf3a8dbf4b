import type {Unit} from "../metrics/metric.ts";

/** What a control gives: a date as its ISO text, several choices as a list, nothing chosen as null. */
export type InputValue = string | number | boolean | null | readonly string[];

/** A control of a page, complete. */
export interface Input {
  readonly name: string;
  readonly type: "slider" | "number" | "select" | "checkbox" | "date" | "text" | "search";
  /** Plain text. */
  readonly label: string;
  /** What the page was built with. */
  readonly value: InputValue;
  /** What can be chosen; null where anything can be entered. */
  readonly options: readonly {readonly value: string; readonly label: string}[] | null;
  /** Whether several can be chosen at once. */
  readonly multiple: boolean;
  /** Bounds of a number, or of a date as ISO texts; null: none. */
  readonly min: number | string | null;
  readonly max: number | string | null;
  readonly step: number | null;
  readonly unit: Unit | null;
  readonly placeholder: string | null;
}

/** Between the choices of a list that is bound to SQL as one text. No option has it. */
export const SEPARATOR = "\u001F";

/** A value as SQL binds it: a date as a timestamp, a list as one text. */
export function boundInput({type}: Pick<Input, "type">, value: InputValue): string | number | boolean | Date | null {
  if (Array.isArray(value)) return value.join(SEPARATOR);
  if (type === "date" && typeof value === "string") return new Date(`${value}T00:00:00Z`);
  return value as Exclude<InputValue, readonly string[]>;
}

/** A value as expressions see it: a date as a Date. */
export function inputInScope(input: Pick<Input, "type">, value: InputValue): unknown {
  return Array.isArray(value) ? value : boundInput(input, value);
}

/** The value that a text of an address says; null if it says none that the control takes. `""` is an empty control. */
export function inputValueOf(input: Input, text: string): {readonly value: InputValue} | null {
  const {type, options, multiple} = input;
  if (multiple) {
    const wanted = text === "" ? [] : text.split(",").map(decoded);
    return wanted.every((one) => has(options, one)) ? {value: wanted} : null;
  }
  const plain = decoded(text);
  if (type === "checkbox") return plain === "true" || plain === "false" ? {value: plain === "true"} : null;
  if (options) return has(options, plain) ? {value: plain} : null;
  if (type === "slider" || type === "number") {
    if (plain === "") return type === "number" ? {value: null} : null;
    const number = Number(plain);
    return Number.isFinite(number) && isWithin(input, number) ? {value: number} : null;
  }
  if (type === "date") {
    if (plain === "") return {value: null};
    return isDate(plain) && isWithin(input, plain) ? {value: plain} : null;
  }
  return {value: plain};
}

/** The text of an address that {@link inputValueOf} reads back. */
export function inputText(value: InputValue): string {
  if (value === null) return "";
  return Array.isArray(value) ? value.map(encodeURIComponent).join(",") : encodeURIComponent(String(value));
}

/** Whether two values are the same. */
export function isSameInput(a: InputValue, b: InputValue): boolean {
  return inputText(a) === inputText(b) && Array.isArray(a) === Array.isArray(b);
}

/** Whether a text is a day of the calendar, as 2025-01-31. */
export function isDate(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function isWithin({min, max}: Input, value: number | string): boolean {
  return (min === null || value >= min) && (max === null || value <= max);
}

function has(options: Input["options"], value: string): boolean {
  return options?.some((option) => option.value === value) ?? false;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
