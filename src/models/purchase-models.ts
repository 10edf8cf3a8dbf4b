import {bgNbd} from "./bg-nbd.ts";
import type {BetaGeometricParameters} from "./beta-geometric-likelihood.ts";
import type {BuyTillYouDie, PurchaseModelKind} from "./buy-till-you-die.ts";
import {mbgNbd} from "./mbg-nbd.ts";
import {paretoNbd} from "./pareto-nbd.ts";
import type {ParetoNbdParameters} from "./pareto-nbd.ts";

/** Parameters of any purchase model. */
export type PurchaseParameters = BetaGeometricParameters | ParetoNbdParameters;

/** The purchase model of each `model:`. Parameters fitted by one must go to the same one. */
export const PURCHASE_MODELS: Readonly<Record<PurchaseModelKind, BuyTillYouDie<PurchaseParameters>>> = {
  bgnbd: bgNbd,
  mbgnbd: mbgNbd,
  paretonbd: paretoNbd
};
