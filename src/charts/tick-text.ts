import type {Notation, Unit} from "./format.ts";
import {numberText, suffixFor, type NumberStyle} from "./number-text.ts";

/** Most decimals of numbers that share them. */
export const MOST_DECIMALS = 4;

/** One text per tick: the same suffix for all, and as few decimals as keep every tick exact. */
export function tickTexts(values: readonly number[], unit: Unit, notation: Notation): string[] {
  const largest = Math.max(0, ...values.map(Math.abs));
  const [scale, suffix] = unit === "ratio" ? ([1, ""] as const) : suffixFor(largest, notation);
  const digits = decimals(values.map((value) => (unit === "ratio" ? value * 100 : value / scale)));
  const style = unit === "ratio" ? "percent" : unit === "money" ? "currency" : "decimal";
  return values.map((value) => {
    const form: NumberStyle = value === 0 ? {style, max: 0} : {style, min: digits, max: digits, suffix};
    return numberText(value / scale, notation, form);
  });
}

/** As few decimals as keep every number exact; at most {@link MOST_DECIMALS}. */
export function decimals(values: readonly number[]): number {
  for (let digits = 0; digits < MOST_DECIMALS; ++digits) {
    const factor = 10 ** digits;
    if (
      values.every(
        (value) => Math.abs(value * factor - Math.round(value * factor)) < 1e-6 * Math.max(1, Math.abs(value))
      )
    )
      return digits;
  }
  return MOST_DECIMALS;
}
