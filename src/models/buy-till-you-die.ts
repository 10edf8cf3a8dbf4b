import type {Fit, FitOptions} from "./fit.ts";
import type {Histories} from "./grouping.ts";
import type {Span, Timed} from "./time.ts";

/** Which purchase model: what a report's `model:` says. */
export type PurchaseModelKind = "bgnbd" | "mbgnbd" | "paretonbd";

/**
 * A model of customers who buy at their own rate until, unseen, they stop.
 *
 * Its methods are functions of their arguments only. Parameters, histories and spans carry their time unit, and all
 * throw {@link InputError} where units are mixed. Predictions come one per row of `histories`, so weigh them by
 * `count`, or read them back by `group`.
 */
export interface BuyTillYouDie<P extends Timed> {
  readonly kind: PurchaseModelKind;
  /** ln L at `parameters`, over all customers, with every constant. */
  logLikelihood(parameters: P, histories: Histories): number;
  /** Maximum likelihood. Data without a maximum are an outcome, not an error: see {@link Fit}. */
  fit(histories: Histories, options?: FitOptions<P>): Fit<P>;
  /** E[X(t)]: purchases of a new customer within `span` of the first one, which is not counted. */
  expectedPurchases(parameters: P, span: Span): number;
  /** E[Y(t) | x, t_x, T]: purchases within `span` after the end of observation. */
  conditionalPurchases(parameters: P, histories: Histories, span: Span): Float64Array;
  /** P(alive at T), 0–1; null where the model cannot tell (a one-time buyer under BG/NBD). */
  aliveProbability(parameters: P, histories: Histories): (number | null)[];
  /**
   * Discounted expected residual transactions: all purchases after the end of observation, each worth e^(−rate · t) at
   * T.
   *
   * @param rate continuous, per unit of the model, above 0.
   */
  discountedPurchases(parameters: P, histories: Histories, rate: number): Float64Array;
}
