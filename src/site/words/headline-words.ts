import type {Format} from "../../charts/format.ts";
import type {FindingKey, FindingValues} from "./words.ts";

/** A figure's head in a few words: what the finding of that key says first. Values are those of the finding; plain text without a full stop. */
export type HeadlineWords = Readonly<
  Record<Exclude<FindingKey, "kpi">, (values: FindingValues, format: Format) => string>
>;

/** From this many characters on, an amount is too long for a head. */
const LONG = 10;

/** An amount in full, or short where that would be too long for a head. */
export function amountOf(value: FindingValues[string] | undefined, format: Format): string {
  const full = format.value(value, "money");
  return full.length < LONG ? full : format.short(value, "money");
}

/** Whether all of these are known. */
export function has(values: FindingValues, ...names: readonly string[]): boolean {
  return names.every((name) => values[name] != null);
}
