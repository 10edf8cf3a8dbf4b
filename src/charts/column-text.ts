import type {Notation, Unit} from "./format.ts";
import {numberText} from "./number-text.ts";
import {decimals, MOST_DECIMALS} from "./tick-text.ts";

const SIGNIFICANT = 3;
/** What is smaller is not written out. */
const LEAST = 1e-4;

/** Most decimals of the units whose columns share them; those of all others are the unit's own. */
const MOST: Readonly<Partial<Record<Unit, number>>> = {number: MOST_DECIMALS, count: MOST_DECIMALS, days: 1, months: 1};

/**
 * How many decimals all numbers of a column have: as many as give the one in the middle three significant digits, at most one more than give the largest so many, and none that no number needs; one more where that keeps two digits of small ones, and others have a use for it.
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
  const digits = Math.min(Math.max(0, shared), decimals(numbers));
  const lost = sizes.filter((size) => isLost(size, digits));
  const isUseful = sizes.some((size) => !isTiny(size) && !isLost(size, digits) && !isExact(size, digits));
  const isKept = lost.length > 0 && digits < most && lost.every((size) => !isLost(size, digits + 1));
  return isUseful && isKept ? digits + 1 : digits;
}

/** The number with so many decimals; with as many as it takes where they leave fewer than two digits of it, and "<0.0001" where that is too small. */
export function columnText(value: number, digits: number, notation: Notation): string {
  if (isTiny(value)) return value > 0 ? `<${atMost(LEAST, notation)}` : `>${atMost(-LEAST, notation)}`;
  return isLost(value, digits) ? atMost(value, notation) : numberText(value, notation, {min: digits, max: digits});
}

/** So many decimals, or as many more as keep two significant digits. */
export function fineDecimals(value: number, digits: number): number {
  return value === 0 || isTiny(value) ? digits : Math.max(digits, 1 - Math.floor(Math.log10(Math.abs(value))));
}

function atMost(value: number, notation: Notation): string {
  return numberText(value, notation, {max: fineDecimals(value, 0)});
}

function isTiny(value: number): boolean {
  return value !== 0 && Math.abs(value) < LEAST;
}

/** Whether the decimals leave fewer than two significant digits of what has more. */
function isLost(value: number, digits: number): boolean {
  return fineDecimals(value, digits) > digits && !isExact(value, digits);
}

function isExact(value: number, digits: number): boolean {
  return Math.abs(Number(value.toFixed(digits)) - value) <= 1e-9 * Math.abs(value);
}
