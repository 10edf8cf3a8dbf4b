/** Round numbers (1, 2, 2.5, 5 times a power of ten apart), about `count` of them, from at or below `low` to at or above `high`. */
export function roundTicks(
  low: number,
  high: number,
  {count, whole = false}: {count: number; whole?: boolean}
): number[] {
  const span = high - low || Math.abs(high) || 1;
  const step = roundStep(span / Math.max(1, count), whole);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  return Array.from({length: last - first + 1}, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** The least round step that is not smaller than the given one; `whole` leaves out fractions. */
function roundStep(least: number, whole: boolean): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const steps = [1, 2, 2.5, 5, 10].map((m) => m * power);
  const step = steps.find((s) => s >= least * (1 - 1e-9) && (!whole || Number.isInteger(s)));
  return step ?? Math.max(1, 10 * power);
}
