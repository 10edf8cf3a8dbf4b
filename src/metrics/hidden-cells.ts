import {isFew} from "./few.ts";

/** A count of customers. */
export interface CountCell {
  readonly n: number;
  /** Whether it stands in print in any case. */
  readonly isFixed: boolean;
  /** Whether it is in no print, so that hiding it costs nothing; it may be known all the same. */
  readonly isFree: boolean;
  /** Whether something else hides it already. */
  readonly isSecret: boolean;
}

/** Cells, by their places, that are parts of another one: a customer may be in several parts. */
export interface CountSum {
  readonly whole: number;
  readonly parts: readonly number[];
}

/** The places of `cells` that may not stand in print: all of few customers, and of each sum as many parts more (those that cost nothing first, then the smallest) as it takes so that no hidden one is had by subtraction; the whole where there is no such part. */
export function hiddenCells(
  cells: readonly CountCell[],
  sums: readonly CountSum[],
  minimum: number
): ReadonlySet<number> {
  const hidden = new Set(
    cells.flatMap(({n, isFixed, isSecret}, i) => (!isFixed && (isSecret || isFew(n, minimum)) ? [i] : []))
  );
  const isCovered = (sum: CountSum): boolean => {
    const cover = isExposed(sum, {cells, hidden, minimum}) ? coverOf(sum, cells, hidden) : null;
    if (cover !== null) hidden.add(cover);
    return cover === null;
  };
  // A cover of one sum may be had by another.
  while (!sums.map(isCovered).every((is) => is));
  return hidden;
}

interface State {
  readonly cells: readonly CountCell[];
  readonly hidden: ReadonlySet<number>;
  readonly minimum: number;
}

/** Whether what the sum shows tells a hidden count, or of few. */
function isExposed({whole, parts}: CountSum, {cells, hidden, minimum}: State): boolean {
  const secret = parts.filter((i) => hidden.has(i) && cells[i]!.n > 0);
  const rest = parts.reduce((left, i) => (hidden.has(i) ? left : left - cells[i]!.n), cells[whole]!.n);
  if (hidden.has(whole)) return secret.length === 0 && rest === 0 && cells[whole]!.n > 0;
  if (secret.length === 0) return false;
  return isFew(rest, minimum) || (secret.length === 1 && rest === cells[secret[0]!]!.n);
}

/** The place to hide next; null without one. */
function coverOf({whole, parts}: CountSum, cells: readonly CountCell[], hidden: ReadonlySet<number>): number | null {
  const isOpen = (i: number) => !hidden.has(i) && !cells[i]!.isFixed && cells[i]!.n > 0;
  const [first] = parts
    .filter(isOpen)
    .sort((a, b) => Number(cells[b]!.isFree) - Number(cells[a]!.isFree) || cells[a]!.n - cells[b]!.n || a - b);
  return first ?? (isOpen(whole) ? whole : null);
}
