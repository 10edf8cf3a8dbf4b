/** Fewer customers are not counted in print, where the catalog says nothing else: its `minimumCell`. */
export const MINIMUM = 5;

/** Whether it is some customers, but fewer than may be counted in print. */
export function isFew(n: number, minimum: number): boolean {
  return n > 0 && n < minimum;
}
