/** A source of numbers in [0, 1); the same seed and keys give the same sequence on every machine. */
export type Random = () => number;

/**
 * A stream of its own for each list of keys, so that a change to one part of the data leaves the other parts as they are.
 * sfc32 (Chris Doty-Humphrey, PractRand), its state mixed from seed and keys.
 */
export function stream(seed: number, ...keys: readonly number[]): Random {
  const hash = keys.reduce((h, key) => mix(h ^ Math.imul(key + 1, 0x9e3779b1)), mix(seed | 0));
  let a = hash;
  let b = mix(hash + 0x6d2b79f5);
  let c = mix(hash ^ 0x85ebca6b);
  let d = 1;
  const next = (): number => {
    const t = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return (t >>> 0) / 4294967296;
  };
  for (let i = 0; i < 12; ++i) next(); // the first numbers still show the keys
  return next;
}

/** 32-bit finaliser of MurmurHash3. */
function mix(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}

/** A whole number in [0, n). */
export function below(random: Random, n: number): number {
  return Math.floor(random() * n);
}

/** One of the items, each as likely. */
export function pick<T>(random: Random, items: readonly T[]): T {
  return items[below(random, items.length)]!;
}

/** One of the items, as likely as its weight; the weights need not sum to 1. */
export function choose<T>(random: Random, items: readonly T[], weight: (item: T) => number): T {
  let rest = random() * items.reduce((sum, item) => sum + weight(item), 0);
  return items.find((item) => (rest -= weight(item)) < 0) ?? items[items.length - 1]!;
}

/** Standard normal (Box–Muller). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Exponential with mean 1. */
export function exponential(random: Random): number {
  return -Math.log(1 - random());
}

/** Gamma with mean `shape` and scale 1 (Marsaglia & Tsang 2000). */
export function gamma(random: Random, shape: number): number {
  if (shape < 1) return gamma(random, shape + 1) * Math.exp(Math.log(1 - random()) / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const x = normal(random);
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random()) < x * x * 0.5 + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Poisson by Knuth's product; meant for small means. */
export function poisson(random: Random, mean: number): number {
  const limit = Math.exp(-mean);
  let n = 0;
  for (let p = random(); p > limit; p *= random()) ++n;
  return n;
}
