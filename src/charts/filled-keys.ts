const DAY = 86_400_000;
const MOST_TIMES = 4; // as many keys as there are, at most: sparse ones are left as they are

/**
 * The ascending keys with those that are missing between them, at the distance that divides all: months, days, or whole numbers. A bar
 * chart leaves a place for each, so that a gap is seen. Keys that are irregular, or would become too many, stay as they are.
 */
export function filledKeys(
  keys: readonly number[],
  {isTime, isMonthly}: {isTime: boolean; isMonthly: boolean}
): number[] {
  const units = keys.map((key) => (isMonthly ? monthOf(key) : isTime ? key / DAY : key));
  if (units.length < 3 || !units.every(Number.isInteger)) return [...keys];
  const first = units[0]!;
  const step = units.map((unit) => unit - first).reduce(divisor);
  const count = (units.at(-1)! - first) / step + 1;
  if (count > MOST_TIMES * units.length) return [...keys];
  return Array.from({length: count}, (_, i) => {
    const unit = first + i * step;
    return isMonthly ? Date.UTC(1970, unit) : isTime ? unit * DAY : unit;
  });
}

function monthOf(time: number): number {
  const date = new Date(time);
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}

/** Greatest common divisor. */
function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}
