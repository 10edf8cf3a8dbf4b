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
 * Variance over customers of how a ratio Σy / Σx changed, by linearisation: of its logarithm, or of the difference; with `isTotal` of Σy itself. A customer counts once, so that what one does in many periods is no evidence many times. Null for fewer than two customers, or a sum that is not above 0 where it divides.
 *
 * @see Bertrand, Duflo & Mullainathan 2004, Quarterly Journal of Economics 119 (collapsing to before and after); Binder 1983, International Statistical Review 51.
 */
export function panelVariance(
  sums: PanelSums,
  {isLog, isTotal = false}: {isLog: boolean; isTotal?: boolean}
): number | null {
  const {n, y0, x0, y1, x1} = sums;
  if (n < 2 || !(x0 > 0 && x1 > 0) || (isLog && !(y0 > 0 && y1 > 0))) return null;
  const per = isTotal ? 0 : 1;
  // A customer's part in the change: a y₀ + b x₀ + c y₁ + d x₁.
  const parts: Readonly<Record<PanelName, number>> = isLog
    ? {y0: -1 / y0, x0: per / x0, y1: 1 / y1, x1: -per / x1}
    : {y0: -1 / x0, x0: (per * y0) / x0 ** 2, y1: 1 / x1, x1: (-per * y1) / x1 ** 2};
  let squares = 0;
  for (const a of PANEL_NAMES) for (const b of PANEL_NAMES) squares += parts[a] * parts[b] * sums.product(a, b);
  return (n / (n - 1)) * Math.max(0, squares);
}
