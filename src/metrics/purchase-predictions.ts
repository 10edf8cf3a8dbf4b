import {effectiveRate} from "../models/discount.ts";
import {horizonPurchases} from "../models/horizon-purchases.ts";
import type {Fitted} from "../models/fit.ts";
import type {Histories} from "../models/grouping.ts";
import type {PurchaseModelKind} from "../models/buy-till-you-die.ts";
import {PURCHASE_MODELS} from "../models/purchase-models.ts";
import type {PurchaseParameters} from "../models/purchase-models.ts";
import type {Facts, Workbench} from "./metric.ts";
import {spendPerPurchase} from "./purchase-fit.ts";
import type {PurchaseFit} from "./purchase-fit.ts";

/** Weeks in a month: 365 days / 7 / 12, as lifetimes has it. */
export const WEEKS_PER_MONTH = 4.345;
/** Fractions travel as whole millionths, so that their sums do not depend on the order. */
export const MICRO = 1e6;

/** How far ahead, and the annual rate at which the future is discounted. */
export interface Ahead {
  readonly months: number;
  readonly annual: number;
}

/** Discounted purchases per history within the horizon; a month's purchases count as paid at its end. */
export function purchasesAhead(
  {kind, parameters}: {kind: PurchaseModelKind; parameters: PurchaseParameters},
  histories: Histories,
  {months, annual}: Ahead
): Float64Array {
  const step = {unit: "week", length: WEEKS_PER_MONTH} as const;
  const horizon = {periods: months, step, rate: effectiveRate(annual, "month")};
  return horizonPurchases({model: PURCHASE_MODELS[kind], parameters}, histories, horizon);
}

/** Name of a relation with one row per customer of the log, kept once per fit and horizon; the columns are those of {@link predictions}. */
export function keepPredictions(
  fit: PurchaseFit,
  ahead: Ahead,
  {workbench, facts}: {workbench: Workbench; facts: Facts}
): Promise<string> {
  const key = `predictions ${fit.kind} ${fit.fit !== null} ${fit.log.until} ${ahead.months} ${ahead.annual}`;
  return workbench.once(key, () => workbench.keep(predictions(fit, ahead, facts)));
}

/** Name of a relation likewise, of parts of the customers, each with a fit of its own. @param key what tells these parts from others */
export function keepPartPredictions(
  parts: readonly PurchaseFit[],
  ahead: Ahead,
  {key, workbench, facts}: {key: string; workbench: Workbench; facts: Facts}
): Promise<string> {
  return workbench.once(`predictions of parts ${key} ${ahead.months} ${ahead.annual}`, () => {
    const made = parts.map((part) => predictions(part, ahead, facts));
    const names = Object.keys(made[0] ?? {});
    const columns = names.map((name) => {
      const values = made.map((one) => one[name]!);
      return [name, name === "customer" ? values.flatMap((one) => [...(one as string[])]) : joinedNumbers(values as Float64Array[])]; // prettier-ignore
    });
    return workbench.keep(Object.fromEntries(columns) as Record<string, Float64Array | string[]>);
  });
}

function joinedNumbers(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => {
    all.set(part, at);
    return at + part.length;
  }, 0);
  return all;
}

/**
 * Per customer: `observed`, net amount so far, and `expected`, discounted amount within the horizon, both in minor units; `purchases` expected (not discounted) and `alive`, the chance to be still a customer, in millionths;
 * `alive` is null where the model cannot tell, all but `observed` are null without a fit; `repeats`, purchase days after the first.
 */
export function predictions(
  {log, kind, fit, spend}: PurchaseFit,
  ahead: Ahead,
  {digits}: Facts
): Readonly<Record<string, Float64Array | readonly (string | null)[]>> {
  const {customers, grouping, observed, x, mean} = log;
  const {group, histories} = grouping;
  const none = new Float64Array(customers.length).fill(NaN);
  if (!fit) return {customer: customers, observed, repeats: x, expected: none, purchases: none, alive: none};
  const {parameters} = fit as Fitted<PurchaseParameters>;
  const discounted = purchasesAhead({kind, parameters}, histories, ahead);
  const span = {unit: "week", length: WEEKS_PER_MONTH * ahead.months} as const;
  const purchases = PURCHASE_MODELS[kind].conditionalPurchases(parameters, histories, span);
  const alive = PURCHASE_MODELS[kind].aliveProbability(parameters, histories);
  const money = 10 ** digits;
  const each = (value: (i: number, g: number) => number) => Float64Array.from(group, (g, i) => Math.round(value(i, g)));
  return {
    customer: customers,
    observed,
    repeats: x,
    expected: each((i, g) => discounted[g]! * spendPerPurchase(spend, {x: x[i]!, mean: mean[i]!}) * money),
    purchases: each((_, g) => purchases[g]! * MICRO),
    alive: each((_, g) => (alive[g] ?? NaN) * MICRO)
  };
}
