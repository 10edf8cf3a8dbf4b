import {normalTwoSided} from "./normal.ts";
import {criticalValue} from "./wilson.ts";

/**
 * Sums over customers: how often each came back, `y`, and how often was expected, `e`, in periods of exposure (`y`, `e`) and in all periods (`allY`, `allE`), with their products. All additive.
 */
export interface ExposureSums {
  readonly n: number;
  readonly y: number;
  readonly e: number;
  readonly allY: number;
  readonly allE: number;
  readonly yy: number;
  readonly ye: number;
  readonly ee: number;
  readonly yAllY: number;
  readonly yAllE: number;
  readonly eAllY: number;
  readonly eAllE: number;
  readonly allYY: number;
  readonly allYE: number;
  readonly allEE: number;
}

/** Of periods of exposure against the others. */
export interface ExposureLift {
  /** (observed / expected) of the exposed over (observed / expected) of the others: 1 where there is no relation. */
  readonly lift: number;
  /** The bounds, and p, are null where the customers of each side are all alike: there is no noise then to go by. */
  readonly low: number | null;
  readonly high: number | null;
  /** Two-sided, 0–1. */
  readonly p: number | null;
}

/**
 * The ratio of two standardised ratios, (Σy / Σe) over the others' (Σ(Y − y) / Σ(E − e)), with its interval on the log scale by linearisation over customers: a customer who is in both counts as one, so that repeated periods of one person are no evidence twice.
 * The expected rates are taken as known. Null for fewer than two customers, or where one of the four sums is not above 0.
 *
 * @see Breslow & Day 1987, Statistical Methods in Cancer Research II, section 2.3 (comparison of standardised ratios); Binder 1983, International Statistical Review 51 (linearisation).
 */
export function exposureLift(sums: ExposureSums, level = 0.95): ExposureLift | null {
  const {n, y, e, allY, allE} = sums;
  const [restY, restE] = [allY - y, allE - e];
  if (n < 2 || !(y > 0 && e > 0 && restY > 0 && restE > 0)) return null;
  // A customer's part in log(lift): a y + b e + c Y + d E.
  const [a, b, c, d] = [1 / y + 1 / restY, -1 / e - 1 / restE, -1 / restY, 1 / restE];
  const own = a * a * sums.yy + b * b * sums.ee + c * c * sums.allYY + d * d * sums.allEE;
  const squares =
    own +
    2 * (a * b * sums.ye + a * c * sums.yAllY + a * d * sums.yAllE) +
    2 * (b * c * sums.eAllY + b * d * sums.eAllE + c * d * sums.allYE);
  const lift = y / e / (restY / restE);
  // What rounding leaves of nothing.
  if (squares <= 1e-12 * own) return {lift, low: null, high: null, p: null};
  const error = Math.sqrt((n / (n - 1)) * squares);
  const factor = Math.exp(criticalValue(level) * error);
  return {lift, low: lift / factor, high: lift * factor, p: normalTwoSided(Math.log(lift) / error)};
}
