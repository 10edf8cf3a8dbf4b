/** Sums over customers of an amount `y` and of what it is per, `x`, before (0) and after (1), with their products. All additive. */
export interface PanelSums {
  readonly n: number;
  readonly y0: number;
  readonly x0: number;
  readonly y1: number;
  readonly x1: number;
  /** Σ of the product of two of them, by their names. */
  product(a: PanelName, b: PanelName): number;
}

export const PANEL_NAMES = ["y0", "x0", "y1", "x1"] as const;
export type PanelName = (typeof PANEL_NAMES)[number];

/**
 * Variance over customers of how a ratio Σy / Σx changed, by linearisation: of its logarithm, or of the difference. A customer counts once, so that what one does in many periods is no evidence many times. Null for fewer than two customers, or a sum that is not above 0 where it divides.
 *
 * @see Bertrand, Duflo & Mullainathan 2004, Quarterly Journal of Economics 119 (collapsing to before and after); Binder 1983, International Statistical Review 51.
 */
export function panelVariance(sums: PanelSums, {isLog}: {isLog: boolean}): number | null {
  const {n, y0, x0, y1, x1} = sums;
  if (n < 2 || !(x0 > 0 && x1 > 0) || (isLog && !(y0 > 0 && y1 > 0))) return null;
  // A customer's part in the change: a y₀ + b x₀ + c y₁ + d x₁.
  return spread(
    sums,
    isLog
      ? {y0: -1 / y0, x0: 1 / x0, y1: 1 / y1, x1: -1 / x1}
      : {y0: -1 / x0, x0: y0 / x0 ** 2, y1: 1 / x1, x1: -y1 / x1 ** 2}
  );
}

/**
 * The same of a count Σy, in the logarithm of the count and a half on each side: the halves, as if they were counted, keep some variance where nobody was. Null for fewer than two customers.
 */
export function countVariance(sums: Omit<PanelSums, "x0" | "x1">): number | null {
  if (sums.n < 2) return null;
  const [whole0, whole1] = [sums.y0 + 0.5, sums.y1 + 0.5];
  const halves = 0.5 / whole0 ** 2 + 0.5 / whole1 ** 2;
  return spread(sums, {y0: -1 / whole0, x0: 0, y1: 1 / whole1, x1: 0}) + halves;
}

function spread({n, product}: Pick<PanelSums, "n" | "product">, parts: Readonly<Record<PanelName, number>>): number {
  let squares = 0;
  for (const a of PANEL_NAMES) for (const b of PANEL_NAMES) squares += parts[a] * parts[b] * product(a, b);
  return (n / (n - 1)) * Math.max(0, squares);
}
