import type {Notation, Unit} from "./format.ts";
import {numberText} from "./number-text.ts";
import {decimals, MOST_DECIMALS} from "./tick-text.ts";

const SIGNIFICANT = 3;

/** Most decimals of the units whose columns share them; those of all others are the unit's own. */
const MOST: Readonly<Partial<Record<Unit, number>>> = {number: MOST_DECIMALS, count: MOST_DECIMALS, days: 1, months: 1};

/**
 * How many decimals all numbers of a column have: as many as give the one in the middle three significant digits, at most one more than give the largest so many, and none that no number needs.
 * Null where the unit has its own.
 */
export function columnDecimals(values: readonly unknown[], unit: Unit): number | null {
  const most = MOST[unit];
  if (most === undefined) return null;
  const numbers = values.filter((value) => typeof value === "number" && Number.isFinite(value)) as number[];
  const sizes = numbers
    .filter((value) => value !== 0)
    .map(Math.abs)
    .sort((a, b) => a - b);
  if (sizes.length === 0) return 0;
  const wanted = (size: number) => SIGNIFICANT - 1 - Math.floor(Math.log10(size));
  const shared = Math.min(wanted(sizes[Math.floor(sizes.length / 2)]!), wanted(sizes.at(-1)!) + 1, most);
  return Math.min(Math.max(0, shared), decimals(numbers));
}

/** The number with so many decimals; "<0.001" of one above zero that none of them shows. */
export function columnText(value: number, digits: number, notation: Notation): string {
  const least = 10 ** -digits;
  const isLess = digits > 0 && value > 0 && value < least / 2;
  return `${isLess ? "<" : ""}${numberText(isLess ? least : value, notation, {min: digits, max: digits})}`;
}
