/** Shares of customers at which a Lorenz curve is read: every 2%, the top tenth in percents. */
export const LORENZ_POINTS: readonly number[] = [
  ...Array.from({length: 45}, (_, i) => i / 50),
  ...Array.from({length: 11}, (_, i) => (90 + i) / 100)
];

/** Shares of customers whose part of the value is told. */
const TOPS = [0.01, 0.1, 0.2] as const;
/** The part of the value whose fewest customers are counted. */
const MOST = 0.8;

/** How concentrated values are among customers. */
export interface Lorenz {
  readonly customers: number;
  /** Sum of their values. */
  readonly value: number;
  /** Customers with a value below 0. */
  readonly negative: number;
  /** 2 Σ i x / (n Σ x) − (n + 1) / n, values ascending; null where a value is below 0, or the sum not above it. */
  readonly gini: number | null;
  /** Jackknife; null for a curve from bins. */
  readonly giniError: number | null;
  /** By how much at most the Gini of bins is below the exact one; 0 for an exact one. */
  readonly bound: number;
  /** Cumulative share of the value at {@link LORENZ_POINTS}, from the least; empty where the sum is not above 0. */
  readonly shares: readonly number[];
  /** Share of the value of the top 1%, 10% and 20%; the top q are ceil(q n) customers. */
  readonly top: readonly (number | null)[];
  /** The fewest customers that have 80% of the value. */
  readonly customersFor80: number | null;
}

const NOTHING = {gini: null, giniError: null, bound: 0, shares: [], top: TOPS.map(() => null), customersFor80: null};

/** The Lorenz curve of values in ascending order. */
export function exactLorenz(sorted: Float64Array): Lorenz {
  const n = sorted.length;
  const sums = new Float64Array(n + 1);
  for (let i = 0; i < n; ++i) sums[i + 1] = sums[i]! + sorted[i]!;
  const value = sums[n]!;
  const negative = sorted.findIndex((x) => x >= 0) < 0 ? n : sorted.findIndex((x) => x >= 0);
  if (!(value > 0)) return {...NOTHING, customers: n, value, negative};
  const at = (customers: number) => {
    const whole = Math.min(n, Math.floor(customers));
    return sums[whole]! + (whole < n ? (customers - whole) * sorted[whole]! : 0);
  };
  const gini = negative === 0 ? giniOf(sorted, value) : null;
  return {
    customers: n,
    value,
    negative,
    gini: gini?.gini ?? null,
    giniError: gini?.error ?? null,
    bound: 0,
    shares: LORENZ_POINTS.map((share) => at(share * n) / value),
    top: TOPS.map((share) => 1 - sums[n - topCount(share, n)]! / value),
    customersFor80: n - sums.findLastIndex((sum) => value - sum >= MOST * value * (1 - 1e-12))
  };
}

/** ceil(q n), as exact arithmetic has it. */
function topCount(share: number, n: number): number {
  return Math.ceil(Number((share * n).toFixed(6)));
}

/** The Gini of ascending values that sum to `value`, and its jackknife error: what it would be without each customer in turn. */
function giniOf(sorted: Float64Array, value: number): {gini: number; error: number | null} {
  const n = sorted.length;
  let ranked = 0;
  for (let i = 0; i < n; ++i) ranked += (i + 1) * sorted[i]!;
  const gini = (2 * ranked) / (n * value) - (n + 1) / n;
  if (n < 3) return {gini, error: null};
  const without = new Float64Array(n);
  let above = 0;
  for (let i = n - 1; i >= 0; --i) {
    const x = sorted[i]!;
    const rest = value - x;
    // The ranks of those above fall by one.
    without[i] = rest > 0 ? (2 * (ranked - (i + 1) * x - above)) / ((n - 1) * rest) - n / (n - 1) : 0;
    above += x;
  }
  const mean = without.reduce((sum, g) => sum + g, 0) / n;
  const spread = without.reduce((sum, g) => sum + (g - mean) ** 2, 0);
  return {gini, error: Math.sqrt(((n - 1) / n) * spread)};
}

/** Customers whose values lie above `from` and up to `to` (null: no bound). */
export interface Bin {
  readonly customers: number;
  readonly value: number;
  readonly negative: number;
  readonly from: number | null;
  readonly to: number | null;
}

/** The Lorenz curve of bins in ascending order, as if all in a bin were equal. */
export function binnedLorenz(bins: readonly Bin[]): Lorenz {
  const sum = (name: "customers" | "value" | "negative") => bins.reduce((total, bin) => total + bin[name], 0);
  const [n, value, negative] = [sum("customers"), sum("value"), sum("negative")];
  if (!(value > 0)) return {...NOTHING, customers: n, value, negative};
  const ends = bins.reduce<{customers: number; value: number}[]>(
    (all, bin) => [...all, {customers: all.at(-1)!.customers + bin.customers, value: all.at(-1)!.value + bin.value}],
    [{customers: 0, value: 0}]
  );
  const at = (customers: number) => {
    const k = Math.max(
      1,
      ends.findIndex((end) => end.customers >= customers - 1e-9)
    );
    const [before, after] = [ends[k - 1]!, ends[k] ?? ends.at(-1)!];
    const part =
      after.customers > before.customers ? (customers - before.customers) / (after.customers - before.customers) : 0;
    return before.value + part * (after.value - before.value);
  };
  const area = ends
    .slice(1)
    .reduce((total, end, i) => total + ((end.customers - ends[i]!.customers) * (end.value + ends[i]!.value)) / 2, 0);
  return {
    customers: n,
    value,
    negative,
    gini: negative > 0 ? null : 1 - (2 * area) / (n * value),
    giniError: null,
    bound: bins.reduce((total, bin) => total + withinBound(bin), 0) / (n * value),
    shares: LORENZ_POINTS.map((share) => at(share * n) / value),
    top: TOPS.map((share) => 1 - at(n - topCount(share, n)) / value),
    customersFor80: fewest(ends, value)
  };
}

/** n² × the largest mean difference that values between the bin's ends with its mean can have; an open end is taken as twice the mean. */
function withinBound({customers, value, from, to}: Bin): number {
  const mean = value / customers;
  const [low, high] = [from ?? Math.min(0, mean), to ?? 2 * mean];
  return high > low ? ((customers * Math.max(0, (mean - low) * (high - mean))) / (high - low)) * customers : 0;
}

function fewest(ends: readonly {customers: number; value: number}[], value: number): number {
  const least = (1 - MOST) * value;
  const k = Math.max(
    1,
    ends.findIndex((end) => end.value > least)
  );
  const [before, after] = [ends[k - 1]!, ends[k]!];
  const rest =
    before.customers + ((least - before.value) / (after.value - before.value)) * (after.customers - before.customers);
  return Math.ceil(ends.at(-1)!.customers - rest - 1e-9);
}
